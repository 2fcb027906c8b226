"""Templates become words: compiled once, in the reader's language, every value literal.

A message is a file `<noun>/<message>.j2`, or a block of a file that holds many short ones. It reads the facts that it
is given and the `setting` for whom it is drawn; a translation that is missing falls back to English.
"""

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from bot.chat.text import plain
from bot.domain.money import Money
from bot.domain.priority import Priority
from bot.domain.sheets import Setting
from bot.domain.words import Label, Language, PersonId

NAMED = (
    "status",
    "client_status",
    "holder",
    "client_holder",
    "verdict",
    "level",
    "role",
    "clock",
    "ladder",
    "waiting",
    "mode",
    "duty",
    "id_kind",
    "ticket_type",
    "criterion",
    "facet",
)
"""Kinds of values that a filter of the same name puts into words: each value is a message `<kind>/<value>`."""

DOMAIN = "pitboss"
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

_Render = Callable[[Mapping[str, Any]], str]


class Words:
    """Everything that we say, by message name."""

    def __init__(self, messages: Mapping[str, _Render]) -> None:
        self._messages = messages
        self._fixed: dict[tuple[str, Language], str] = {}

    @classmethod
    def load(cls, folder: Path) -> "Words":
        """The templates of a folder with the catalogs in it; each is compiled when it is first said."""
        messages: dict[str, _Render] = {}
        words = cls(messages)
        environment = environment_of(folder, words)
        for name in environment.list_templates(extensions=["j2"]):
            blocks = _BLOCK.findall((folder / name).read_text(encoding="utf-8"))
            for message, render in _messages(partial(environment.get_template, name), name.removesuffix(".j2"), blocks):
                if message in messages:
                    raise ValueError(f"the message {message} is written twice")
                messages[message] = render
        return words

    @property
    def names(self) -> tuple[str, ...]:
        """Every message, in alphabetical order."""
        return tuple(sorted(self._messages))

    def knows(self, template: str) -> bool:
        """Whether there is such a message."""
        return template in self._messages

    def say(self, template: str, setting: Setting, /, **facts: object) -> str:
        """The message as markup; raises KeyError for an unknown one and UndefinedError for a fact that is missing."""
        if facts:
            return self._messages[template]({"setting": setting, **facts}).strip()
        key = (template, setting.language)  # without facts there is nothing else that it could tell
        if key not in self._fixed:
            self._fixed[key] = self._messages[template]({"setting": setting}).strip()
        return self._fixed[key]

    def plain(self, template: str, setting: Setting, /, **facts: object) -> str:
        """The message as plain text."""
        return plain(self.say(template, setting, **facts)).strip()


def call(person: PersonId, name: str) -> Markup:
    """The markup that calls a person."""
    return Markup('<call person="{}">{}</call>').format(int(person), name)


def named(people: Mapping[PersonId, str], setting: Setting, words: Words) -> dict[PersonId, str]:
    """What people are called; somebody whose data were erased has no name, and is a former user."""
    return {person: name or words.plain("former_user", setting) for person, name in people.items()}


