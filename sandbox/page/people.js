// Who you are: a seat for every person of the floor.
import { playAs } from "./actions.js";
import { byId, h, keyed } from "./dom.js";
import { avatar, me, people, team } from "./names.js";
import { state } from "./state.js";

const callsFor = (person) => (person.id === state.me ? 0 : state.calls.get(person.id) ?? 0);

function seat(person) {
  const company = team(person.team)?.name ?? "";
  const label = `${person.real_name}, ${roleAt(person)}`;
  const attributes = {
    class: "seat", role: "radio", "aria-checked": String(person.id === state.me), "aria-label": label, title: label,
    "data-person": person.id, tabindex: person.id === state.me ? "0" : "-1", onclick: () => playAs(person.id),
  };
  const calls = callsFor(person);
  const mark = calls ? h("span", { class: "badge called", title: "Mentioned" }, String(calls)) : null;
  const role = (person.role_label || company).split(",")[0];
  return h("button", attributes, avatar(person.id), mark, h("span", { class: "seat-name" }, person.real_name.split(" ")[0]), h("span", { class: "seat-role" }, role));
}

function items() {
  const shown = [];
  for (const company of state.floor.teams) {
    const members = people().filter((one) => one.team === company.id);
    if (!members.length) continue;
    shown.push({ key: company.id, signature: company.name, value: () => h("div", { class: "seat-company" }, company.name) });
    for (const person of members) {
      shown.push({ key: person.id, signature: JSON.stringify([person, person.id === state.me, callsFor(person)]), value: () => seat(person) });
    }
  }
  return shown;
}

/** The seats at the left edge, by company. */
export function showPeople() {
  const seats = byId("seats");
  seats.classList.toggle("many", people().length > 8);
  keyed(seats, items(), (build) => build());
  const person = me();
  byId("you-are").replaceChildren(...(person ? whoYouAre(person) : []));
  document.documentElement.dataset.company = person?.team ?? "";
}

/** What somebody is and where, the company only once. */
function roleAt(person) {
  const company = team(person.team)?.name ?? person.team;
  const role = person.role_label || "person";
  return role.includes(company) ? role : `${role} at ${company}`;
}

function whoYouAre(person) {
  return [
    avatar(person.id, "small"), h("strong", {}, person.real_name),
    h("span", { class: "hint" }, roleAt(person)),
  ];
}

/** Arrow keys move from seat to seat. */
export function listenForSeats() {
  byId("seats").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const order = state.floor.teams.flatMap((one) => people().filter((person) => person.team === one.id));
    const at = order.findIndex((one) => one.id === state.me);
    const next = order[(at + step + order.length) % order.length];
    playAs(next.id);
    setTimeout(() => byId("seats").querySelector(`[data-person="${CSS.escape(next.id)}"]`)?.focus(), 50);
  });
}
