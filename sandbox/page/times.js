// Time as the person we play reads it: in their zone and language, moved by the floor's clock.
import { me } from "./names.js";

const SHIFTS_KEY = "floor-shifts";
let shifts = JSON.parse(sessionStorage.getItem(SHIFTS_KEY) ?? "[]"); // [{at: wall ms, seconds}], oldest first

/** Notes that from now on the floor's clock is this far ahead of the wall. */
export function noteShift(seconds, history) {
  if (history) shifts = history.map((one) => ({ at: Number(one.at) * 1000, seconds: one.shift_seconds }));
  else if (shifts.at(-1)?.seconds !== seconds) shifts.push({ at: shifts.length ? Date.now() : 0, seconds });
  sessionStorage.setItem(SHIFTS_KEY, JSON.stringify(shifts));
}

export const floorNow = () => new Date(Date.now() + 1000 * (shifts.at(-1)?.seconds ?? 0));

/** The floor's time of a message whose ts is wall seconds. */
export function floorTime(ts) {
  const wall = Number(ts) * 1000;
  const shift = shifts.filter((one) => one.at <= wall).at(-1)?.seconds ?? 0;
  return new Date(wall + 1000 * shift);
}

const formatters = new Map();

/** A date in the words of the person's language and zone; options as Intl.DateTimeFormat takes them. */
export function format(date, options) {
  const locale = me()?.locale ?? "en-GB";
  const timeZone = me()?.tz ?? "UTC";
  const key = JSON.stringify([locale, timeZone, options]);
  if (!formatters.has(key)) formatters.set(key, new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  return formatters.get(key).format(date);
}

export const clockTime = (date) => format(date, { hour: "2-digit", minute: "2-digit" });
export const dayKey = (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" });
export const fullTime = (date) => format(date, { dateStyle: "full", timeStyle: "medium" });
export const shortDay = (date) => format(date, { weekday: "short", day: "numeric", month: "short" });

/** The person's zone in a short word, such as GMT-3. */
export function zoneName(date = floorNow()) {
  const locale = me()?.locale ?? "en-GB";
  const parts = new Intl.DateTimeFormat(locale, { timeZone: me()?.tz ?? "UTC", timeZoneName: "short" });
  return parts.formatToParts(date).find((one) => one.type === "timeZoneName")?.value ?? "";
}

/** An instant as the person's wall shows it, "2026-02-03T04:05", for a date-and-time field. */
export function wallText(seconds) {
  const options = { timeZone: me()?.tz ?? "UTC", dateStyle: "short", timeStyle: "short" };
  return new Intl.DateTimeFormat("sv-SE", options).format(new Date(seconds * 1000)).replace(" ", "T");
}

/** The instant, in seconds, when the person's wall shows this text; an hour that the clocks skip is read as the next. */
export function wallSeconds(text) {
  const asked = Date.parse(`${text}Z`) / 1000;
  const ahead = (instant) => Date.parse(`${wallText(instant)}Z`) / 1000 - Math.floor(instant / 60) * 60;
  const first = asked - ahead(asked);
  return asked - ahead(first);
}

function nearDay(date) {
  const day = dayKey(date);
  for (const [word, offset] of [["Today", 0], ["Yesterday", -1], ["Tomorrow", 1]]) {
    if (day === dayKey(new Date(floorNow().getTime() + offset * 86_400_000))) return word;
  }
  return null;
}

export const dayTitle = (date) => nearDay(date) ?? format(date, { weekday: "long", day: "numeric", month: "long" });

/** How far away an instant is, in words. */
export function ago(date) {
  const seconds = Math.round((date - floorNow()) / 1000);
  const words = new Intl.RelativeTimeFormat(me()?.locale ?? "en-GB", { numeric: "auto" });
  if (Math.abs(seconds) < 3600) return words.format(Math.round(seconds / 60), "minute");
  if (Math.abs(seconds) < 86_400) return words.format(Math.round(seconds / 3600), "hour");
  return words.format(Math.round(seconds / 86_400), "day");
}

const LONG = { weekday: "long", year: "numeric", month: "long", day: "numeric" };
const MEDIUM = { year: "numeric", month: "long", day: "numeric" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };

// https://docs.slack.dev/messaging/formatting-message-text/#date-formatting
const TOKENS = {
  date_num: (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_slash: (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (date) => format(date, MEDIUM),
  date_long: (date) => format(date, LONG),
  date_long_full: (date) => format(date, LONG),
  date_short: (date) => format(date, SHORT),
  date_pretty: (date) => nearDay(date) ?? format(date, MEDIUM),
  date_long_pretty: (date) => nearDay(date) ?? format(date, LONG),
  date_short_pretty: (date) => nearDay(date) ?? format(date, SHORT),
  day_divider_pretty: (date) => nearDay(date) ?? format(date, LONG),
  time: clockTime,
  time_secs: (date) => format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Fills Slack's date tokens such as `{date_short_pretty} at {time}` for an instant in seconds. */
export function dateWords(seconds, pattern) {
  const date = new Date(Number(seconds) * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(date) ?? whole);
}
