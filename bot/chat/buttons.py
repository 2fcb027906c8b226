"""Buttons carry the command that they stand for, signed, so that they work after any restart and cannot be made up."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import quote, unquote

TOKEN_LIMIT = 100  # https://discord.com/developers/docs/components/reference (custom_id)
_SIGNATURE_BYTES = 12
_BETWEEN = "/"
_PLAIN = " =#@,:()"


@dataclass(frozen=True)
class Press:
    """What a button stands for: a command and its words."""

    command: str
    words: tuple[str, ...] = ()


class ForgedButton(ValueError):
    """The button's value was not made by us."""


class Seal:
    """Signs and opens button values with the installation's key."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.sha256(b"pitboss button" + key).digest()

    def sign(self, press: Press) -> str:
        """The token of a press; raises ValueError when it would be longer than a platform takes."""
        text = _BETWEEN.join(quote(word, safe=_PLAIN) for word in (press.command, *press.words))
        token = f"{self._signature(text)}.{text}"
        if len(token) > TOKEN_LIMIT:
            raise ValueError(f"the button {press.command} needs {len(token)} characters")
        return token

    def open(self, token: str) -> Press:
        """The press of a token; raises ForgedButton when the signature does not fit."""
        signature, _, text = token.partition(".")
        if not hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), self._signature(text).encode()):
            raise ForgedButton
        command, *words = (unquote(word) for word in text.split(_BETWEEN))
        return Press(command, tuple(words))

    def _signature(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()[:_SIGNATURE_BYTES]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
