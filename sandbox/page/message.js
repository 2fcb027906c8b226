// One message: who, when, what, and what can be done with it.
import { doAs, openThread, redraw } from "./actions.js";
import { blocks } from "./blocks.js";
import { byId, fill, h, icon } from "./dom.js";
import { fileList } from "./files.js";
import { mrkdwn, unescapeText } from "./mrkdwn.js";
import { app, avatar, fullChannel, isExternal, personName, shortcuts, team, user } from "./names.js";
import { confirm, openMenu } from "./popover.js";
import { openPicker, reactionRow } from "./reactions.js";
import { state } from "./state.js";
import { clockTime, floorTime, fullTime } from "./times.js";
import { toast } from "./toast.js";

export const authorOf = (message) => message.user ?? message.bot_id;

const SYSTEM = new Set([
  "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive",
  "channel_unarchive", "group_join", "group_leave", "pinned_item", "bot_add", "bot_remove",
]);

function who(message) {
  const author = authorOf(message);
  const bot = message.bot_id || app(author);
  const name = h("span", { class: "author" }, message.username ?? personName(author));
  if (bot) return [name, h("span", { class: "tag" }, "App")];
  const external = isExternal(author, fullChannel(state.channel));
  return [name, external ? h("span", { class: "tag company" }, team(user(author)?.team)?.name ?? "external") : null];
}

function stamp(ts, extra = "") {
  const date = floorTime(ts);
  return h("time", { class: `time ${extra}`, datetime: date.toISOString(), title: fullTime(date) }, clockTime(date));
}

function attachment(one, context) {
  const color = /^#?[0-9a-f]{6}$/i.test(one.color ?? "") ? `#${one.color.replace("#", "")}` : { good: "#2f9e6e", warning: "#d9962b", danger: "#cf4a4a" }[one.color];
  const body = one.blocks?.length ? blocks(one.blocks, context) : h("div", { class: "text" }, mrkdwn(one.text ?? one.fallback ?? ""));
  return h("div", { class: "attachment", style: color ? `--tone: ${color}` : null }, one.pretext ? h("div", {}, mrkdwn(one.pretext)) : null, one.title ? h("strong", {}, one.title) : null, body);
}

function body(message) {
  const context = { where: () => ({ channel: state.channel, ts: message.ts }), held: message.state?.[state.me] };
  const drawn = blocks(message.blocks, context);
  const own = message.blocks?.length && !(message.blocks.length === 1 && message.blocks[0].type === "rich_text" && !message.bot_id);
  const edited = message.edited ? h("span", { class: "hint edited", title: fullTime(floorTime(message.edited.ts ?? message.ts)) }, " (edited)") : null;
  const text = own ? null : h("div", { class: "text" }, mrkdwn(message.text ?? ""), edited);
  return [text?.textContent ? text : null, own ? h("div", { class: "blocks" }, drawn, edited) : null,
    (message.attachments ?? []).map((one) => attachment(one, context))];
}

function replies(message, inThread) {
  const list = message.replies ?? [];
  const count = message.reply_count ?? list.length;
  const privates = state.privates.filter((one) => one.thread_ts === message.ts).length;
  if (inThread || (!count && !privates)) return null;
  const faces = [...new Set(list.map(authorOf))].slice(0, 4).map((id) => avatar(id, "tiny"));
  const last = list.length ? h("span", { class: "hint" }, "last ", stamp(list.at(-1).ts)) : null;
  const note = privates ? h("span", { class: "private-mark" }, icon("eye"), `${privates} only for you`) : null;
  const label = count === 1 ? "1 reply" : `${count} replies`;
  return h("button", { class: "thread-link", onclick: () => openThread(message.ts) }, h("span", { class: "faces" }, faces), h("span", { class: "count" }, label), last, note);
}

async function remove(message) {
  const agreed = await confirm({ title: "Delete this message?", text: "This cannot be undone.", confirm: "Delete", danger: true });
  if (agreed) doAs("delete", { channel: state.channel, ts: message.ts });
}

