// The page of the server: reads what the person we play sees there, and draws it.
import { onRedraw, onRefresh } from "../actions.js";
import { get } from "../api.js";
import { watchSeats } from "../attention.js";
import { listenForClock, readClock, showTime } from "../clock.js";
import { byId } from "../dom.js";
import { listenForLedger } from "../ledger.js";
import { people, user } from "../names.js";
import { listenForSeats, showPeople } from "../people.js";
import { askedPlace, rememberPlace, state } from "../state.js";
import { listen } from "../stream.js";
import { readPlatforms, showSwitch } from "../switch.js";
import { attempt } from "../toast.js";
import { openThread } from "./actions.js";
import { forgetCommands } from "./commands.js";
import { makeComposer } from "./composer.js";
import { channelById, DIRECT, isForum, isThread, readFloor } from "./floor.js";
import { showForum } from "./forum.js";
import { showHeader, showThreadHeader } from "./header.js";
import { goToMessage, listenForLinks } from "./links.js";
import { showMembers } from "./members.js";
import { keepAtEnd, showMessages, showThread } from "./messages.js";
import { listenForModal, showModal } from "./modals.js";
import { keepRelativeTimes, showRelativeTimes } from "./moments.js";
import { showSidebar } from "./sidebar.js";

const OTHER_SIDE = new Set(["message", "ephemeral", "reaction", "view", "home"]);
const CHANGES_FLOOR = /^(seed|floor|user|channel)$|\/(GUILD|CHANNEL_(CREATE|UPDATE|DELETE)|THREAD_(CREATE|DELETE))/;
const CHANGES_COMMANDS = /seed|COMMAND|SYNC|GUILD/;
const lastChannel = new Map(); // person → where they were last
let showComposer = () => {};
let showThreadComposer = () => {};
let turn = 0;
let entered = "";

Object.assign(state, { guild: null, directs: [], threads: [], pins: [], inside: null, modals: [], notes: [], newFrom: new Map(), fold: new Set() });

function draw() {
  showSwitch("server");
  showPeople();
  showSidebar();
  showHeader();
  showMessages();
  showForum();
  showThreadHeader();
  showThread();
  showMembers();
  showComposer();
  showThreadComposer();
  showModal();
  showTime();
  showRelativeTimes();
  rememberPlace();
}

function takeLists(seen) {
  const here = seen.guilds.find((one) => one.channels.some((each) => each.id === state.channel));
  const chosen = here ?? seen.guilds.find((one) => one.id === state.guild) ?? seen.guilds[0];
  state.guild = chosen?.id ?? null;
  state.guilds = seen.guilds;
  state.channels = chosen?.channels ?? [];
  state.directs = seen.dms;
  state.modals = seen.modals;
}

function settle() {
  const asked = channelById(state.channel);
  if (isThread(asked)) Object.assign(state, { channel: asked.parent, thread: asked.id });
  const place = (id) => channelById(id) && !isThread(channelById(id)) && channelById(id).type !== 4;
  const first = [...state.channels].sort((one, other) => one.position - other.position).find((one) => place(one.id));
  const channel = [state.channel, lastChannel.get(state.me), first?.id].find(place) ?? null;
  if (channel !== state.channel) Object.assign(state, { channel, thread: null, messages: [], privates: [] });
  if (channelById(state.thread)?.parent !== state.channel) state.thread = null;
  if (channel) lastChannel.set(state.me, channel);
}

/** Notes what is new in a place at the moment when somebody comes there. */
function markNew(id, unread, messages) {
  const theirs = messages.filter((one) => one.author !== state.me);
  const first = unread ? theirs.slice(-unread)[0] : null;
  state.newFrom.set(id, first?.id ?? null);
}

const seeing = (channel) => (channel ? get("discord/sees", { as: state.me, channel }) : null);

async function look() {
  const mine = ++turn;
  const seen = await get("discord/sees", { as: state.me });
  if (mine !== turn) return;
  takeLists(seen);
  settle();
  const [here, inside] = await Promise.all([seeing(state.channel), seeing(state.thread)]);
  if (mine !== turn) return;
  takePlace(here, inside);
  draw();
}

function takePlace(here, inside) {
  const place = `${state.me} ${state.channel} ${state.thread}`;
  if (place !== entered) {
    if (here) markNew(state.channel, channelById(state.channel)?.unread, here.messages);
    if (inside) markNew(state.thread, channelById(state.thread)?.unread, inside.messages);
    entered = place;
  }
  state.messages = here?.messages ?? [];
  state.privates = here?.ephemeral ?? [];
  state.threads = here?.threads ?? [];
  state.pins = here?.pins ?? [];
  state.inside = inside;
  state.modals = here?.modals ?? state.modals;
}

async function callsOf(person) {
  const seen = await get("discord/sees", { as: person.id }).catch(() => ({ guilds: [], dms: [] }));
  const all = [...seen.guilds.flatMap((one) => one.channels), ...seen.dms];
  return [person.id, all.reduce((sum, one) => sum + one.mentions + (one.type === DIRECT ? one.unread : 0), 0)];
}

async function refresh() {
  await attempt(look);
  watchSeats(callsOf);
}

async function heard(all) {
  const kinds = [...all].filter((kind) => !OTHER_SIDE.has(kind) || all.size === 1);
  if (kinds.every((kind) => kind === "discord/TYPING_START")) return;
  if (kinds.includes("clock")) await readClock();
  if (kinds.includes("seed")) await readPlatforms("server");
  if (kinds.some((kind) => CHANGES_COMMANDS.test(kind))) forgetCommands();
  if (kinds.some((kind) => CHANGES_FLOOR.test(kind))) await attempt(readFloor);
  await refresh();
}

function listenToPerson() {
  onRefresh(refresh);
  onRedraw(draw);
  listenForSeats();
  listenForModal();
  listenForClock();
  listenForLedger();
  listenForLinks();
  keepRelativeTimes();
  keepAtEnd();
  byId("thread-close").addEventListener("click", () => openThread(null));
  document.addEventListener("keydown", (event) => {
    const free = event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]");
    if (free && state.thread && !event.target.matches("textarea, input")) openThread(null);
  });
}

async function start() {
  listenToPerson();
  await readPlatforms("server");
  await readFloor();
  const asked = askedPlace();
  state.me = user(asked.as)?.id ?? people()[0]?.id ?? null;
  if (!state.me) return;
  Object.assign(state, { channel: asked.channel ?? null, thread: asked.thread ?? null });
  await readClock();
  const inForum = () => isForum(channelById(state.channel));
  showComposer = makeComposer(byId("composer"), () => (inForum() ? null : state.channel));
  showThreadComposer = makeComposer(byId("thread-composer"), () => state.thread);
  await look();
  listen(heard);
  watchSeats(callsOf);
  if (asked.ts) goToMessage({ channel: state.thread ?? state.channel, message: asked.ts });
}

attempt(start);
