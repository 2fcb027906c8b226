// What the page knows: the floor, who we are, where we look, and what we see there.

export const state = {
  floor: { teams: [], users: [], channels: [], usergroups: [], apps: [] },
  me: null, // id of the person we play
  channel: null, // id of the channel in the middle
  thread: null, // ts of the root in the right pane
  place: "channel", // "channel" or "home"
  channels: [], // what this person has in the sidebar
  messages: [],
  privates: [], // private answers in this channel
  views: [], // this person's open forms, the last one on top
  home: null,
  calls: new Map(), // person → mentions that they have not looked at
};

const ME_KEY = "floor-me";
const drafts = new Map();

export const draft = (key) => drafts.get(key) ?? "";
export const keepDraft = (key, text) => drafts.set(key, text);

/** Keeps person, channel and thread in the address, so that a reload and a link lead back. */
export function rememberPlace() {
  const query = new URLSearchParams({ as: state.me });
  if (state.channel) query.set("channel", state.channel);
  if (state.thread) query.set("thread", state.thread);
  if (state.place === "home") query.set("tab", "home");
  sessionStorage.setItem(ME_KEY, state.me);
  history.replaceState(null, "", `?${query}`);
}

/** The place that the address names, or the last one of this browser tab. */
export function askedPlace() {
  const query = new URLSearchParams(location.search || location.hash.slice(1));
  const asked = Object.fromEntries(query);
  const as = asked.as ?? sessionStorage.getItem(ME_KEY);
  return { as, channel: asked.channel, thread: asked.thread ?? asked.thread_ts, ts: asked.ts, tab: asked.tab };
}
