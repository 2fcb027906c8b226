// What the person we play does on the server, and where we look. Everything redraws by `refresh`.
import { doAs, lookAt, redraw, refresh } from "../actions.js";
import { post } from "../api.js";
import { state } from "../state.js";
import { attempt } from "../toast.js";
import { channelById, isThread } from "./floor.js";

const failures = new Map(); // person and message → what stands below its components

const key = (message) => `${state.me} ${message}`;

/** Does something on the server as the person we play, then looks again; the answer is null after a refusal. */
export const doHere = (path, body) => doAs(`discord/${path}`, body);

/** Looks at a channel, or at a thread beside its channel. */
export function goTo(id) {
  const channel = channelById(id);
  if (isThread(channel)) lookAt(channel.parent, id);
  else lookAt(id, null);
}

/** Opens a thread beside what one looks at; null closes it. */
export function openThread(id) {
  lookAt(state.channel, id);
}

export const failureOf = (message) => failures.get(key(message.id)) ?? "";

/** Uses a component of a message; what went wrong stands below it until it is used again. */
export async function useComponent(node, message, path, body) {
  failures.delete(key(message.id));
  node.setAttribute("aria-busy", "true");
  const place = { as: state.me, channel: message.channel, message: message.id };
  const answer = await attempt(() => post(`discord/${path}`, { ...place, ...body }));
  node.removeAttribute("aria-busy");
  const words = answer?.error ? answer.shown : Object.values(answer?.errors ?? {})[0];
  if (words) failures.set(key(message.id), words);
  if (words) redraw();
  if (answer?.opens) window.open(answer.opens, "_blank", "noopener");
  refresh();
}

/** A note in a channel for the person we play, which only this page knows: what an app did not answer. */
export function noteHere(channel, app, text) {
  const at = new Date().toISOString();
  const name = app?.name ?? "Discord";
  state.notes.push({ id: `note-${at}`, at, me: state.me, channel, author: app?.bot_user, name, bot: true, private: true, failed: true, content: text, type: 0 });
  redraw();
}

export function dismissNote(id) {
  state.notes = state.notes.filter((one) => one.id !== id);
  redraw();
}

/** Runs a command of a message's or a person's menu. */
export async function runFromMenu(command, target) {
  const answer = await doHere("menu", { channel: target.channel, name: command.name, app: command.app, ...target });
  if (answer?.error) noteHere(target.channel, command.owner, answer.shown);
}
