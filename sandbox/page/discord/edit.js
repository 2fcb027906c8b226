// Editing one's own message where it stands.
import { redraw } from "../actions.js";
import { fill, h } from "../dom.js";
import { personName } from "../names.js";
import { doHere } from "./actions.js";
import { channelName, role } from "./floor.js";

/** The text as its author typed it; signs for people, roles and channels become names again. */
function typed(text) {
  return text
    .replace(/<@!?(\d+)>/g, (whole, id) => `@${personName(id)}`)
    .replace(/<@&(\d+)>/g, (whole, id) => (role(id) ? `@${role(id).name}` : whole))
    .replace(/<#(\d+)>/g, (whole, id) => `#${channelName(id)}`);
}

/** Puts a field in the place of a message's text: Enter saves, Escape cancels. */
export function editMessage(message, node) {
  const field = h("textarea", { rows: Math.min(8, message.content.split("\n").length + 1), "aria-label": "Edit message", value: typed(message.content), maxlength: 2000 });
  const drawAgain = () => {
    node.dataset.signature = "";
    redraw();
  };
  const save = async () => {
    if (field.value.trim() !== typed(message.content)) await doHere("edit", { channel: message.channel, message: message.id, text: field.value.trim() });
    drawAgain();
  };
  field.addEventListener("keydown", (event) => {
    const act = event.key === "Escape" ? drawAgain : event.key === "Enter" && !event.shiftKey ? save : null;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  const link = (words, act) => h("button", { class: "plain-link", onclick: act }, words);
  const hint = h("div", { class: "edit-hint" }, "escape to ", link("cancel", drawAgain), " · enter to ", link("save", save));
  fill(node.querySelector(".content"), h("div", { class: "composer-box" }, field), hint);
  field.focus();
}
