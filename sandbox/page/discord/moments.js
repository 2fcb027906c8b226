// Time as Discord writes it: https://docs.discord.com/developers/reference#message-formatting-timestamp-styles
import { ago, clockTime, dayKey, floorNow, floorTime, format, fullTime } from "../times.js";
import { h } from "../dom.js";

const REFRESH_MS = 5000;

const STYLES = {
  t: clockTime,
  T: (date) => format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  d: (date) => format(date, { day: "2-digit", month: "2-digit", year: "numeric" }),
  D: (date) => format(date, { dateStyle: "long" }),
  f: (date) => `${format(date, { dateStyle: "long" })} ${clockTime(date)}`,
  F: (date) => `${format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" })} ${clockTime(date)}`,
  s: (date) => `${format(date, { dateStyle: "short" })}, ${clockTime(date)}`,
  S: (date) => `${format(date, { dateStyle: "short" })}, ${format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" })}`,
  R: ago,
};

/** A `<t:…>` of a text. */
export function timestamp(seconds, style = "f") {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(`<t:${seconds}:${style}>`);
  const write = STYLES[style] ?? STYLES.f;
  return h("time", { class: "timestamp", datetime: date.toISOString(), title: fullTime(date), "data-relative": style === "R" ? seconds : null }, write(date));
}

/** Keeps "in 5 minutes" true while the page is open. */
export function keepRelativeTimes() {
  setInterval(showRelativeTimes, REFRESH_MS);
}

export function showRelativeTimes() {
  for (const node of document.querySelectorAll("time[data-relative]")) {
    const words = ago(new Date(Number(node.dataset.relative) * 1000));
    if (node.textContent !== words) node.textContent = words;
  }
}

/** When a message was written on this floor. */
export const timeOf = (message) => floorTime(Date.parse(message.at) / 1000);

const near = (date, days) => dayKey(date) === dayKey(new Date(floorNow().getTime() + days * 86_400_000));

/** When a message was written, as it stands beside the name. */
export function when(date) {
  if (near(date, 0)) return clockTime(date);
  return near(date, -1) ? `Yesterday at ${clockTime(date)}` : `${STYLES.d(date)}, ${clockTime(date)}`;
}

export const longDay = (date) => format(date, { dateStyle: "long" });

/** A short word for how long ago something was, for lists. */
export const since = (date) => ago(date);
