// Buttons and selects of messages: every use is an interaction that the app must answer within three seconds.
import { h, icon } from "../dom.js";
import { emojiText } from "../emoji.js";
import { useComponent } from "./actions.js";
import { select } from "./selects.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };

/** A partial emoji as a picture; a server's own shows its name. */
export function emojiSign(emoji) {
  if (!emoji) return null;
  const text = emoji.id ? emojiText(emoji.name ?? "") : emoji.name;
  return h("span", { class: "emoji", "aria-hidden": "true" }, text);
}

/** Three dots that wait. */
export const dots = () => h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

/** A button of a message. */
export function button(component, message) {
  const away = component.style === 5;
  const inside = h("span", { class: "button-words" }, emojiSign(component.emoji), component.label ?? "", away ? icon("link") : null);
  const attributes = {
    type: "button", class: `d-button ${STYLES[component.style]}`, disabled: Boolean(component.disabled),
    "data-custom-id": component.custom_id ?? null, "aria-label": component.label ?? component.emoji?.name ?? "Button",
  };
  const node = h("button", attributes, inside, dots());
  node.addEventListener("click", () => useComponent(node, message, "click", { custom_id: component.custom_id ?? component.url }));
  return node;
}

/** A select of a message; it is sent when the list goes away, one with a single choice at once. */
export function menu(component, message) {
  const send = (values) => useComponent(made.node, message, "select", { custom_id: component.custom_id, values });
  const made = select(component, { onDone: send, label: component.placeholder });
  made.node.dataset.customId = component.custom_id;
  made.node.disabled = Boolean(component.disabled);
  return h("div", { class: "v2-select" }, made.node);
}
