// What the composer offers while one types: people, roles, channels, emoji; and commands after a slash.
import { offersFor } from "../completion.js";
import { h } from "../dom.js";
import { emojiLike, emojiText } from "../emoji.js";
import { avatar } from "../names.js";
import { state } from "../state.js";
import { commandOffer } from "./commandline.js";
import { slashCommands } from "./commands.js";
import { CATEGORY, channelById, isThread, roles, viewersOf } from "./floor.js";
import { signOf } from "./sidebar.js";

const MOST = 25;

const begins = (typed, ...words) => words.some((word) => {
  const whole = (word ?? "").toLowerCase();
  return whole.startsWith(typed) || whole.split(/[\s-]+/).some((part) => part.startsWith(typed));
});

const personOffer = (user) => ({ insert: `@${user.global_name || user.name} `, sign: avatar(user.id, "tiny"), words: user.real_name, hint: user.bot ? "app" : user.role_label || user.name });

function roleOffer(role) {
  return { insert: `@${role.name} `, sign: h("span", { class: "role-dot" }), words: `@${role.name}`, hint: "Notify members with this role" };
}

function mentions(channel) {
  return (typed) => {
    const place = channelById(channel);
    const users = place ? viewersOf(place).filter((one) => begins(typed, one.real_name, one.name)) : [];
    const callable = roles().filter((one) => one.mentionable && !one.managed && begins(typed, one.name));
    return [...users.map(personOffer), ...callable.map(roleOffer)];
  };
}

function channels(typed) {
  const named = state.channels.filter((one) => one.type !== CATEGORY && !isThread(one) && begins(typed, one.name));
  return named.map((one) => ({ insert: `#${one.name} `, sign: signOf(one), words: one.name }));
}

const emoji = (typed) => emojiLike(typed).map((name) => ({ insert: `${emojiText(name)} `, sign: emojiText(name), words: `:${name}:` }));

/** How well a command fits what is typed; below zero it does not. */
function fit(entry, typed) {
  const names = [entry.words, entry.shown].map((one) => one.toLowerCase());
  if (names.some((one) => one.startsWith(typed))) return 2;
  const last = typed.split(/\s+/).at(-1);
  return last && names.some((one) => one.split(" ").some((word) => word.startsWith(last))) && !typed.includes(" ") ? 1 : -1;
}

function commands(channel, open) {
  return (typed) => slashCommands(channel)
    .map((entry) => [fit(entry, typed), entry])
    .filter(([rank]) => rank > 0)
    .sort((one, other) => other[0] - one[0])
    .map(([, entry]) => commandOffer(entry, () => open(entry)));
}

/** What fits the text before the cursor in a channel's composer; `open(entry)` begins a command. */
export function discordOffers(before, channel, open) {
  return offersFor(before, [
    [/^\/([\p{L}\p{N} _-]*)$/u, commands(channel, open)],
    [/(?:^|[\s(])(@([\p{L}\p{N}._-]*))$/u, mentions(channel)],
    [/(?:^|[\s(])(#([\p{L}\p{N}_-]*))$/u, channels],
    [/(?:^|\s)(:([a-z0-9_+-]{2,}))$/, emoji],
  ], MOST);
}

/** The command that a text begins with, as far as it can be told, and what stands behind it. */
export function typedCommand(text, channel) {
  const typed = text.slice(1).toLowerCase();
  for (const entry of slashCommands(channel)) {
    for (const name of [entry.words, entry.shown].map((one) => one.toLowerCase())) {
      if (typed === `${name} ` || (typed.startsWith(`${name} `) && !slashCommands(channel).some((one) => one !== entry && one.words.startsWith(`${name} `)))) {
        return { entry, rest: text.slice(name.length + 2).trimStart() };
      }
    }
  }
  return null;
}
