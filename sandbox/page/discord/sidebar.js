// The sidebar: the server's name, its categories with channels, threads below their channel, direct conversations, and oneself.
import { redraw } from "../actions.js";
import { byId, fill, h, icon, keyed } from "../dom.js";
import { avatar, me, personName } from "../names.js";
import { openMenu } from "../popover.js";
import { state } from "../state.js";
import { goTo, doHere } from "./actions.js";
import { ANNOUNCEMENT, CATEGORY, guild, isForum, isThread } from "./floor.js";

export function signOf(channel) {
  if (isThread(channel)) return icon("thread");
  if (isForum(channel)) return icon("forum");
  if (channel.type === ANNOUNCEMENT) return icon("megaphone");
  return channel.private ? h("span", { class: "locked-sign" }, icon("hash"), icon("lock")) : icon("hash");
}

const byPlace = (one, other) => one.position - other.position || (BigInt(one.id) < BigInt(other.id) ? -1 : 1);
const isHere = (channel) => channel.id === (state.thread ?? state.channel);
const isLookedAt = (channel) => channel.id === state.thread || channel.id === state.channel;

function channelRow(channel) {
  const count = isLookedAt(channel) ? 0 : channel.mentions;
  const unread = !isLookedAt(channel) && channel.unread > 0;
  const attributes = {
    class: `place${unread ? " unread" : ""}${isThread(channel) ? " thread-place" : ""}`, "aria-current": isHere(channel) ? "page" : null,
    "data-channel": channel.id, onclick: () => goTo(channel.id), "aria-label": label(channel, unread, count),
  };
  const mark = count ? h("span", { class: "badge" }, String(count)) : null;
  const sign = isThread(channel) ? h("span", { class: "spine", "aria-hidden": "true" }) : signOf(channel);
  return h("button", attributes, sign, h("span", { class: "place-name" }, channel.name), mark);
}

function label(channel, unread, count) {
  const kind = isThread(channel) ? "thread" : isForum(channel) ? "forum" : "channel";
  return `${channel.name}, ${kind}${unread ? ", unread" : ""}${count ? `, ${count} mentions` : ""}`;
}

function categoryRow(category) {
  const folded = state.fold.has(category.id);
  const toggle = () => {
    if (folded) state.fold.delete(category.id);
    else state.fold.add(category.id);
    redraw();
  };
  return h("button", { class: "category", "aria-expanded": String(!folded), onclick: toggle }, icon(folded ? "right" : "down"), category.name);
}

/** Threads that somebody is in, or is called in; what one looks at is always there. */
function threadsOf(channel) {
  const below = state.channels.filter((one) => isThread(one) && one.parent === channel.id);
  return below.filter((one) => one.id === state.thread || (!one.archived && (one.joined || one.mentions))).sort(byPlace);
}

function withThreads(channel, folded) {
  const shown = [channel, ...threadsOf(channel)];
  return folded ? shown.filter((one) => isLookedAt(one) || one.unread) : shown;
}

function rows() {
  const places = state.channels.filter((one) => !isThread(one)).sort(byPlace);
  const channels = places.filter((one) => one.type !== CATEGORY);
  const known = new Set(places.filter((one) => one.type === CATEGORY).map((one) => one.id));
  const loose = channels.filter((one) => !known.has(one.parent)).flatMap((one) => withThreads(one, false));
  const grouped = places.filter((one) => known.has(one.id)).flatMap((category) => {
    const within = channels.filter((one) => one.parent === category.id);
    return within.length ? [category, ...within.flatMap((one) => withThreads(one, state.fold.has(category.id)))] : [];
  });
  return [...loose, ...grouped];
}

function item(channel) {
  const isCategory = channel.type === CATEGORY;
  const looks = [state.me, channel.name, isHere(channel), isLookedAt(channel), channel.unread > 0, channel.mentions, state.fold.has(channel.id), channel.private];
  return { key: channel.id, signature: JSON.stringify(looks), value: () => (isCategory ? categoryRow(channel) : channelRow(channel)) };
}

function directRow({ id, name, bot, unread, current, act }) {
  const mark = unread && !current ? h("span", { class: "badge" }, String(unread)) : null;
  return h("button", { class: `place direct${mark ? " unread" : ""}`, "aria-current": current ? "page" : null, "data-channel": id, onclick: act }, avatar(bot, "tiny"), h("span", { class: "place-name" }, name), mark);
}

function directs() {
  const open = state.directs.map((one) => ({
    ...one, bot: state.floor.apps.find((app) => personName(app.bot_user) === one.name)?.bot_user ?? one.id, current: isHere(one), act: () => goTo(one.id),
  }));
  const missing = state.floor.apps.filter((app) => !open.some((one) => one.bot === app.bot_user));
  return [...open, ...missing.map((app) => ({ id: `dm-${app.id}`, name: personName(app.bot_user), bot: app.bot_user, act: () => openDirect(app) }))];
}

/** Opens the direct conversation with an app's bot. */
export async function openDirect(app) {
  const answer = await doHere("open_dm", { app: app.id });
  if (!answer) return;
  state.directs.push({ id: answer.channel, name: app.bot_name, type: 1, unread: 0, mentions: 0, position: 0, may_write: true });
  goTo(answer.channel);
}

function showServer() {
  const servers = state.guilds ?? [];
  const header = byId("server");
  const name = guild()?.name ?? "No server";
  if (header.dataset.signature === `${name} ${servers.length}`) return;
  header.dataset.signature = `${name} ${servers.length}`;
  const choose = (anchor) => openMenu(anchor, servers.map((one) => ({ label: one.name, act: () => goTo(one.channels.find((each) => each.type === 0)?.id) })), "Servers");
  const title = h("h1", {}, name);
  fill(header, servers.length > 1 ? h("button", { class: "server-name", onclick: (event) => choose(event.currentTarget) }, title, icon("down")) : title);
}

function showMe() {
  const person = me();
  const card = byId("me");
  if (!person || card.dataset.person === person.id) return;
  card.dataset.person = person.id;
  fill(card, h("span", { class: "with-status" }, avatar(person.id, "small")), h("span", { class: "me-words" }, h("strong", {}, person.real_name), h("span", { class: "hint" }, person.name)));
}

/** Draws the sidebar. */
export function showSidebar() {
  showServer();
  keyed(byId("channels"), rows().map(item), (build) => build());
  keyed(byId("directs"), directs().map((one) => ({ key: one.id, signature: JSON.stringify([state.me, one]), value: one })), directRow);
  showMe();
  const elsewhere = [...state.channels, ...state.directs].filter((one) => !isLookedAt(one));
  const calls = elsewhere.reduce((sum, one) => sum + one.mentions, 0);
  document.title = calls ? `(${calls}) ${guild()?.name ?? "The floor"}` : guild()?.name ?? "The floor";
}
