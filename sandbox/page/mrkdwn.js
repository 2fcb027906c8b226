// Slack's mrkdwn as nodes: https://docs.slack.dev/messaging/formatting-message-text/
import { h } from "./dom.js";
import { emojiText, isEmoji } from "./emoji.js";
import { channelById, groupHandle, personName } from "./names.js";
import { state } from "./state.js";
import { dateWords } from "./times.js";

/** Undoes the three escapes that Slack uses in text. */
export const unescapeText = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** A link that opens elsewhere; only web and mail addresses become one. */
export function safeLink(address, label) {
  const own = address.startsWith(`${location.origin}/archives/`);
  if (!/^(https?:|mailto:|tel:)/i.test(address)) return document.createTextNode(label ?? address);
  return h("a", { href: address, rel: "noopener noreferrer", target: own ? null : "_blank" }, label ?? address);
}

export function mention(userId) {
  const mine = userId === state.me;
  return h("span", { class: mine ? "mention mine" : "mention" }, `@${personName(userId)}`);
}

export function groupMention(groupId) {
  const group = state.floor.usergroups.find((one) => one.id === groupId);
  return h("span", { class: group?.users.includes(state.me) ? "mention mine" : "mention" }, `@${groupHandle(groupId)}`);
}

export function channelLink(channelId, label) {
  const name = channelById(channelId)?.name ?? label ?? "private-channel";
  return h("a", { class: "mention", href: `?channel=${encodeURIComponent(channelId)}`, "data-channel": channelId }, `#${name}`);
}

export const broadcast = (range) => h("span", { class: "mention mine" }, `@${range}`);

export function dateNode(seconds, pattern, address, fallback) {
  const words = dateWords(seconds, pattern);
  const title = new Date(Number(seconds) * 1000).toISOString();
  if (address) return safeLink(address, words);
  return h("time", { datetime: title, title: fallback ?? title }, words);
}

function token(inside) {
  const [head, ...rest] = inside.split("|");
  const label = rest.length ? unescapeText(rest.join("|")) : undefined;
  if (head.startsWith("@")) return mention(head.slice(1));
  if (head.startsWith("#")) return channelLink(head.slice(1), label);
  if (head.startsWith("!subteam^")) return groupMention(head.slice(9));
  if (head.startsWith("!date^")) {
    const [, seconds, pattern, address] = head.split("^");
    return dateNode(seconds, unescapeText(pattern ?? ""), address, label);
  }
  if (head.startsWith("!")) return broadcast(head.slice(1));
  return safeLink(unescapeText(head), label);
}

// In order of precedence: what is matched first cannot be opened by a later rule.
const WHOLE_LINES = [
  [/```\n?([\s\S]+?)\n?```/, (match) => h("pre", {}, unescapeText(plainTokens(match[1])))],
  [/(?:^|(?<=\n))(?:&gt;[^\n]*(?:\n|$))+/, quote],
];
const WITHIN_LINES = [
  [/`([^`\n]+)`/, (match) => h("code", {}, unescapeText(plainTokens(match[1])))],
  [/<([^<>\n]+)>/, (match) => token(match[1])],
  [/(?<![\p{L}\p{N}*])\*(?!\s)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u, (match) => h("strong", {}, inline(match[1]))],
  [/(?<![\p{L}\p{N}_])_(?!\s)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/u, (match) => h("em", {}, inline(match[1]))],
  [/(?<![\p{L}\p{N}~])~(?!\s)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/u, (match) => h("s", {}, inline(match[1]))],
  [/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/, (match) => emojiNode(match[1], match[0])],
];

export function emojiNode(name, otherwise = `:${name}:`) {
  if (!isEmoji(name)) return document.createTextNode(otherwise);
  return h("span", { class: "emoji", role: "img", "aria-label": name, title: `:${name}:` }, emojiText(name));
}

function plainTokens(text) {
  return text.replace(/<([^<>\n|]+)(?:\|([^<>\n]*))?>/g, (whole, head, label) => label ?? head);
}

function quote(match) {
  const inner = match[0].replace(/\n$/, "").replace(/^&gt; ?/gm, "");
  return h("blockquote", {}, inline(inner));
}

function parse(text, rules, rest) {
  for (const [pattern, build] of rules) {
    const match = pattern.exec(text);
    if (!match) continue;
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    return [...parse(before, rules, rest), build(match), ...parse(after, rules, rest)];
  }
  return rest(text);
}

const leaf = (text) => (text ? [document.createTextNode(unescapeText(text))] : []);
const inline = (text) => parse(text, WITHIN_LINES, leaf);

/** Parses escaped mrkdwn into nodes. */
export const mrkdwn = (text) => parse(text, WHOLE_LINES, inline);

/** A text object of Block Kit as nodes: plain_text keeps its signs, mrkdwn is parsed. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return plainText(object);
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "");
  return plainText(object.text ?? "");
}

/** Plain text in which only emoji names become pictures. */
function plainText(text) {
  return unescapeText(text)
    .split(/(:[a-z0-9_+'-]+:)/)
    .map((part) => (/^:.+:$/.test(part) ? emojiNode(part.slice(1, -1)) : part));
}
