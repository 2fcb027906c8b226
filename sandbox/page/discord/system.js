// Lines that the system writes: who pinned, joined, started a thread, renamed it.
import { h, icon } from "../dom.js";
import { personName } from "../names.js";
import { state } from "../state.js";
import { goTo } from "./actions.js";
import { isThread } from "./floor.js";
import { goToMessage } from "./links.js";

const [ADDED, REMOVED, RENAMED, PINNED, JOINED, STARTED] = [1, 2, 4, 6, 7, 18];

/** The types of messages that nobody wrote. */
export const SYSTEM = new Set([ADDED, REMOVED, RENAMED, PINNED, JOINED, STARTED]);

const SIGNS = { [ADDED]: "right", [REMOVED]: "back", [RENAMED]: "pencil", [PINNED]: "pin", [JOINED]: "right", [STARTED]: "thread" };

const named = (words) => h("strong", {}, words);
const leading = (words, act) => h("button", { class: "plain-link", onclick: act }, words);

function startedThread(message) {
  const thread = state.channels.find((one) => isThread(one) && one.parent === message.channel && one.name === message.content);
  const name = thread ? leading(message.content, () => goTo(thread.id)) : named(message.content);
  return [" started a thread: ", name, "."];
}

const WORDS = {
  [ADDED]: (message) => [" added ", named(message.mentions.map(personName).join(", ") || "somebody"), " to the thread."],
  [REMOVED]: (message) => [" removed ", named(message.mentions.map(personName).join(", ") || "somebody"), " from the thread."],
  [RENAMED]: (message) => [" changed the name: ", named(message.content)],
  [PINNED]: (message) => [" pinned ", leading("a message", () => goToMessage({ channel: message.channel, message: message.reply_to })), " to this channel."],
  [JOINED]: () => [" just joined. Say hello!"],
  [STARTED]: startedThread,
};

/** A system line; `stamp` is the time that stands behind it. */
export function systemLine(message, stamp) {
  const sign = h("span", { class: "side" }, icon(SIGNS[message.type]));
  return h("article", { class: "message system", "data-id": message.id, tabindex: "-1" }, sign, h("span", { class: "main" }, named(message.name), WORDS[message.type](message), " ", stamp));
}
