"""What an app answers to an interaction, done: messages, edits, modals, choices, follow-ups.

https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object
"""

from collections.abc import Callable
from typing import TypeVar

from sandbox.discord import posting
from sandbox.discord.errors import DiscordError, invalid
from sandbox.discord.interactions import Callback, Interaction, Kind
from sandbox.discord.kit.check import check_choices, check_modal, numbered
from sandbox.discord.kit.rules import at, choice
from sandbox.discord.mentions import read_allowed
from sandbox.discord.objects import EPHEMERAL, IS_COMPONENTS_V2, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS
from sandbox.discord.posting import Draft
from sandbox.discord.rest.call import Call, Upload
from sandbox.discord.rest.content import read_changes, read_draft
from sandbox.discord.world import Channel, Message
from sandbox.kinds import Json

LOADING = 1 << 7
ANSWER_FLAGS = EPHEMERAL | IS_COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS
SAYING = (Callback.MESSAGE, Callback.DEFER)
EDITING = (Callback.DEFER_UPDATE, Callback.UPDATE)

Result = TypeVar("Result")


def permitted(interaction: Interaction) -> tuple[Callback, ...]:
    """The first answers that an interaction takes; a form's may edit only where a component opened it."""
    match interaction.kind:
        case Kind.AUTOCOMPLETE:
            return (Callback.CHOICES,)
        case Kind.COMMAND:
            return (*SAYING, Callback.MODAL)
        case Kind.COMPONENT:
            return (*SAYING, *EDITING, Callback.MODAL)
        case Kind.MODAL:
            return (*SAYING, *EDITING) if interaction.message else SAYING


def _in_data(work: Callable[[], Result]) -> Result:
    """Do something whose wrong fields are below `data`."""
    try:
        return work()
    except DiscordError as error:
        if error.errors:
            raise DiscordError(error.code, errors=at(["data"], error.errors)) from error
        raise


def first_answer(call: Call, interaction: Interaction) -> Message | None:
    """Do what a callback says; the message that it made or changed. Raises 50035 and leaves the interaction waiting."""
    kind = call.args.get("type")
    if errors := choice(*map(int, permitted(interaction)))(kind):
        raise invalid(at(["type"], errors))
    data = call.args.get("data") or {}
    message: Message | None = None
    match callback := Callback(int(str(kind))):
        case Callback.MESSAGE:
            message = _say(call, interaction, data)
        case Callback.DEFER:
            message = _defer(call, interaction, data)
        case Callback.UPDATE:
            message = _update(call, interaction, data)
        case Callback.CHOICES | Callback.MODAL:
            _show(call, interaction, callback, data)
    if callback in EDITING:
        interaction.original = interaction.message
    interaction.acknowledge(callback)
    if not interaction.loading:
        interaction.filled.set()
    return message


def _channel(call: Call, interaction: Interaction) -> Channel:
    channel = call.world.channels.get(interaction.channel)
    if channel is None:
        raise DiscordError(10003)
    return channel


def _as_answer(interaction: Interaction, draft: Draft, reply_to: str, channel: Channel) -> Draft:
    """A draft that tells whose answer it is, and to what."""
    draft.application, draft.interaction = interaction.app, interaction.metadata
    draft.type = interaction.message_type
    if draft.flags & EPHEMERAL:
        draft.only_for = interaction.user
    if reply_to:
        guild = {"guild_id": channel.guild} if channel.guild else {}
        draft.reference = {"type": 0, "channel_id": channel.id, "message_id": reply_to, **guild}
        draft.type = posting.REPLY
    return draft


def _post(call: Call, interaction: Interaction, draft: Draft, reply_to: str) -> Message:
    channel = _channel(call, interaction)
    app = call.world.apps[interaction.app]
    message = posting.post(call.world, channel, app.bot_user, _as_answer(interaction, draft, reply_to, channel))
    interaction.sent.append(message.id)
    call.notes |= {"notified": message.notified, "message": message.id, "only_for": message.only_for}
    return message


