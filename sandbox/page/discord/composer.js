// Where one writes: in a channel, a thread, a direct conversation; with files, replies and slash commands.
import { fileReference } from "../api.js";
import { attachCompletion } from "../completion.js";
import { fill, h, icon } from "../dom.js";
import { emojiText } from "../emoji.js";
import { openEmojiPicker } from "../emojipicker.js";
import { trayItem } from "../files.js";
import { draft, keepDraft, state } from "../state.js";
import { toast } from "../toast.js";
import { doHere } from "./actions.js";
import { commandLine } from "./commandline.js";
import { readCommands, slashCommands } from "./commands.js";
import { channelById, DIRECT, isThread } from "./floor.js";
import { discordOffers, typedCommand } from "./offers.js";
import { dropReply, replyTarget } from "./replying.js";

const MOST_PX = 260;
const CHARACTERS = 2000;
const FILES = 10;

/** A composer in `container` for the place that `placeOf()` names; answers what draws it again. */
export function makeComposer(container, placeOf) {
  const composer = { container, placeOf, files: [], line: null };
  composer.field = h("textarea", { rows: 1, "aria-label": "Message", "aria-autocomplete": "list", "aria-expanded": "false" });
  composer.offers = h("div", { class: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
  composer.panel = h("div", { class: "completion", role: "listbox", "aria-label": "Values", hidden: true });
  composer.tray = h("div", { class: "tray" });
  composer.reply = h("div", { class: "reply-bar", hidden: true });
  composer.slot = h("div", { class: "command-slot", hidden: true });
  composer.count = h("span", { class: "count-left", hidden: true });
  composer.box = boxOf(composer);
  listen(composer);
  fill(container, composer.offers, composer.panel, composer.reply, composer.box);
  return () => show(composer);
}

function boxOf(composer) {
  const chooser = h("input", { type: "file", multiple: true, hidden: true });
  chooser.addEventListener("change", () => {
    addFiles(composer, chooser.files);
    chooser.value = "";
  });
  const quiet = (label, name, act) => h("button", { class: "quiet", type: "button", title: label, "aria-label": label, onclick: act }, icon(name));
  const attach = quiet("Attach a file", "plus", () => chooser.click());
  const smile = quiet("Emoji", "smile", (event) => openEmojiPicker(event.currentTarget, (name) => insert(composer, emojiText(name))));
  const send = h("button", { class: "send", type: "submit", title: "Send (Enter)", "aria-label": "Send" }, icon("send"));
  const row = h("div", { class: "composer-row" }, attach, composer.field, composer.slot, composer.count, smile, send, chooser);
  return h("form", { class: "composer-box", onsubmit: (event) => submit(composer, event) }, composer.tray, row);
}

function listen(composer) {
  const { field, container } = composer;
  const usesKey = attachCompletion(field, composer.offers, (before) => discordOffers(before, composer.placeOf(), (entry) => openCommand(composer, entry)));
  field.addEventListener("input", () => onInput(composer));
  field.addEventListener("focus", () => readCommands(composer.placeOf()));
  field.addEventListener("keydown", (event) => {
    if (usesKey(event) || event.isComposing) return;
    if (event.key === "Escape" && replyTarget(composer.placeOf())) dropReply(composer.placeOf());
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    submit(composer);
  });
  field.addEventListener("paste", (event) => event.clipboardData.files.length && addFiles(composer, event.clipboardData.files));
  container.addEventListener("dragover", (event) => event.preventDefault());
  container.addEventListener("drop", (event) => {
    event.preventDefault();
    addFiles(composer, event.dataTransfer.files);
  });
}

async function onInput(composer) {
  grow(composer);
  const { field } = composer;
  if (!field.value.startsWith("/")) return;
  if (!slashCommands(composer.placeOf()).length) {
    await readCommands(composer.placeOf());
    if (field.value.startsWith("/") && slashCommands(composer.placeOf()).length) field.dispatchEvent(new Event("input"));
    return;
  }
  const typed = typedCommand(field.value, composer.placeOf());
  if (typed) openCommand(composer, typed.entry, typed.rest);
}

function openCommand(composer, entry, first = "") {
  const leave = () => {
    composer.line = null;
    composer.panel.hidden = true;
    swap(composer);
    composer.field.focus();
  };
  composer.field.value = "";
  composer.line = commandLine(entry, { channel: composer.placeOf(), box: composer.panel, leave, first });
  swap(composer);
  composer.line.focus();
}

/** Shows the field, or the command line in its place. */
function swap(composer) {
  composer.slot.hidden = !composer.line;
  composer.field.hidden = Boolean(composer.line);
  fill(composer.slot, composer.line?.node ?? []);
  grow(composer);
}

const keyOf = (composer) => `${state.me} ${composer.placeOf() ?? ""}`;

function grow(composer) {
  const { field, count } = composer;
  field.style.height = "auto";
  if (field.value) field.style.height = `${Math.min(field.scrollHeight, MOST_PX)}px`;
  keepDraft(keyOf(composer), field.value);
  const left = CHARACTERS - field.value.length;
  count.hidden = left > 200;
  count.textContent = String(left);
  count.classList.toggle("over", left < 0);
  composer.container.classList.toggle("ready", Boolean(field.value.trim() || composer.files.length || composer.line));
}

function insert(composer, text) {
  const { field } = composer;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  grow(composer);
  field.focus();
}

function addFiles(composer, list) {
  composer.files.push(...list);
  if (composer.files.length > FILES) toast(`You can only upload ${FILES} files at a time!`, "bad");
  composer.files.length = Math.min(composer.files.length, FILES);
  drawTray(composer);
}

function drawTray(composer) {
  fill(composer.tray, composer.files.map((file, index) => trayItem(file, () => {
    composer.files.splice(index, 1);
    drawTray(composer);
  })));
  grow(composer);
}

function put(composer, text, files) {
  composer.field.value = text;
  composer.files.splice(0, composer.files.length, ...files);
  drawTray(composer);
}

async function submit(composer, event) {
  event?.preventDefault();
  if (composer.line) return composer.line.send();
  const text = composer.field.value.trim();
  const files = [...composer.files];
  if ((!text && !files.length) || text.length > CHARACTERS) return null;
  const channel = composer.placeOf();
  const answered = replyTarget(channel);
  put(composer, "", []);
  if (answered) dropReply(channel);
  const references = await Promise.all(files.map(fileReference));
  const answer = await doHere("say", { channel, text, reply_to: answered?.id, files: references.length ? references : undefined });
  if (!answer) put(composer, text, files);
  return answer;
}

function placeholder(place) {
  if (!place?.may_write) return place?.locked ? "This thread is locked." : "You do not have permission to send messages in this channel.";
  const sign = place.type === DIRECT ? "@" : isThread(place) ? "" : "#";
  return `Message ${sign}${place.name}`;
}

function showReply(composer) {
  const target = replyTarget(composer.placeOf());
  composer.reply.hidden = !target;
  const close = h("button", { class: "quiet", type: "button", "aria-label": "Stop replying", onclick: () => dropReply(composer.placeOf()) }, icon("close"));
  if (target) fill(composer.reply, h("span", {}, "Replying to ", h("strong", {}, target.name)), close);
}

function show(composer) {
  const place = channelById(composer.placeOf());
  const { container, field } = composer;
  const closed = !place?.may_write;
  container.classList.toggle("closed", closed);
  field.disabled = closed;
  field.placeholder = placeholder(place);
  field.setAttribute("aria-label", field.placeholder);
  showReply(composer);
  if (container.dataset.key === keyOf(composer)) return;
  container.dataset.key = keyOf(composer);
  composer.line = null;
  field.value = draft(keyOf(composer));
  swap(composer);
  composer.panel.hidden = true;
  if (place) readCommands(place.id);
}
