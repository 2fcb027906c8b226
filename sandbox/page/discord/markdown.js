// Discord's markdown as nodes: https://support.discord.com/hc/en-us/articles/210298617
import { h, icon } from "../dom.js";
import { emojiText, isEmoji } from "../emoji.js";
import { personName } from "../names.js";
import { state } from "../state.js";
import { channelById, channelName, hex, isForum, isThread, member, role } from "./floor.js";
import { timestamp } from "./moments.js";

const ESCAPED = /\\([\\`*_{}[\]()#+.!>~|:<@-])/;

/** A link that opens elsewhere; only web and mail addresses become one. */
export function link(address, label) {
  if (!/^(https?:|mailto:)/i.test(address)) return document.createTextNode(typeof label === "string" ? label : address);
  const own = new URL(address, location.href).pathname.startsWith("/channels/");
  return h("a", { href: address, rel: "noopener noreferrer", target: own ? null : "_blank" }, label ?? address);
}

function userMention(id) {
  const mine = id === state.me;
  return h("span", { class: mine ? "mention mine" : "mention", role: "button", tabindex: "0", "data-user": id }, `@${personName(id)}`);
}

function roleMention(id) {
  const known = role(id);
  const mine = member(state.me)?.roles.includes(id);
  const style = known?.color ? `--role: ${hex(known.color)}` : null;
  return h("span", { class: `mention${mine ? " mine" : ""}${style ? " coloured" : ""}`, style }, `@${known?.name ?? "unknown-role"}`);
}

function channelMention(id) {
  const seen = channelById(id);
  const sign = isThread(seen) ? "thread" : isForum(seen) ? "forum" : "hash";
  const name = seen ? channelName(id) : "No Access";
  return h("a", { class: "mention", href: `?channel=${encodeURIComponent(id)}`, "data-channel": id }, icon(seen ? sign : "lock"), name);
}

function spoiler(text) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler", "aria-expanded": "false" }, h("span", {}, inline(text)));
  const show = () => {
    node.classList.add("open");
    node.setAttribute("aria-expanded", "true");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

const picture = (name, text) => h("span", { class: "emoji", role: "img", "aria-label": name, title: `:${name}:` }, text);

function emoji(match) {
  return isEmoji(match[1]) ? picture(match[1], emojiText(match[1])) : document.createTextNode(match[0]);
}

// In order of precedence: what is matched first cannot be opened by a later rule.
const RULES = [
  [/(?<!\\)``([^\n]+?)``|(?<!\\)`([^`\n]+)`/, (match) => h("code", {}, match[1] ?? match[2])],
  [/(?<!\\)\[((?:[^\][\\\n]|\\.)+)\]\(<?(https?:\/\/[^\s<>]+?)>?(?:\s+"[^"\n]*")?\)/, (match) => link(match[2], inline(match[1]))],
  [/<(https?:\/\/[^\s<>]+)>/, (match) => link(match[1])],
  [/(?<![\w"'])https?:\/\/[^\s<>]*[^\s<>.,:;"'\])|*_~!?]/, (match) => link(match[0])],
  [/<@!?(\d+)>/, (match) => userMention(match[1])],
  [/<@&(\d+)>/, (match) => roleMention(match[1])],
  [/<#(\d+)>/, (match) => channelMention(match[1])],
  [/<t:(-?\d{1,12})(?::([tTdDfFsSR]))?>/, (match) => timestamp(match[1], match[2])],
  [/<\/([^:<>\n]+):\d+>/, (match) => h("span", { class: "mention" }, `/${match[1]}`)],
  [/<a?:(\w+):\d+>/, (match) => picture(match[1], emojiText(match[1]))],
  [/(?<![\w\\@])@(everyone|here)\b/, (match) => h("span", { class: "mention mine" }, match[0])],
  [/(?<!\\)\|\|([\s\S]+?)\|\|/, (match) => spoiler(match[1])],
  [/(?<!\\)\*\*\*(?!\s)([\s\S]+?)(?<!\s)\*\*\*/, (match) => h("strong", {}, h("em", {}, inline(match[1])))],
  [/(?<!\\)\*\*(?!\s)([\s\S]+?)(?<![\s\\])\*\*(?!\*)/, (match) => h("strong", {}, inline(match[1]))],
  [/(?<![\\_])__(?!\s)([\s\S]+?)(?<![\s\\])__(?!_)/, (match) => h("u", {}, inline(match[1]))],
  [/(?<!\\)~~([\s\S]+?)(?<!\\)~~/, (match) => h("s", {}, inline(match[1]))],
  [/(?<![\\*])\*(?![\s*])([^*]+?)(?<![\s\\])\*(?!\*)/, (match) => h("em", {}, inline(match[1]))],
  [/(?<![\\\w])_(?![\s_])([^_]+?)(?<![\s\\])_(?!\w)/, (match) => h("em", {}, inline(match[1]))],
  [/(?<!\\):([a-z0-9_+-]+):/, emoji],
];

const leaf = (text) => (text ? [document.createTextNode(text.replace(new RegExp(ESCAPED, "g"), "$1"))] : []);

/** What stands within a line; it may go over several. */
export function inline(text) {
  for (const [pattern, build] of RULES) {
    const match = pattern.exec(text);
    if (!match) continue;
    return [...inline(text.slice(0, match.index)), build(match), ...inline(text.slice(match.index + match[0].length))];
  }
  return leaf(text);
}
