// Files under a message: pictures are shown, the rest is named and can be fetched.
import { fileAddress } from "./api.js";
import { h, icon } from "./dom.js";

/** A file's size in words. */
export function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Shows a picture large, until it is clicked. */
export function enlarge(source, name) {
  const box = h("dialog", { class: "lightbox", "aria-label": name, onclick: () => box.close() }, h("img", { src: source, alt: name }));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

function picture(file) {
  const source = fileAddress(file.id);
  const name = file.title || file.name;
  const open = h("button", { class: "picture", "aria-label": `Enlarge ${name}`, onclick: () => enlarge(source, name) }, h("img", { src: source, alt: file.alt_txt || name }));
  return h("figure", { class: "file-picture" }, h("figcaption", {}, name, " ", h("span", { class: "hint" }, size(file.size))), open);
}

function document(file) {
  const kind = file.pretty_type || file.filetype || file.mimetype || "file";
  return h("a", { class: "file-card", href: fileAddress(file.id), download: file.name, "data-file": file.id },
    icon("file"), h("span", {}, h("strong", {}, file.title || file.name), h("span", { class: "hint" }, `${kind} ${size(file.size)}`)));
}

/** The files of a message. */
export function fileList(files) {
  if (!files?.length) return null;
  const shown = files.filter((file) => file.mode !== "tombstone");
  return h("div", { class: "files" }, shown.map((file) => (file.mimetype?.startsWith("image/") ? picture(file) : document(file))));
}

/** A file that waits in a composer. */
export function trayItem(file, remove) {
  const picture = file.type.startsWith("image/") ? h("img", { src: URL.createObjectURL(file), alt: "" }) : icon("file");
  return h("span", { class: "tray-item" }, picture, h("span", {}, file.name), h("button", { class: "quiet", type: "button", "aria-label": `Remove ${file.name}`, onclick: remove }, icon("close")));
}
