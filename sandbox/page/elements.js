// Elements a person can act on in messages, homes and forms; every act is a click on the control API.
import { post } from "./api.js";
import { control, plainValue } from "./controls.js";
import { h, icon } from "./dom.js";
import { safeLink, textObject } from "./mrkdwn.js";
import { confirm, openMenu } from "./popover.js";
import { state } from "./state.js";
import { attempt, refusalWords, toast } from "./toast.js";

function agreed(object) {
  if (!object) return true;
  return confirm({
    title: textObject(object.title), text: textObject(object.text), confirm: textObject(object.confirm ?? "Yes"),
    deny: textObject(object.deny ?? "No"), danger: object.style === "danger",
  });
}

/** Tells the app what a person did with an element; the node shows that it waits. */
async function act(node, element, block, context, details) {
  if (!(await agreed(details.confirm ?? element.confirm))) return;
  node.setAttribute("aria-busy", "true");
  const where = { as: state.me, ...context.where(), action_id: element.action_id, block_id: block.block_id };
  const { confirm: _, ...chosen } = details;
  await context.share?.();
  const answer = await attempt(() => post("click", { ...where, ...chosen }));
  node.removeAttribute("aria-busy");
  if (answer?.error) toast(answer.shown ?? refusalWords(answer.error), "bad");
  context.acted?.(answer);
}

function button(element, block, context) {
  const tone = element.style ?? "";
  const attributes = {
    type: "button", class: `button ${tone}`, "aria-label": element.accessibility_label ?? null,
    "data-action": element.action_id, "data-value": element.value ?? null,
  };
  const node = h("button", attributes, textObject(element.text));
  node.addEventListener("click", () => {
    if (element.url) window.open(element.url, "_blank", "noopener");
    act(node, element, block, context, { value: element.value });
  });
  return node;
}

function overflow(element, block, context) {
  const node = h("button", { type: "button", class: "button overflow", "aria-label": "More", "aria-haspopup": "menu", "data-action": element.action_id }, icon("more"));
  const items = element.options.map((option) => ({
    label: textObject(option.text),
    hint: option.description ? textObject(option.description) : null,
    act: () => {
      if (option.url) window.open(option.url, "_blank", "noopener");
      act(node, element, block, context, { selected: option.value });
    },
  }));
  node.addEventListener("click", () => openMenu(node, items, "More"));
  return node;
}

function image(element) {
  return h("img", { class: "accessory-image", src: element.image_url ?? null, alt: element.alt_text ?? "" });
}

function linkButton(element) {
  return h("span", { class: "button" }, safeLink(element.url ?? "", textObject(element.text)));
}

const PLAIN = { button, overflow, image, workflow_button: linkButton };

/** One element of a section or of an actions block. */
export function actionElement(element, block, context) {
  if (PLAIN[element.type]) return PLAIN[element.type](element, block, context);
  const onChange = (value) => act(made.node, element, block, context, details(element, value));
  const where = () => ({ ...context.where(), block_id: block.block_id });
  const made = control(element, { where, onChange, kept: plainValue(context.held?.[block.block_id]?.[element.action_id]) });
  if (!made) return unknown(element.type);
  made.node.dataset.action = element.action_id;
  return made.node;
}

function details(element, value) {
  const many = element.type.startsWith("multi_");
  const selected = element.type.endsWith("_select") && !many ? value[0] : value;
  return element.type.endsWith("_input") ? { value } : { selected };
}

/** What stands in for something that this page cannot draw. */
export const unknown = (type) => h("span", { class: "unknown" }, `[${type}]`);

/** A click that comes from an input block with dispatch_action. */
export const dispatchInput = (node, element, block, context, value) =>
  act(node, element, block, context, details(element, value));
