// Links to a message of this floor lead there within the page, and we stay who we are.
import { lookAt } from "./actions.js";
import { personName } from "./names.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const LOOKS = 20; // a message is waited for at most two seconds
const LOOK_EVERY_MS = 100;

function place(address) {
  const url = new URL(address, location.href);
  const match = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(url.pathname);
  if (url.origin !== location.origin || !match) return null;
  return { channel: match[1], ts: `${match[2]}.${match[3]}`, thread: url.searchParams.get("thread_ts") };
}

/** The root in whose thread a message stands; null for one that stands in the channel. */
function rootOf(ts) {
  const root = state.messages.find((one) => (one.replies ?? []).some((reply) => reply.ts === ts));
  return root?.ts ?? null;
}

async function show({ ts }) {
  for (let look = 0; look < LOOKS; look += 1) {
    const node = [...document.querySelectorAll(`[data-ts="${CSS.escape(ts)}"]`)].at(-1);
    if (node) {
      node.scrollIntoView({ block: "center" });
      node.classList.add("found");
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    const root = rootOf(ts);
    if (root && state.thread !== root) lookAt(state.channel, root);
  }
}

/** Goes to a message {channel, ts, thread}. */
export function goToMessage(target) {
  if (!state.channels.some((one) => one.id === target.channel)) {
    toast(`${personName(state.me)} does not see that channel.`, "bad");
    return;
  }
  lookAt(target.channel, target.thread ?? null);
  show(target);
}

/** Catches clicks on links to channels and messages of this floor. */
export function listenForLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    const target = link.dataset.channel ? { channel: link.dataset.channel } : place(link.href);
    if (!target) return;
    event.preventDefault();
    if (target.ts) goToMessage(target);
    else if (state.channels.some((one) => one.id === target.channel)) lookAt(target.channel);
  });
}
