// The page of the floor: reads what the person we play sees, and draws it.
import { onRedraw, onRefresh, openThread, readHome } from "./actions.js";
import { get } from "./api.js";
import { watchSeats } from "./attention.js";
import { showChannels } from "./channels.js";
import { listenForClock, readClock, showTime } from "./clock.js";
import { makeComposer } from "./composer.js";
import { byId } from "./dom.js";
import { listenForForm, showForm } from "./forms.js";
import { showHome } from "./home.js";
import { listenForLedger } from "./ledger.js";
import { showHeader, showMessages, showThread } from "./messages.js";
import { people, user } from "./names.js";
import { listenForSeats, showPeople } from "./people.js";
import { goToMessage, listenForLinks } from "./permalinks.js";
import { askedPlace, rememberPlace, state } from "./state.js";
import { listen } from "./stream.js";
import { readPlatforms, showSwitch } from "./switch.js";
import { attempt } from "./toast.js";

const WITHIN_THE_FLOOR = new Set(["message", "ephemeral", "reaction", "view", "home", "clock"]);
const lastChannel = new Map(); // person → where they were last
let showComposer = () => {};
let showThreadComposer = () => {};
let turn = 0;

function draw() {
  showSwitch("workspace");
  showPeople();
  showChannels();
  showHeader();
  showMessages();
  showThread();
  showHome();
  showComposer();
  showThreadComposer();
  showForm();
  showTime();
  rememberPlace();
}

function settleChannel() {
  const visible = (id) => state.channels.some((one) => one.id === id);
  const wanted = [state.channel, lastChannel.get(state.me), state.channels[0]?.id];
  const channel = wanted.find(visible) ?? null;
  if (channel !== state.channel) Object.assign(state, { channel, thread: null, messages: [], privates: [] });
  if (channel) lastChannel.set(state.me, channel);
}

/** The control API's message in the shape in which Slack's own have their author. */
function plain(message) {
  const bot = message.bot ? state.floor.apps.find((one) => one.id === message.app_id)?.bot_id ?? "bot" : null;
  const replies = message.replies?.map(plain);
  return { ...message, bot_id: bot, username: bot ? message.name : null, replies };
}

function takeMessages(seen) {
  state.messages = (seen.messages ?? []).map(plain);
  state.privates = (seen.ephemeral ?? []).map(plain);
}

async function look() {
  const mine = ++turn;
  const person = state.me;
  const sidebar = await get("sees", { as: person });
  if (mine !== turn) return;
  state.channels = sidebar.channels ?? [];
  state.views = sidebar.views ?? [];
  if (state.channels.some((one) => !state.floor.channels.some((known) => known.id === one.id))) await readFloor();
  settleChannel();
  const [seen] = await Promise.all([
    state.channel ? get("sees", { as: person, channel: state.channel }) : { messages: [] },
    state.place === "home" ? readHome() : null,
  ]);
  if (mine !== turn) return;
  takeMessages(seen);
  draw();
}

async function readFloor() {
  const answer = await get("floor");
  state.floor = answer.floor ?? answer;
  if (!user(state.me)) state.me = people()[0]?.id ?? null;
}

async function refresh() {
  await attempt(look);
  watchSeats(); // whoever looked is called no longer
}

async function heard(all) {
  const kinds = new Set([...all].filter((kind) => !kind.startsWith("discord/")));
  if (!kinds.size) return;
  if (kinds.has("clock")) await readClock();
  if (kinds.has("seed")) await readPlatforms("workspace");
  if ([...kinds].some((kind) => !WITHIN_THE_FLOOR.has(kind))) await attempt(readFloor);
  await refresh();
}

function listenToPerson() {
  onRefresh(refresh);
  onRedraw(draw);
  listenForSeats();
  listenForForm();
  listenForClock();
  listenForLedger();
  byId("thread-close").addEventListener("click", () => openThread(null));
  listenForLinks();
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]") && state.thread) openThread(null);
  });
}

function goTo(asked) {
  if (user(asked.as)) state.me = asked.as;
  state.channel = asked.channel ?? null;
  state.thread = asked.thread ?? null;
  if (asked.tab === "home") state.place = "home";
}

async function start() {
  listenToPerson();
  await readPlatforms("workspace");
  await readFloor();
  if (!state.me) return;
  const asked = askedPlace();
  goTo(asked);
  await readClock();
  showComposer = makeComposer(byId("composer"), () => null);
  showThreadComposer = makeComposer(byId("thread-composer"), () => state.thread);
  await look();
  listen(heard);
  watchSeats();
  if (asked.ts) goToMessage(asked);
}

attempt(start);
