// The five kinds of selects: https://docs.discord.com/developers/components/reference#string-select
import { fill, h, icon } from "../dom.js";
import { avatar, personName } from "../names.js";
import { openList } from "../pickers.js";
import { state } from "../state.js";
import { CATEGORY, channelName, hex, member, role, roles } from "./floor.js";
import { emojiSign } from "./interactive.js";
import { signOf } from "./sidebar.js";

const [STRING, USER, ROLE, MENTIONABLE, CHANNEL] = [3, 5, 6, 7, 8];
const WORDS = { [STRING]: "Make a selection", [USER]: "Select a user", [ROLE]: "Select a role", [MENTIONABLE]: "Select a user or role", [CHANNEL]: "Select a channel" };

const withSign = (sign, words) => h("span", { class: "with-sign" }, sign, words);

const optionRow = (one) => ({ value: one.value, words: one.label, nodes: withSign(emojiSign(one.emoji), one.label), hint: one.description });

const userRow = (user) => ({ value: user.id, words: user.real_name, nodes: withSign(avatar(user.id, "tiny"), user.real_name), hint: user.name });

const roleRow = (one) => ({ value: one.id, words: one.name, nodes: withSign(h("span", { class: "role-dot", style: one.color ? `--role: ${hex(one.color)}` : null }), one.name) });

const channelRow = (one) => ({ value: one.id, words: one.name, nodes: withSign(signOf(one), one.name) });

export const userRows = () => state.floor.users.filter((one) => member(one.id)).map(userRow);
export const roleRows = () => roles().filter((one) => one.id !== state.guild).map(roleRow);

/** The channels that the person we play sees, of the types that are asked for. */
export function channelRows(types = []) {
  const wanted = (one) => (types.length ? types.includes(one.type) : one.type !== CATEGORY && one.type < 10);
  return state.channels.filter(wanted).map(channelRow);
}

/** The groups of choices of a select. */
function groupsOf(component) {
  if (component.type === STRING) return [{ options: component.options.map(optionRow) }];
  if (component.type === USER) return [{ options: userRows() }];
  if (component.type === ROLE) return [{ options: roleRows() }];
  if (component.type === CHANNEL) return [{ options: channelRows(component.channel_types) }];
  return [{ label: "Members", options: userRows() }, { label: "Roles", options: roleRows() }];
}

/** The rows whose words have what was typed. */
export function like(rows, typed) {
  const text = typed.toLocaleLowerCase();
  return rows.filter((row) => `${row.words} ${row.hint ?? ""}`.toLocaleLowerCase().includes(text));
}

const nameOf = (component, value) =>
  component.options?.find((one) => one.value === value)?.label ?? role(value)?.name ?? (component.type === CHANNEL ? channelName(value) : personName(value));

function initialOf(component) {
  if (component.type === STRING) return component.options.filter((one) => one.default).map((one) => one.value);
  return (component.default_values ?? []).map((one) => one.id);
}

function chip(component, value, remove) {
  const words = nameOf(component, value);
  return h("span", { class: "token" }, words, h("span", { class: "token-x", role: "button", "aria-label": `Remove ${words}`, onclick: remove }, icon("close")));
}

function face(component, chosen, many, drop) {
  if (!chosen.length) return h("span", { class: "placeholder" }, component.placeholder ?? WORDS[component.type]);
  if (many) return h("span", { class: "tokens" }, chosen.map((value) => chip(component, value, (event) => drop(event, value))));
  const option = component.options?.find((one) => one.value === chosen[0]);
  return withSign(emojiSign(option?.emoji), nameOf(component, chosen[0]));
}

/** A select: {node, read()}. `onDone(values)` is called when a choice is made; `kept` are values from before. */
export function select(component, { onDone, onChange, kept, label }) {
  const most = component.max_values ?? 1;
  const many = most > 1;
  let chosen = kept ?? initialOf(component);
  let touched = false;
  const node = h("button", { type: "button", class: "d-select", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": label ?? WORDS[component.type] });

  const change = (values) => {
    chosen = values;
    touched = true;
    draw();
    onChange?.(chosen);
  };
  const finish = () => {
    if (touched) onDone?.(chosen);
    touched = false;
  };
  const drop = (event, value) => {
    event.stopPropagation();
    change(chosen.filter((one) => one !== value));
    finish();
  };
  const draw = () => fill(node, face(component, chosen, many, drop), icon("down"));
  const pick = (option, picked) => {
    if (many && picked.size > most) return picked.delete(option.value);
    const again = !many && component.min_values === 0 && chosen[0] === option.value;
    return change(many ? [...picked] : again ? [] : [option.value]);
  };
  const find = (text) => groupsOf(component).map((one) => ({ ...one, options: like(one.options, text) })).filter((one) => one.options.length);
  const open = () => openList(node, { find, chosen, many, onPick: (...given) => (pick(...given), many || finish()), label: label ?? WORDS[component.type], closed: finish });
  node.addEventListener("click", open);
  draw();
  return { node, read: () => chosen };
}
