// The menu of a message: what one can do with it, and the apps' commands for it.
import { h } from "../dom.js";
import { confirm, openMenu } from "../popover.js";
import { state } from "../state.js";
import { toast } from "../toast.js";
import { doHere, runFromMenu } from "./actions.js";
import { menuCommands } from "./commands.js";
import { editMessage } from "./edit.js";
import { channelById, DIRECT, isThread, moderates, pins } from "./floor.js";
import { startThread } from "./header.js";
import { openPicker } from "./reactions.js";
import { replyTo } from "./replying.js";

const MESSAGE_MENU = 3;

/** Opens something where the pointer is. */
export function atPointer(event, open) {
  event.preventDefault();
  for (const old of document.querySelectorAll(".pointer-spot")) old.remove();
  const spot = h("span", { class: "pointer-spot", style: `left: ${event.clientX}px; top: ${event.clientY}px` });
  document.body.append(spot);
  open(spot);
}

/** The second menu, with the commands of the apps. */
export async function openApps(anchor, kind, channel, target) {
  const found = await menuCommands(channel, kind);
  const items = found.map((one) => ({ label: one.label, hint: one.owner?.name, act: () => runFromMenu(one, { channel, ...target }) }));
  openMenu(anchor, items.length ? items : [{ label: "No commands here", act: () => {} }], "Apps");
}

async function remove(message) {
  const agreed = await confirm({ title: "Delete Message", text: "Are you sure you want to delete this message?", confirm: "Delete", deny: "Cancel", danger: true });
  if (agreed) doHere("delete", { channel: message.channel, message: message.id });
}

async function copyLink(message) {
  const address = `${location.origin}/channels/${state.guild ?? "@me"}/${message.channel}/${message.id}`;
  await navigator.clipboard?.writeText(address).catch(() => {});
  toast(`Link copied: ${address}`);
}

/** What the person we play may do with a message. */
export function messageItems(message, node, anchor) {
  const channel = channelById(message.channel);
  const own = message.author === state.me;
  const direct = channel?.type === DIRECT;
  const pin = () => doHere("pin", { channel: message.channel, message: message.id, remove: message.pinned });
  const items = [{ label: "Add Reaction", act: () => openPicker(anchor, message) }, { label: "Reply", act: () => replyTo(message) }];
  if (own) items.push({ label: "Edit Message", act: () => editMessage(message, node) });
  if (direct || pins(channel)) items.push({ label: message.pinned ? "Unpin Message" : "Pin Message", act: pin });
  if (!direct && !isThread(channel) && !message.thread) items.push({ label: "Create Thread", act: () => startThread(message) });
  items.push({ label: "Apps", hint: "›", act: () => openApps(anchor, MESSAGE_MENU, message.channel, { message: message.id }) });
  items.push(null, { label: "Copy Message Link", act: () => copyLink(message) });
  if (own || moderates(channel)) items.push({ label: "Delete Message", danger: true, act: () => remove(message) });
  return items;
}
