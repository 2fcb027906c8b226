// Selects of Block Kit, all kinds: https://docs.slack.dev/reference/block-kit/block-elements/
import { attempt } from "./toast.js";
import { post } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { channelTitle, people, personName, team } from "./names.js";
import { openList } from "./pickers.js";
import { state } from "./state.js";

const wordsOf = (object) => (typeof object === "string" ? object : object?.text ?? "");

const optionRow = (option) => ({
  value: option.value,
  nodes: textObject(option.text),
  words: wordsOf(option.text),
  hint: wordsOf(option.description),
});

const personRow = (user) => ({
  value: user.id, words: user.real_name ?? user.name, hint: `${team(user.team)?.name ?? ""} ${user.role_label ?? ""}`.trim(),
});

const channelRow = (channel) => ({ value: channel.id, words: channelTitle(channel) });

function like(rows, text) {
  const typed = text.toLocaleLowerCase();
  return rows.filter((row) => `${row.words} ${row.hint ?? ""}`.toLocaleLowerCase().includes(typed));
}

function groupsOf(source) {
  const groups = source.option_groups ?? [{ options: source.options ?? [] }];
  return groups.map((group) => ({ label: group.label ? textObject(group.label) : null, options: group.options.map(optionRow) }));
}

function fixed(groups) {
  return (text) => groups
    .map((group) => ({ label: group.label, options: like(group.options, text) }))
    .filter((group) => group.options.length);
}

function suggested(element, where, known) {
  const find = async (text) => {
    const question = { as: state.me, ...where(), action_id: element.action_id, value: text };
    const answer = (await attempt(() => post("suggest", question))) ?? { options: [] };
    const groups = groupsOf(answer);
    for (const row of groups.flatMap((group) => group.options)) known.set(row.value, row.words);
    return groups;
  };
  find.slow = true;
  return find;
}

function finder(element, where, known) {
  const kind = element.type.replace("multi_", "");
  if (kind === "external_select") return suggested(element, where, known);
  if (kind === "users_select") return fixed([{ options: people().map(personRow) }]);
  if (kind === "channels_select" || kind === "conversations_select") return fixed([{ options: state.channels.map(channelRow) }]);
  return fixed(groupsOf(element));
}

function initialOf(element) {
  const one = element.initial_option?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  const several = element.initial_options?.map((option) => option.value);
  const ids = element.initial_users ?? element.initial_channels ?? element.initial_conversations;
  return several ?? ids ?? (one === undefined ? [] : [one]);
}

function namesKnown(element) {
  const all = [...groupsOf(element).flatMap((group) => group.options)];
  const initial = [element.initial_option, ...(element.initial_options ?? [])].filter(Boolean).map(optionRow);
  const known = new Map([...all, ...initial].map((row) => [row.value, row.words]));
  return { get: (value) => known.get(value) ?? nameOfId(value), set: (value, words) => known.set(value, words) };
}

function nameOfId(value) {
  const channel = state.channels.find((one) => one.id === value);
  return channel ? `#${channelTitle(channel)}` : personName(value);
}

/** A select or multi select. `onChange(chosen)` gets a list; read() gives a string, a list or null. */
export function select(element, { where, onChange, kept, label }) {
  const many = element.type.startsWith("multi_");
  const known = namesKnown(element);
  let chosen = kept === undefined ? initialOf(element) : [kept ?? []].flat();
  const button = h("button", { type: "button", class: "select", "aria-haspopup": "listbox", "aria-expanded": "false" });
  const find = finder(element, where, known);

  const draw = () => fill(button, face(element, chosen, known, many), icon("down"));
  const onPick = (option, picked) => {
    const limit = element.max_selected_items ?? Infinity;
    if (many && picked.size > limit) return picked.delete(option.value);
    known.set(option.value, option.words);
    chosen = many ? [...picked] : [option.value];
    draw();
    return onChange?.(chosen);
  };
  const minimum = element.type.endsWith("external_select") ? element.min_query_length ?? 3 : 0;
  button.addEventListener("click", () =>
    openList(button, { find, chosen, many, onPick, minimum, label: label ?? wordsOf(element.placeholder) }));
  draw();
  return { node: button, read: () => (many ? chosen : chosen[0] ?? null), words: () => chosen.map((one) => known.get(one)) };
}

function face(element, chosen, known, many) {
  if (!chosen.length) return h("span", { class: "placeholder" }, textObject(element.placeholder ?? "Choose…"));
  if (!many) return h("span", {}, textObject({ type: "plain_text", text: known.get(chosen[0]) }));
  return h("span", { class: "tokens" }, chosen.map((value) => h("span", { class: "token" }, known.get(value))));
}
