// Who and what there is on the server, in the shape in which both sides of the page know people.
import { get } from "../api.js";
import { state } from "../state.js";

const VIEW_CHANNEL = 1n << 10n;
const MANAGE_MESSAGES = 1n << 13n;
const PIN_MESSAGES = 1n << 51n;
const MANAGE_THREADS = 1n << 34n;
const ADMINISTRATOR = 1n << 3n;

export const DIRECT = 1;
export const CATEGORY = 4;
export const ANNOUNCEMENT = 5;
export const isForum = (channel) => channel?.type === 15 || channel?.type === 16;
export const isThread = (channel) => channel?.type >= 10 && channel?.type <= 12;

export const guild = () => state.floor.guilds?.find((one) => one.id === state.guild) ?? state.floor.guilds?.[0];
export const member = (userId, within = guild()) => within?.members.find((one) => one.user === userId);
export const roles = () => [...(guild()?.roles ?? [])].sort((one, other) => other.position - one.position);
export const role = (id) => guild()?.roles.find((one) => one.id === id);

/** The roles of a member, the highest first, without @everyone. */
export const rolesOf = (userId) => roles().filter((one) => member(userId)?.roles.includes(one.id));

export const hex = (number) => `#${number.toString(16).padStart(6, "0")}`;

/** The colour of a name: that of the highest role that has one. */
export function colourOf(userId) {
  const coloured = rolesOf(userId).find((one) => one.color);
  return coloured ? hex(coloured.color) : null;
}

/** A channel or thread that the person we play sees. */
export const channelById = (id) => [...state.channels, ...state.directs].find((one) => one.id === id);

/** A channel's name, also of one that this person does not see. */
export const channelName = (id) => channelById(id)?.name ?? guild()?.channels.find((one) => one.id === id)?.name ?? "unknown";

/** A role that stands for a client: nobody calls it, and it does not stand apart in the list. */
const isCompany = (one) => one.id !== one.guild && !one.mentionable && !one.hoist && !one.managed;

function companyOf(user, guilds) {
  for (const one of guilds) {
    const held = member(user.id, one)?.roles ?? [];
    const company = one.roles.find((each) => held.includes(each.id) && isCompany(each));
    if (company) return company.id;
  }
  return guilds[0]?.id;
}

/** Whether somebody is there to be played: where people have a part, those without one are not. */
const hasPart = (user, floor) => Boolean(user.role_label) || !floor.users.some((one) => one.role_label);

function person(user, floor) {
  const seat = floor.guilds.map((one) => member(user.id, one)).find(Boolean);
  const app = floor.apps.find((one) => one.bot_user === user.id);
  return {
    ...user, real_name: seat?.nick || user.global_name || user.username, name: user.username, team: companyOf(user, floor.guilds),
    bot_id: user.bot ? app?.id ?? user.id : null, deleted: !user.bot && !(seat && hasPart(user, floor)),
  };
}

/** Reads people, roles and channels. */
export async function readFloor() {
  const floor = await get("discord/floor");
  const companies = floor.guilds.flatMap((one) => one.roles.filter(isCompany).map(({ id, name }) => ({ id, name })));
  state.floor = {
    ...state.floor, guilds: floor.guilds, teams: [...floor.guilds.slice(0, 1).map(({ id, name }) => ({ id, name })), ...companies],
    users: floor.users.map((one) => person(one, floor)), usergroups: [],
    apps: floor.apps.map((one) => ({ ...one, bot_id: one.id, bot_name: one.name })),
  };
}

const bits = (value) => BigInt(value ?? 0);

function basePermissions(userId) {
  const held = member(userId)?.roles ?? [];
  const own = guild().roles.filter((one) => one.id === guild().id || held.includes(one.id));
  return own.reduce((sum, one) => sum | bits(one.permissions), 0n);
}

/** What somebody may do in a channel of the server; https://docs.discord.com/developers/topics/permissions */
function permissionsIn(userId, channelId) {
  if (guild().owner === userId) return ~0n;
  const base = basePermissions(userId);
  if (base & ADMINISTRATOR) return ~0n;
  const held = member(userId)?.roles ?? [];
  const overwrites = guild().channels.find((one) => one.id === channelId)?.overwrites ?? [];
  const apply = (sum, some) => some.reduce((next, one) => next | bits(one.allow), some.reduce((next, one) => next & ~bits(one.deny), sum));
  const everyone = apply(base, overwrites.filter((one) => one.id === guild().id));
  const byRole = apply(everyone, overwrites.filter((one) => held.includes(one.id)));
  return apply(byRole, overwrites.filter((one) => one.id === userId));
}

const placeOf = (channel) => (isThread(channel) ? channel.parent : channel.id);

const may = (permission) => (channel) => Boolean(channel && channel.type !== DIRECT && permissionsIn(state.me, placeOf(channel)) & permission);

/** Whether the person we play may delete others' messages in a channel of the server, change its threads, pin there. */
export const moderates = may(MANAGE_MESSAGES);
export const managesThreads = may(MANAGE_THREADS);
export const pins = may(PIN_MESSAGES);

/** The users who see a channel. */
export function viewersOf(channel) {
  if (channel.type === DIRECT) return state.floor.users.filter((one) => one.id === state.me || one.bot);
  const seats = guild()?.members.map((one) => one.user) ?? [];
  const seeing = seats.filter((id) => permissionsIn(id, placeOf(channel)) & VIEW_CHANNEL);
  return seeing.map((id) => state.floor.users.find((one) => one.id === id)).filter(Boolean);
}
