// The fields of modals: https://docs.discord.com/developers/components/reference#label
import { fileReference } from "../api.js";
import { fill, h, icon } from "../dom.js";
import { select } from "./selects.js";

const PARAGRAPH = 2;
const TEXT_MAX = 4000;

let nextId = 0;
const freshId = () => `field-${++nextId}`;

function textField(component, kept) {
  const long = component.style === PARAGRAPH;
  const most = component.max_length ?? TEXT_MAX;
  const field = h(long ? "textarea" : "input", {
    class: "d-field", type: long ? null : "text", rows: long ? 4 : null, maxlength: most,
    placeholder: component.placeholder, value: kept ?? component.value ?? "",
  });
  const count = h("span", { class: "count-left", "aria-hidden": "true" });
  const draw = () => (count.textContent = component.max_length || long ? String(most - field.value.length) : "");
  field.addEventListener("input", draw);
  draw();
  return { node: h("div", { class: "text-field" }, field, count), focus: field, read: () => field.value };
}

function selectField(component, kept, label) {
  const made = select(component, { kept, label });
  return { node: made.node, focus: made.node, read: made.read };
}

function choice(kind, name, option, checked) {
  const box = h("input", { type: kind, name, value: option.value, checked });
  const hint = option.description ? h("span", { class: "hint" }, option.description) : null;
  return h("label", { class: "d-choice" }, box, h("span", {}, option.label, hint));
}

function choices(kind) {
  return (component, kept) => {
    const name = freshId();
    const start = kept === undefined ? component.options.filter((one) => one.default).map((one) => one.value) : [kept ?? []].flat();
    const node = h("div", { class: "d-choices", role: kind === "radio" ? "radiogroup" : "group" }, component.options.map((one) => choice(kind, name, one, start.includes(one.value))));
    const values = () => [...node.querySelectorAll("input:checked")].map((box) => box.value);
    return { node, focus: node.querySelector("input"), read: () => (kind === "radio" ? values()[0] ?? null : values()) };
  };
}

function checkbox(component, kept, label) {
  const box = h("input", { type: "checkbox", checked: kept ?? Boolean(component.default) });
  return { node: h("label", { class: "d-choice" }, box, h("span", {}, label)), focus: box, read: () => box.checked };
}

function fileField(component, kept) {
  const most = component.max_values ?? 1;
  let files = [...(kept ?? [])];
  const list = h("ul", { class: "file-list" });
  const chooser = h("input", { type: "file", multiple: most > 1, class: "file-field" });
  const remove = (index) => {
    files = files.filter((_, at) => at !== index);
    draw();
  };
  const draw = () => fill(list, files.map((file, index) => h("li", {}, icon("file"), h("span", {}, file.name),
    h("button", { type: "button", class: "quiet", "aria-label": `Remove ${file.name}`, onclick: () => remove(index) }, icon("close")))));
  const add = async (given) => {
    files = [...files, ...(await Promise.all([...given].map(fileReference)))].slice(0, most);
    chooser.value = "";
    draw();
  };
  chooser.addEventListener("change", () => add(chooser.files));
  const node = h("div", { class: "drop-zone", ondragover: (event) => event.preventDefault(), ondrop: (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  } }, icon("clip"), h("span", { class: "hint" }, `Drop ${most > 1 ? `up to ${most} files` : "a file"} here, or choose`), chooser, list);
  draw();
  return { node, focus: chooser, read: () => files };
}

const KINDS = { 3: selectField, 4: textField, 5: selectField, 6: selectField, 7: selectField, 8: selectField, 19: fileField, 21: choices("radio"), 22: choices("checkbox"), 23: checkbox };

/** A field: {node, focus, read()}; nothing for a kind that this page does not know. */
export const makeField = (component, kept, label) => KINDS[component.type]?.(component, kept, label) ?? null;

/** Whether a field may stay empty. */
export const isOptional = (component) => component.required === false || component.type === 23;
