"""Access tokens and passwords in a text: in URLs, after `Bearer`, as JWTs, as keys, and under their label."""

import re
from collections.abc import Iterator

from bot.domain.masks import COVERED, DOT, Covered, first_of

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
    r"|passwd|pwd|senha|contrasena|client[ _-]?secret|cvv2?|cvc2?|codigo de seguranca|codigo de seguridad"
    r"|security code)[\"']?(?: (?:is|es?))? ?[:=] ?[\"'`]?(?P<value>(?=[^\s]{0,64}[0-9])[^\s\"'`,;<>|•]{3,256})"
)
_LABELS = ("token", "key", "pass", "pwd", "senha", "contrasena", "secret", "cvv", "cvc", "segur", "security code")
"""Whatever is labelled so has one of these in its label."""
_KEYS = ("xox", "xapp-", "k_live_", "k_test_", "gho_", "ghp_", "ghs_", "ghu_", "glpat-", "AKIA", "AIza")
_NOT_IN_A_NAME = re.compile(r"[._-]")


def find_access_tokens(text: str, plain: str) -> Iterator[Covered]:
    """What opens an account or an interface to whoever reads it; names and addresses around it stay.

    `plain` is the text in plain letters.
    """
    end = 0
    for found in first_of(*_ways(text, plain)):
        if found.start >= end:
            end = found.end
            yield found


def _ways(text: str, plain: str) -> Iterator[Iterator[Covered]]:
    """Each way in which one can stand there, where what it cannot do without is in the text at all."""
    if "=" in text or "%3" in text:
        yield _parameters(text)
    if "://" in text and "@" in text:
        yield (Covered(*user.span(), COVERED) for user in _USER_IN_URL.finditer(text))
    if "earer" in text or "BEARER" in text or "Basic" in text:
        yield _values(text, _BEARER, text)
    if "eyJ" in text:
        yield _values(text, _JWT, text)
    if any(key in text for key in _KEYS):
        yield _values(text, _KEY, text)
    if (":" in text or "=" in text) and any(label in plain for label in _LABELS):
        yield _values(text, _LABELLED, plain)


def _parameters(text: str) -> Iterator[Covered]:
    for parameter in _PARAMETER.finditer(text):
        if _is_secret(parameter["name"]):
            value = parameter["value"].rstrip(".!?:*_~")
            if value and DOT not in value:
                yield Covered(parameter.start("value"), parameter.start("value") + len(value), COVERED)


def _values(text: str, pattern: re.Pattern[str], searched: str) -> Iterator[Covered]:
    for found in pattern.finditer(searched):
        start, end = found.span("value")
        if DOT not in text[start:end]:
            yield Covered(start, end, COVERED)


def _is_secret(name: str) -> bool:
    joined = _NOT_IN_A_NAME.sub("", name).lower()
    return joined in _SECRET_NAMES or joined.endswith(_SECRET_ENDINGS)
