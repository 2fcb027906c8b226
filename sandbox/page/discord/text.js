// A whole text of Discord: headings, lists, quotes, code and small print around the words of its lines.
import { h } from "../dom.js";
import { inline } from "./markdown.js";

const FENCE = /```(?:([\w+#.-]+)\n)?\n?([\s\S]+?)\n?```/;
const LONG_QUOTE = /^>>> ([\s\S]+)$/m;
const BULLET = /^(\s*)[-*] (.+)$/;
const NUMBERED = /^(\s*)(\d+)\. (.+)$/;
const HEADINGS = [/^# (.+)$/, /^## (.+)$/, /^### (.+)$/];

function codeBlock(match) {
  return h("pre", { tabindex: "0", "data-language": match[1] ?? null }, h("code", {}, match[2]));
}

function listFrom(lines) {
  const [first] = lines;
  const ordered = NUMBERED.exec(first);
  const depth = (/^\s*/.exec(first))[0].length;
  const items = [];
  for (const line of lines) {
    const match = BULLET.exec(line) ?? NUMBERED.exec(line);
    if (match[1].length > depth && items.length) items.at(-1).below.push(line);
    else items.push({ words: match.at(-1), below: [] });
  }
  const rows = items.map((item) => h("li", {}, inline(item.words), item.below.length ? listFrom(item.below) : null));
  return h(ordered ? "ol" : "ul", { start: ordered ? ordered[2] : null }, rows);
}

/** Takes the lines that belong together from the start of the rest. */
function take(lines, fits) {
  const end = lines.findIndex((line) => !fits(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

const isItem = (line) => BULLET.test(line) || NUMBERED.test(line);
const isDeeper = (line, first) => isItem(line) && /^\s*/.exec(line)[0].length > /^\s*/.exec(first)[0].length;

/** Whether a line belongs to the list that begins with `first`: of its kind, or deeper. */
const continues = (first) => (line) => isDeeper(line, first) || (NUMBERED.test(first) ? NUMBERED : BULLET).test(line);
const isQuote = (line) => line.startsWith("> ");
const isSmall = (line) => /^-# ./.test(line);
const headingOf = (line) => HEADINGS.findIndex((pattern) => pattern.test(line));
const isPlain = (line) => !isItem(line) && !isQuote(line) && !isSmall(line) && headingOf(line) < 0;

function block(lines) {
  const heading = headingOf(lines[0]);
  if (heading >= 0) return h(`h${heading + 3}`, { class: `heading level${heading + 1}` }, inline(HEADINGS[heading].exec(lines.shift())[1]));
  if (isSmall(lines[0])) return h("small", { class: "subtext" }, inline(lines.shift().slice(3)));
  if (isQuote(lines[0])) return h("blockquote", {}, inline(take(lines, isQuote).map((line) => line.slice(2)).join("\n")));
  if (isItem(lines[0])) return listFrom(take(lines, continues(lines[0])));
  const words = take(lines, isPlain).join("\n");
  return words.trim() ? h("div", { class: "lines" }, inline(words.replace(/^\n+|\n+$/g, ""))) : null;
}

function blocks(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(block(lines));
  return nodes;
}

/** Discord's markdown as nodes. */
export function markdown(text) {
  if (!text) return [];
  const fence = FENCE.exec(text);
  if (fence) return [...markdown(text.slice(0, fence.index).replace(/\n$/, "")), codeBlock(fence), ...markdown(text.slice(fence.index + fence[0].length).replace(/^\n/, ""))];
  const long = LONG_QUOTE.exec(text);
  if (long) return [...markdown(text.slice(0, long.index).replace(/\n$/, "")), h("blockquote", {}, markdown(long[1]))];
  return blocks(text);
}

const ONLY_EMOJI = /^(?:\s*(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|[\u{1f1e6}-\u{1f1ff}])){1,27}\s*$/u;

/** Whether a text is nothing but emoji, which Discord draws large. */
export const isOnlyEmoji = (text) => ONLY_EMOJI.test(text);

/** A text's first words without its signs, for previews. */
export function preview(text, most = 140) {
  const bare = text.replace(/^(?:#{1,3}|-#|>>?>?|[-*]) /gm, "").replace(/[*_~|`]+/g, "").replace(/\s+/g, " ").trim();
  return bare.length > most ? `${bare.slice(0, most)}…` : bare;
}
