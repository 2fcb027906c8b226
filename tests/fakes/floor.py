"""The floor on the fake chat: plays people, and shows what each of them sees; the same hand as on a real platform."""

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.chat import requests as heard
from bot.chat.forms import Field, FieldKind, Form
from bot.chat.platform import Features, Lane
from bot.chat.replies import Reply
from bot.chat.requests import AccountRef, RemoteFile, Request
from bot.domain.words import Channel, Place, Source
from tests.fakes.chat import BOT, DISCORDANT, FakeChat, Person, Post
from tests.fakes.payloads import payload_of
from tests.fakes.platform import FakePlatform
from tests.fakes.reading import words_of
from tests.stories.seen import Judged, Seen, Shown

FLOOR = json.loads((Path(__file__).parents[2] / "bot" / "cli" / "floor.json").read_text(encoding="utf-8"))
NAME = "discord"
ONWARD = frozenset({"Continue", "Continuar"})
"""The button that leads to the next step of a form, in any language."""

Upload = tuple[str, str, bytes]
SCREENSHOT: Upload = ("screen.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"screenshot" * 40)
Value = str | tuple[str, ...] | None


class FakeFloor:
    """Everybody of the demo's floor on a FakeChat."""

    name = NAME

    def __init__(self, features: Features = DISCORDANT) -> None:
        self.chat = FakeChat(NAME, "pit", "T0PIT", features)
        for row in FLOOR["users"]:
            self.chat.people[row["id"]] = Person(row["id"], row["team"], row["real_name"], row["locale"], row["tz"])
        for row in FLOOR["channels"]:
            self.chat.members[row["id"]] = [BOT, *row["members"]]
            self.chat.names[row["id"]] = row["name"]
            self.chat.foreign[row["id"]] = tuple(row["shared_with"])
        self.chat.groups = {row["id"]: list(row["users"]) for row in FLOOR["usergroups"]}
        self._ids = {row["name"]: row["id"] for row in (*FLOOR["users"], *FLOOR["channels"])}
        self._triggers = itertools.count(1)

    # -- who and where

    def user(self, name: str) -> str:
        """Somebody's id."""
        return str(self._ids.get(name, name))

    def channel(self, name: str) -> str:
        """A channel's id; an id stays as it is."""
        return str(self._ids.get(name, name))

    def newcomer(self, name: str, team: str, channel: str, locale: str | None = None) -> str:
        """Somebody whom the floor did not know comes into a channel; their id."""
        user = f"U0{name.upper()}"
        self._ids[name] = user
        self.chat.people[user] = Person(user, team, name.title(), locale)
        self.chat.members[self.channel(channel)].append(user)
        return user

    def room(self, name: str, *people: str) -> str:
        """A channel that desk.yaml does not know; its id."""
        channel = f"C0{name.upper()}"
        self._ids[name] = channel
        self.chat.members[channel] = [BOT, *(self.user(each) for each in people)]
        self.chat.names[channel] = name
        return channel

    def place(self, channel: str, thread: str | None = None) -> Place:
        """A channel or thread as the bot calls it."""
        return Place(Channel(NAME, self.chat.workspace, self.channel(channel)), thread)

    def source(self, message: str) -> Source:
        """A message as the bot calls it."""
        return Source(Channel(NAME, self.chat.workspace, self.chat.posts[message].channel), message)

    def _about(self, key: str, user: str, place: Place) -> dict[str, Any]:
        team = self.chat.people[user].team if user in self.chat.people else ""
        actor = AccountRef(NAME, team, user)
        return {"id": key, "workspace": self.chat.workspace, "actor": actor, "place": place, "at": self.chat.now()}

    def about(self, key: str, user: str, channel: str) -> dict[str, Any]:
        """What every request has."""
        return self._about(key, user, self.place(channel))

    def trigger(self) -> str:
        """The key of something done."""
        return f"{NAME}:t:{next(self._triggers)}"

    async def push(self, request: Request, lane: Lane) -> Reply:
        """Deliver a request as the platform does."""
        assert self.chat.app is not None, "the bot does not listen"
        payload = payload_of(request)
        return await self.chat.app.deliver(self.chat.app.envelope(json.loads(json.dumps(payload)), lane))

    async def again(self, message: str) -> None:
        """The platform delivers what somebody wrote once more."""
        assert self.chat.app is not None
        for payload in self.chat.posts[message].payloads:
            await self.chat.app.deliver(self.chat.app.envelope(payload))

    # -- what people do

    async def say(
        self, user: str, channel: str, text: str, thread: str | None = None, files: Sequence[Upload] = ()
    ) -> str:
        """A message; its id. `@pitboss` calls the bot."""
        place, number = self.place(channel, thread), self.chat.next_id()
        kept = tuple(self.file(*each) for each in files)
        post = self.chat.write(Post(number, place.channel.id, thread, user, self.chat.now(), text, files=kept))
        call = text.partition("@pitboss")[2].strip(" :,") if "@pitboss" in text else None
        about = self._about(f"{NAME}:m:{place.channel.id}:{number}", user, place)
        said = heard.Said(
            **about,
            source=self.source(number),
            text=text,
            files=kept,
            call=call,
            direct=place.channel.id.startswith("D"),
        )
        post.payloads.append(payload_of(said))
        await self.push(said, Lane.TOLD)
        return number

    def file(self, name: str, mime: str, data: bytes) -> RemoteFile:
        """A file that somebody uploads."""
        found = RemoteFile(f"F{self.chat.next_id()}", name, mime, len(data))
        self.chat.uploads[found.id] = data
        return found

    async def edit(self, user: str, channel: str, message: str, text: str) -> None:
        """A message has other words."""
        post = self.chat.posts[message]
        post.text, post.edits = text, post.edits + 1
        about = self._about(f"{NAME}:e:{message}:{post.edits}", user, self.place(channel, post.thread))
        edited = heard.Edited(**about, source=self.source(message), text=text, files=post.files)
        post.payloads.append(payload_of(edited))
        await self.push(edited, Lane.TOLD)

    async def delete(self, user: str, channel: str, message: str) -> None:
        """A message is taken away."""
        source, thread = self.source(message), self.chat.posts.pop(message).thread
        about = self._about(f"{NAME}:d:{message}", user, self.place(channel, thread))
        await self.push(heard.Deleted(**about, source=source), Lane.TOLD)

    async def react(self, user: str, channel: str, message: str, gesture: str, *, added: bool = True) -> None:
        """A reaction by its neutral name is put on a message, or taken away."""
        reactions = self.chat.posts[message].reactions
        (reactions.add if added else reactions.discard)((user, gesture))
        about = self._about(f"{NAME}:r:{message}:{user}:{gesture}:{self.trigger()}", user, self.place(channel))
        reacted = heard.Reacted(**about, source=self.source(message), gesture=gesture, added=added)
        await self.push(reacted, Lane.TOLD)

    async def click(self, user: str, seen: Seen, label: str, *, forms: bool = True) -> Shown | None:
        """A button is pressed; the form that opens."""
        buttons = self.chat.posts[seen.id].buttons
        assert label in buttons, f"no button {label!r}; there are {list(buttons)}"
        await self.press(user, seen, buttons[label])
        return self.form(user)

    async def press(self, user: str, seen: Seen, token: str, key: str = "") -> Reply:
        """A press of whatever token; with the key of an earlier one it is a replay."""
        about = self._about(key or self.trigger(), user, self.place(seen.channel, seen.thread))
        source = None if seen.private else self.source(seen.id)
        return await self.push(heard.Clicked(**about, token=token, source=source), Lane.DONE)

    async def click_forged(self, user: str, seen: Seen, value: str) -> None:
        """A press whose value somebody made up."""
        await self.press(user, seen, value)

    async def command(
        self, user: str, channel: str, words: str, *, forms: bool = True, thread: str = ""
    ) -> Shown | None:
        """The slash command with words; the form that opens."""
        about = self._about(self.trigger(), user, self.place(channel, thread or None))
        await self.push(heard.Typed(**about, words=words, direct=self.channel(channel).startswith("D")), Lane.DONE)
        return self.form(user)

    async def pick(self, user: str, seen: Seen, name: str) -> Shown | None:
        """A message shortcut; the form that opens."""
        post = self.chat.posts[seen.id]
        about = self._about(self.trigger(), user, self.place(seen.channel, seen.thread))
        picked = heard.Picked(**about, command=name, source=self.source(seen.id), text=post.text, files=post.files)
        await self.push(picked, Lane.DONE)
        return self.form(user)

    async def submit(self, user: str, form: Shown, values: Mapping[str, object]) -> Judged:
        """The open step of a form is filled in and sent; where a button leads to the next step, it is pressed."""
        opened = self.chat.open_forms[user]
        given, files = self.filled(opened.form, values)
        opened.errors = {}
        before = set(self.chat.posts)
        await self.send(user, form, given, files)
        if opened.errors:
            return Judged(dict(opened.errors))
        for post in [each for number, each in self.chat.posts.items() if number not in before]:
            if post.only_for == user and (label := next((each for each in post.buttons if each in ONWARD), "")):
                return Judged({}, await self.click(user, self.seen(post), label))
        return Judged({}, self.form(user))

    def filled(
        self, form: Form, values: Mapping[str, object]
    ) -> tuple[dict[str, Value], dict[str, tuple[RemoteFile, ...]]]:
        """A step of a form as it is sent: what was filled in, else what stood there; and the files."""
        given: dict[str, Value] = {}
        files: dict[str, tuple[RemoteFile, ...]] = {}
        for each in form.fields:
            value = values.get(each.key)
            if each.kind is FieldKind.FILE:
                files[each.key] = tuple(self.file(*one) for one in value) if isinstance(value, list) else ()
            else:
                given[each.key] = _given(each, value)
        assert not set(values) - set(given) - set(files), f"no such field; there are {[*given, *files]}"
        return given, files

    async def send(
        self,
        user: str,
        form: Shown,
        values: Mapping[str, Value],
        files: Mapping[str, tuple[RemoteFile, ...]] | None = None,
        key: str = "",
    ) -> Reply:
        """Whatever values for whatever form, as a tampered program could send them."""
        draft, _, step = form.id.rpartition("/")
        opened = self.chat.open_forms.get(user)
        place = opened.place if opened else self.place("")
        about = self._about(key or self.trigger(), user, place)
        sent = heard.Submitted(**about, draft=draft, step=int(step), values=values, files=files or {})  # type: ignore[arg-type]
        return await self.push(sent, Lane.ASKED)

    async def open_home(self, user: str) -> None:
        """Somebody looks at their own page of the bot."""
        about = self._about(self.trigger(), user, self.place(f"D{user}"))
        await self.push(heard.OpenedHome(**about), Lane.TOLD)

    async def open_direct(self, user: str) -> str:
        """The direct conversation with the bot."""
        return f"D{user}"

    # -- what people see

    def form(self, user: str) -> Shown | None:
        """The form that somebody has open."""
        opened = self.chat.open_forms.get(user)
        if opened is None:
            return None
        form = opened.form
        labels = {each.key: each.label for each in form.fields}
        filled = {each.key: each.value for each in form.fields if each.value}
        return Shown(f"{form.draft}/{form.step}", form.title, labels, filled)

    async def messages(self, user: str, channel: str) -> list[Seen]:
        """Every message of a channel that somebody sees, private answers included, oldest first."""
        posts = [each for each in self.chat.posts.values() if each.channel == self.channel(channel)]
        return [self.seen(each) for each in sorted(posts, key=lambda each: each.id) if each.only_for in ("", user)]

    def seen(self, post: Post) -> Seen:
        """A message as whoever may see it sees it."""
        return Seen(
            id=post.id,
            channel=post.channel,
            thread=post.thread,
            author=self._name(post.author),
            by_bot=post.author == BOT,
            text=post.text,
            buttons=tuple(post.buttons),
            reactions=frozenset(gesture for _, gesture in post.reactions),
            files=tuple(file.name for file in post.files),
            notified=frozenset(self._name(user) for user in post.called),
            pinned=post.pinned,
            private=bool(post.only_for),
        )

    def _name(self, user: str) -> str:
        return next((name for name, each in self._ids.items() if each == user), user)

    async def home(self, user: str) -> str:
        """The words on somebody's own page of the bot."""
        card = self.chat.homes.get(user)
        return words_of(card, {}) if card else ""

    async def quiet(self) -> bool:
        """Whether everything that was pushed has been answered: always, here."""
        return True


def _given(field: Field, value: object) -> Value:
    """What is sent for a field: what was filled in, else what stood there."""
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    said = field.value if value is None else str(value)
    return tuple(said.split(",")) if field.kind is FieldKind.CHOICES and said else said or None


def listening(floor: FakeFloor) -> FakePlatform:
    """Our side of a floor, as it listens now."""
    assert floor.chat.app is not None
    return floor.chat.app
