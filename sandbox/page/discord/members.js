// Who sees the channel: at the right, by the roles that stand apart.
import { byId, h, keyed } from "../dom.js";
import { avatar } from "../names.js";
import { state } from "../state.js";
import { channelById, colourOf, DIRECT, guild, rolesOf, viewersOf } from "./floor.js";
import { atPointer } from "./menus.js";
import { openPersonMenu, openProfile } from "./profile.js";

function memberRow({ user, colour }) {
  const node = h("button", { class: "member", "data-user": user.id, "aria-haspopup": "dialog" },
    h("span", { class: "with-status" }, avatar(user.id, "small")),
    h("span", { class: "member-name", style: colour ? `color: ${colour}` : null }, user.real_name, user.bot ? h("span", { class: "tag" }, "APP") : null));
  node.addEventListener("click", () => openProfile(node, user.id, state.channel));
  node.addEventListener("contextmenu", (event) => atPointer(event, (anchor) => openPersonMenu(anchor, user.id, state.channel)));
  return node;
}

/** Members by the highest role that stands apart; the rest at the end. */
function groups(users) {
  const named = new Map();
  const apart = (user) => rolesOf(user.id).find((one) => one.hoist);
  const order = [...(guild()?.roles ?? [])].filter((one) => one.hoist).sort((one, other) => other.position - one.position);
  for (const one of order) named.set(one.name, []);
  named.set("Online", []);
  for (const user of users) named.get(apart(user)?.name ?? "Online").push(user);
  return [...named].filter(([, list]) => list.length);
}

function items(channel) {
  return groups(viewersOf(channel)).flatMap(([name, list]) => {
    const sorted = [...list].sort((one, other) => one.real_name.localeCompare(other.real_name));
    const title = `${name} — ${list.length}`;
    const head = { key: `role ${name}`, signature: title, value: () => h("h3", {}, title) };
    return [head, ...sorted.map((user) => {
      const row = { user, colour: colourOf(user.id) };
      return { key: user.id, signature: JSON.stringify([row, state.me, state.channel]), value: () => memberRow(row) };
    })];
  });
}

/** Draws the list of members. */
export function showMembers() {
  const channel = channelById(state.channel);
  const pane = byId("members");
  pane.hidden = !channel || channel.type === DIRECT;
  document.body.classList.toggle("with-members", !pane.hidden);
  if (!pane.hidden) keyed(pane, items(channel), (build) => build());
}
