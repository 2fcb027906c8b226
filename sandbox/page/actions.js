// What the person we play can do to a message, and where we look. Everything redraws by `refresh`.
import { get, post } from "./api.js";
import { mainApp } from "./names.js";
import { state } from "./state.js";
import { attempt } from "./toast.js";

let refresher = () => {};
let redrawer = () => {};

export const onRefresh = (work) => (refresher = work);
export const onRedraw = (work) => (redrawer = work);

/** Reads again what this person sees, and draws it. */
export const refresh = () => refresher();
/** Draws what is known already. */
export const redraw = () => redrawer();

/** Does something as the person we play, then looks again; the answer is null after a refusal. */
export async function doAs(path, body, subject) {
  const answer = await attempt(() => post(path, { as: state.me, ...body }), subject);
  refresh();
  return answer;
}

export function lookAt(channel, thread = null) {
  if (channel !== state.channel) Object.assign(state, { messages: [], privates: [] });
  Object.assign(state, { channel, thread, place: "channel" });
  refresh();
}

export function openThread(ts) {
  state.thread = ts;
  redraw();
}

export function playAs(person) {
  Object.assign(state, { me: person, views: [], home: null, messages: [], privates: [] });
  refresh();
}

/** Opens the app's home and tells the app so. */
export async function openHome(app = mainApp()) {
  Object.assign(state, { place: "home", thread: null });
  redraw();
  await doAs("open_home", { app: app?.id });
}

export async function openDirect() {
  const answer = await doAs("open_dm", {});
  if (answer) lookAt(answer.channel);
}

export async function readHome() {
  const answer = await get("home", { as: state.me }).catch(() => null);
  state.home = answer?.view ?? answer?.home ?? null;
}
