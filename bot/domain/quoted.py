"""Forwarded messages: the lines that say who wrote when, which tell nothing of what happened."""

import re

_MARKS = r"^[ \t>|*_]{0,8}"
_ENDS = r"[*_]{0,2} ?:"
_SENT = re.compile(
    rf"{_MARKS}(?:date|sent|received|data|enviad[oa](?: e[ml])?|fecha|recibido|recebido|env){_ENDS}", re.IGNORECASE
)
_BESIDE = re.compile(
    rf"{_MARKS}(?:from|to|cc|subject|reply-to|de|para|asunto|assunto|responder a){_ENDS}", re.IGNORECASE
)
_WROTE = re.compile(
    rf"{_MARKS}(?:on|em|el|le|no dia) .{{6,120}}(?:wrote|escreveu|escribi[oó]|said|disse|dijo) ?:[ \t]*$", re.IGNORECASE
)
_EXPORTED = re.compile(
    rf"{_MARKS}\[?(?:[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?: ?[AaPp]\.?[Mm]\.?)?, "
    rf"?[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{2,4}}"
    r"|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4},? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp]\.?[Mm]\.?)?)"
    r"(?:\]| -) ?[^\n:]{1,40}:(?= )"
)
_NEAR = 3
"""Lines; a mail's header is a block."""


def without_letterheads(text: str) -> str:
    """The text with the dates of mail headers and of exported chats blanked out; every position stays."""
    if ":" not in text:
        return text
    lines = text.split("\n")
    beside = {at for at, line in enumerate(lines) if _BESIDE.match(line)}
    for at, line in enumerate(lines):
        sent = _SENT.match(line) and not beside.isdisjoint(range(at - _NEAR, at + _NEAR + 1))
        if sent or _WROTE.match(line):
            lines[at] = " " * len(line)
        elif exported := _EXPORTED.match(line):
            lines[at] = " " * exported.end() + line[exported.end() :]
    return "\n".join(lines)
