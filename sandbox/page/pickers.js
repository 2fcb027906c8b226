// The list behind every select: search, keys, groups, one or several choices.
import { fill, h } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";

const SUGGEST_DELAY_MS = 250;

/** Opens a list. `find(text)` answers groups [{label, options: [{value, nodes, words, hint}]}], perhaps later; `closed` is called when the list goes away. */
export function openList(anchor, { find, chosen, many, onPick, minimum = 0, label, closed }) {
  const list = h("div", { class: "options", role: "listbox", "aria-multiselectable": many ? "true" : null });
  const search = h("input", { class: "field", type: "text", placeholder: "Search", "aria-label": `Search ${label ?? ""}` });
  const picked = new Set(chosen);
  let timer = null;
  let asked = 0;

  const show = async () => {
    const text = search.value.trim();
    if (text.length < minimum) return fill(list, h("p", { class: "hint" }, `Type ${minimum} or more characters`));
    const turn = ++asked;
    const groups = await find(text);
    if (turn === asked) draw(list, groups, picked, many, pick);
    return undefined;
  };
  const pick = (option) => {
    if (!many) closePopover();
    else if (picked.has(option.value)) picked.delete(option.value);
    else picked.add(option.value);
    onPick(option, picked);
    if (many) show();
  };
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, minimum || find.slow ? SUGGEST_DELAY_MS : 0);
  });
  const panel = h("div", { class: "picker", onkeydown: (event) => move(event, list, search) }, search, list);
  openPopover(anchor, panel, { label: label ?? "Choose", closed });
  return show();
}

function draw(list, groups, picked, many, pick) {
  const rows = groups.flatMap((group) => [
    group.label?.length ? h("div", { class: "group-label" }, group.label) : null,
    ...group.options.map((option) => row(option, picked.has(option.value), pick)),
  ]);
  const focused = document.activeElement?.dataset.value;
  fill(list, rows.length ? rows : h("p", { class: "hint" }, "Nothing found"));
  if (many && focused) [...list.children].find((one) => one.dataset.value === focused)?.focus();
}

function row(option, selected, pick) {
  const attributes = {
    role: "option", tabindex: "-1", class: "option", "data-value": option.value,
    "aria-selected": String(selected), onclick: () => pick(option),
  };
  const hint = option.hint ? h("span", { class: "hint" }, option.hint) : null;
  return h("div", attributes, h("span", {}, option.nodes ?? option.words), hint);
}

function move(event, list, search) {
  const rows = [...list.querySelectorAll("[role=option]")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "ArrowDown") (rows[at + 1] ?? rows[0])?.focus();
  else if (event.key === "ArrowUp") (rows[at - 1] ?? search).focus();
  else if (event.key === "Enter") (rows[at] ?? rows[0])?.click();
  else return;
  event.preventDefault();
}
