"""Slack's request signature, pure: judged on the raw bytes before anything is parsed."""

import hashlib
import hmac
import re
from datetime import datetime

WINDOW_SECONDS = 300  # https://docs.slack.dev/authentication/verifying-requests-from-slack
_STAMP = re.compile(r"[0-9]{9,11}", re.ASCII)


def signed(secret: str, stamp: str, body: bytes) -> str:
    """The signature of a body at a Unix time in seconds."""
    text = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def genuine(secret: str, stamp: str | None, signature: str | None, body: bytes, wall: datetime) -> bool:
    """Whether Slack signed these very bytes within five minutes of `wall`; an empty secret trusts nobody."""
    if not secret or not stamp or not signature or not _STAMP.fullmatch(stamp):
        return False
    if abs(wall.timestamp() - int(stamp)) > WINDOW_SECONDS:
        return False
    return hmac.compare_digest(signed(secret, stamp, body).encode(), signature.encode("utf-8", "replace"))
