// Links to channels and messages of this server lead there within the page, and we stay who we are.
import { redraw } from "../actions.js";
import { personName } from "../names.js";
import { state } from "../state.js";
import { toast } from "../toast.js";
import { goTo } from "./actions.js";
import { channelById } from "./floor.js";
import { openProfile } from "./profile.js";

const LOOKS = 25; // a message is waited for at most two and a half seconds
const LOOK_EVERY_MS = 100;

// https://docs.discord.com/developers/reference#message-formatting: jump links
function target(address) {
  const match = /\/channels\/(?:\d+|@me)\/(\d+)(?:\/(\d+))?\/?$/.exec(new URL(address, location.href).pathname);
  return match ? { channel: match[1], message: match[2] ?? "" } : null;
}

async function show(message) {
  for (let look = 0; look < LOOKS; look += 1) {
    const node = [...document.querySelectorAll(`[data-id="${CSS.escape(message)}"]`)].at(-1);
    if (node) {
      node.scrollIntoView({ block: "center" });
      node.classList.remove("found");
      requestAnimationFrame(() => node.classList.add("found"));
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}

/** Goes to a message {channel, message}. */
export function goToMessage({ channel, message }) {
  if (!channelById(channel)) {
    toast(`${personName(state.me)} does not see that channel.`, "bad");
    return;
  }
  if (channel !== state.thread && channel !== state.channel) goTo(channel);
  else redraw();
  if (message) show(message);
}

function follow(event) {
  const mention = event.target.closest?.(".mention[data-user]");
  if (mention) return openProfile(mention, mention.dataset.user, state.channel);
  const link = event.target.closest?.("a[href]");
  const wanted = link && (link.dataset.channel ? { channel: link.dataset.channel, message: "" } : target(link.href));
  if (!wanted) return null;
  event.preventDefault();
  return goToMessage(wanted);
}

/** Catches clicks on links to this server, and on mentions of people. */
export function listenForLinks() {
  document.addEventListener("click", follow);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.(".mention[data-user]")) follow(event);
  });
}
