// rich_text blocks as nodes: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
import { h } from "./dom.js";
import { broadcast, channelLink, dateNode, emojiNode, groupMention, mention, safeLink } from "./mrkdwn.js";

const WRAPPERS = [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"], ["code", "code"]];

function styled(node, style = {}) {
  return WRAPPERS.reduce((inside, [name, tag]) => (style[name] ? h(tag, {}, inside) : inside), node);
}

const LEAVES = {
  text: (element) => document.createTextNode(element.text),
  link: (element) => safeLink(element.url, element.text),
  user: (element) => mention(element.user_id),
  usergroup: (element) => groupMention(element.usergroup_id),
  channel: (element) => channelLink(element.channel_id),
  emoji: (element) => emojiNode(element.name),
  broadcast: (element) => broadcast(element.range),
  date: (element) => dateNode(element.timestamp, element.format, element.url, element.fallback),
  color: (element) => h("code", {}, element.value),
  team: (element) => document.createTextNode(element.team_id),
};

function leaf(element) {
  const build = LEAVES[element.type];
  return styled(build ? build(element) : document.createTextNode(element.text ?? ""), element.style);
}

const leaves = (elements) => (elements ?? []).map(leaf);

const plain = (elements) => (elements ?? []).map((one) => one.text ?? one.url ?? "").join("");

function list(element) {
  const tag = element.style === "ordered" ? "ol" : "ul";
  const start = element.offset ? { start: element.offset + 1 } : {};
  const items = element.elements.map((item) => h("li", {}, leaves(item.elements)));
  return h(tag, { ...start, style: `--indent: ${element.indent ?? 0}` }, items);
}

const PARTS = {
  rich_text_section: (element) => h("div", { class: "rich-section" }, leaves(element.elements)),
  rich_text_quote: (element) => h("blockquote", {}, leaves(element.elements)),
  rich_text_preformatted: (element) => h("pre", {}, plain(element.elements)),
  rich_text_list: list,
};

/** A rich_text block or cell. */
export function richText(block) {
  return h("div", { class: "rich-text" }, (block.elements ?? []).map((one) => PARTS[one.type]?.(one)));
}

