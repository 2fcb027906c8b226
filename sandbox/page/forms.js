// Forms: the stack of views an app has opened for this person, the top one drawn.
import { doAs, refresh } from "./actions.js";
import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { plainValue } from "./controls.js";
import { byId, fill, h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { app, avatar } from "./names.js";
import { state } from "./state.js";
import { attempt, refusalWords } from "./toast.js";

let shown = null; // {view, fields, signature}
const typed = new Map(); // view id → what was filled in when it was last on top

const values = () => Object.fromEntries([...shown.fields].map(([block, field]) => [block, field.read()]));

/** Marks the fields that the app or the person must mend; the first one gets the focus. */
function showErrors(errors) {
  const form = byId("form");
  for (const block of form.querySelectorAll("[data-block]")) {
    const words = errors[block.dataset.block];
    const note = block.querySelector(".field-error");
    note.hidden = !words;
    note.textContent = words ?? "";
    block.classList.toggle("wrong", Boolean(words));
    const field = block.querySelector("input, textarea, .select");
    if (words) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
  form.querySelector(".wrong :is(input, textarea, .select)")?.focus();
  const lost = Object.keys(errors).filter((id) => !form.querySelector(`[data-block="${CSS.escape(id)}"]`));
  showTrouble(lost.map((id) => errors[id]).join(" "));
}

function showTrouble(words) {
  const note = byId("form").querySelector(".form-trouble");
  note.hidden = !words;
  note.textContent = words;
}

/** `state.values` of a view as the plain values that controls take, by block. */
function plainValues(given) {
  const blocksKnown = Object.entries(given ?? {});
  return Object.fromEntries(blocksKnown.map(([block, actions]) => [block, plainValue(Object.values(actions)[0] ?? {})]));
}

const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

function missing() {
  const absent = [...shown.fields].filter(([, field]) => !field.optional && isEmpty(field.read()));
  return Object.fromEntries(absent.map(([block]) => [block, "Please complete this required field."]));
}

async function submit(event) {
  event.preventDefault();
  const wrong = missing();
  showErrors(wrong);
  if (Object.keys(wrong).length) return;
  const form = byId("form");
  form.setAttribute("aria-busy", "true");
  const question = { as: state.me, view_id: shown.view.id, values: values() };
  const answer = await attempt(() => post("submit", question));
  form.removeAttribute("aria-busy");
  if (answer?.errors && Object.keys(answer.errors).length) showErrors(answer.errors);
  else if (!answer || answer.error) showTrouble(answer ? answer.shown ?? refusalWords(answer.error) : "That did not work. Your answers are still here: try again.");
  else refresh();
}

/** Tells the sandbox what stands in the fields, as a client does: a click in a form carries the others' values. */
async function shareTyped() {
  const { view, fields } = shown;
  for (const [block, field] of fields) {
    const value = field.read();
    const known = plainValue(view.state?.values?.[block]?.[field.element.action_id]) ?? null;
    if (field.element.type === "file_input" || JSON.stringify(value) === JSON.stringify(known)) continue;
    const place = { as: state.me, view_id: view.id, block_id: block, action_id: field.element.action_id };
    if (!field.dispatches) await post("click", { ...place, selected: value });
  }
}

const closeTop = () => shown && doAs("close_view", { view_id: shown.view.id });

function closeAll() {
  return shown && doAs("close_view", { view_id: shown.view.id, clear: true });
}

function frame(view, inside) {
  const quiet = (label, name, act) => h("button", { type: "button", class: "quiet", "aria-label": label, onclick: act }, icon(name));
  const owner = app(view.app_id) ?? app(view.bot_id) ?? state.floor.apps[0];
  const head = h("header", {},
    state.views.length > 1 ? quiet("Back", "back", closeTop) : avatar(owner?.bot_user, "small"),
    h("h2", {}, textObject(view.title)), quiet("Close", "close", closeAll));
  const cancel = h("button", { type: "button", class: "button", onclick: closeTop }, textObject(view.close ?? "Cancel"));
  const send = view.submit || shown.fields.size ? h("button", { type: "submit", class: "button primary" }, textObject(view.submit ?? "Submit")) : null;
  const trouble = h("p", { class: "form-trouble", role: "alert", hidden: true });
  return h("form", { novalidate: true, onsubmit: submit }, head, trouble, h("div", { class: "form-body" }, inside), h("footer", {}, cancel, send));
}

/** Draws the top view; what was typed stays when the app updates the same view. */
export function showForm() {
  const dialog = byId("form");
  const view = state.views.at(-1);
  const signature = JSON.stringify([state.me, { ...view, state: null, hash: null }, state.views.length]);
  if (signature === shown?.signature) return;
  if (shown) typed.set(shown.view.id, values());
  if (!view) {
    shown = null;
    typed.clear();
    if (dialog.open) dialog.close();
    fill(dialog);
    return;
  }
  const kept = { ...plainValues(view.state?.values), ...typed.get(view.id) };
  shown = { view, fields: new Map(), signature };
  const context = { where: () => ({ view_id: view.id }), fields: shown.fields, kept, held: view.state?.values, share: shareTyped, acted: refresh };
  fill(dialog, frame(view, blocks(view.blocks, context)));
  dialog.setAttribute("aria-label", view.title?.text ?? "Form");
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector("[autofocus]") ?? dialog.querySelector(".form-body :is(input, textarea, .select)"))?.focus();
}

/** Escape closes the form as its own button does. */
export function listenForForm() {
  byId("form").addEventListener("cancel", (event) => {
    event.preventDefault();
    closeTop();
  });
}
