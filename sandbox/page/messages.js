// The middle: header and messages of the channel, and the thread on the right.
import { openDirect, openHome } from "./actions.js";
import { byId, fill, h, icon, keyed } from "./dom.js";
import { authorOf, messageNode } from "./message.js";
import { avatar, channelTitle, fullChannel, isDirect, mainApp, otherCompanies, personName } from "./names.js";
import { state } from "./state.js";
import { dayKey, dayTitle, floorTime } from "./times.js";

const TOGETHER_SECONDS = 300; // messages of one author within this time stand under one name
const NEAR_END_PX = 120;

const privateOnes = () => state.privates.map((one) => ({ ...one, only_for_you: true }));

function inOrder(messages) {
  return [...messages].sort((one, other) => Number(one.ts) - Number(other.ts));
}

function follows(message, before) {
  if (!before || message.subtype || before.subtype || message.only_for_you !== before.only_for_you) return false;
  const close = Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS;
  return close && authorOf(message) === authorOf(before) && message.username === before.username;
}

function dayItem(message) {
  const title = dayTitle(floorTime(message.ts));
  return { key: `day ${dayKey(floorTime(message.ts))}`, signature: title, value: () => h("div", { class: "day", role: "separator" }, h("span", {}, title)) };
}

/** What a list shows: day dividers and messages, each with what makes it look different. */
function items(messages, inThread) {
  const shown = [];
  let before = null;
  for (const message of messages) {
    const newDay = !before || dayKey(floorTime(before.ts)) !== dayKey(floorTime(message.ts));
    if (newDay && !inThread) shown.push(dayItem(message));
    const joined = !newDay && follows(message, before);
    const privates = inThread ? 0 : state.privates.filter((one) => one.thread_ts === message.ts).length;
    const time = floorTime(message.ts).getTime();
    const signature = JSON.stringify([state.me, state.channel, joined, privates, time, { ...message, state: null }]);
    shown.push({ key: message.ts, signature, value: () => messageNode(message, { joined, inThread }) });
    before = message;
  }
  return shown;
}

function showList(container, messages, inThread, place) {
  const moved = container.dataset.place !== place;
  const last = messages.at(-1);
  const mineIsNew = last?.user === state.me && !container.querySelector(`[data-key="${CSS.escape(last.ts)}"]`);
  const nearEnd = container.scrollHeight - container.scrollTop - container.clientHeight < NEAR_END_PX;
  keyed(container, items(messages, inThread), (build) => build());
  container.dataset.place = place;
  if (moved || nearEnd || mineIsNew) container.scrollTop = container.scrollHeight;
}

function badge(channel) {
  const others = otherCompanies(channel);
  if (!others.length || isDirect(channel)) return null;
  return h("span", { class: "tag company", title: "People of another company read here" }, `shared with ${others.join(", ")}`);
}

function tabs() {
  const tab = (label, name, act) => h("button", { role: "tab", "aria-selected": String(state.place === name), onclick: act }, label);
  return h("div", { class: "tabs", role: "tablist" }, tab("Home", "home", () => openHome()), tab("Messages", "channel", openDirect));
}

/** The channel's name, topic and companions above its messages. */
export function showHeader() {
  const channel = fullChannel(state.channel);
  if (!channel && state.place !== "home") return fill(byId("place-header"), h("h1", {}, "No channel"));
  const withApp = state.place === "home" || (isDirect(channel) && (channel.members ?? []).includes(mainApp()?.bot_user));
  const members = (channel?.members ?? []).filter((id) => id !== undefined);
  const sign = withApp ? avatar(mainApp()?.bot_user, "small") : icon(channel.private ? "lock" : isDirect(channel) ? "chat" : "hash");
  const title = withApp ? mainApp()?.bot_name : channelTitle(channel);
  const topic = channel?.topic && !withApp ? h("span", { class: "topic" }, channel.topic) : null;
  const faces = members.length && !withApp ? h("span", { class: "faces", title: members.map(personName).join(", ") }, members.slice(0, 5).map((id) => avatar(id, "tiny")), h("span", { class: "hint" }, String(members.length))) : null;
  return fill(byId("place-header"), h("h1", {}, sign, title), withApp ? tabs() : badge(channel), topic, faces);
}

/** The channel's top-level messages with this person's private answers among them. */
export function showMessages() {
  const privates = privateOnes().filter((one) => !one.thread_ts);
  const list = inOrder([...state.messages, ...privates]);
  showList(byId("messages"), list, false, `${state.me} ${state.channel}`);
  byId("empty").hidden = list.length > 0 || state.place === "home";
}

/** The right pane: a root, its replies, and private answers there. */
export function showThread() {
  const root = state.messages.find((one) => one.ts === state.thread);
  const pane = byId("thread");
  pane.hidden = !root || state.place === "home";
  document.body.classList.toggle("with-thread", !pane.hidden);
  if (pane.hidden) return;
  const privates = privateOnes().filter((one) => one.thread_ts === root.ts);
  const replies = inOrder([...(root.replies ?? []), ...privates]);
  const title = isDirect(fullChannel(state.channel)) ? channelTitle(fullChannel(state.channel)) : `#${channelTitle(fullChannel(state.channel))}`;
  fill(byId("thread-place"), title);
  const { replies: _, ...bare } = root;
  showList(byId("thread-messages"), [bare, ...replies], true, `${state.me} ${root.ts}`);
}
