// Reactions under a message.
import { doAs } from "./actions.js";
import { h, icon } from "./dom.js";
import { emojiText } from "./emoji.js";
import { openEmojiPicker } from "./emojipicker.js";
import { personName } from "./names.js";
import { state } from "./state.js";

const toggle = (message, name, remove) => doAs("react", { channel: state.channel, ts: message.ts, emoji: name, remove });

/** The row of reactions with their counts, ours marked. */
export function reactionRow(message) {
  if (!message.reactions?.length) return null;
  const chips = message.reactions.map((reaction) => {
    const mine = reaction.users.includes(state.me);
    const who = reaction.users.map(personName).join(", ");
    const attributes = {
      class: mine ? "reaction mine" : "reaction", "aria-pressed": String(mine), title: `${who}: :${reaction.name}:`,
      "data-emoji": reaction.name, onclick: () => toggle(message, reaction.name, mine),
    };
    return h("button", attributes, h("span", { class: "emoji" }, emojiText(reaction.name)), ` ${reaction.count ?? reaction.users.length}`);
  });
  const add = h("button", { class: "reaction add", "aria-label": "Add a reaction", onclick: () => openPicker(add, message) }, icon("smile"));
  return h("div", { class: "reactions" }, chips, add);
}

/** Opens the emoji picker for a message. */
export function openPicker(anchor, message) {
  openEmojiPicker(anchor, (name) => {
    const mine = message.reactions?.some((one) => one.name === name && one.users.includes(state.me));
    toggle(message, name, Boolean(mine));
  });
}
