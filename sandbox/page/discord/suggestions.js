// What an option of a command offers while one types: its choices, people, roles, channels, or what the app answers.
import { post } from "../api.js";
import { state } from "../state.js";
import { attempt } from "../toast.js";
import { translated } from "./commands.js";
import { channelRows, like, roleRows, userRows } from "./selects.js";

const [BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE] = [5, 6, 7, 8, 9];
const MOST = 25;

const TRUTHS = [{ value: "true", words: "True" }, { value: "false", words: "False" }];

const choiceRow = (choice) => ({ value: choice.value, words: translated(choice, "name") });

async function fromApp(option, typed, line) {
  const options = { ...line.values(), [option.name]: typed };
  const question = { as: state.me, channel: line.channel, app: line.entry.app, command: line.entry.words, options, focused: option.name };
  const answer = await attempt(() => post("discord/autocomplete", question));
  if (!answer || answer.error) return { trouble: "Loading options failed" };
  return { rows: answer.choices.map(choiceRow) };
}

/** The rows that an option has for what is typed: {rows} or {trouble}; `line` is the command line around it. */
export async function suggestions(option, typed, line) {
  if (option.autocomplete) return fromApp(option, typed, line);
  const all = {
    [BOOLEAN]: () => TRUTHS, [USER]: userRows, [ROLE]: roleRows, [CHANNEL]: () => channelRows(option.channel_types),
    [MENTIONABLE]: () => [...userRows(), ...roleRows()],
  }[option.type];
  const rows = option.choices?.length ? option.choices.map(choiceRow) : all?.() ?? [];
  return { rows: like(rows, typed.replace(/^[@#]/, "")).slice(0, MOST) };
}

/** Whether an option has something to choose from. */
export const hasSuggestions = (option) => Boolean(option.autocomplete || option.choices?.length || (option.type >= BOOLEAN && option.type <= MENTIONABLE));
