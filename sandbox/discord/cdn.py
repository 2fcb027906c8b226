"""Signed links of attachments that expire: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls"""

import hashlib
import hmac
from urllib.parse import quote, urlsplit

from sandbox.clock import now
from sandbox.discord.world import Attachment, Discord

PREFIX = "/discord/cdn/attachments/"


def path_of(attachment: Attachment) -> str:
    """The address without host and signature."""
    return f"{PREFIX}{attachment.channel}/{attachment.id}/{quote(attachment.filename)}"


def signed(world: Discord, attachment: Attachment) -> str:
    """A fresh link."""
    issued = int(now())
    return _sign(world, path_of(attachment), f"{int(issued + world.link_seconds):x}", f"{issued:x}")


def _sign(world: Discord, path: str, expires: str, issued: str) -> str:
    return f"{world.origin()}{path}?ex={expires}&is={issued}&hm={_mark(world, path, expires, issued)}&"


def _mark(world: Discord, path: str, expires: str, issued: str) -> str:
    return hmac.new(world.secret, f"{path}{expires}{issued}".encode(), hashlib.sha256).hexdigest()


def is_valid(world: Discord, path: str, expires: str, issued: str, mark: str) -> bool:
    """Whether a link is ours and has not expired."""
    try:
        alive = int(expires, 16) > now()
    except ValueError:
        return False
    return alive and hmac.compare_digest(mark, _mark(world, path, expires, issued))


def refreshed(world: Discord, url: str) -> str:
    """A fresh link for an old one; the same address back when no such attachment is there."""
    parts = urlsplit(url).path.split("/")
    attachment = world.attachments.get(parts[-2]) if len(parts) > 2 else None
    return signed(world, attachment) if attachment is not None else url
