// A forum: its posts as a list, and the form for a new one.
import { fileReference } from "../api.js";
import { byId, fill, h, icon, keyed } from "../dom.js";
import { trayItem } from "../files.js";
import { avatar, personName } from "../names.js";
import { state } from "../state.js";
import { floorTime } from "../times.js";
import { doHere, openThread } from "./actions.js";
import { channelById, colourOf, isForum } from "./floor.js";
import { since } from "./moments.js";

const DISCORD_EPOCH_MS = 1_420_070_400_000; // https://docs.discord.com/developers/reference#snowflakes
const TITLE_CHARACTERS = 100;

const bornAt = (id) => floorTime(Number((BigInt(id) >> 22n) + BigInt(DISCORD_EPOCH_MS)) / 1000);

const tagsOf = (forum, ids) => ids.map((id) => forum.tags.find((one) => one.id === id)).filter(Boolean);

const tagChip = (tag) => h("span", { class: "forum-tag" }, tag.emoji_name ?? "", tag.name);

function postRow({ post, forum }) {
  const colour = colourOf(post.owner);
  const closed = post.archived ? h("span", { class: "tag plain" }, "Closed") : null;
  const fresh = post.unread ? h("span", { class: "tag new-tag" }, `${post.unread} new`) : null;
  const author = h("span", { style: colour ? `color: ${colour}` : null, class: "author small" }, personName(post.owner));
  const replies = `${post.message_count} ${post.message_count === 1 ? "message" : "messages"}`;
  return h("button", { class: `post${post.id === state.thread ? " open" : ""}${post.unread ? " unread" : ""}`, "data-thread": post.id, onclick: () => openThread(post.id) },
    h("span", { class: "post-tags" }, tagsOf(forum, post.tags).map(tagChip), fresh, closed),
    h("strong", {}, post.name),
    h("span", { class: "hint post-line" }, avatar(post.owner, "tiny"), author, h("span", {}, "·"), icon("chat"), h("span", {}, replies), h("span", {}, "·"), h("span", {}, since(bornAt(post.id)))));
}

function items(forum) {
  const posts = state.threads.map((post) => (post.id === state.thread ? { ...post, unread: 0 } : post));
  return posts.sort((one, other) => Number(one.archived) - Number(other.archived) || (BigInt(other.id) > BigInt(one.id) ? 1 : -1)).map((post) => ({
    key: post.id, signature: JSON.stringify([post, post.id === state.thread, forum.tags, since(bornAt(post.id))]), value: { post, forum },
  }));
}

function tagToggle(tag) {
  const node = h("button", { type: "button", class: "forum-tag", "aria-pressed": "false", "data-tag": tag.id }, tag.name);
  node.addEventListener("click", () => node.setAttribute("aria-pressed", String(node.getAttribute("aria-pressed") !== "true")));
  return node;
}

function filePicker() {
  const files = [];
  const tray = h("div", { class: "tray" });
  const chooser = h("input", { type: "file", multiple: true, hidden: true });
  const draw = () => fill(tray, files.map((file, index) => trayItem(file, () => {
    files.splice(index, 1);
    draw();
  })));
  chooser.addEventListener("change", () => {
    files.push(...chooser.files);
    chooser.value = "";
    draw();
  });
  const attach = h("button", { class: "quiet", type: "button", "aria-label": "Attach a file", title: "Attach a file", onclick: () => chooser.click() }, icon("clip"));
  return { files, nodes: [tray, chooser], attach };
}

function newPost(forum, close) {
  const title = h("input", { class: "post-title", placeholder: "Title", "aria-label": "Title", maxlength: TITLE_CHARACTERS });
  const text = h("textarea", { rows: 3, placeholder: "Enter a message…", "aria-label": "Message of the post", maxlength: 2000 });
  const picker = filePicker();
  const tags = h("div", { class: "post-tags" }, forum.tags.map(tagToggle));
  const send = async (event) => {
    event.preventDefault();
    if (!title.value.trim()) return title.focus();
    const files = await Promise.all(picker.files.map(fileReference));
    const chosen = [...tags.querySelectorAll("[aria-pressed=true]")].map((one) => one.dataset.tag);
    const answer = await doHere("thread", { action: "create", channel: forum.id, name: title.value.trim(), text: text.value.trim(), tags: chosen, files });
    if (!answer) return null;
    close();
    return openThread(answer.thread);
  };
  const buttons = h("div", { class: "row end" }, picker.attach, h("button", { type: "button", class: "d-button secondary", onclick: close }, "Cancel"), h("button", { class: "d-button primary", type: "submit" }, "Post"));
  return h("form", { class: "new-post", onsubmit: send }, title, text, picker.nodes, tags, buttons);
}

function bar(forum) {
  const slot = h("div", {});
  const open = h("button", { class: "new-post-open", disabled: !forum.may_write, onclick: () => {
    open.hidden = true;
    const form = newPost(forum, () => {
      open.hidden = false;
      fill(slot);
    });
    fill(slot, form);
    form.querySelector("input").focus();
  } }, icon("plus"), h("span", {}, "Create a post…"), h("span", { class: "d-button primary" }, "New Post"));
  return [open, slot];
}

/** Draws the posts of a forum in the place of messages. */
export function showForum() {
  const forum = channelById(state.channel);
  const pane = byId("forum");
  pane.hidden = !isForum(forum);
  if (pane.hidden) return;
  const key = `${state.me} ${forum.id} ${forum.may_write} ${forum.tags.length}`;
  if (pane.dataset.key !== key) {
    pane.dataset.key = key;
    fill(pane, h("div", { class: "forum-bar" }, bar(forum)), h("div", { class: "posts" }), h("p", { class: "hint none" }, "There are no posts yet. Begin one."));
  }
  keyed(pane.querySelector(".posts"), items(forum), postRow);
  pane.querySelector(".none").hidden = state.threads.length > 0;
}
