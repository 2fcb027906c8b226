// Files of a message: pictures are shown, the rest is a card that can be fetched.
import { h, icon } from "../dom.js";
import { enlarge, size } from "../files.js";

const V2 = 1 << 15;

function enlarged(source, name, picture) {
  return h("button", { class: "picture", "aria-label": `Enlarge ${name}`, onclick: () => enlarge(source, name) }, picture);
}

/** A picture that grows when it is clicked. */
export function picture(source, name, attributes = {}) {
  return enlarged(source, name, h("img", { src: source, alt: name, loading: "lazy", ...attributes }));
}

/** A card for a file that is no picture. */
export function fileCard({ name, size: bytes, url }) {
  return h("div", { class: "file-card" }, icon("file"), h("span", { class: "file-words" }, h("a", { href: url, download: name }, name), h("span", { class: "hint" }, size(bytes))));
}

const isPicture = (file) => file.mimetype?.startsWith("image/");

/** The files of a message; those of a card stand within it. */
export function fileList(message) {
  const files = message.flags & V2 ? [] : message.files ?? [];
  if (!files.length) return null;
  const pictures = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  return h("div", { class: "files" },
    pictures.length ? h("div", { class: `pictures n${Math.min(pictures.length, 4)}` }, pictures.map((file) => picture(file.url, file.name))) : null,
    others.map(fileCard));
}
