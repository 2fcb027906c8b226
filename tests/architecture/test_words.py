"""Everything that we say is there in every language, and says every value letter by letter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes

from bot.chat.inputs import WrongReason
from bot.chat.text import Call, Link, plain, spans
from bot.domain.announcements import Letter
from bot.domain.money import Money
from bot.domain.sheets import Setting
from bot.domain.words import Language
from bot.views.letters import DRAWN
from bot.words import NAMED, Words, environment_of
from commands import COMMANDS
from tests.architecture import catalogs

WORDS = Words.load(catalogs.TEMPLATES)
SETTING = Setting(Language.EN, "America/Sao_Paulo", datetime(2026, 10, 13, 12, tzinfo=UTC))
HOSTILE = '<!channel> {{7*7}} {% raw %} <b>&lt;b&gt; &amp; "\' <call person="1">x</call> @everyone '
CODES = """
not_found not_allowed taken_already not_owned already_resolved not_resolved already_ended wrong_place
unknown_command unknown_argument missing_argument no_ticket_here form_expired form_done old_button forged_button
nothing_to_ask unknown_team unknown_category unknown_person unknown_client unknown_field bound_elsewhere
already_acknowledged not_escalated same_ticket other_client stranger client_leads unbound
empty_text why_needed unavailable bug refused bad_moment colleague
other_client_here in_the_past nothing_to_fill nothing_to_split cannot_own
"""


def test_every_message_is_translated() -> None:
    """No message is missing, fuzzy or superfluous, and every translation has the same placeholders and tags."""
    assert catalogs.check() == ()


def test_the_check_finds_what_is_wrong(tmp_path: Path) -> None:
    """A new message, a lost placeholder and a message that nothing says any more are all told."""
    (tmp_path / "note.j2").write_text("{% trans name=name %}Hello {{ name }}{% endtrans %}")
    catalogs.update(tmp_path)
    assert catalogs.check(tmp_path) == tuple(f"{each}: not translated: 'Hello %(name)s'" for each in ("pt_BR", "es"))
    for language in catalogs.TRANSLATED:
        path = catalogs.path_of(language, tmp_path)
        path.write_text(path.read_text().replace('s"\nmsgstr ""', 's"\nmsgstr "Oi"'))
    assert "es: placeholders or tags differ: 'Oi' for 'Hello %(name)s'" in catalogs.check(tmp_path)
    (tmp_path / "note.j2").write_text("{% trans %}Bye{% endtrans %}")
    assert "es: superfluous: 'Hello %(name)s'" in catalogs.check(tmp_path)
    catalogs.update(tmp_path)
    assert catalogs.check(tmp_path) == tuple(f"{each}: not translated: 'Bye'" for each in ("pt_BR", "es"))


def test_what_others_name_is_there() -> None:
    """Every letter, refusal, wrong value and command has its message, and every letter its view."""
    wanted = [
        *Letter,
        *(f"errors/{code}" for code in CODES.split()),
        *(f"wrong/{reason}" for reason in WrongReason),
        *(f"help/{command.name}" for command in COMMANDS if not command.hidden),
    ]
    assert [name for name in wanted if not WORDS.knows(name)] == []
    assert set(DRAWN) == set(Letter)


def test_a_missing_translation_is_said_in_english(tmp_path: Path) -> None:
    """A catalog that lags behind never keeps a message back."""
    (tmp_path / "note.j2").write_text("{% trans %}Hello{% endtrans %}")
    setting = Setting(Language.ES, "UTC", SETTING.now)
    assert Words.load(tmp_path).say("note", setting) == "Hello"


@dataclass
class Message:
    """What a message reads: its facts, through which filters, and which of them it looks at before it speaks."""

    name: str
    filters: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)


def messages() -> Iterator[Message]:
    """Every message of the templates, read from its syntax tree."""
    environment = environment_of(catalogs.TEMPLATES, WORDS)
    for path in sorted(catalogs.TEMPLATES.rglob("*.j2")):
        tree = environment.parse(path.read_text())
        name = path.relative_to(catalogs.TEMPLATES).as_posix().removesuffix(".j2")
        blocks = list(tree.find_all(nodes.Block))
        for block in blocks:
            yield read(Message(f"{name}/{block.name}"), block)
        if not blocks:
            yield read(Message(name), tree)


def read(message: Message, node: nodes.Node) -> Message:
    """What the tree of a message says about its facts."""
    for call in node.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "ngettext":
            message.counted |= {each.name for each in call.args if isinstance(each, nodes.Name)}
    for name in node.find_all(nodes.Name):
        if name.name not in ("gettext", "ngettext", "_"):
            message.filters.setdefault(name.name, "")
    for used in node.find_all(nodes.Filter):
        if isinstance(used.node, nodes.Name):
            message.filters[used.node.name] = used.name
    for test in node.find_all(nodes.If):
        message.asked |= {each.name for each in [test.test, *test.test.find_all(nodes.Name)] if hasattr(each, "name")}
    return message


def values(message: Message, name: str) -> list[Any]:
    """What a fact may be: hostile words, or a value of the kind that its filter takes; nothing where it is asked."""
    hostile, used = f"{HOSTILE}{name}", message.filters[name]
    if name in message.counted:
        return [1, 2]
    kinds: dict[str, list[Any]] = {
        "moment": [SETTING.now, SETTING.now + timedelta(days=1), SETTING.now + timedelta(days=200)],
        "stamp": [SETTING.now],
        "span": [timedelta(minutes=75), timedelta(0)],
        "money": [Money(Decimal("50.5"), "EUR")],
        "priority": [1],
        "listed": [[hostile, "b"]],
        "either": [[hostile, "b"]],
        "roles": [["analyst", "admin"]],
    }
    if used in NAMED:
        found: list[Any] = [each.split("/")[1] for each in WORDS.names if each.startswith(f"{used}/")]
    else:
        found = kinds.get(used, [hostile])
    return [*found, None] if name in message.asked and used not in NAMED else found


LOOKED_AT = {"breached", "clock", "faults", "guest", "last", "looks", "noted", "put_aside", "silent"}
"""Facts that choose the words and are never said."""

MESSAGES = list(messages())


def variants(message: Message) -> Iterator[Mapping[str, Any]]:
    """Every combination of what the facts may be."""
    names = sorted(message.filters)
    for combination in product(*(values(message, name) for name in names)):
        yield dict(zip(names, combination, strict=True))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: each.name)
def test_values_stay_literal(message: Message, language: Language) -> None:
    """Markup, mentions and template code in a value are letters in every message and language, and call nobody."""
    setting = Setting(language, SETTING.zone, SETTING.now)
    spoken = set()
    for facts in variants(message):
        said = WORDS.say(message.name, setting, **facts)
        text = plain(said)
        found = spans(said)
        assert said
        assert not re.search(r"%\(\w+\)s|%%", text)
        assert not any(isinstance(each, Call) for each in found)
        addresses = "".join(each.url for each in found if isinstance(each, Link))
        hostile = {name for name, value in facts.items() if HOSTILE in str(value) and isinstance(value, (str, list))}
        spoken |= {name for name in hostile if f"{HOSTILE}{name}" in text + addresses}
        assert "49" not in text
    literal = {name for name in message.filters if any(HOSTILE in str(each) for each in values(message, name))}
    assert spoken == literal - LOOKED_AT


def test_a_message_is_one_that_the_tree_has() -> None:
    """What this page reads from the templates is what the bot loads."""
    assert tuple(sorted(each.name for each in MESSAGES)) == WORDS.names
