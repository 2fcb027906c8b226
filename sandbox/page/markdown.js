// The markdown block: standard Markdown, as much of it as Slack draws.
// https://docs.slack.dev/reference/block-kit/blocks/markdown-block/
import { h } from "./dom.js";
import { emojiNode, safeLink } from "./mrkdwn.js";

const RULES = [
  [/`([^`\n]+)`/, (match) => h("code", {}, match[1])],
  [/!?\[([^\]\n]+)\]\(([^)\s]+)\)/, (match) => safeLink(match[2], match[1])],
  [/(\*\*|__)(?!\s)([^\n]+?)\1/, (match) => h("strong", {}, words(match[2]))],
  [/~~([^~\n]+)~~/, (match) => h("s", {}, words(match[1]))],
  [/(?<![\p{L}\p{N}])([*_])(?!\s)([^*_\n]+?)\1(?![\p{L}\p{N}])/u, (match) => h("em", {}, words(match[2]))],
  [/https?:\/\/[^\s)<>]+/, (match) => safeLink(match[0])],
  [/:([a-z0-9_+-]+):/, (match) => emojiNode(match[1], match[0])],
];

function words(text) {
  for (const [pattern, build] of RULES) {
    const match = pattern.exec(text);
    if (match) return [...words(text.slice(0, match.index)), build(match), ...words(text.slice(match.index + match[0].length))];
  }
  return text ? [document.createTextNode(text.replace(/\\([\\`*_{}[\]()#+.!>~-])/g, "$1"))] : [];
}

const LINES = [
  [/^(#{1,6})\s+(.*)$/, (match) => h(match[1].length > 2 ? "h5" : "h4", {}, words(match[2]))],
  [/^\s*(?:---+|\*\*\*+)\s*$/, () => h("hr")],
  [/^>\s?(.*)$/, (match) => h("blockquote", {}, words(match[1]))],
  [/^(\s*)[-*+]\s+(.*)$/, (match) => listItem("ul", match)],
  [/^(\s*)\d+[.)]\s+(.*)$/, (match) => listItem("ol", match)],
];

function listItem(tag, match) {
  const box = /^\[([ x])\]\s+(.*)$/.exec(match[2]);
  const text = box ? `${box[1] === "x" ? "☑" : "☐"} ${box[2]}` : match[2];
  return h(tag, { style: `--indent: ${Math.floor(match[1].length / 2)}` }, h("li", {}, words(text)));
}

function line(text) {
  for (const [pattern, build] of LINES) {
    const match = pattern.exec(text);
    if (match) return build(match);
  }
  return text.trim() ? h("p", {}, words(text)) : null;
}

function join(nodes) {
  const joined = [];
  for (const node of nodes.filter(Boolean)) {
    const last = joined.at(-1);
    const together = last && last.tagName === node.tagName && /^(UL|OL|BLOCKQUOTE)$/.test(node.tagName);
    if (together && last.getAttribute("style") === node.getAttribute("style")) last.append(...node.childNodes);
    else joined.push(node);
  }
  return joined;
}

/** Markdown as nodes; fenced code is kept as it is. */
export function markdown(text) {
  const parts = text.split(/^```[^\n]*\n([\s\S]*?)^```\s*$/m);
  const nodes = parts.flatMap((part, index) => (index % 2 ? [h("pre", {}, part.replace(/\n$/, ""))] : part.split("\n").map(line)));
  return h("div", { class: "markdown" }, join(nodes));
}
