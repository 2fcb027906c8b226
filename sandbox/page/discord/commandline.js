// A slash command in the composer: its options as fields, with what fits each of them above.
import { doAs } from "../actions.js";
import { fill, h, icon } from "../dom.js";
import { avatar } from "../names.js";
import { openMenu } from "../popover.js";
import { noteHere } from "./actions.js";
import { translated } from "./commands.js";
import { optionChip } from "./options.js";
import { hasSuggestions, suggestions } from "./suggestions.js";

const ASK_DELAY_MS = 220;

/** Opens a command line for `entry` of commands.js. `box` shows what fits; `leave()` gives the composer back. */
export function commandLine(entry, { channel, box, leave, first = "" }) {
  const line = { entry, channel, box, leave, chips: [], rows: [], at: 0, turn: 0, timer: null, errors: {} };
  line.values = () => Object.fromEntries(line.chips.map((chip) => [chip.option.name, chip.read()]).filter(([, value]) => value !== null));
  line.list = h("span", { class: "option-chips" });
  line.more = h("button", { type: "button", class: "option-more", onclick: () => openRest(line) });
  line.node = h("div", { class: "command-line", role: "group", "aria-label": `/${entry.shown}`, onkeydown: (event) => onKey(line, event) },
    h("span", { class: "command-name", tabindex: "0", role: "button", "aria-label": `Run /${entry.shown}` }, `/${entry.shown}`), line.list, line.more);
  line.node.addEventListener("focusin", (event) => look(line, event.target));
  line.node.addEventListener("input", (event) => look(line, event.target, ASK_DELAY_MS));
  line.node.addEventListener("focusout", () => setTimeout(() => line.node.contains(document.activeElement) || hide(line), 150));
  for (const option of entry.options.filter((one) => one.required)) add(line, option);
  if (!line.chips.length && entry.options.length && first) add(line, entry.options[0]);
  showRest(line);
  line.focus = () => {
    if (first) line.chips[0]?.put(first);
    (line.chips[0]?.field ?? line.node.firstChild).focus();
  };
  line.send = () => send(line);
  return line;
}

const rest = (line) => line.entry.options.filter((option) => !line.chips.some((chip) => chip.option === option));

function showRest(line) {
  const left = rest(line).length;
  line.more.hidden = !left;
  line.more.textContent = `+${left} optional`;
  line.more.setAttribute("aria-label", `Add one of ${left} optional values`);
}

function openRest(line) {
  openMenu(line.more, rest(line).map((option) => ({ label: translated(option, "name"), hint: translated(option, "description"), act: () => add(line, option).field.focus() })), "Optional values");
}

function add(line, option) {
  const chip = optionChip(option);
  line.chips.push(chip);
  line.list.append(chip.node);
  showRest(line);
  return chip;
}

function drop(line, chip) {
  line.chips = line.chips.filter((one) => one !== chip);
  chip.node.remove();
  showRest(line);
  (line.chips.at(-1)?.field ?? line.node.firstChild).focus();
}

const chipOf = (line, field) => line.chips.find((chip) => chip.field === field);

function hide(line) {
  line.box.hidden = true;
  line.rows = [];
}

/** The command itself above the line, and the values that it takes besides. */
function help(line) {
  line.rows = [];
  const head = h("div", { class: "option-help" }, h("strong", {}, `/${line.entry.shown}`), h("span", { class: "hint" }, line.entry.description));
  fill(line.box, head, rest(line).map((option) => optionRow(line, option)));
  line.box.hidden = false;
}

function optionRow(line, option) {
  const take = (event) => {
    event.preventDefault();
    add(line, option).field.focus();
  };
  return h("div", { class: "option", onpointerdown: take }, h("strong", {}, translated(option, "name")), h("span", { class: "hint" }, translated(option, "description")));
}

/** What is typed behind the command's name goes into the next value that it takes. */
function typeOn(line, key) {
  const chip = add(line, rest(line)[0]);
  chip.put(key);
  chip.field.focus();
}

function look(line, field, delay = 0) {
  const chip = chipOf(line, field);
  clearTimeout(line.timer);
  if (!chip) return help(line);
  if (line.errors[chip.option.name] && delay) {
    delete line.errors[chip.option.name];
    chip.wrong(null);
  }
  if (!hasSuggestions(chip.option) || chip.picked()) return draw(line, chip, {});
  draw(line, chip, { loading: chip.option.autocomplete });
  line.timer = setTimeout(() => ask(line, chip), chip.option.autocomplete ? delay : 0);
  return undefined;
}

