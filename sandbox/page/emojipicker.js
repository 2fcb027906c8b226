// The emoji picker of both sides: what means something on this floor comes first.
import { h } from "./dom.js";
import { emojiLike, emojiText, FLOOR_EMOJI, MORE_EMOJI } from "./emoji.js";
import { closePopover, openPopover } from "./popover.js";

function pickButton(name, meaning, pick) {
  const take = () => {
    closePopover();
    pick(name);
  };
  const title = meaning ? `:${name}: ${meaning}` : `:${name}:`;
  const words = meaning ? h("span", { class: "meaning" }, meaning) : null;
  return h("button", { class: meaning ? "pick wide" : "pick", title, "aria-label": title, "data-emoji": name, onclick: take }, h("span", { class: "emoji" }, emojiText(name)), words);
}

/** Opens the picker; `pick(name)` gets the emoji's name. */
export function openEmojiPicker(anchor, pick) {
  const more = h("div", { class: "pick-more" }, MORE_EMOJI.map((name) => pickButton(name, "", pick)));
  const search = h("input", { class: "field", placeholder: "Search all emoji", "aria-label": "Search emoji" });
  search.addEventListener("input", () => {
    const names = search.value ? emojiLike(search.value.toLowerCase(), 27) : MORE_EMOJI;
    more.replaceChildren(...names.map((name) => pickButton(name, "", pick)));
  });
  const floor = h("div", { class: "pick-floor" }, FLOOR_EMOJI.map(([name, meaning]) => pickButton(name, meaning, pick)));
  openPopover(anchor, h("div", { class: "emoji-picker" }, floor, search, more), { label: "Reactions" });
}