async function copyLink(message) {
  const link = `${location.origin}/archives/${state.channel}/p${message.ts.replace(".", "")}`;
  await navigator.clipboard?.writeText(link).catch(() => {});
  toast(`Link copied: ${link}`);
}

function moreItems(message, node) {
  const items = shortcuts("message").map((one) => ({
    label: one.name ?? one.callback_id, hint: one.app.bot_name,
    act: () => doAs("shortcut", { callback_id: one.callback_id, channel: state.channel, ts: message.ts }),
  }));
  if (items.length) items.push(null);
  items.push({ label: "Copy link", act: () => copyLink(message) });
  if (message.user === state.me && !message.bot_id) {
    items.push({ label: "Edit message", act: () => edit(message, node) });
    items.push({ label: "Delete message", danger: true, act: () => remove(message) });
  }
  return items;
}

function toolbar(message, node, inThread) {
  const button = (label, name, act) => h("button", { class: "tool", title: label, "aria-label": label, onclick: (event) => act(event.currentTarget) }, icon(name));
  return h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message" },
    button("Add a reaction", "smile", (anchor) => openPicker(anchor, message)),
    inThread ? null : button("Reply in thread", "reply", () => {
      openThread(message.thread_ts ?? message.ts);
      byId("thread-composer").querySelector("textarea")?.focus();
    }),
    button("More actions", "more", (anchor) => openMenu(anchor, moreItems(message, node), "More actions")));
}

function edit(message, node) {
  const field = h("textarea", { class: "field", rows: 3, "aria-label": "Edit message", value: unescapeText(message.text) });
  const drawAgain = () => {
    node.dataset.signature = "";
    redraw();
  };
  const finish = async () => {
    await doAs("edit", { channel: state.channel, ts: message.ts, text: field.value });
    drawAgain();
  };
  field.addEventListener("keydown", (event) => {
    const act = event.key === "Escape" ? drawAgain : event.key === "Enter" && !event.shiftKey ? finish : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
  const row = h("div", { class: "row" }, h("button", { class: "button", onclick: drawAgain }, "Cancel"), h("button", { class: "button primary", onclick: finish }, "Save"));
  fill(node.querySelector(".content"), field, row);
  field.focus();
}

function systemLine(message) {
  const words = message.text ? mrkdwn(message.text) : message.subtype.replaceAll("_", " ");
  return h("article", { class: "message system", "data-ts": message.ts }, avatar(authorOf(message), "tiny"), h("span", {}, words), stamp(message.ts));
}

/** A message as it stands in a channel or a thread; `joined` follows one of the same author. */
export function messageNode(message, { joined = false, inThread = false } = {}) {
  if (SYSTEM.has(message.subtype)) return systemLine(message);
  const hidden = Boolean(message.only_for_you);
  const head = joined ? null : h("header", {}, who(message), stamp(message.ts));
  const side = joined ? stamp(message.ts, "in-gutter") : avatar(message.bot_id ?? authorOf(message));
  const content = h("div", { class: "content" }, body(message), fileList(message.files));
  const hide = () => doAs("delete", { channel: state.channel, ts: message.ts });
  const note = hidden ? h("div", { class: "only-you" }, icon("eye"), "Only visible to you", h("button", { class: "link-button", onclick: hide }, "Hide")) : null;
  const node = h("article", { class: `message${message.bot_id ? " app" : ""}${joined ? " joined" : ""}${hidden ? " private" : ""}`, "data-ts": message.ts, tabindex: "-1" });
  const broadcast = message.subtype === "thread_broadcast" && !inThread ? h("button", { class: "link-button", onclick: () => openThread(message.thread_ts) }, "replied to a thread") : null;
  const rest = hidden ? [] : [reactionRow(message), replies(message, inThread), toolbar(message, node, inThread)];
  return fill(node, h("div", { class: "side" }, side), h("div", { class: "main" }, note, head, broadcast, content, rest));
}
