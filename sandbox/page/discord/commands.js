// The apps' commands that a person finds in a channel, in their language.
import { get } from "../api.js";
import { me } from "../names.js";
import { state } from "../state.js";

const KEEP_MS = 3000; // apps register commands without telling anybody

const [SUB_COMMAND, GROUP] = [1, 2];
const SLASH = 1;

const lists = new Map(); // person and channel → {at, commands, reading}

export const forgetCommands = () => lists.clear();

/** Reads the commands of a channel, unless that was just done. */
export async function readCommands(channel) {
  const key = `${state.me} ${channel}`;
  const known = lists.get(key);
  if (known && Date.now() - known.at < KEEP_MS) return known.reading;
  const list = { at: Date.now(), commands: known?.commands ?? [] };
  list.reading = get("discord/commands", { as: state.me, channel }).catch(() => ({ commands: [] })).then((answer) => {
    list.commands = answer.commands;
    return answer.commands;
  });
  lists.set(key, list);
  return list.reading;
}

/** Something with translations, in the language of the person we play. */
export const translated = (thing, key) => thing[`${key}_localizations`]?.[me()?.locale] ?? thing[key] ?? "";

const ownerOf = (command) => state.floor.apps.find((one) => one.id === command.app);

/** A command's leaves: each sub-command is one that can be run. */
function leaves(command, node, words, shown) {
  const below = (node.options ?? []).filter((one) => one.type === SUB_COMMAND || one.type === GROUP);
  if (below.length) return below.flatMap((one) => leaves(command, one, [...words, one.name], [...shown, translated(one, "name")]));
  return [{
    words: words.join(" "), shown: shown.join(" "), description: translated(node, "description"), options: node.options ?? [],
    app: command.app, owner: ownerOf(command),
  }];
}

/** What can be run by `/` in a channel, as far as it is known. */
export function slashCommands(channel) {
  const commands = lists.get(`${state.me} ${channel}`)?.commands ?? [];
  return commands.filter((one) => (one.type ?? SLASH) === SLASH).flatMap((one) => leaves(one, one, [one.name], [translated(one, "name")]));
}

/** The commands in the menu of a message (3) or of a person (2). */
export async function menuCommands(channel, kind) {
  const commands = await readCommands(channel);
  return commands.filter((one) => one.type === kind).map((one) => ({ name: one.name, label: translated(one, "name"), app: one.app, owner: ownerOf(one) }));
}
