// What the composer offers while one types: commands, people, channels, emoji.
import { fill, h } from "./dom.js";
import { emojiLike, emojiText } from "./emoji.js";
import { avatar, people, team } from "./names.js";
import { state } from "./state.js";

const MOST = 7;

/** The slash commands of this floor: {command, hint, description}. */
export function commands() {
  return state.floor.apps.flatMap((app) => (app.commands ?? []).map((one) => {
    const known = typeof one === "string" ? { command: one } : one;
    const hint = known.usage_hint ?? app.command_hints?.[known.command] ?? "";
    return { command: known.command, hint, description: known.description ?? "", app };
  }));
}

const like = (typed, ...words) => words.some((word) => (word ?? "").toLowerCase().split(/[\s-]+/).concat((word ?? "").toLowerCase()).some((part) => part.startsWith(typed)));

function mentions(typed) {
  const bots = state.floor.apps.map((app) => ({ insert: `@${app.bot_name} `, sign: avatar(app.bot_user, "tiny"), words: app.bot_name, hint: "app" }));
  const persons = people().map((one) => ({ insert: `@${one.real_name} `, sign: avatar(one.id, "tiny"), words: one.real_name, hint: `${one.role_label} · ${team(one.team)?.name ?? ""}`, also: one.name }));
  const groups = state.floor.usergroups.map((one) => ({ insert: `@${one.handle} `, sign: "@", words: one.handle, hint: one.name }));
  return [...bots, ...persons, ...groups].filter((one) => like(typed, one.words, one.also));
}

function channels(typed) {
  const named = state.channels.filter((one) => one.name && !one.id.startsWith("D"));
  return named.filter((one) => like(typed, one.name)).map((one) => ({ insert: `#${one.name} `, sign: "#", words: one.name }));
}

const emoji = (typed) => emojiLike(typed).map((name) => ({ insert: `:${name}: `, sign: emojiText(name), words: `:${name}:` }));

const slash = (typed) => commands().filter((one) => one.command.slice(1).startsWith(typed)).map((one) => ({
  insert: `${one.command} `, sign: avatar(one.app.bot_user, "tiny"), words: one.command, hint: one.hint || one.description,
}));

const SOURCES = [
  [/^\/([\w-]*)$/, slash],
  [/(?:^|[\s(])(@([\p{L}\p{N}._-]*))$/u, mentions],
  [/(?:^|[\s(])(#([\p{L}\p{N}_-]*))$/u, channels],
  [/(?:^|\s)(:([a-z0-9_+-]{2,}))$/, emoji],
];

/** What fits the text before the cursor: {offers, start}, or null. `sources` are [pattern, offers for what it matched]. */
export function offersFor(before, sources = SOURCES, most = MOST) {
  for (const [pattern, source] of sources) {
    const match = pattern.exec(before);
    if (!match) continue;
    const typed = (match[2] ?? match[1]).toLowerCase();
    const offers = source(typed).slice(0, most);
    return offers.length ? { offers, start: before.length - (match[2] === undefined ? match[0].length : match[1].length) } : null;
  }
  return null;
}

/** Attaches completion to a text field; answers a key handler that says whether it used the key. `find(before)` gives what fits. */
export function attachCompletion(field, box, find = offersFor) {
  let current = null;
  let at = 0;

  const close = () => {
    current = null;
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };
  const take = (offer) => {
    if (offer.act) {
      close();
      return offer.act();
    }
    field.setRangeText(offer.insert, current.start, field.selectionStart, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return field.focus();
  };
  const draw = () => fill(box, current.offers.map((offer, index) => row(offer, index === at, take)));
  const look = () => {
    const found = field.selectionStart === field.selectionEnd ? find(field.value.slice(0, field.selectionStart)) : null;
    if (!found) return close();
    current = found;
    at = 0;
    box.hidden = false;
    field.setAttribute("aria-expanded", "true");
    return draw();
  };
  field.addEventListener("input", look);
  field.addEventListener("blur", () => setTimeout(close, 150));

  return (event) => {
    if (!current) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + current.offers.length) % current.offers.length;
    else if (event.key === "Tab" || event.key === "Enter") take(current.offers[at]);
    else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    if (step) draw();
    return true;
  };
}

function row(offer, selected, take) {
  const attributes = {
    class: "option", role: "option", "aria-selected": String(selected),
    onpointerdown: (event) => {
      event.preventDefault();
      take(offer);
    },
  };
  return h("div", attributes, h("span", { class: "sign" }, offer.sign), h("span", {}, offer.words), offer.hint ? h("span", { class: "hint" }, offer.hint) : null);
}
