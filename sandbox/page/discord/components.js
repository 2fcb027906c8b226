// Cards of Components V2, and rows under classic messages: https://docs.discord.com/developers/components/reference
import { h } from "../dom.js";
import { fileCard, picture } from "./files.js";
import { hex } from "./floor.js";
import { button, menu } from "./interactive.js";
import { mediaName, mediaSource } from "./media.js";
import { markdown } from "./text.js";

function veiled(node, component) {
  if (!component.spoiler) return node;
  const veil = h("button", { class: "veil", onclick: () => veil.replaceWith(node) }, "SPOILER");
  return veil;
}

function media(item) {
  const image = picture(mediaSource(item.media), item.description ?? mediaName(item.media));
  return veiled(image, item);
}

function section(component, message) {
  const texts = component.components.map((one) => drawn(one, message));
  return h("div", { class: "v2-section" }, h("div", { class: "v2-words" }, texts), h("div", { class: "v2-accessory" }, drawn(component.accessory, message)));
}

function container(component, message) {
  const tone = component.accent_color === undefined || component.accent_color === null ? null : `--tone: ${hex(component.accent_color)}`;
  const inside = component.components.map((one) => drawn(one, message));
  return veiled(h("div", { class: `v2-container${tone ? " toned" : ""}`, style: tone }, inside), component);
}

function gallery(component) {
  const count = Math.min(component.items.length, 4);
  return h("div", { class: `pictures n${count} v2-gallery` }, component.items.map(media));
}

function file(component, message) {
  const id = component.file.attachment_id;
  const known = message.files?.find((one) => one.id === id);
  return veiled(fileCard({ name: known?.name ?? component.name ?? mediaName(component.file), size: known?.size ?? component.size, url: mediaSource(component.file) }), component);
}

function separator(component) {
  const divider = component.divider ?? true;
  return h("div", { class: `v2-separator${divider ? " divider" : ""}${component.spacing === 2 ? " large" : ""}`, role: divider ? "separator" : null });
}

const row = (component, message) => h("div", { class: "v2-row" }, component.components.map((one) => drawn(one, message)));
const text = (component) => h("div", { class: "v2-text" }, markdown(component.content));
const thumbnail = (component) => h("div", { class: "v2-thumbnail" }, media(component));

const DRAWN = { 1: row, 2: button, 3: menu, 5: menu, 6: menu, 7: menu, 8: menu, 9: section, 10: text, 11: thumbnail, 12: gallery, 13: file, 14: separator, 17: container };

const drawn = (component, message) => DRAWN[component.type]?.(component, message) ?? h("span", { class: "unknown" }, `[component ${component.type}]`);

/** The components of a message. */
export function components(message) {
  if (!message.components?.length) return null;
  return h("div", { class: "components" }, message.components.map((one) => drawn(one, message)));
}
