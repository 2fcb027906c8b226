// Where one writes: in the channel and in a thread.
import { doAs } from "./actions.js";
import { fileReference } from "./api.js";
import { attachCompletion, commands } from "./completion.js";
import { fill, h, icon } from "./dom.js";
import { trayItem } from "./files.js";
import { channelTitle, fullChannel, isDirect, shortcuts } from "./names.js";
import { openMenu } from "./popover.js";
import { draft, keepDraft, state } from "./state.js";
import { refusalWords, toast } from "./toast.js";

const MOST_PX = 220;

/** A composer in `container`; `threadOf()` is the thread's root, or null in the channel itself. */
export function makeComposer(container, threadOf) {
  const files = [];
  const field = h("textarea", { rows: 1, "aria-label": "Message", "aria-autocomplete": "list", "aria-expanded": "false" });
  const offers = h("div", { class: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const usage = h("div", { class: "usage", hidden: true });
  const tray = h("div", { class: "tray" });
  const chooser = h("input", { type: "file", multiple: true, hidden: true });
  const attach = h("button", { class: "quiet", type: "button", title: "Attach a file", "aria-label": "Attach a file", onclick: () => chooser.click() }, icon("clip"));
  const bolt = h("button", { class: "quiet", type: "button", title: "Shortcuts", "aria-label": "Shortcuts", onclick: () => openShortcuts(bolt) }, icon("bolt"));
  const send = h("button", { class: "send", type: "submit", title: "Send (Enter)", "aria-label": "Send" }, icon("send"));
  const broadcast = h("input", { type: "checkbox" });
  const also = h("label", { class: "also", hidden: true }, broadcast, h("span", {}, ""));
  const usesKey = attachCompletion(field, offers);
  const key = () => `${state.me} ${state.channel} ${threadOf() ?? ""}`;

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, MOST_PX)}px`;
    keepDraft(key(), field.value);
    showUsage(usage, field.value);
    container.classList.toggle("ready", Boolean(field.value.trim() || files.length));
  };
  const drawTray = () => {
    fill(tray, files.map((file, index) => trayItem(file, () => {
      files.splice(index, 1);
      drawTray();
    })));
    grow();
  };
  const add = (list) => {
    files.push(...list);
    drawTray();
  };
  const clear = () => {
    field.value = "";
    files.length = 0;
    broadcast.checked = false;
    drawTray();
  };
  const submit = async (event) => {
    event?.preventDefault();
    const text = field.value.trim();
    if (!text && !files.length) return;
    const sent = [...files];
    clear();
    const fine = await deliver(text, sent, threadOf(), broadcast.checked);
    if (fine) return;
    field.value = text;
    add(sent);
  };

  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (usesKey(event) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("paste", (event) => event.clipboardData.files.length && add(event.clipboardData.files));
  chooser.addEventListener("change", () => {
    add(chooser.files);
    chooser.value = "";
  });
  container.addEventListener("dragover", (event) => event.preventDefault());
  container.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  const form = h("form", { class: "composer-box", onsubmit: submit }, tray, field, h("div", { class: "composer-row" }, attach, bolt, chooser, also, send));
  fill(container, offers, usage, form);
  return () => show({ container, field, bolt, also, key, grow, threadOf });
}

function show({ container, field, bolt, also, key, grow, threadOf }) {
  const channel = fullChannel(state.channel);
  container.classList.toggle("closed", !channel || Boolean(channel.archived));
  field.disabled = !channel || Boolean(channel.archived);
  const title = channel ? (isDirect(channel) ? channelTitle(channel) : `#${channelTitle(channel)}`) : "";
  field.placeholder = field.disabled ? "Nobody can write here" : threadOf() ? "Reply…" : `Message ${title}`;
  bolt.hidden = !shortcuts("global").length;
  also.hidden = !threadOf() || isDirect(channel);
  also.lastChild.textContent = `Also to ${title}`;
  if (container.dataset.key === key()) return;
  container.dataset.key = key();
  field.value = draft(key());
  grow();
}

function openShortcuts(anchor) {
  const items = shortcuts("global").map((one) => ({
    label: one.name ?? one.callback_id, hint: one.app.bot_name, act: () => doAs("shortcut", { callback_id: one.callback_id }),
  }));
  openMenu(anchor, items, "Shortcuts");
}

function showUsage(usage, text) {
  const known = commands().find((one) => text === one.command || text.startsWith(`${one.command} `));
  usage.hidden = !known || !(known.hint || known.description);
  if (known) fill(usage, h("strong", {}, known.command), " ", known.hint, known.description ? h("span", { class: "hint" }, ` ${known.description}`) : null);
}

/** Sends text, or runs it as a command; answers whether the words are gone for good. */
async function deliver(text, files, thread, broadcast) {
  const command = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/.exec(text);
  if (command) return run(command[1], command[2] ?? "", thread);
  const references = await Promise.all(files.map(fileReference));
  const message = { channel: state.channel, text, files: references.length ? references : undefined };
  if (thread) Object.assign(message, { thread_ts: thread, broadcast });
  return (await doAs("say", message)) !== null;
}

async function run(command, text, thread) {
  if (thread) {
    toast(`${command} is not supported in threads. Sorry!`, "bad");
    return false;
  }
  const answer = await doAs("command", { channel: state.channel, command, text }, command);
  if (answer?.error) toast(answer.shown ?? `${command} ${refusalWords(answer.error)}`, "bad");
  return answer !== null && !answer.error;
}
