// The middle: the messages of a channel; and the thread beside it.
import { byId, h, icon, keyed } from "../dom.js";
import { personName } from "../names.js";
import { state } from "../state.js";
import { dayKey } from "../times.js";
import { failureOf } from "./actions.js";
import { channelById, DIRECT, isForum, isThread } from "./floor.js";
import { messageNode } from "./message.js";
import { longDay, timeOf } from "./moments.js";
import { signOf } from "./sidebar.js";
import { SYSTEM } from "./system.js";

const TOGETHER_MS = 7 * 60_000; // messages of one author within this time stand under one name
const NEAR_END_PX = 160;
const SIGNED = /\?ex=[0-9a-f]+&is=[0-9a-f]+&hm=[0-9a-f]+&?/g; // links are signed anew at each look

function follows(message, before) {
  const bare = (one) => !SYSTEM.has(one.type) && !one.reply_to && !one.used && !one.failed;
  if (!before || SYSTEM.has(before.type) || !bare(message) || message.private !== before.private) return false;
  return message.author === before.author && message.name === before.name && Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS;
}

function dayItem(message) {
  const title = longDay(timeOf(message));
  return { key: `day ${title}`, signature: title, value: () => h("div", { class: "day", role: "separator" }, h("span", {}, title)) };
}

const newItem = { key: "new", signature: "new", value: () => h("div", { class: "day new", role: "separator", "aria-label": "New messages" }, h("span", {}, "NEW")) };

const notesIn = (channel) => state.notes.filter((one) => one.channel === channel && one.me === state.me);

function inOrder(messages) {
  return messages.map((one) => [Date.parse(one.at), one]).sort((one, other) => one[0] - other[0]).map((pair) => pair[1]);
}

function referenced(message, all) {
  if (!message.reply_to) return null;
  return all.find((one) => one.id === message.reply_to) ?? state.messages.find((one) => one.id === message.reply_to) ?? null;
}

/** A thread that stands open has nothing new. */
const asLookedAt = (thread) => (thread?.id === state.thread ? { ...thread, unread: 0 } : thread);

function messageItem(message, context) {
  const reply = context.reply && { id: context.reply.id, name: context.reply.name, content: context.reply.content };
  const thread = message.thread ? asLookedAt(channelById(message.thread.id)) : null;
  const looks = [state.me, context.joined, reply, timeOf(message).getTime(), failureOf(message), thread?.unread, thread?.archived, message];
  return { key: message.id, signature: JSON.stringify(looks).replace(SIGNED, ""), value: () => messageNode(message, { ...context, threadRow: thread }) };
}

/** What a list shows: days, the line above what is new, and messages, each with what makes it look different. */
function items(messages, newFrom) {
  const shown = [];
  let before = null;
  for (const message of messages) {
    const newDay = !before || dayKey(timeOf(before)) !== dayKey(timeOf(message));
    if (newDay) shown.push(dayItem(message));
    if (message.id === newFrom) shown.push(newItem);
    const joined = !newDay && message.id !== newFrom && follows(message, before);
    shown.push(messageItem(message, { joined, reply: referenced(message, messages) }));
    before = message;
  }
  return shown;
}

function showList(container, start, messages, place, newFrom) {
  const moved = container.dataset.place !== place;
  const last = messages.at(-1);
  const mineIsNew = last?.author === state.me && !container.querySelector(`[data-key="${CSS.escape(last.id)}"]`);
  const nearEnd = container.scrollHeight - container.scrollTop - container.clientHeight < NEAR_END_PX;
  keyed(container, [...start, ...items(messages, newFrom)], (build) => build());
  container.dataset.place = place;
  if (moved || nearEnd || mineIsNew) toEnd(container);
}

function toEnd(container) {
  container.scrollTop = container.scrollHeight;
  container.dataset.atEnd = "yes";
}

/** A list that stands at its end stays there while pictures load and the composer grows. */
export function keepAtEnd() {
  for (const container of [byId("messages"), byId("thread-messages")]) {
    const follow = () => container.dataset.atEnd === "yes" && toEnd(container);
    new ResizeObserver(follow).observe(container);
    container.addEventListener("load", follow, true);
    container.addEventListener("scroll", () => {
      container.dataset.atEnd = container.scrollHeight - container.scrollTop - container.clientHeight < NEAR_END_PX ? "yes" : "no";
    });
  }
}

function welcome(channel) {
  const direct = channel.type === DIRECT;
  const title = direct ? channel.name : `Welcome to #${channel.name}!`;
  const words = direct ? `This is the beginning of your direct message history with ${channel.name}.` : `This is the start of the #${channel.name} channel. ${channel.topic ?? ""}`;
  const build = () => h("div", { class: "welcome" }, h("span", { class: "big-sign" }, direct ? "@" : signOf(channel)), h("h2", {}, title), h("p", { class: "hint" }, words));
  return { key: "welcome", signature: JSON.stringify([channel.name, channel.topic]), value: build };
}

function threadStart(thread) {
  const build = () => h("div", { class: "welcome" }, h("span", { class: "big-sign" }, icon(isForum(channelById(thread.parent)) ? "forum" : "thread")), h("h2", {}, thread.name), h("p", { class: "hint" }, "Started by ", h("strong", {}, personName(thread.owner))));
  return { key: "welcome", signature: JSON.stringify([thread.name, thread.owner]), value: build };
}

/** The channel's messages with this person's private answers among them. */
export function showMessages() {
  const channel = channelById(state.channel);
  const list = byId("messages");
  list.hidden = !channel || isForum(channel);
  byId("composer").hidden = list.hidden;
  if (list.hidden) return;
  const messages = inOrder([...state.messages, ...state.privates, ...notesIn(channel.id)]);
  showList(list, [welcome(channel)], messages, `${state.me} ${channel.id}`, state.newFrom.get(channel.id));
}

/** The starter of a thread stands for the message that the thread grew from. */
function unfolded(message) {
  if (message.type !== 21) return message;
  const origin = state.messages.find((one) => one.id === message.reply_to);
  return origin ? { ...origin, thread: null, at: message.at, starter: true } : { ...message, type: 0, reply_to: "", content: "", gone: true };
}

/** The pane beside the channel: a thread or a post. */
export function showThread() {
  const thread = channelById(state.thread);
  const pane = byId("thread");
  pane.hidden = !isThread(thread) || !state.inside;
  document.body.classList.toggle("with-thread", !pane.hidden);
  if (pane.hidden) return;
  const { messages, ephemeral } = state.inside;
  const list = inOrder([...messages.map(unfolded), ...ephemeral, ...notesIn(thread.id)]);
  showList(byId("thread-messages"), [threadStart(thread)], list, `${state.me} ${thread.id}`, state.newFrom.get(thread.id));
}
