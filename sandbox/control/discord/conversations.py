"""People start threads and posts, archive and lock them, join and leave."""

from collections.abc import Callable
from typing import Any

from sandbox.control.discord import lookup
from sandbox.control.discord.people import draft_of, note
from sandbox.control.lookup import text
from sandbox.discord import channels, posting, threads
from sandbox.discord.permissions import P, need, permissions_in
from sandbox.discord.world import PRIVATE_THREAD, PUBLIC_THREAD, Channel, User
from sandbox.kinds import Json, Refusal, flag
from sandbox.state import Sandbox

NAME_MAX = 100


def _create(sandbox: Sandbox, body: Json, user: User) -> Channel:
    """A thread from a message, a post of a forum, or a thread of its own."""
    world, place = sandbox.discord, lookup.seen_channel(sandbox, body, user)
    name = text(body, "name")
    if not 1 <= len(name) <= NAME_MAX:
        raise Refusal(f"a thread's name has 1 to {NAME_MAX} characters")
    private = flag(body.get("private"))
    if place.is_forum:
        need(world, user.id, place, P.SEND_MESSAGES)
        draft = draft_of(sandbox, body, user, place)
        return posting.start_post(world, place, user.id, name, draft, tags=_tags(place, body.get("tags") or []))
    need(world, user.id, place, P.CREATE_PRIVATE_THREADS if private else P.CREATE_PUBLIC_THREADS)
    if body.get("message"):
        message = lookup.message(place, user, str(body["message"]))
        return posting.start_thread(world, message, user.id, name)
    thread = posting.start_detached(world, place, user.id, name, PRIVATE_THREAD if private else PUBLIC_THREAD)
    if body.get("text") or body.get("files"):
        posting.post(world, thread, user.id, draft_of(sandbox, body, user, thread))
    return thread


def _tags(forum: Channel, names: list[Any]) -> list[str]:
    found = [tag["id"] for tag in forum.available_tags if {tag["id"], tag["name"]} & {str(name) for name in names}]
    if len(found) < len(names):
        raise Refusal(f"unknown tags among {names}")
    return found


def _change(**changes: bool) -> Callable[[Sandbox, Json, User, Channel], None]:
    """Archive or lock; archiving is for the owner too, locking for moderators."""

    def run(sandbox: Sandbox, body: Json, user: User, thread: Channel) -> None:
        moderator = permissions_in(sandbox.discord, user.id, thread) & P.MANAGE_THREADS
        own = thread.owner == user.id and "locked" not in changes and not thread.locked
        if not moderator and not own:
            raise Refusal(f"{user.username} may not do that with this thread")
        threads.change(sandbox.discord, thread, dict(changes))

    return run


def _rename(sandbox: Sandbox, body: Json, user: User, thread: Channel) -> None:
    if thread.owner != user.id:
        need(sandbox.discord, user.id, thread, P.MANAGE_THREADS)
    threads.change(sandbox.discord, thread, {"name": text(body, "name")})


def _join(sandbox: Sandbox, body: Json, user: User, thread: Channel) -> None:
    joining = lookup.person(sandbox, body, "user") if body.get("user") else user
    if not threads.join(sandbox.discord, thread, joining.id):
        raise Refusal(f"{joining.username} is in it already")


def _leave(sandbox: Sandbox, body: Json, user: User, thread: Channel) -> None:
    leaving = lookup.person(sandbox, body, "user") if body.get("user") else user
    if leaving is not user and thread.owner != user.id:
        need(sandbox.discord, user.id, thread, P.MANAGE_THREADS)
    if not threads.leave(sandbox.discord, thread, leaving.id):
        raise Refusal(f"{leaving.username} is not in it")


def _delete(sandbox: Sandbox, body: Json, user: User, thread: Channel) -> None:
    need(sandbox.discord, user.id, thread, P.MANAGE_THREADS)
    channels.delete(sandbox.discord, thread)


ACTIONS: dict[str, Callable[[Sandbox, Json, User, Channel], None]] = {
    "archive": _change(archived=True),
    "unarchive": _change(archived=False),
    "lock": _change(archived=True, locked=True),
    "unlock": _change(locked=False),
    "rename": _rename,
    "join": _join,
    "leave": _leave,
    "delete": _delete,
}


async def thread(sandbox: Sandbox, body: Json) -> Json:
    """Something happens to a thread; `channel` is the thread, for `create` the place where it begins."""
    action, user = text(body, "action"), lookup.person(sandbox, body)
    if action == "create":
        made = _create(sandbox, body, user)
        note(sandbox, "thread", user, channel=made.id)
        return {"thread": made.id, "message": made.id if made.id in made.messages else ""}
    if action not in ACTIONS:
        raise Refusal(f"unknown action {action}; known: create, {', '.join(ACTIONS)}")
    found = lookup.seen_channel(sandbox, body, user)
    if not found.is_thread:
        raise Refusal(f"{found.name} is not a thread")
    ACTIONS[action](sandbox, body, user, found)
    note(sandbox, action, user, channel=found.id)
    return {"thread": found.id}
