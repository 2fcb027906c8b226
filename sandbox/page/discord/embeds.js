// Classic embeds: https://docs.discord.com/developers/resources/message#embed-object
import { h } from "../dom.js";
import { hex } from "./floor.js";
import { link, inline } from "./markdown.js";
import { when } from "./moments.js";
import { picture } from "./files.js";
import { mediaSource } from "./media.js";
import { markdown } from "./text.js";

function author(one) {
  if (!one) return null;
  const sign = one.icon_url ? h("img", { class: "embed-icon", src: mediaSource({ url: one.icon_url }), alt: "" }) : null;
  return h("div", { class: "embed-author" }, sign, one.url ? link(one.url, one.name) : one.name);
}

function field(one) {
  return h("div", { class: one.inline ? "embed-field inline" : "embed-field" }, h("strong", {}, inline(one.name)), h("div", {}, markdown(one.value)));
}

function footer(embed) {
  if (!embed.footer && !embed.timestamp) return null;
  const sign = embed.footer?.icon_url ? h("img", { class: "embed-icon", src: mediaSource({ url: embed.footer.icon_url }), alt: "" }) : null;
  const time = embed.timestamp ? when(new Date(embed.timestamp)) : null;
  return h("div", { class: "embed-footer" }, sign, [embed.footer?.text, time].filter(Boolean).join(" • "));
}

function embedNode(embed) {
  const title = embed.title ? h("div", { class: "embed-title" }, embed.url ? link(embed.url, inline(embed.title)) : inline(embed.title)) : null;
  const fields = embed.fields?.length ? h("div", { class: "embed-fields" }, embed.fields.map(field)) : null;
  const image = embed.image ? picture(mediaSource(embed.image), embed.title ?? "Picture") : null;
  const thumbnail = embed.thumbnail ? h("div", { class: "embed-thumbnail" }, picture(mediaSource(embed.thumbnail), "Picture")) : null;
  const words = h("div", { class: "embed-words" }, author(embed.author), title, embed.description ? h("div", { class: "embed-description" }, markdown(embed.description)) : null, fields);
  const tone = embed.color === undefined || embed.color === null ? null : `--tone: ${hex(embed.color)}`;
  return h("div", { class: "embed", style: tone }, h("div", { class: "embed-row" }, words, thumbnail), image, footer(embed));
}

/** The embeds of a message. */
export const embeds = (message) => (message.embeds ?? []).map(embedNode);
