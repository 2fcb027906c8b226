"""Why a ticket is where it is: the words, limits and rules that decided, each in its own line."""

from collections.abc import Iterator

from bot.chat.buttons import Press
from bot.chat.cards import Button, Card, Fact, Facts, Line, Note
from bot.domain.decisions import Decision, Facet, Raise, Raised
from bot.domain.money import Money, parse_money
from bot.domain.policies import TicketType
from bot.domain.routing import Criterion
from bot.domain.sheets import TicketSheet
from bot.domain.words import CategoryKey, ClientKey, Label, ProviderKey, TeamKey
from bot.views.evidence import field_of
from bot.views.parts import button, category_name, literal, team_name
from bot.words import Words, label

OTHER_TEAMS = 3
"""Teams that are one click away; the command knows all of them."""


def why_card(sheet: TicketSheet, words: Words) -> Card:
    """The decision of the rules, and what a person has decided since; buttons that change it with one click."""
    ticket, setting = sheet.ticket, sheet.setting
    title = words.plain("why/title", setting, id=ticket.id)
    if ticket.decision is None:
        said = Line(words.say("why/nothing", setting, id=ticket.id))
        return Card(summary=title, title=title, parts=(said,), buttons=_buttons(sheet, words))
    facts = tuple(Fact(words.plain(f"facet/{key}", setting), markup) for key, markup in _told(sheet, words))
    watched = Note(watched_by(sheet, words)) if ticket.watchers else None
    parts = (Facts(facts), *((watched,) if watched else ()))
    return Card(summary=title, title=title, parts=parts, buttons=_buttons(sheet, words))


def decision_note(sheet: TicketSheet, words: Words) -> str:
    """Type, team and rule in one line of the desk's card; empty for a ticket of which no rule knows."""
    ticket, setting = sheet.ticket, sheet.setting
    if ticket.decision is None or ticket.decision.team is None:
        return ""
    facts: dict[str, object] = {"type": ticket.type or TicketType.INCIDENT}
    facts["team"] = team_name(sheet.rules, ticket.decision.team)
    if ticket.decision.rule and not ticket.decision.is_by_hand(Facet.TEAM):
        return words.say("why/card_rule", setting, **facts, rule=ticket.decision.rule)
    return words.say("why/card", setting, **facts)


def watched_by(sheet: TicketSheet, words: Words) -> str:
    """Who follows a ticket; empty for nobody."""
    people = [sheet.name(person) for person in sheet.ticket.watchers]
    return words.say("why/watched", sheet.setting, people=people) if people else ""


def _told(sheet: TicketSheet, words: Words) -> Iterator[tuple[str, str]]:
    decision = sheet.ticket.decision
    assert decision is not None
    yield Facet.CATEGORY, _category(sheet, decision, words)
    yield Facet.PRIORITY, _priority(sheet, decision, words)
    yield Facet.TYPE, _type(sheet, decision, words)
    if decision.team:
        yield Facet.TEAM, _team(sheet, decision, decision.team, words)
    if sheet.ticket.proposed and not sheet.ticket.owner:
        yield "owner", _turn(sheet, decision, words)


def _by_hand(sheet: TicketSheet, what: Label | str, words: Words) -> str:
    return words.say("why/by_hand", sheet.setting, what=what)


def _category(sheet: TicketSheet, decision: Decision, words: Words) -> str:
    setting, category = sheet.setting, category_name(sheet.rules, sheet.ticket.category) or ""
    if decision.is_by_hand(Facet.CATEGORY):
        return _by_hand(sheet, category, words)
    if decision.chosen or not decision.words:
        return words.say("why/category_chosen" if decision.chosen else "why/category_last", setting, category=category)
    spoken = [f"{_spoken(sheet, word)} ({weight:g})" for word, weight in decision.words]
    return words.say("why/category_words", setting, category=category, words=spoken)


def _spoken(sheet: TicketSheet, word: str) -> str:
    """A word of the report in quotes, or the name of the field that an id of it fills."""
    field = field_of(sheet, word)
    return label(field.label, sheet.setting) if field else f"“{word}”"


def _priority(sheet: TicketSheet, decision: Decision, words: Words) -> str:
    ticket, setting = sheet.ticket, sheet.setting
    if decision.is_by_hand(Facet.PRIORITY):
        return _by_hand(sheet, ticket.priority.code, words)
    facts: dict[str, object] = {
        "priority": ticket.priority,
        "category": category_name(sheet.rules, CategoryKey(decision.category)) or "",
        "impact": decision.impact,
        "urgency": decision.urgency,
    }
    if not decision.raised:
        return words.say("why/priority", setting, **facts)
    reasons = [_raised(each, sheet, words) for each in decision.raised]
    return words.say("why/priority_raised", setting, **facts, reasons=reasons)


