// Block Kit as nodes: https://docs.slack.dev/reference/block-kit/blocks/
import { fileAddress } from "./api.js";
import { control } from "./controls.js";
import { h } from "./dom.js";
import { actionElement, dispatchInput, unknown } from "./elements.js";
import { markdown } from "./markdown.js";
import { safeLink, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const FOLD_AT = 700; // characters of a section's text before "Show more", as Slack folds long sections

function section(block, context) {
  const fields = (block.fields ?? []).map((field) => h("div", { class: "block-field" }, textObject(field)));
  const body = h("div", { class: "section-body" },
    block.text ? foldable(block) : null,
    fields.length ? h("div", { class: "block-fields" }, fields) : null);
  const accessory = block.accessory ? h("div", { class: "accessory" }, actionElement(block.accessory, block, context)) : null;
  return h("div", { class: "block section" }, body, accessory);
}

function foldable(block) {
  const node = h("div", { class: "section-text" }, textObject(block.text));
  if (block.expand || (block.text.text ?? "").length <= FOLD_AT) return node;
  node.classList.add("folded");
  const more = h("button", { class: "link-button", onclick: () => more.textContent = node.classList.toggle("folded") ? "Show more" : "Show less" }, "Show more");
  return [node, more];
}

function contextElement(element) {
  if (element.type === "image") return h("img", { class: "context-image", src: imageSource(element), alt: element.alt_text ?? "" });
  return h("span", {}, textObject(element));
}

function imageSource(block) {
  if (block.image_url) return block.image_url;
  if (block.slack_file?.id) return fileAddress(block.slack_file.id);
  return block.slack_file?.url ?? null;
}

function imageBlock(block) {
  const title = block.title ? h("figcaption", {}, textObject(block.title)) : null;
  return h("figure", { class: "block image" }, title, h("img", { src: imageSource(block), alt: block.alt_text ?? "", loading: "lazy" }));
}

function cell(value, tag, settings) {
  const style = `text-align: ${settings?.align ?? "left"}`;
  const inside = value.type === "rich_text" ? richText(value) : String(value.text ?? value.value ?? "");
  return h(tag, { style, class: settings?.is_wrapped ? "wrapped" : "" }, inside);
}

function table(block) {
  const [head, ...rows] = block.rows;
  const row = (cells, tag) => h("tr", {}, cells.map((one, index) => cell(one, tag, block.column_settings?.[index])));
  const inside = [h("thead", {}, row(head, "th")), h("tbody", {}, rows.map((cells) => row(cells, "td")))];
  return h("div", { class: "block table-wrap", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, inside));
}

function input(block, context) {
  const errorId = `error-${block.block_id}`;
  const element = block.element;
  const onChange = (value) => {
    context.changed?.(block.block_id);
    if (block.dispatch_action) dispatchInput(made.node, element, block, context, value);
  };
  const where = () => ({ ...context.where(), block_id: block.block_id });
  const made = control(element, { where, kept: context.kept?.[block.block_id], onChange, label: block.label?.text });
  if (!made) return h("div", { class: "block input" }, unknown(element?.type));
  context.fields?.set(block.block_id, { ...made, optional: Boolean(block.optional), dispatches: Boolean(block.dispatch_action), element });
  made.node.setAttribute("aria-describedby", errorId);
  if (element.focus_on_load) made.node.setAttribute("autofocus", "");
  return inputFrame(block, made, errorId);
}

function inputFrame(block, made, errorId) {
  const optional = block.optional ? h("span", { class: "hint" }, " (optional)") : null;
  const group = made.node.matches(".choices, .file-input, .select");
  const caption = h(group ? "div" : "label", { class: "label" }, textObject(block.label), optional);
  if (group) made.node.setAttribute("aria-label", block.label?.text ?? "");
  else {
    made.node.id ||= `field-${block.block_id}`;
    caption.htmlFor = made.node.id;
  }
  const hint = block.hint ? h("div", { class: "hint" }, textObject(block.hint)) : null;
  const error = h("div", { class: "field-error", id: errorId, role: "alert", hidden: true });
  return h("div", { class: "block input", "data-block": block.block_id }, caption, made.node, error, hint);
}

function video(block) {
  return h("div", { class: "block section" }, safeLink(block.title_url ?? block.video_url, block.title?.text ?? block.alt_text));
}

const BLOCKS = {
  header: (block) => h("h3", { class: "block header" }, textObject(block.text)),
  section,
  rich_text: (block) => h("div", { class: "block" }, richText(block)),
  context: (block) => h("div", { class: "block context" }, block.elements.map(contextElement)),
  actions: (block, context) => h("div", { class: "block actions" }, block.elements.map((one) => actionElement(one, block, context))),
  context_actions: (block, context) => h("div", { class: "block actions" }, block.elements.map((one) => actionElement(one, block, context))),
  divider: () => h("hr", { class: "block divider" }),
  image: imageBlock,
  input,
  table,
  markdown: (block) => h("div", { class: "block" }, markdown(block.text)),
  video,
  file: () => null,
};

/** The blocks of a message, a home or a form. `context` says where they stand and takes the form's fields. */
export function blocks(list, context) {
  return (list ?? []).map((block) => (BLOCKS[block.type] ? BLOCKS[block.type](block, context) : unknown(block.type)));
}
