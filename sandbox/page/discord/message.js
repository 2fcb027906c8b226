// One message: who, when, what, and what can be done with it.
import { fill, h, icon } from "../dom.js";
import { avatar, personName } from "../names.js";
import { openMenu } from "../popover.js";
import { state } from "../state.js";
import { clockTime, fullTime } from "../times.js";
import { dismissNote, doHere, failureOf, openThread } from "./actions.js";
import { components } from "./components.js";
import { editMessage } from "./edit.js";
import { embeds } from "./embeds.js";
import { fileList } from "./files.js";
import { colourOf, member } from "./floor.js";
import { goToMessage } from "./links.js";
import { dots } from "./interactive.js";
import { inline } from "./markdown.js";
import { atPointer, messageItems } from "./menus.js";
import { timeOf, when } from "./moments.js";
import { openPersonMenu, openProfile } from "./profile.js";
import { openPicker, reactionRow } from "./reactions.js";
import { replyTo } from "./replying.js";
import { SYSTEM, systemLine } from "./system.js";
import { isOnlyEmoji, markdown } from "./text.js";

const V2 = 1 << 15; // https://docs.discord.com/developers/resources/message#message-object-message-flags
const REPLY_CHARACTERS = 160;

function stamp(message, write) {
  const date = timeOf(message);
  return h("time", { class: "time", datetime: date.toISOString(), title: fullTime(date) }, write(date));
}

/** A name that opens the person's card, in the colour of their highest role. */
export function nameButton(message, extra = "") {
  const colour = colourOf(message.author);
  return h("button", { class: `author ${extra}`, style: colour ? `color: ${colour}` : null, onclick: (event) => openProfile(event.currentTarget, message.author, message.channel) }, message.name);
}

const isAnswer = (message) => message.used && [20, 23].includes(message.type);

function head(message) {
  const tag = message.bot ? h("span", { class: "tag" }, "APP") : null;
  return h("header", {}, nameButton(message), tag, stamp(message, when));
}

function firstLine(message) {
  const words = message.content.replace(/\s+/g, " ").slice(0, REPLY_CHARACTERS);
  if (words) return h("span", { class: "reply-words" }, inline(words));
  return h("em", { class: "reply-words" }, message.components?.length || message.embeds?.length ? "Click to see the card" : "Click to see attachment");
}

/** The line above an answer: whom it answers, or which command it comes from. */
function replyLine(message, reply) {
  if (isAnswer(message)) {
    const user = message.used.user;
    return h("div", { class: "reply-line" }, avatar(user, "tiny"), nameButton({ author: user, name: personName(user), channel: message.channel }, "small"), " used ", h("span", { class: "mention" }, message.type === 20 ? `/${message.used.name}` : message.used.name));
  }
  if (!message.reply_to || message.starter) return null;
  if (!reply) return h("div", { class: "reply-line" }, h("span", { class: "reply-sign" }, icon("answer")), h("em", {}, "Original message was deleted or is not here."));
  const go = () => goToMessage({ channel: reply.channel, message: reply.id });
  return h("div", { class: "reply-line" }, avatar(reply.author, "tiny"), nameButton(reply, "small"), h("button", { class: "reply-preview", onclick: go }, firstLine(reply)));
}

function words(message) {
  if (message.failed) return h("div", { class: "text failed-text" }, icon("warning"), message.content);
  if (message.loading) return h("div", { class: "text thinking" }, dots(), `${message.name} is thinking…`);
  if (message.gone) return h("em", { class: "hint" }, "The message that began this thread is gone.");
  const edited = message.edited && !(message.flags & V2) ? h("span", { class: "edited", title: fullTime(new Date(message.edited)) }, "(edited)") : null;
  if (!message.content) return null;
  const text = h("div", { class: `text${isOnlyEmoji(message.content) ? " jumbo" : ""}` }, markdown(message.content));
  if (edited) (text.lastElementChild?.matches(".lines") ? text.lastElementChild : text).append(" ", edited);
  return text;
}

