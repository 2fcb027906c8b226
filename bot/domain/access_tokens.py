"""Access tokens and passwords in a text: in URLs, after `Bearer`, as JWTs, as keys, and under their label."""

import re
from collections.abc import Iterator

from bot.domain.masks import COVERED, DOT, Covered

_SECRET_NAMES = frozenset(
    (
        *("auth", "authorization", "bearer", "credential", "hash", "jwt", "key", "ott", "otp", "pass"),
        *("passwd", "pwd", "pin", "secret", "sess", "session", "sessionid", "sessid", "sid", "sig", "sign"),
        *("signature", "sso", "tk", "tkn", "token", "xamzcredential", "senha", "cvv", "cvc"),
    )
)
_SECRET_ENDINGS = ("token", "sessionid", "sessid", "secret", "signature", "apikey", "jwt", "password", "accesskey")
_PARAMETER = re.compile(
    r"(?:[?&#;]|%3[fF]|%26)(?P<name>[A-Za-z][\w.-]{0,39})(?:\[\])?(?:=|%3[dD])"
    r"(?P<value>(?:(?!%26)[^\s?&#;<>\"'|()\[\]{}`,])++)"
)
_USER_IN_URL = re.compile(r"(?<=://)[^\s/?#@<>|•]{1,256}(?=@)")
_BEARER = re.compile(r"(?<![A-Za-z])(?:[Bb]earer|BEARER|Basic) +(?P<value>(?=[^\s]{0,200}[0-9])[\w.~+/=-]{8,}+)")
_JWT = re.compile(r"(?<![\w-])eyJ(?P<value>[\w-]{5,}+\.[\w-]{5,}+(?:\.[\w-]*+)?)")
_KEY = re.compile(
    r"(?<![\w-])(?:xox[abeprs]-|xapp-|[spr]k_(?:live|test)_|gh[opsu]_|glpat-|AKIA|AIza)(?P<value>[\w-]{10,}+)"
)
_LABELLED = re.compile(
    r"(?<![a-z0-9])(?:(?:access|auth|refresh|session|id|launch|api|login|bearer)[ _-]?token|token|api[ _-]?key|password"
    r"|passwd|pwd|senha|contrase[nñ]a|client[ _-]?secret|cvv2?|cvc2?|c[oó]digo de seguran[cç]a|c[oó]digo de seguridad"
    r"|security code)[\"']?(?: (?:is|e|es|é))? ?[:=] ?[\"'`]?(?P<value>(?=[^\s]{0,64}[0-9])[^\s\"'`,;<>|•]{3,256})",
    re.IGNORECASE,
)
_NOT_IN_A_NAME = re.compile(r"[._-]")


def find_access_tokens(text: str) -> Iterator[Covered]:
    """What opens an account or an interface to whoever reads it; names and addresses around it stay."""
    end = 0
    for start, stop, mask in sorted(_found(text)):
        if start >= end and DOT not in text[start:stop]:
            end = stop
            yield Covered(start, stop, mask)


def _found(text: str) -> Iterator[Covered]:
    for parameter in _PARAMETER.finditer(text):
        if _is_secret(parameter["name"]):
            value = parameter["value"].rstrip(".!?:*_~")
            if value:
                yield Covered(parameter.start("value"), parameter.start("value") + len(value), COVERED)
    for user in _USER_IN_URL.finditer(text):
        yield Covered(*user.span(), COVERED)
    for pattern in (_BEARER, _JWT, _KEY, _LABELLED):
        for found in pattern.finditer(text):
            yield Covered(*found.span("value"), COVERED)


def _is_secret(name: str) -> bool:
    joined = _NOT_IN_A_NAME.sub("", name).lower()
    return joined in _SECRET_NAMES or joined.endswith(_SECRET_ENDINGS)
