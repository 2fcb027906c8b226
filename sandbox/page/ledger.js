// For developers: every call and every push, as they happen.
import { get } from "./api.js";
import { byId, fill, h } from "./dom.js";

const MOST_ROWS = 300;

let next = 0;
let timer = null;

const json = (value) => h("pre", {}, JSON.stringify(value, null, 2));

function entryTime(at) {
  const date = typeof at === "number" ? new Date(at * 1000) : new Date(Number.isNaN(Number(at)) ? at : Number(at) * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(11, 23);
}

/** What an entry is about, with the event or interaction inside of it. */
function title(entry) {
  const inside = entry.name ?? entry.args?.event?.type ?? entry.act;
  const name = entry.method ?? entry.type ?? entry.kind;
  return inside && inside !== name ? `${name} · ${inside}` : name;
}

function row(entry) {
  const arrow = { push: "→", call: "←", response_url: "←" }[entry.kind] ?? "·";
  const fine = entry.kind === "push" ? entry.acked_ms !== null && entry.acked_ms !== undefined : entry.response?.ok !== false && (entry.status ?? 200) < 400;
  const after = entry.kind === "push" ? entry.error || (fine ? `${Math.round(entry.acked_ms)} ms` : "not acknowledged") : entry.response?.error ?? entry.status ?? "";
  const head = h("summary", {}, h("span", { class: "when" }, entryTime(entry.at)), h("span", { class: `arrow ${entry.kind}` }, arrow), h("code", {}, title(entry)), h("span", { class: fine ? "hint" : "bad-text" }, String(after)));
  return h("details", { "data-n": entry.n }, head, json(entry.args ?? entry.payload ?? entry), entry.response === undefined ? null : json(entry.response));
}

async function read() {
  const answer = await get("ledger", { since: next }).catch(() => null);
  if (!answer) return;
  next = answer.next ?? next;
  const list = byId("ledger-rows");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(...answer.entries.map(row));
  while (list.children.length > MOST_ROWS) list.firstChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function toggle() {
  const drawer = byId("ledger");
  drawer.hidden = !drawer.hidden;
  byId("ledger-button").setAttribute("aria-expanded", String(!drawer.hidden));
  clearInterval(timer);
  if (drawer.hidden) return;
  read();
  timer = setInterval(read, 1000);
}

export function listenForLedger() {
  byId("ledger-button").addEventListener("click", toggle);
  byId("ledger-close").addEventListener("click", toggle);
  byId("ledger-clear").addEventListener("click", () => fill(byId("ledger-rows")));
}
