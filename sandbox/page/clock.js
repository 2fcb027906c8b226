// The floor's clock: what time it is for the person we play, and three ways to let time pass.
import { refresh, redraw } from "./actions.js";
import { get, post } from "./api.js";
import { byId } from "./dom.js";
import { me } from "./names.js";
import { clockTime, floorNow, noteShift, shortDay, zoneName } from "./times.js";
import { attempt } from "./toast.js";

const NO_CLOCK = "This floor has no clock to move: start it with `make demo`";

function note(answer) {
  const shift = answer.shift_seconds ?? (Date.parse(answer.now) - Date.now()) / 1000;
  noteShift(Math.round(shift), answer.history);
}

/** Reads the clock; without one the wall's time is shown and the buttons are grey. */
export async function readClock() {
  const found = await get("clock").catch(() => null);
  const answer = found?.clock === false ? null : found;
  for (const button of byId("clock").querySelectorAll("button")) {
    button.disabled = !answer;
    button.title = answer ? "" : NO_CLOCK;
  }
  note(answer ?? { shift_seconds: 0 });
  showTime();
}

/** Writes the time into the bar. */
export function showTime() {
  const now = floorNow();
  byId("floor-time").textContent = clockTime(now);
  byId("floor-day").textContent = `${shortDay(now)} · ${zoneName(now)}`;
  byId("floor-time").setAttribute("datetime", now.toISOString());
}

async function move(change) {
  const bar = byId("clock");
  const buttons = [...bar.querySelectorAll("button")];
  bar.setAttribute("aria-busy", "true");
  for (const button of buttons) button.disabled = true;
  const answer = await attempt(() => post("clock", change));
  bar.removeAttribute("aria-busy");
  for (const button of buttons) button.disabled = false;
  if (answer) note(answer);
  showTime();
  redraw();
  refresh();
}

export function listenForClock() {
  byId("plus-quarter").addEventListener("click", () => move({ advance_seconds: 900 }));
  byId("plus-hour").addEventListener("click", () => move({ advance_seconds: 3600 }));
  byId("to-morning").addEventListener("click", () => move({ to: "09:00 tomorrow", tz: me()?.tz ?? "UTC" }));
  setInterval(showTime, 1000);
}
