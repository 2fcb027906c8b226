// The bars above a channel and a thread: name, topic, threads, pins.
import { byId, fill, h, icon } from "../dom.js";
import { closePopover, openMenu, openPopover } from "../popover.js";
import { state } from "../state.js";
import { doHere, goTo, openThread } from "./actions.js";
import { channelById, DIRECT, isForum, isThread, managesThreads } from "./floor.js";
import { goToMessage } from "./links.js";
import { when } from "./moments.js";
import { signOf } from "./sidebar.js";
import { preview } from "./text.js";

function threadRow(thread) {
  const go = () => {
    closePopover(false);
    goTo(thread.id);
  };
  const hint = `${thread.message_count} messages${thread.archived ? " · closed" : ""}${thread.locked ? " · locked" : ""}`;
  return h("button", { class: `list-row${thread.unread ? " unread" : ""}`, onclick: go }, icon("thread"), h("span", {}, h("strong", {}, thread.name), h("span", { class: "hint" }, hint)));
}

function openThreads(anchor) {
  const group = (title, list) => (list.length ? [h("h3", {}, `${title} — ${list.length}`), list.map(threadRow)] : []);
  const newest = [...state.threads].reverse();
  const active = group("Active threads", newest.filter((one) => !one.archived));
  const older = group("Older threads", newest.filter((one) => one.archived));
  const empty = state.threads.length ? null : h("p", { class: "hint" }, "There are no threads.");
  const start = h("button", { class: "button primary small", onclick: () => startThread() }, "Create");
  openPopover(anchor, h("div", { class: "panel-list" }, h("header", {}, h("h2", {}, "Threads"), start), active, older, empty), { label: "Threads" });
}

/** Starts a thread from a message, or one of its own, with the name that one is asked for. */
export async function startThread(message = null) {
  closePopover(false);
  const suggested = message ? preview(message.content, 60) : "";
  const name = await askName("Create Thread", "Thread name", suggested || "New thread");
  if (!name) return;
  const answer = await doHere("thread", { action: "create", channel: message?.channel ?? state.channel, message: message?.id, name });
  if (answer) openThread(answer.thread);
}

/** Asks for a short text; null when one changes one's mind. */
export function askName(title, label, value) {
  return new Promise((resolve) => {
    const field = h("input", { class: "field", value, maxlength: 100, "aria-label": label });
    const box = h("dialog", { class: "confirm", "aria-label": title });
    const done = (answer) => {
      box.close();
      box.remove();
      resolve(answer);
    };
    const send = (event) => {
      event.preventDefault();
      done(field.value.trim() || null);
    };
    const buttons = [h("button", { type: "button", class: "button", onclick: () => done(null) }, "Cancel"), h("button", { type: "submit", class: "button primary" }, title)];
    box.addEventListener("cancel", () => done(null));
    fill(box, h("form", { onsubmit: send }, h("h2", {}, title), h("label", { class: "label" }, label, field), h("div", { class: "row end" }, buttons)));
    document.body.append(box);
    box.showModal();
    field.select();
  });
}

function pinRow(message) {
  const go = () => {
    closePopover(false);
    goToMessage({ channel: message.channel, message: message.id });
  };
  const words = preview(message.content) || preview(JSON.stringify(message.components).match(/"content": ?"([^"]+)/)?.[1] ?? "") || "A message without text";
  return h("button", { class: "list-row", onclick: go }, icon("pin"), h("span", {}, h("strong", {}, message.name), h("span", { class: "hint" }, ` ${when(new Date(message.at))}`), h("span", { class: "words" }, words)));
}

function openPins(anchor) {
  const pinned = state.pins.map((id) => state.messages.find((one) => one.id === id)).filter(Boolean);
  const empty = pinned.length ? null : h("p", { class: "hint" }, "This channel doesn't have any pinned messages… yet.");
  openPopover(anchor, h("div", { class: "panel-list" }, h("header", {}, h("h2", {}, "Pinned messages")), pinned.map(pinRow), empty), { label: "Pinned messages" });
}

function tool(label, name, open, count = 0) {
  const mark = count ? h("span", { class: "count-mark" }, String(count)) : null;
  return h("button", { class: "quiet", title: label, "aria-label": label, "aria-haspopup": "dialog", onclick: (event) => open(event.currentTarget) }, icon(name), mark);
}

/** Draws the bar above the channel. */
export function showHeader() {
  const channel = channelById(state.channel);
  const header = byId("place-header");
  const active = state.threads.filter((one) => !one.archived).length;
  const signature = JSON.stringify([state.me, channel?.id, channel?.name, channel?.topic, state.pins.length, active]);
  if (header.dataset.signature === signature) return;
  header.dataset.signature = signature;
  if (!channel) {
    fill(header, h("h1", {}, "No channel"));
    return;
  }
  const direct = channel.type === DIRECT;
  const sign = direct ? h("span", { class: "at-sign" }, "@") : signOf(channel);
  const tools = h("div", { class: "header-tools" },
    direct || isForum(channel) ? null : tool("Threads", "thread", openThreads, active),
    isForum(channel) ? null : tool("Pinned messages", "pin", openPins, state.pins.length));
  fill(header, h("h1", {}, sign, channel.name), channel.topic ? h("span", { class: "topic", title: channel.topic }, channel.topic) : null, tools);
}

function threadActions(thread) {
  const act = (action) => () => doHere("thread", { action, channel: thread.id });
  const own = thread.owner === state.me;
  const items = [{ label: thread.joined ? "Leave thread" : "Join thread", act: act(thread.joined ? "leave" : "join") }];
  if (own || managesThreads(thread)) {
    items.push({ label: thread.archived ? "Reopen thread" : "Close thread", act: act(thread.archived ? "unarchive" : "archive") });
    items.push({ label: "Rename thread", act: () => rename(thread) });
  }
  if (managesThreads(thread)) items.push({ label: thread.locked ? "Unlock thread" : "Lock thread", act: act(thread.locked ? "unlock" : "lock") });
  return items;
}

async function rename(thread) {
  const name = await askName("Rename", "Thread name", thread.name);
  if (name) doHere("thread", { action: "rename", channel: thread.id, name });
}

/** Draws the bar above the open thread. */
export function showThreadHeader() {
  const thread = channelById(state.thread);
  const place = byId("thread-place");
  const signature = JSON.stringify([state.me, thread && { ...thread, unread: 0, mentions: 0 }]);
  if (place.dataset.signature === signature || !isThread(thread)) return;
  place.dataset.signature = signature;
  const more = h("button", { class: "quiet", "aria-label": "Thread options", title: "Thread options", onclick: () => openMenu(more, threadActions(thread), "Thread options") }, icon("more"));
  const locked = thread.locked ? h("span", { class: "tag plain" }, "Locked") : thread.archived ? h("span", { class: "tag plain" }, "Closed") : null;
  fill(place, icon("thread"), h("h2", { title: thread.name }, thread.name), locked, more);
}