def environment_of(folder: Path, words: Words) -> SandboxedEnvironment:
    """Jinja as the templates need it; the language is that of the `setting` in a message's facts."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    _speak(environment, cache(partial(_catalog, folder)))
    environment.filters |= {kind: _named(kind, words) for kind in NAMED}
    environment.filters |= {
        "moment": _with_words(moment, words),
        "stamp": pass_context(lambda context, at: stamp(at, context["setting"])),
        "span": _with_words(span, words),
        "money": pass_context(lambda context, value: money(value, context["setting"])),
        "label": pass_context(lambda context, value: label(value, context["setting"])),
        "either": pass_context(lambda context, values: either(values, context["setting"])),
        "roles": _with_words(roles, words),
        "listed": pass_context(lambda context, values: listed(values, context["setting"])),
        "priority": lambda value: Priority(value).code,
    }
    return environment


def _speak(environment: SandboxedEnvironment, catalog: Callable[[Language], gettext.NullTranslations]) -> None:
    @pass_context
    def one(context: Context, message: str) -> str:
        return catalog(context["setting"].language).gettext(message)

    @pass_context
    def several(context: Context, message: str, plural: str, count: int) -> str:
        return catalog(context["setting"].language).ngettext(message, plural, count)

    environment.install_gettext_callables(one, several, newstyle=True)  # type: ignore[attr-defined]  # the extension's


def _catalog(folder: Path, language: Language) -> gettext.NullTranslations:
    path = folder / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if language is Language.EN or not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=str(language)))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _messages(compiled: Callable[[], Template], name: str, blocks: Iterable[str]) -> list[tuple[str, _Render]]:
    return [(f"{name}/{block}", _render(compiled, block)) for block in blocks] or [(name, _render(compiled, None))]


def _render(compiled: Callable[[], Template], block: str | None) -> _Render:
    """One part of a template; its context holds no other parts, which Jinja would copy each time."""

    @cache
    def part() -> tuple[Template, dict[str, Any], Callable[[Context], Iterable[str]]]:
        template = compiled()
        return template, dict(template.globals), template.blocks[block] if block else template.root_render_func

    def render(facts: Mapping[str, Any]) -> str:
        template, shared, body = part()
        context = template.environment.context_class(template.environment, {**shared, **facts}, template.name, {})
        return "".join(body(context))

    return render


def _named(kind: str, words: Words) -> Callable[..., Markup]:
    @pass_context
    def said(context: Context, value: str) -> Markup:
        return Markup(words.say(f"{kind}/{value}", context["setting"]))  # noqa: S704 - what `say` gives is markup

    return said


def _with_words(tell: Callable[[Any, Setting, Words], str], words: Words) -> Callable[..., Markup]:
    @pass_context
    def said(context: Context, value: object) -> Markup:
        return Markup(tell(value, context["setting"], words))  # noqa: S704 - what `say` gives is markup

    return said


def moment(at: datetime, setting: Setting, words: Words) -> str:
    """An instant for somebody who reads it now: `today 15:30 CET`, else as `stamp` says it."""
    zone = ZoneInfo(setting.zone)
    days = (at.astimezone(zone).date() - setting.now.astimezone(zone).date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    if near is None:
        return str(escape(stamp(at, setting)))
    return words.say(f"time/{near}", setting, time=_clock_time(at.astimezone(zone)))


def stamp(at: datetime, setting: Setting) -> str:
    """An instant for words that stay: weekday and date (the year when it is another), time and zone."""
    local, now = at.astimezone(ZoneInfo(setting.zone)), setting.now.astimezone(ZoneInfo(setting.zone))
    skeleton = "MMMEd" if local.year == now.year else "yMMMd"
    return f"{format_skeleton(skeleton, local, locale=str(setting.language))}, {_clock_time(local)}"


def day(at: datetime, setting: Setting) -> str:
    """The day of an instant, short: `Tue 10`."""
    return str(format_skeleton("Ed", at.astimezone(ZoneInfo(setting.zone)), locale=str(setting.language)))


def from_to(begin: datetime, end: datetime, setting: Setting) -> str:
    """A span for words that stay: `Tue, Nov 10, 14:02–14:21 CET`, or both instants where it is not one day's."""
    zone = ZoneInfo(setting.zone)
    local, last = begin.astimezone(zone), end.astimezone(zone)
    if stamp(begin, setting) == stamp(end, setting):
        return stamp(end, setting)
    if local.date() != last.date() or local.tzname() != last.tzname():
        return f"{stamp(begin, setting)} – {stamp(end, setting)}"
    day, _, _ = stamp(begin, setting).rpartition(_clock_time(local))
    return f"{day}{local:%H:%M}–{_clock_time(last)}"


def _clock_time(local: datetime) -> str:
    return f"{local:%H:%M} {_zone_name(local)}"


def _zone_name(local: datetime) -> str:
    """The zone's own abbreviation, or its distance from UTC where it has none."""
    name = local.tzname() or ""
    if name.isalpha():
        return name
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / _MINUTE)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def span(length: timedelta, setting: Setting, words: Words) -> str:
    """A length of time in its two largest units: `2 h 15 min`; its sign is left to the sentence."""
    left = int(abs(length.total_seconds()))
    if left < _MINUTE:
        return words.say("time/under_a_minute", setting)
    units = (("d", _DAY), ("h", _HOUR), ("min", _MINUTE))
    parts: list[str] = []
    for unit, seconds in units:
        count, left = divmod(left, seconds)
        if count or parts:
            parts.append(f"{count} {unit}" if count else "")
    return " ".join(part for part in parts[:2] if part)


def money(value: Money, setting: Setting) -> str:
    """An exact amount with its code, which no two currencies share: `1,234.50 EUR`."""
    return f"{number(value.amount, setting)} {value.currency}"


def number(value: Decimal, setting: Setting) -> str:
    """A number as the language writes it, to its last digit."""
    return format_decimal(value, locale=str(setting.language), decimal_quantization=False)


def label(value: Label | str, setting: Setting) -> str:
    """A label of desk.yaml in the language."""
    return value.in_(setting.language) if isinstance(value, Label) else value


def listed(values: Iterable[Label | str], setting: Setting) -> str:
    """Several labels in a row: `a, b and c`."""
    return format_list([label(value, setting) for value in values], locale=str(setting.language))


def either(values: Iterable[str], setting: Setting) -> str:
    """Several readings of which one is meant: `a, b or c`."""
    return format_list(list(values), style="or", locale=str(setting.language))


def roles(values: Iterable[str], setting: Setting, words: Words) -> str:
    """Roles of which one is needed: `analyst, coordinator`."""
    return ", ".join(words.say(f"role/{each}", setting) for each in sorted(values))
