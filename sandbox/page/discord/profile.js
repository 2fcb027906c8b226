// A person's card: name, roles, and the apps' commands for them.
import { fill, h } from "../dom.js";
import { avatar, user } from "../names.js";
import { closePopover, openMenu, openPopover } from "../popover.js";
import { state } from "../state.js";
import { colourOf, hex, rolesOf } from "./floor.js";
import { openApps } from "./menus.js";
import { openDirect } from "./sidebar.js";

const USER_MENU = 2;

function roleChip(role) {
  return h("span", { class: "role-chip" }, h("span", { class: "role-dot", style: role.color ? `--role: ${hex(role.color)}` : null }), role.name);
}

function mention(person) {
  closePopover(false);
  const field = document.querySelector(state.thread ? "#thread-composer textarea" : "#composer textarea");
  if (!field) return;
  field.setRangeText(`@${person.global_name || person.name} `, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function actions(person, channel, anchor) {
  const button = (label, act) => h("button", { class: "d-button secondary", onclick: act }, label);
  const app = state.floor.apps.find((one) => one.bot_user === person.id);
  const direct = () => {
    closePopover(false);
    openDirect(app);
  };
  const apps = () => {
    closePopover(false);
    openApps(anchor, USER_MENU, channel, { user: person.id });
  };
  return h("div", { class: "row" }, button("Mention", () => mention(person)), app ? button("Message", direct) : button("Apps", apps));
}

/** Opens a person's card beside what was clicked. */
export function openProfile(anchor, id, channel) {
  const person = user(id);
  if (!person) return;
  const held = rolesOf(id);
  const card = h("div", { class: "profile" });
  const colour = colourOf(id);
  const roles = held.length ? [h("h3", {}, "Roles"), h("div", { class: "role-chips" }, held.map(roleChip))] : null;
  const tag = person.bot ? h("span", { class: "tag" }, "APP") : null;
  fill(card, h("div", { class: "banner", style: colour ? `--role: ${colour}` : null }), avatar(id, "large"),
    h("div", { class: "profile-body" }, h("h2", {}, person.real_name, tag), h("p", { class: "hint" }, person.name), person.role_label ? h("p", {}, person.role_label) : null, roles, actions(person, channel ?? state.channel, anchor)));
  openPopover(anchor, card, { label: `Profile of ${person.real_name}` });
}

/** The menu of a person, as a right click opens it. */
export function openPersonMenu(anchor, id, channel) {
  const person = user(id);
  const items = [{ label: "Profile", act: () => openProfile(anchor, id, channel) }, { label: "Mention", act: () => mention(person) }];
  const app = state.floor.apps.find((one) => one.bot_user === id);
  if (app) items.push({ label: "Message", act: () => openDirect(app) });
  items.push({ label: "Apps", hint: "›", act: () => openApps(anchor, USER_MENU, channel, { user: id }) });
  openMenu(anchor, items, person.real_name);
}