function threadCard(message, row) {
  if (!message.thread) return null;
  const { id, name, messages } = message.thread;
  const count = messages === 1 ? "1 Message" : `${messages} Messages`;
  const seen = row ? null : h("span", { class: "hint" }, "private");
  const attributes = { class: `thread-card${row?.unread ? " unread" : ""}`, "data-thread": id, onclick: () => openThread(id), "aria-label": `Thread ${name}, ${count}` };
  return h("button", attributes, h("span", { class: "thread-name" }, icon("thread"), h("strong", {}, name), h("span", { class: "count" }, `${count} ›`)), h("span", { class: "hint" }, row?.archived ? "This thread is closed." : row?.unread ? `${row.unread} new` : "Open the thread", seen));
}

function onlyYou(message) {
  if (!message.private) return null;
  const dismiss = () => (message.failed ? dismissNote(message.id) : doHere("delete", { channel: message.channel, message: message.id }));
  return h("div", { class: "only-you" }, icon("eye"), "Only you can see this · ", h("button", { class: "plain-link", onclick: dismiss }, "Dismiss message"));
}

function body(message) {
  const failure = failureOf(message);
  return [
    words(message), embeds(message), components(message), fileList(message),
    failure ? h("div", { class: "interaction-failed", role: "alert" }, failure) : null,
  ];
}

function toolbar(message, node) {
  const button = (label, name, act) => h("button", { class: "tool", title: label, "aria-label": label, onclick: (event) => act(event.currentTarget) }, icon(name));
  const own = message.author === state.me;
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message" },
    button("Add Reaction", "smile", (anchor) => openPicker(anchor, message)),
    own ? button("Edit", "pencil", () => editMessage(message, node)) : button("Reply", "answer", () => replyTo(message)),
    button("More", "more", (anchor) => openMenu(anchor, messageItems(message, node, anchor), "More")));
}

/** Whether a message calls the person we play. */
function callsMe(message) {
  const roles = member(state.me)?.roles ?? [];
  return message.author !== state.me && Boolean(message.notified?.includes(state.me) || message.mentions?.includes(state.me) || message.mention_roles?.some((one) => roles.includes(one)));
}

function classes(message, joined) {
  const flags = { app: message.bot, joined, called: callsMe(message), private: message.private, failed: message.failed };
  return ["message", ...Object.keys(flags).filter((name) => flags[name])].join(" ");
}

/** A message as it stands in a channel or a thread; `joined` follows one of the same author. */
export function messageNode(message, { joined = false, reply = null, threadRow = null } = {}) {
  if (SYSTEM.has(message.type)) return systemLine(message, stamp(message, when));
  const side = joined ? stamp(message, clockTime) : h("button", { class: "face", tabindex: "-1", "aria-label": `${message.name}`, onclick: (event) => openProfile(event.currentTarget, message.author, message.channel) }, avatar(message.author));
  const node = h("article", { class: classes(message, joined), "data-id": message.id, tabindex: "-1", "aria-label": `${message.name}: ${(message.content ?? "").slice(0, 80)}` });
  const rest = message.private ? [onlyYou(message)] : [reactionRow(message), threadCard(message, threadRow), toolbar(message, node)];
  if (!message.private) {
    node.addEventListener("contextmenu", (event) => {
      if (event.target.closest("a, textarea, input")) return;
      if (event.target.closest("header .author, .face")) atPointer(event, (anchor) => openPersonMenu(anchor, message.author, message.channel));
      else atPointer(event, (anchor) => openMenu(anchor, messageItems(message, node, anchor), "Message"));
    });
  }
  const main = h("div", { class: "main" }, joined ? null : head(message), h("div", { class: "content" }, body(message)), rest);
  return fill(node, replyLine(message, reply), h("div", { class: "side" }, side), main);
}
