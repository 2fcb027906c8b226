// Reactions under a message.
import { h, icon } from "../dom.js";
import { emojiText } from "../emoji.js";
import { openEmojiPicker } from "../emojipicker.js";
import { personName } from "../names.js";
import { state } from "../state.js";
import { doHere } from "./actions.js";

const toggle = (message, emoji, remove) => doHere("react", { channel: message.channel, message: message.id, emoji, remove });

/** The row of reactions with their counts, ours marked. */
export function reactionRow(message) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map((reaction) => {
    const mine = reaction.users.includes(state.me);
    const attributes = {
      class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: reaction.users.map(personName).join(", "),
      "data-emoji": reaction.emoji, onclick: () => toggle(message, reaction.emoji, mine),
    };
    return h("button", attributes, h("span", { class: "emoji" }, reaction.emoji), h("span", {}, String(reaction.users.length)));
  });
  const add = h("button", { class: "reaction add", "aria-label": "Add Reaction", onclick: () => openPicker(add, message) }, icon("smile"));
  return h("div", { class: "reactions" }, chips, add);
}

/** Opens the emoji picker for a message. */
export function openPicker(anchor, message) {
  openEmojiPicker(anchor, (name) => {
    const emoji = emojiText(name);
    const mine = message.reactions.some((one) => one.emoji === emoji && one.users.includes(state.me));
    toggle(message, emoji, mine);
  });
}
