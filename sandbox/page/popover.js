// Small panels beside the thing that opened them: menus, pickers, confirmations.
import { fill, h } from "./dom.js";

let open = null; // {panel, anchor, closed}

/** Closes the open panel and gives the focus back to what opened it. */
export function closePopover(focusBack = true) {
  if (!open) return;
  const { panel, anchor, closed } = open;
  open = null;
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  if (focusBack && anchor.isConnected) anchor.focus();
  closed?.();
}

function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = box.bottom + 4 + height <= innerHeight || box.top < height + 4;
  const top = below ? Math.min(box.bottom + 4, innerHeight - height - 8) : box.top - height - 4;
  const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
  panel.style.top = `${Math.max(8, top)}px`;
  panel.style.left = `${left}px`;
}

/** Opens a panel at an anchor; a second call with the same anchor closes it. */
export function openPopover(anchor, content, { label = "Menu", closed } = {}) {
  const again = open?.anchor === anchor;
  closePopover(false);
  if (again) return null;
  const panel = h("div", { class: "popover", role: "dialog", "aria-label": label }, content);
  (anchor.closest("dialog") ?? document.body).append(panel);
  anchor.setAttribute("aria-expanded", "true");
  open = { panel, anchor, closed };
  place(panel, anchor);
  new ResizeObserver(() => panel.isConnected && place(panel, anchor)).observe(panel);
  (panel.querySelector("[autofocus], input, [role=menuitem], button") ?? panel).focus();
  return panel;
}

/** A menu of words: items are {label, hint, danger, act}; a null item is a rule. */
export function openMenu(anchor, items, label) {
  const rows = items.map((item) => (item ? menuRow(item) : h("hr")));
  openPopover(anchor, h("div", { class: "menu", role: "menu", onkeydown: moveInMenu }, rows), { label });
}

function menuRow({ label, hint, danger, act }) {
  const run = () => {
    closePopover();
    act();
  };
  const hints = hint ? h("span", { class: "hint" }, hint) : null;
  return h("button", { role: "menuitem", class: danger ? "danger-text" : "", onclick: run }, h("span", {}, label), hints);
}

function moveInMenu(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const next = (rows.indexOf(document.activeElement) + step + rows.length) % rows.length;
  rows[next].focus();
}

/** Asks before something is done; resolves to whether the person agreed. */
export function confirm({ title, text, confirm: yes = "Yes", deny = "No", danger = false }) {
  return new Promise((resolve) => {
    const box = h("dialog", { class: "confirm", "aria-label": "Please confirm" });
    const done = (agreed) => {
      box.close();
      box.remove();
      resolve(agreed);
    };
    const buttons = [
      h("button", { class: "button", onclick: () => done(false) }, deny),
      h("button", { class: `button ${danger ? "danger" : "primary"}`, autofocus: true, onclick: () => done(true) }, yes),
    ];
    box.addEventListener("cancel", () => done(false));
    fill(box, h("h2", {}, title), h("div", { class: "confirm-text" }, text), h("div", { class: "row end" }, buttons));
    document.body.append(box);
    box.showModal();
  });
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.panel.contains(event.target) && !open.anchor.contains(event.target)) closePopover(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open) return;
  event.preventDefault();
  event.stopPropagation();
  closePopover();
}, true);
addEventListener("resize", () => closePopover(false));
