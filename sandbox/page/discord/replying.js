// What the composers answer to: at most one message in each place.
import { redraw } from "../actions.js";
import { state } from "../state.js";

const targets = new Map(); // person and place → message

const key = (channel) => `${state.me} ${channel}`;

export const replyTarget = (channel) => targets.get(key(channel)) ?? null;

export function dropReply(channel) {
  targets.delete(key(channel));
  redraw();
}

/** The next message in that place answers this one. */
export function replyTo(message) {
  const place = message.starter ? state.thread : message.channel;
  if (message.starter) return focus(place);
  targets.set(key(place), message);
  redraw();
  return focus(place);
}

const focus = (place) => document.querySelector(place === state.thread ? "#thread-composer textarea" : "#composer textarea")?.focus();
