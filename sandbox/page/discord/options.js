// One option of a slash command in the composer: its name, and a field for its value.
import { fileReference } from "../api.js";
import { h } from "../dom.js";
import { translated } from "./commands.js";

const ATTACHMENT = 11;
const NUMBERS = { 4: "numeric", 10: "decimal" };
const LEAST_CHARACTERS = 3;

function fileOption(option) {
  let file = null;
  const chooser = h("input", { type: "file", hidden: true });
  const field = h("button", { type: "button", class: "option-field", onclick: () => chooser.click() }, "Choose a file");
  chooser.addEventListener("change", async () => {
    file = chooser.files[0] ? await fileReference(chooser.files[0]) : null;
    field.textContent = file?.name ?? "Choose a file";
  });
  return { field, extra: chooser, read: () => file, put: () => {}, picked: () => true };
}

function textOption(option) {
  let picked = null; // {value, words}: what was chosen from the list
  const field = h("input", {
    class: "option-field", type: "text", autocomplete: "off", spellcheck: "false", inputmode: NUMBERS[option.type],
    maxlength: option.max_length, "aria-autocomplete": "list", role: "combobox", "aria-expanded": "false",
  });
  const grow = () => (field.style.width = `${Math.max(LEAST_CHARACTERS, field.value.length + 1)}ch`);
  const put = (text, choice = null) => {
    field.value = text;
    picked = choice;
    grow();
  };
  field.addEventListener("input", () => {
    picked = null;
    grow();
  });
  grow();
  return { field, extra: null, read: () => picked?.value ?? (field.value.trim() || null), put, picked: () => picked !== null };
}

/** An option's chip: {option, node, field, read(), put(text, choice), picked(), wrong(words)}. */
export function optionChip(option) {
  const made = option.type === ATTACHMENT ? fileOption(option) : textOption(option);
  const name = translated(option, "name");
  made.field.setAttribute("aria-label", `${name}: ${translated(option, "description")}`);
  made.field.dataset.option = option.name;
  const node = h("label", { class: "option-chip" }, h("span", { class: "option-name" }, name), made.field, made.extra);
  const wrong = (words) => {
    node.classList.toggle("wrong", Boolean(words));
    node.title = words ?? "";
    if (words) made.field.setAttribute("aria-invalid", "true");
    else made.field.removeAttribute("aria-invalid");
  };
  return { option, node, ...made, wrong };
}
