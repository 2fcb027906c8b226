// The form that an app has opened before the person we play.
import { redraw, refresh } from "../actions.js";
import { post } from "../api.js";
import { byId, fill, h, icon } from "../dom.js";
import { app, avatar } from "../names.js";
import { state } from "../state.js";
import { attempt } from "../toast.js";
import { doHere } from "./actions.js";
import { isOptional, makeField } from "./fields.js";
import { markdown } from "./text.js";

const [ROW, TEXT, LABEL] = [1, 10, 18];
const MISSED = "Something went wrong. Try again.";

let shown = null; // {modal, fields, me}
const typed = new Map(); // modal id → what stands in its fields

const values = () => Object.fromEntries([...shown.fields].map(([id, field]) => [id, field.read()]));

/** Marks the fields that the person must mend; the first one gets the focus. */
function showErrors(errors) {
  let first = null;
  for (const [id, field] of shown.fields) {
    const words = errors[id] ?? "";
    field.frame.classList.toggle("wrong", Boolean(words));
    field.error.hidden = !words;
    fill(field.error, words);
    if (words) field.focus?.setAttribute("aria-invalid", "true");
    else field.focus?.removeAttribute("aria-invalid");
    if (words && !first) first = field;
  }
  first?.focus?.focus();
}

function showTrouble(words) {
  const note = byId("form").querySelector(".form-trouble");
  note.hidden = !words;
  note.textContent = words;
}

async function submit(event) {
  event.preventDefault();
  const form = byId("form");
  form.setAttribute("aria-busy", "true");
  showTrouble("");
  const answer = await attempt(() => post("discord/submit", { as: state.me, modal: shown.modal.id, values: values() }));
  form.removeAttribute("aria-busy");
  if (answer?.closed) typed.delete(shown?.modal.id);
  else if (answer?.errors && Object.keys(answer.errors).length) showErrors(answer.errors);
  else if (shown) showTrouble(answer?.shown ?? MISSED);
  refresh();
}

function close() {
  if (!shown) return;
  const modal = shown.modal.id;
  state.modals = state.modals.filter((one) => one.id !== modal);
  redraw();
  doHere("close", { modal });
}

function frameOf(component, label, description) {
  const kept = typed.get(shown.modal.id)?.[component.custom_id];
  const made = makeField(component, kept, label);
  if (!made) return h("span", { class: "unknown" }, `[component ${component.type}]`);
  const error = h("div", { class: "field-error", role: "alert", hidden: true, id: `error-${component.id}` });
  const star = isOptional(component) ? null : h("span", { class: "star", "aria-hidden": "true" }, " *");
  const caption = h("div", { class: "label", id: `label-${component.id}` }, label, star);
  const hint = description ? h("div", { class: "hint" }, description) : null;
  const frame = h("div", { class: "modal-field", "data-custom-id": component.custom_id }, caption, hint, made.node, error);
  made.focus?.setAttribute("aria-labelledby", caption.id);
  made.focus?.setAttribute("aria-describedby", error.id);
  if (made.node.matches("[role=group], [role=radiogroup]")) {
    made.node.setAttribute("aria-labelledby", caption.id);
    made.focus?.removeAttribute("aria-labelledby");
  }
  shown.fields.set(component.custom_id, { ...made, frame, error });
  return frame;
}

function part(component) {
  if (component.type === LABEL) return frameOf(component.component, component.label, component.description);
  if (component.type === ROW) return component.components.map((one) => frameOf(one, one.label ?? "", ""));
  if (component.type === TEXT) return h("div", { class: "modal-text" }, markdown(component.content));
  return h("span", { class: "unknown" }, `[component ${component.type}]`);
}

function frame(modal) {
  const owner = app(modal.app);
  const head = h("header", {}, avatar(owner?.bot_user, "small"), h("h2", {}, modal.title), h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: close }, icon("close")));
  const warning = h("p", { class: "form-warning" }, icon("warning"), `This form will be submitted to ${owner?.bot_name ?? "the app"}. Do not share passwords or other sensitive information.`);
  const trouble = h("p", { class: "form-trouble", role: "alert", hidden: true });
  const buttons = h("footer", {}, h("button", { type: "button", class: "d-button secondary", onclick: close }, "Cancel"), h("button", { type: "submit", class: "d-button primary" }, "Submit"));
  return h("form", { novalidate: true, onsubmit: submit }, head, h("div", { class: "form-body" }, warning, modal.components.map(part)), trouble, buttons);
}

/** Draws the open form; what was typed stays while it is open. */
export function showModal() {
  const dialog = byId("form");
  const modal = state.modals.at(-1);
  if (modal?.id === shown?.modal.id && shown?.me === state.me) return;
  if (shown) typed.set(shown.modal.id, values());
  shown = null;
  if (!modal) {
    if (dialog.open) dialog.close();
    fill(dialog);
    return;
  }
  shown = { modal, fields: new Map(), me: state.me };
  fill(dialog, frame(modal));
  dialog.setAttribute("aria-label", modal.title);
  if (!dialog.open) dialog.showModal();
  [...shown.fields.values()][0]?.focus?.focus();
}

/** Escape closes the form as its own button does. */
export function listenForModal() {
  byId("form").addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
}
