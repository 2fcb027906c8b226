// The app's home tab.
import { blocks } from "./blocks.js";
import { byId, fill, h } from "./dom.js";
import { mainApp } from "./names.js";
import { state } from "./state.js";

/** Draws the published home view of the person we play. */
export function showHome() {
  const home = byId("home");
  const here = state.place === "home";
  home.hidden = !here;
  for (const id of ["messages", "composer"]) byId(id).hidden = here;
  if (!here) return;
  const signature = JSON.stringify([state.me, state.home]);
  if (home.dataset.signature === signature) return;
  home.dataset.signature = signature;
  const context = { where: () => ({ view_id: state.home.id }), held: state.home?.state?.values };
  const empty = h("p", { class: "hint" }, `${mainApp()?.bot_name ?? "The app"} has published nothing for you yet.`);
  fill(home, state.home?.blocks?.length ? h("div", { class: "home-page" }, blocks(state.home.blocks, context)) : empty);
}
