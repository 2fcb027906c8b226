// The sidebar: channels, direct messages and apps of the person we play.
import { lookAt, openDirect, openHome } from "./actions.js";
import { byId, h, icon, keyed } from "./dom.js";
import { avatar, channelTitle, fullChannel, isDirect, isExternal, otherCompanies } from "./names.js";
import { state } from "./state.js";

function row({ id, sign, title, count, called, current, act, tag }) {
  const attributes = { class: `place${count ? " unread" : ""}`, "aria-current": current ? "page" : null, "data-channel": id, onclick: act };
  const mark = count ? h("span", { class: called ? "badge called" : "badge", "aria-label": `${count} unread` }, String(count)) : null;
  return h("button", attributes, sign, h("span", { class: "place-name" }, title), tag, mark);
}

function sharedMark(channel) {
  const others = otherCompanies(channel);
  if (!others.length) return null;
  const title = `Shared with ${others.join(", ")}`;
  return h("span", { class: "shared", title, "aria-label": title }, others.map((name) => name.split(" ")[0]).join(" "));
}

function channelRow(channel) {
  const full = fullChannel(channel.id);
  const direct = isDirect(full);
  const here = channel.id === state.channel && state.place === "channel";
  const other = (full.members ?? []).find((id) => id !== state.me);
  return {
    id: channel.id, title: channelTitle(full), count: here ? 0 : channel.unread, called: channel.mentions > 0,
    current: here, tag: direct ? null : sharedMark(full),
    sign: direct ? avatar(other, "tiny") : icon(full.private ? "lock" : "hash"), act: () => lookAt(channel.id),
  };
}

function appRow(app) {
  const act = () => openHome(app);
  return { id: `home-${app.id}`, title: `${app.bot_name} home`, sign: avatar(app.bot_user, "tiny"), current: state.place === "home", act };
}

function directRow(app) {
  return { id: `dm-${app.id}`, title: app.bot_name, sign: avatar(app.bot_user, "tiny"), act: openDirect };
}

const item = (made) => ({ key: made.id, signature: JSON.stringify([state.me, { ...made, sign: null, tag: made.tag?.title }]), value: made });

/** Draws the three lists. */
export function showChannels() {
  const seen = state.channels.map((one) => ({ ...one, full: fullChannel(one.id) }));
  const named = seen.filter((one) => !isDirect(one.full)).sort((one, other) => one.name.localeCompare(other.name));
  const direct = seen.filter((one) => isDirect(one.full));
  const apps = state.floor.apps.filter((app) => !isExternal(state.me, app));
  const withDm = new Set(direct.flatMap((one) => one.full.members ?? []));
  const missing = apps.filter((app) => !withDm.has(app.bot_user)).map(directRow);
  keyed(byId("channels"), named.map((one) => item(channelRow(one))), row);
  keyed(byId("directs"), [...direct.map(channelRow), ...missing].map(item), row);
  keyed(byId("apps"), apps.map((app) => item(appRow(app))), row);
  const total = seen.filter((one) => one.id !== state.channel).reduce((sum, one) => sum + one.unread, 0);
  document.title = total ? `(${total}) The floor` : "The floor";
}
