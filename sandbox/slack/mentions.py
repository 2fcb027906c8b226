"""Text: escaping, tokens, rich text, and who is notified by it."""

import re
from collections.abc import Iterator

from sandbox.kinds import Json
from sandbox.world import Channel, User, World

TOKEN = re.compile(r"<(?P<mark>[@#!])?(?P<body>[^<>]*)>")
LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
NAME_END = re.compile(r"\w")
BROADCASTS = ("channel", "here", "everyone")
KNOWN_TOKEN = re.compile(
    r"<(?:@[UWB][A-Z0-9]*(?:\|[^<>]*)?|#[CG][A-Z0-9]*(?:\|[^<>]*)?|!(?:here|channel|everyone)(?:\|[^<>]*)?"
    r"|!subteam\^S[A-Z0-9]*(?:\|[^<>]*)?|!date\^[^<>]*|(?:https?|mailto|tel|slack):[^<>\s|][^<>]*)>"
)


def escape(text: str) -> str:
    """Slack's three escapes (https://docs.slack.dev/messaging/formatting-message-text#escaping)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def normalise(text: str) -> str:
    """Text that an app posts, as Slack gives it back: stray control characters escaped, tokens and links kept."""
    if not any(mark in text for mark in "&<>:"):
        return text
    kept: list[str] = []
    position = 0
    for token in KNOWN_TOKEN.finditer(text):
        kept.append(_loose(text[position : token.start()]))
        kept.append(token.group())
        position = token.end()
    kept.append(_loose(text[position:]))
    return "".join(kept)


def _loose(text: str) -> str:
    text = re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return LINK.sub(lambda link: f"<{link.group()}>", text)


def compose(world: World, author: User, channel: Channel, text: str) -> str:
    """What Slack's composer sends for text that a person typed: names that they can see become tokens."""
    escaped = LINK.sub(lambda link: f"<{link.group()}>", escape(text))
    if "@" in escaped or "#" in escaped:
        for typed, token in _known_names(world, author, channel):
            escaped = _replace_name(escaped, escape(typed), token)
    return escaped


def link_names(world: World, author: User, channel: Channel, text: str) -> str:
    """Text of an app with `link_names`: names become tokens, the rest stays as it is."""
    for typed, token in _known_names(world, author, channel):
        if typed in text:
            text = _replace_name(text, typed, token)
    return text


def _known_names(world: World, author: User, channel: Channel) -> list[tuple[str, str]]:
    names: list[tuple[str, str]] = [(f"@{word}", f"<!{word}>") for word in BROADCASTS]
    for user in world.users.values():
        if user.team == author.team or user.id in channel.members:
            names += [(f"@{name}", f"<@{user.id}>") for name in {user.name, user.real_name, user.display_name} if name]
    names += [(f"@{g.handle}", f"<!subteam^{g.id}>") for g in world.usergroups.values() if g.team == author.team]
    for other in world.channels.values():
        if other.name and (author.id in other.members or not other.private):
            names.append((f"#{other.name}", f"<#{other.id}|{other.name}>"))
    return sorted(names, key=lambda pair: -len(pair[0]))


def _replace_name(text: str, typed: str, token: str) -> str:
    start = 0
    while (found := text.find(typed, start)) >= 0:
        end = found + len(typed)
        inside = found > 0 and (NAME_END.match(text[found - 1]) or text[found - 1] in "<&^!|")
        if inside or (end < len(text) and NAME_END.match(text[end])):
            start = end
            continue
        text = text[:found] + token + text[end:]
        start = found + len(token)
    return text


def rich_text(text: str) -> list[Json]:
    """The `rich_text` block that Slack adds to what a person typed."""
    elements: list[Json] = []
    position = 0
    for token in KNOWN_TOKEN.finditer(text):
        _add_text(elements, text[position : token.start()])
        elements.append(_element(token.group()[1:-1]))
        position = token.end()
    _add_text(elements, text[position:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "b" + format(abs(hash(text)) % 16**4, "04x"), "elements": [section]}]


def _add_text(elements: list[Json], text: str) -> None:
    if text:
        plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        elements.append({"type": "text", "text": plain})


def _element(body: str) -> Json:
    body, _, label = body.partition("|")
    if body.startswith("@"):
        return {"type": "user", "user_id": body[1:]}
    if body.startswith("#"):
        return {"type": "channel", "channel_id": body[1:]}
    if body.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": body.removeprefix("!subteam^")}
    if body[1:] in BROADCASTS:
        return {"type": "broadcast", "range": body[1:]}
    return {"type": "link", "url": body} | ({"text": label} if label else {})


def notified(world: World, channel: Channel, author: str, text: str, blocks: list[Json]) -> list[str]:
    """Who is called by a message: members named by text or blocks, groups and broadcasts resolved; never the author."""
    called: dict[str, None] = {}
    for target in [*_text_targets(text), *_block_targets(blocks)]:
        called.update(dict.fromkeys(_people(world, channel, target)))
    if channel.kind == "im":
        called.update(dict.fromkeys(channel.members))
    return [user for user in called if user != author and user in channel.members]


def _people(world: World, channel: Channel, target: str) -> list[str]:
    if target.startswith("@"):
        return [target[1:]]
    if target.startswith("^"):
        group = world.usergroups.get(target[1:])
        return list(group.users) if group else []
    return list(channel.members)


def _text_targets(text: str) -> Iterator[str]:
    for token in TOKEN.finditer(text) if "<" in text else ():
        mark, body = token["mark"], token["body"].partition("|")[0]
        if mark == "@":
            yield "@" + body
        elif mark == "!" and body.startswith("subteam^"):
            yield body.removeprefix("subteam")
        elif mark == "!" and body in BROADCASTS:
            yield "!"


def _block_targets(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _block_targets(item)
    elif isinstance(node, dict):
        match node.get("type"):
            case "plain_text" | "raw_text":
                return
            case "mrkdwn" | "markdown":
                yield from _text_targets(str(node.get("text", "")))
            case "user":
                yield f"@{node.get('user_id')}"
            case "usergroup":
                yield f"^{node.get('usergroup_id')}"
            case "broadcast":
                yield "!"
            case _:
                for value in node.values():
                    yield from _block_targets(value)
