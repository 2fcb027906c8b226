// Where pictures and files of cards come from: files of the message from the sandbox itself, so that links do not run out.

/** The address of an unfurled media item or a picture of an embed; nothing for what is no web address. */
export function mediaSource(media) {
  if (media?.attachment_id) return `/control/discord/file/${encodeURIComponent(media.attachment_id)}`;
  const address = String(media?.url ?? "");
  return /^https?:/i.test(address) ? address : null;
}

/** The last part of an address, as a file's name. */
export function mediaName(media) {
  try {
    return decodeURIComponent(new URL(media.url, location.href).pathname.split("/").at(-1)) || "file";
  } catch {
    return "file";
  }
}
