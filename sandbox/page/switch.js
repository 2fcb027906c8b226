// The switch between the workspace and the server, at the top of the left edge; the person stays the same where they are on both.
import { get } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import { user } from "./names.js";
import { state } from "./state.js";

const PAGES = { workspace: "./", server: "discord.html" };

let places = []; // [{key, page, title, sign, people}]

const bare = (name) => (name ?? "").trim().toLowerCase();

async function workspace() {
  const found = await get("floor").catch(() => ({}));
  const floor = found.floor ?? found;
  if (!floor.apps?.length) return [];
  const people = (floor.users ?? []).map((one) => ({ id: one.id, names: [one.real_name, one.name].map(bare) }));
  return [{ key: "workspace", title: `The workspace: ${floor.teams?.[0]?.name ?? "Slack"}`, sign: icon("hash"), people }];
}

async function server() {
  const floor = await get("discord/floor").catch(() => ({}));
  if (!floor.guilds?.length) return [];
  const people = floor.users.map((one) => ({ id: one.id, names: [one.global_name, one.username].map(bare) }));
  return [{ key: "server", title: `The server: ${floor.guilds.map((one) => one.name).join(", ")}`, sign: icon("server"), people }];
}

/** Whoever has the same name on the other side. */
function twin(place) {
  const names = [user(state.me)?.real_name, user(state.me)?.name].map(bare).filter(Boolean);
  return names.map((name) => place.people.find((one) => one.names.includes(name))).find(Boolean)?.id ?? null;
}

function address(place) {
  const id = twin(place);
  return id ? `${PAGES[place.key]}?as=${encodeURIComponent(id)}` : PAGES[place.key];
}

/** Draws the switch; `here` is "workspace" or "server". With one side only there is nothing to switch. */
export function showSwitch(here) {
  const rows = places.length < 2 ? [] : places.map((place) => h("a", {
    class: `platform ${place.key}`, href: place.key === here ? null : address(place), title: place.title, "aria-label": place.title,
    "aria-current": place.key === here ? "page" : null, "data-platform": place.key,
  }, place.sign.cloneNode(true)));
  const signature = rows.map((row) => row.getAttribute("href")).join(" ");
  const rail = byId("switch");
  rail.hidden = !rows.length;
  byId("brand").hidden = rows.length > 0;
  if (rail.dataset.signature === signature) return;
  rail.dataset.signature = signature;
  fill(rail, rows);
}

/** Learns which sides this floor has; leads to the other one when this one is empty. */
export async function readPlatforms(here) {
  places = [...(await workspace()), ...(await server())];
  if (places.length === 1 && places[0].key !== here) location.replace(PAGES[places[0].key]);
}
