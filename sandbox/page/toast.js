// Short notes at the edge: refusals, and what happened elsewhere.
import { byId, h, icon } from "./dom.js";

const SECONDS = 6;

const WORDS = {
  not_a_valid_command: "is not a valid command.",
  network: "The sandbox does not answer. Is it still running?",
  no_clock: "This floor has no clock: start the demo, which has one.",
  operation_timeout: "The app did not answer within three seconds.",
  operation_timeout_error: "The app did not answer within three seconds.",
  dispatch_failed: "The app is not connected, or refused the request.",
  dispatch_unknown_error: "The app refused the request.",
  no_app_connected: "The app is not connected.",
};

/** Shows a note for a few seconds; `tone` is "info" or "bad". */
export function toast(text, tone = "info") {
  const close = h("button", { class: "quiet", "aria-label": "Dismiss", onclick: () => note.remove() }, icon("close"));
  const note = h("div", { class: `toast ${tone}`, role: tone === "bad" ? "alert" : "status" }, h("span", {}, text), close);
  raise(byId("toasts")).append(note);
  setTimeout(() => note.remove(), SECONDS * 1000);
}

/** Brings the notes above an open form. */
function raise(container) {
  if (container.matches(":popover-open")) container.hidePopover();
  container.showPopover();
  return container;
}

/** The words for a machine word of the sandbox. */
export const refusalWords = (code) => WORDS[code.trim().replace(/[\s.]+/g, "_")] ?? code.replaceAll("_", " ");

/** Runs something a person did; a refusal becomes a toast beginning with `subject`, and the answer is then null. */
export async function attempt(work, subject = "") {
  try {
    return await work();
  } catch (error) {
    const code = error.code ?? (error instanceof TypeError ? "network" : error.message);
    const words = refusalWords(String(code));
    toast(words.includes(subject) ? words : `${subject} ${words}`, "bad");
    return null;
  }
}
