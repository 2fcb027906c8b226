// Everything of Block Kit that holds a value: {node, read()}. `onChange(value)` is called when a person changes it.
import { fileReference } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { select } from "./selects.js";
import { wallSeconds, wallText } from "./times.js";

let nextId = 0;
const freshId = () => `control-${++nextId}`;

const placeholderOf = (element) => element.placeholder?.text ?? null;

function textInput(element, { kept, onChange }) {
  const tag = element.multiline || element.type === "rich_text_input" ? "textarea" : "input";
  const initial = typeof element.initial_value === "string" ? element.initial_value : "";
  const field = h(tag, {
    class: "field", placeholder: placeholderOf(element), maxlength: element.max_length ?? (tag === "input" ? 3000 : null),
    value: kept === undefined ? initial : kept ?? "", rows: tag === "textarea" ? 4 : null, type: tag === "input" ? "text" : null,
    inputmode: { number_input: "decimal", email_text_input: "email", url_text_input: "url" }[element.type],
  });
  const trigger = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (trigger.includes("on_character_entered")) field.addEventListener("input", () => onChange?.(field.value));
  if (trigger.includes("on_enter_pressed") && tag === "input") {
    field.addEventListener("keydown", (event) => event.key === "Enter" && onChange?.(field.value));
  }
  return { node: field, read: () => field.value || null };
}

function native(type, initial, toValue = (text) => text, toText = (value) => value) {
  return (element, { kept, onChange }) => {
    const start = kept === undefined ? element[initial] : kept;
    const field = h("input", { class: "field", type, value: start ? toText(start) : "" });
    const read = () => (field.value ? toValue(field.value) : null);
    field.addEventListener("change", () => onChange?.(read()));
    return { node: field, read };
  };
}

function choices(kind) {
  return (element, { kept, onChange }) => {
    const name = freshId();
    const initial = element.initial_option ? [element.initial_option.value] : (element.initial_options ?? []).map((one) => one.value);
    const start = new Set(kept === undefined ? initial : [kept ?? []].flat());
    const boxes = element.options.map((option) => h("input", { type: kind, name, value: option.value, checked: start.has(option.value) }));
    const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
    const read = () => (kind === "radio" ? values()[0] ?? null : values());
    const rows = element.options.map((option, index) => choiceRow(boxes[index], option));
    const node = h("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group" }, rows);
    node.addEventListener("change", () => onChange?.(read()));
    return { node, read };
  };
}

function choiceRow(box, option) {
  const hint = option.description ? h("span", { class: "hint" }, textObject(option.description)) : null;
  return h("label", { class: "choice" }, box, h("span", {}, textObject(option.text), hint));
}

function fileInput(element, { kept, onChange }) {
  let files = [...(kept ?? [])];
  const list = h("ul", { class: "file-list" });
  const accept = (element.filetypes ?? []).map((type) => `.${type}`).join(",") || null;
  const chooser = h("input", { type: "file", multiple: (element.max_files ?? 10) > 1, accept, class: "file-field" });
  const draw = () => fill(list, files.map((file, index) => h("li", {}, icon("file"), h("span", {}, file.name), remover(index))));
  const remover = (index) => h("button", { type: "button", class: "quiet", "aria-label": "Remove file", onclick: () => {
    files = files.filter((_, at) => at !== index);
    draw();
  } }, icon("close"));
  chooser.addEventListener("change", async () => {
    const added = await Promise.all([...chooser.files].map(fileReference));
    files = [...files, ...added].slice(0, element.max_files ?? 10);
    chooser.value = "";
    draw();
    onChange?.(files);
  });
  draw();
  return { node: h("div", { class: "file-input" }, chooser, list), read: () => files };
}

const CONTROLS = {
  plain_text_input: textInput,
  rich_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  datepicker: native("date", "initial_date"),
  timepicker: native("time", "initial_time"),
  datetimepicker: native("datetime-local", "initial_date_time", wallSeconds, wallText),
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
  file_input: fileInput,
};

/** A value as Slack's `state.values` holds it → the plain one that controls take; undefined when there is none. */
export function plainValue(held) {
  const { type: _, files: __, ...given } = held ?? {};
  const value = Object.values(given)[0];
  if (Array.isArray(value)) return value.map((one) => one?.value ?? one);
  return value?.value ?? value ?? undefined;
}

/** The control for an element, or null when the element holds no value. */
export function control(element, options) {
  if (element.type?.endsWith("_select")) return select(element, options);
  return CONTROLS[element.type]?.(element, options) ?? null;
}
