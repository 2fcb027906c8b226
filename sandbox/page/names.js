// Who is who on the floor, and how each is shown.
import { h } from "./dom.js";
import { state } from "./state.js";

export const user = (id) => state.floor.users.find((one) => one.id === id);
export const team = (id) => state.floor.teams.find((one) => one.id === id);
export const people = () => state.floor.users.filter((one) => !one.bot_id && !one.deleted);
export const me = () => user(state.me);
export const mainApp = () => state.floor.apps[0];

export const app = (id) =>
  state.floor.apps.find((one) => [one.id, one.bot_id, one.bot_user].includes(id) && id !== undefined);

export const channelById = (id) =>
  state.channels.find((one) => one.id === id) ?? state.floor.channels.find((one) => one.id === id);

/** A channel of the floor together with what this person's sidebar says about it. */
export function fullChannel(id) {
  const onFloor = state.floor.channels.find((one) => one.id === id);
  const seen = state.channels.find((one) => one.id === id);
  return onFloor || seen ? { ...onFloor, ...seen } : null;
}

export function personName(id) {
  const person = user(id);
  return person?.real_name ?? person?.name ?? app(id)?.bot_name ?? id ?? "someone";
}

export const groupHandle = (id) => state.floor.usergroups.find((one) => one.id === id)?.handle ?? id;

/** The app whose home workspace this person may belong to; external people belong elsewhere. */
export function isExternal(userId, channel) {
  const person = user(userId);
  const home = channel?.team ?? mainApp()?.team;
  return Boolean(person && home && person.team !== home);
}

/** The app shortcuts of one type that the person we play has; external people have none. */
export function shortcuts(type) {
  const apps = state.floor.apps.filter((one) => !isExternal(state.me, one));
  return apps.flatMap((app) => (app.shortcuts ?? []).filter((one) => (one.type ?? "message") === type).map((one) => ({ ...one, app })));
}

/** The other companies in a shared channel, as seen by the person we play. */
export function otherCompanies(channel) {
  const companies = [channel?.team, ...(channel?.shared_with ?? [])].filter(Boolean);
  return companies.filter((id) => id !== me()?.team).map((id) => team(id)?.name ?? id);
}

export const isDirect = (channel) =>
  Boolean(channel && (channel.kind === "im" || /^D/.test(channel.id)));

export function channelTitle(channel) {
  if (!channel) return "";
  if (!isDirect(channel)) return channel.name;
  const others = (channel.members ?? []).filter((id) => id !== state.me);
  return personName(others[0] ?? mainApp()?.bot_user);
}

function initials(name) {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? words[0][0] + words[words.length - 1][0] : name.slice(0, 2);
  return letters.toUpperCase();
}

/** A colour of one's own: the golden angle keeps neighbours of the floor apart. */
const hue = (id) => Math.round((160 + 137.5 * people().findIndex((one) => one.id === id)) % 360);

/** A round picture with initials; apps get a square one with a spade. */
export function avatar(id, size = "") {
  const bot = app(id);
  if (bot) return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, "♠");
  const name = personName(id);
  return h("span", { class: `avatar ${size}`, style: `--hue: ${hue(id)}`, "aria-hidden": "true" }, initials(name));
}