def _draft(call: Call, interaction: Interaction, data: Json, uploads: list[Upload]) -> Draft:
    bot = call.world.apps[interaction.app].bot_user
    return read_draft(call.world, _channel(call, interaction), bot, data, uploads, ANSWER_FLAGS)


def _say(call: Call, interaction: Interaction, data: Json) -> Message:
    draft = _in_data(lambda: _draft(call, interaction, data, call.uploads))
    message = _post(call, interaction, draft, interaction.message)
    interaction.original, interaction.ephemeral = message.id, bool(draft.flags & EPHEMERAL)
    return message


def _defer(call: Call, interaction: Interaction, data: Json) -> Message:
    """A loading message; of the flags only the ephemeral one counts."""
    flags = data.get("flags") or 0
    draft = Draft(flags=LOADING | (flags & EPHEMERAL if isinstance(flags, int) else 0))
    message = _post(call, interaction, draft, interaction.message)
    interaction.original, interaction.ephemeral = message.id, bool(draft.flags & EPHEMERAL)
    interaction.loading = True
    return message


def _update(call: Call, interaction: Interaction, data: Json) -> Message:
    message = _found(call, interaction, interaction.message)
    _in_data(lambda: change(call, message, data, call.uploads))
    return message


def change(call: Call, message: Message, body: Json, uploads: list[Upload]) -> None:
    """Edit a message by its token; a loading one is filled."""
    flags = body.get("flags")
    if isinstance(flags, int):
        body = {**body, "flags": flags & ~EPHEMERAL}
    changes = read_changes(call.world, message, body, uploads)
    was_loading = bool(message.flags & LOADING)
    changes["flags"] &= ~LOADING
    allowed = read_allowed(body.get("allowed_mentions"))
    posting.edit(call.world, message, changes, allowed, by_author=not was_loading)
    call.notes |= {"notified": [], "message": message.id, "only_for": message.only_for}


def _show(call: Call, interaction: Interaction, callback: Callback, data: Json) -> None:
    """Open a modal, or keep the choices of an autocompletion."""
    if callback is Callback.CHOICES:
        if errors := check_choices(data):
            raise invalid(at(["data"], errors))
        interaction.choices = data["choices"]
        return
    if errors := check_modal(data):
        raise invalid(at(["data"], errors))
    source = {**data, "components": numbered(data["components"])}
    modal = call.sandbox.interactions.open_modal(interaction, source, call.world.mint())
    call.notes["modal"] = modal.id
    call.sandbox.stream.tell({"type": "discord", "event": "modal", "modal": modal.id}, [interaction.user])


def follow_up(call: Call, interaction: Interaction) -> Message:
    """One more message; directly after a deferred answer it fills that one."""
    if interaction.loading:
        return edit(call, interaction, interaction.original)
    draft = _draft(call, interaction, call.args, call.uploads)
    original = interaction.original if interaction.callback not in EDITING else interaction.message
    return _post(call, interaction, draft, original)


def edit(call: Call, interaction: Interaction, message_id: str) -> Message:
    """Edit the original answer or a follow-up."""
    message = _found(call, interaction, message_id)
    change(call, message, call.args, call.uploads)
    if message.id == interaction.original and interaction.loading:
        interaction.loading = False
        interaction.filled.set()
    return message


def delete(call: Call, interaction: Interaction, message_id: str) -> None:
    """Delete the original answer or a follow-up."""
    message = _found(call, interaction, message_id)
    posting.delete(call.world, message)
    if message.id == interaction.original:
        interaction.loading = False
        interaction.filled.set()


def find(call: Call, interaction: Interaction, message_id: str) -> Message:
    """A message of this token; `@original` is the first answer, or what it edited. Raises 10008."""
    if message_id == "@original":
        message_id = interaction.original
    elif message_id not in {*interaction.sent, interaction.original}:
        raise DiscordError(10008)
    return _found(call, interaction, message_id)


def _found(call: Call, interaction: Interaction, message_id: str) -> Message:
    message = _channel(call, interaction).find(message_id)
    if message is None:
        raise DiscordError(10008)
    return message