def _raised(each: Raised, sheet: TicketSheet, words: Words) -> str:
    name = f"why/raised_{each.why}"
    match each.why:
        case Raise.AGAIN:
            return words.plain(name, sheet.setting)
        case Raise.REGULATOR:
            return words.plain(name, sheet.setting, seen=each.seen)
        case Raise.PLAYERS:
            return words.plain(name, sheet.setting, seen=each.seen, limit=each.limit)
        case Raise.AMOUNT:
            return words.plain(name, sheet.setting, seen=_money(each.seen), limit=_money(each.limit))


def _money(kept: str) -> Money:
    found = parse_money(kept)
    assert isinstance(found, Money), "what is kept is canonical"
    return found


def _type(sheet: TicketSheet, decision: Decision, words: Words) -> str:
    setting, kind = sheet.setting, sheet.ticket.type or TicketType.INCIDENT
    if decision.is_by_hand(Facet.TYPE):
        return _by_hand(sheet, words.plain(f"ticket_type/{kind}", setting), words)
    rule = next((each for each in sheet.rules.routing_rules if each.name == decision.rule), None)
    if rule and rule.then.type:
        return words.say("why/type_rule", setting, type=kind, rule=rule.name)
    category = category_name(sheet.rules, CategoryKey(decision.category)) or ""
    return words.say("why/type_usual", setting, type=kind, category=category)


def _team(sheet: TicketSheet, decision: Decision, key: TeamKey, words: Words) -> str:
    setting, team = sheet.setting, team_name(sheet.rules, key)
    if decision.is_by_hand(Facet.TEAM):
        return _by_hand(sheet, team, words)
    if not decision.rule:
        category = category_name(sheet.rules, CategoryKey(decision.category)) or ""
        return words.say("why/team_usual", setting, team=team, category=category)
    if not decision.looked_at:
        return words.say("why/team_any", setting, team=team, rule=decision.rule)
    looked_at = [_looked_at(Criterion(each), value, sheet, words) for each, value in decision.looked_at]
    return words.say("why/team_rule", setting, team=team, rule=decision.rule, looked_at=looked_at)


def _looked_at(criterion: Criterion, value: str, sheet: TicketSheet, words: Words) -> str:
    rules = sheet.rules
    named: Label | str | None = value
    match criterion:
        case Criterion.CATEGORY:
            named = category_name(rules, CategoryKey(value))
        case Criterion.PROVIDER:
            provider = rules.providers.get(ProviderKey(value))
            named = provider.name if provider else value
        case Criterion.CLIENT:
            client = rules.clients.get(ClientKey(value))
            named = client.name if client else value
    return words.plain("why/looked_at", sheet.setting, criterion=criterion, value=named or value)


def _turn(sheet: TicketSheet, decision: Decision, words: Words) -> str:
    load = [f"{sheet.name(person)} {count}" for person, count in decision.load]
    person = sheet.name(sheet.ticket.proposed)
    if not load:
        return literal(person)
    return words.say("why/turn", sheet.setting, person=person, load=load)


def _buttons(sheet: TicketSheet, words: Words) -> tuple[Button, ...]:
    """Every change is one click: category and priority open their form, types and the likely teams need none."""
    ticket, setting = sheet.ticket, sheet.setting
    if not ticket.is_open:
        return ()
    forms = tuple(button(words, setting, name, name, ticket.id) for name in ("category", "priority"))
    types = tuple(
        _named(words.plain(f"ticket_type/{kind}", setting), sheet, "type", kind)
        for kind in TicketType
        if kind is not (ticket.type or TicketType.INCIDENT)
    )
    teams = tuple(
        _named(f"→ {label(team_name(sheet.rules, key), setting)}", sheet, "route", key)
        for key in _likely_teams(sheet)[:OTHER_TEAMS]
    )
    follow = button(words, setting, "watch", "watch", ticket.id)
    return (*forms, *types, *teams, follow)


def _named(text: str, sheet: TicketSheet, command: str, word: str) -> Button:
    return Button(text, Press(command, (str(sheet.ticket.id), word)))


def _likely_teams(sheet: TicketSheet) -> list[TeamKey]:
    """The other teams, those of the category first."""
    decision = sheet.ticket.decision
    if decision is None:
        return []
    category = sheet.rules.categories.get(CategoryKey(sheet.ticket.category or ""))
    wanted = dict.fromkeys([*(category.teams if category else ()), *sheet.rules.teams])
    return [key for key in wanted if key != decision.team and key in sheet.rules.teams]
