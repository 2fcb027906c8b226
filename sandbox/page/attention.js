// Who else is called: a mark at the seat of everybody who was mentioned and has not looked.
import { get } from "./api.js";
import { people } from "./names.js";
import { showPeople } from "./people.js";
import { state } from "./state.js";

const PAUSE_MS = 400; // a burst of notices is answered by one round of questions

let timer = null;

async function callsOf(person) {
  const seen = await get("sees", { as: person.id }).catch(() => ({ channels: [] }));
  return [person.id, seen.channels.reduce((sum, channel) => sum + (channel.mentions ?? 0), 0)];
}

async function ask(count) {
  state.calls = new Map(await Promise.all(people().map(count)));
  showPeople();
}

/** Counts again, soon; `count` gives [person's id, calls] of a person. */
export function watchSeats(count = callsOf) {
  clearTimeout(timer);
  timer = setTimeout(() => ask(count), PAUSE_MS);
}
