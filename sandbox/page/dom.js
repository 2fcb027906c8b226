// Building the page: every text a person or a bot gave goes in as a text node, never as markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "multiple", "hidden", "open", "required"]);

function setOne(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Makes an element; children may be nodes, strings, lists and nothing. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setOne(node, name, value);
  node.append(...flat(children));
  return node;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replaces what a node holds. */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Makes a container show `items`, rebuilding only what is new or looks different, so focus and open menus stay. */
export function keyed(container, items, build) {
  const known = new Map([...container.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map(({ key, signature, value }) => {
    const old = known.get(key);
    if (old && old.dataset.signature === signature) return old;
    const node = build(value);
    node.dataset.key = key;
    node.dataset.signature = signature;
    return node;
  });
  const wanted = new Set(nodes);
  for (const node of [...container.children]) if (!wanted.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (container.children[index] !== node) container.insertBefore(node, container.children[index] ?? null);
  });
}

/** A line icon drawn with the text's own colour. */
export function icon(name, label = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  if (label) svg.setAttribute("aria-label", label);
  else svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const ICONS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M4 7.5h13M3 12.5h13",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  home: "M3 9.5 10 4l7 5.5M5 8.5V16h10V8.5",
  chat: "M3.5 4.5h13v9h-7L6 17v-3.5H3.5z",
  smile: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M7.2 12c.7 1 1.7 1.5 2.8 1.5s2.1-.5 2.8-1.5M7.6 8v.6M12.4 8v.6",
  reply: "M3.5 4.5h13v9h-7L6 17v-3.5H3.5zM7 8h6M7 10.5h4",
  more: "M5 9.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2M10 9.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2M15 9.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2",
  pencil: "M4 16l.7-3.2L13.5 4l2.5 2.5-8.8 8.8z",
  trash: "M4.5 6h11M8 6V4h4v2M6 6l.7 10.5h6.6L14 6",
  link: "M8.5 11.5 11.5 8.5M9.5 6.5l2-2a2.8 2.8 0 0 1 4 4l-2 2M10.5 13.5l-2 2a2.8 2.8 0 0 1-4-4l2-2",
  clip: "M14.5 9.5 9.6 14.4a3.3 3.3 0 0 1-4.7-4.7l5.6-5.6a2.2 2.2 0 0 1 3.1 3.1l-5.5 5.5a1 1 0 0 1-1.5-1.5l4.7-4.7",
  send: "M3.5 4 17 10 3.5 16l2-6zM5.5 10H11",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  down: "M5.5 8 10 12.5 14.5 8",
  file: "M5.5 3h6l3.5 3.5V17h-9.5zM11.5 3v3.5H15",
  bolt: "M11 2.5 4.5 11.5H9.5L9 17.5 15.5 8.5H10.5z",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  list: "M7 5.5h9.5M7 10h9.5M7 14.5h9.5M3.8 5.5h.1M3.8 10h.1M3.8 14.5h.1",
  clock: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M10 6v4.2l2.8 1.7",
  thread: "M7.5 3 6.2 11.5M12.5 3l-.7 5M4 6h11M3.2 9.8h6M11 12h6M11 15.5h4",
  forum: "M3 4h10v7H8l-3 2.6V11H3zM15 7.5h2V14h-2v2.4L12 14H9",
  megaphone: "M4 8.5v3L7 12l7 3.5v-11L7 8zM7 12v3.5h2V13M16.5 8.5v3",
  pin: "M7.5 3h5l-.6 5 2.6 2.5H5.5L8.1 8zM10 10.5V17",
  people: "M7.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M3 16v-1.5A3.5 3.5 0 0 1 6.5 11h2A3.5 3.5 0 0 1 12 14.5V16M13 4.8a2.4 2.4 0 0 1 0 4.5M14.5 11.3A3.4 3.4 0 0 1 17 14.5V16",
  plus: "M10 4v12M4 10h12",
  right: "M8 5.5 12.5 10 8 14.5",
  answer: "M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1",
  speaker: "M4 5.5h12v8h-4.5L10 16l-1.5-2.5H4zM7.5 8.5v2M12.5 8.5v2",
  server: "M6 5.5c2.5-.8 5.5-.8 8 0 1.3 2.3 2.2 5 2.5 8-1.2 1-2.3 1.5-3.5 1.8l-1-1.6a9 9 0 0 1-4 0l-1 1.6C5.8 15 4.7 14.5 3.5 13.5c.3-3 1.2-5.7 2.5-8M7.7 9.5v1M12.3 9.5v1",
  warning: "M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1",
};
