// Live updates: the sandbox tells what changed, the page looks again.
import { byId } from "./dom.js";

const QUIET_MS = 30; // several notices at once are answered by one look

let timer = null;
let heard = new Set();

/** Listens for the whole floor, so that changing the person needs no new connection; `changed` gets the kinds of notices,
 * such as "message", or "discord/MESSAGE_CREATE" for an event of the server. */
export function listen(changed) {
  const source = new EventSource("/control/stream");
  let lost = false;
  source.onerror = () => {
    lost = true;
    byId("offline").hidden = false;
  };
  source.onopen = () => {
    byId("offline").hidden = true;
    changed(new Set(lost ? ["floor", "clock"] : ["message"])); // what happened before this line was open
    lost = false;
  };
  source.onmessage = (event) => {
    heard.add(kindOf(event.data));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const kinds = heard;
      heard = new Set();
      changed(kinds);
    }, QUIET_MS);
  };
}

function kindOf(text) {
  try {
    const notice = JSON.parse(text);
    return notice.type === "discord" ? `discord/${notice.event}` : notice.type ?? "other";
  } catch {
    return "other";
  }
}