async function ask(line, chip) {
  const turn = ++line.turn;
  const found = await suggestions(chip.option, chip.field.value, line);
  if (turn === line.turn && document.activeElement === chip.field && !chip.picked()) draw(line, chip, found);
}

function draw(line, chip, { rows = [], trouble = "", loading = false }) {
  line.rows = rows;
  line.at = 0;
  const option = chip.option;
  const wrong = line.errors[option.name];
  const needed = option.required ? null : h("span", { class: "tag plain" }, "optional");
  const head = h("div", { class: "option-help" }, h("strong", {}, translated(option, "name")), h("span", { class: "hint" }, translated(option, "description")), needed);
  const note = wrong || trouble;
  const empty = hasSuggestions(option) && !rows.length && !chip.picked() && !note;
  fill(line.box, head, note ? h("p", { class: "bad-text", role: "alert" }, note) : null, rows.map((row, index) => rowNode(line, chip, row, index)),
    empty ? h("p", { class: "hint" }, loading ? "Loading options…" : "No options match your search.") : null);
  line.box.hidden = false;
  chip.field.setAttribute("aria-expanded", String(rows.length > 0));
}

function rowNode(line, chip, row, index) {
  const take = (event) => {
    event.preventDefault();
    pick(line, chip, row);
  };
  const hint = row.hint ? h("span", { class: "hint" }, row.hint) : null;
  return h("div", { class: "option", role: "option", "aria-selected": String(index === line.at), "data-value": String(row.value), onpointerdown: take }, h("span", {}, row.nodes ?? row.words), hint);
}

function pick(line, chip, row) {
  chip.put(row.words, row);
  clearTimeout(line.timer);
  line.turn += 1;
  const next = line.chips.find((one) => one.option.required && one.read() === null);
  if (next && next !== chip) next.field.focus();
  else draw(line, chip, {});
}

function step(line, by) {
  const nodes = [...line.box.querySelectorAll(".option")];
  line.at = (line.at + by + nodes.length) % nodes.length;
  nodes.forEach((node, index) => node.setAttribute("aria-selected", String(index === line.at)));
  nodes[line.at].scrollIntoView({ block: "nearest" });
}

function onKey(line, event) {
  const chip = chipOf(line, event.target);
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (arrow && line.rows.length) step(line, arrow);
  else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && chip && line.rows.length) pick(line, chip, line.rows[line.at]);
  else if (event.key === "Enter" && event.target !== line.more) send(line);
  else if (event.key === "Escape") line.leave();
  else if (event.target === line.node.firstChild && isTyped(event) && rest(line).length) typeOn(line, event.key.trim());
  else if (event.key === "Backspace" && !event.target.value && event.target !== line.more) back(line, chip);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const isTyped = (event) => event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;

function back(line, chip) {
  if (chip && !chip.option.required) drop(line, chip);
  else line.leave();
}

function showErrors(line, errors) {
  line.errors = errors;
  for (const option of line.entry.options) if (errors[option.name] && !line.chips.some((chip) => chip.option === option)) add(line, option);
  for (const chip of line.chips) chip.wrong(errors[chip.option.name]);
  const first = line.chips.find((chip) => errors[chip.option.name]);
  first?.field.focus();
  if (first) draw(line, first, {});
}

async function send(line) {
  line.node.setAttribute("aria-busy", "true");
  const question = { channel: line.channel, command: line.entry.words, app: line.entry.app, options: line.values() };
  const answer = await doAs("discord/command", question);
  line.node.removeAttribute("aria-busy");
  if (!answer) return;
  if (answer.errors && Object.keys(answer.errors).length) {
    showErrors(line, answer.errors);
    return;
  }
  line.leave();
  if (answer.error) noteHere(line.channel, line.entry.owner, answer.shown);
}

/** The row of a command in the list that `/` opens. */
export function commandOffer(entry, act) {
  const names = entry.options.map((one) => h("span", { class: one.required ? "offer-option needed" : "offer-option" }, translated(one, "name")));
  const sign = entry.owner ? avatar(entry.owner.bot_user, "tiny") : icon("bolt");
  return { words: [h("strong", {}, `/${entry.shown}`), names], hint: entry.description, sign, act };
}
