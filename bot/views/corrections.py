"""Rules that people correct: how often each, and into what."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.chat.cards import Card, Line, Note, Part
from bot.domain.corrections import Corrected
from bot.domain.decisions import OF_CATEGORY, Facet
from bot.domain.rules import DeskRules
from bot.domain.sheets import Setting
from bot.domain.words import CategoryKey, Label, TeamKey
from bot.views.parts import category_name, team_name
from bot.words import Words


def corrected_card(found: Sequence[Corrected], rules: DeskRules, setting: Setting, words: Words) -> Card:
    """The rules that people correct most, a line for each."""
    title = words.plain("corrections/title", setting)
    if not found:
        return Card(summary=title, parts=(Line(words.say("corrections/nothing", setting)),))
    return Card(summary=title, title=title, parts=tuple(Line(row(each, rules, setting, words)) for each in found))


def corrected_part(found: Sequence[Corrected], rules: DeskRules, setting: Setting, words: Words) -> tuple[Part, ...]:
    """The same as one line of a digest; nothing where nobody corrected anything."""
    if not found:
        return ()
    heading = words.say("corrections/digest", setting)
    rows = Markup("; ").join(Markup(row(each, rules, setting, words)) for each in found)  # noqa: S704  # what we say
    return (Note(f"{heading}: {rows}"),)


def row(each: Corrected, rules: DeskRules, setting: Setting, words: Words) -> str:
    """What was corrected, which rule had decided, how often, and what people mostly made of it."""
    return words.say(
        "corrections/row",
        setting,
        facet=each.facet,
        rule=_rule(each.rule, rules, setting, words),
        count=each.times,
        mostly=_named(each.facet, each.mostly, rules, setting, words),
    )


def _rule(rule: str, rules: DeskRules, setting: Setting, words: Words) -> Markup:
    if rule.startswith(OF_CATEGORY):
        category = category_name(rules, CategoryKey(rule.removeprefix(OF_CATEGORY))) or ""
        said = words.say("corrections/category", setting, category=category)
    else:
        said = words.say("corrections/rule", setting, rule=rule)
    return Markup(said)  # noqa: S704  # what `say` gives is markup


def _named(facet: Facet, key: str, rules: DeskRules, setting: Setting, words: Words) -> Label | str:
    match facet:
        case Facet.CATEGORY:
            return category_name(rules, CategoryKey(key)) or key
        case Facet.TEAM:
            return team_name(rules, TeamKey(key))
        case Facet.TYPE:
            return words.plain(f"ticket_type/{key}", setting)
        case Facet.PRIORITY:
            return key
