"""The ordinary, hidden: a small desk, a ticket of Acme's, and everything around it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.cards import Button, Card, Facts, Line, LinkButton, Note, Quote, Rule
from bot.chat.text import Call, Link, spans
from bot.domain.calendars import Calendar, Interval
from bot.domain.categories import Category, EvidenceField, FieldChoice, FieldKind
from bot.domain.clients import Client
from bot.domain.clock_history import TicketOpened
from bot.domain.clocks import Target
from bot.domain.duplicates import Links
from bot.domain.first_look import Check, FirstLook, ListedCheck
from bot.domain.people import Grants
from bot.domain.policies import Span
from bot.domain.priority import Level, Priority
from bot.domain.providers import Provider
from bot.domain.rules import Closing, Colleagues, DeskRules, Intake, Retention
from bot.domain.sheets import LetterSheet, Setting, TicketSheet
from bot.domain.statuses import Status
from bot.domain.teams import DeskRoom, Duty, Team
from bot.domain.tickets import (
    Entry,
    EntryKind,
    Escalation,
    EscalationState,
    Evidence,
    PlaceKind,
    StoredFile,
    Ticket,
    TicketPlace,
)
from bot.domain.timing import timing
from bot.domain.words import (
    CalendarKey,
    CategoryKey,
    Channel,
    ClientKey,
    EntryId,
    EscalationId,
    FileId,
    Label,
    Language,
    PersonId,
    Place,
    PlaceId,
    ProviderKey,
    Source,
    TeamKey,
    TicketId,
)
from bot.words import Words

WORDS = Words.load(Path(__file__).parents[2] / "templates")
OPENED = datetime(2026, 10, 13, 11, 0, tzinfo=UTC)  # a Tuesday, 13:00 in Madrid
NOW = OPENED + timedelta(minutes=5)
MADRID = "Europe/Madrid"

MARIA, ANA, BRUNO, EVA = PersonId(1), PersonId(2), PersonId(3), PersonId(4)
NAMES = {MARIA: "Maria (Acme)", ANA: "Ana", BRUNO: "Bruno", EVA: "Eva"}

ACME = ClientKey("acme")
ROUND = CategoryKey("game_round")
INTEGRATIONS, PRODUCT = TeamKey("integrations"), TeamKey("product")
ACME_CHANNEL = Channel("chat", "pit", "acme-support")
DESK_CHANNEL = Channel("chat", "pit", "desk")
INTEGRATIONS_CHANNEL = Channel("chat", "pit", "integrations")


def label(en: str, pt: str = "", es: str = "") -> Label:
    """A label in three languages."""
    return Label({Language.EN: en, Language.PT_BR: pt or en, Language.ES: es or en})


FIELDS = (
    EvidenceField("provider", label("Provider", "Provedor", "Proveedor"), FieldKind.TEXT, True),
    EvidenceField("round_id", label("Round id", "Id da rodada", "Id de la ronda"), FieldKind.TEXT, True),
    EvidenceField("bet_amount", label("Bet amount", "Valor da aposta", "Importe"), FieldKind.AMOUNT, True),
    EvidenceField("time", label("Time", "Horário", "Hora"), FieldKind.MOMENT, True, hint=label("With its zone")),
    EvidenceField(
        "environment",
        label("Environment", "Ambiente", "Entorno"),
        FieldKind.CHOICE,
        choices=(FieldChoice("real", label("Real money", "Dinheiro real", "Dinero real")),),
    ),
)
CATEGORY = Category(
    ROUND,
    label("Game round", "Rodada", "Ronda"),
    {},
    FIELDS,
    INTEGRATIONS,
    Level.LOW,
    Level.HIGH,
    first_look=(ListedCheck(Check.CLOSED_WITH_ZERO), ListedCheck("vip_desk", label("Did the VIP desk look?"))),
)
HOURS = Interval(time(9), time(18))
CALENDAR = Calendar(CalendarKey("office"), ZoneInfo(MADRID), ((HOURS,),) * 5 + ((), ()))


def team(key: TeamKey, name: str, channel: Channel | None = None) -> Team:
    """A team of ours."""
    return Team(key, label(name), channel, (), None, Duty(), "ladder", Language.EN, MADRID)


CLIENT = Client(ACME, "Acme", Language.EN, MADRID, "gold", CalendarKey("office"))
RULES = DeskRules(
    version="v",
    name="Pit",
    zone=MADRID,
    language=Language.EN,
    workspaces=(),
    tiers=("gold",),
    desk=DeskRoom((DESK_CHANNEL,), (), None, Duty(), Language.EN, MADRID),
    clients={ACME: CLIENT},
    teams={
        INTEGRATIONS: team(INTEGRATIONS, "Integrations", INTEGRATIONS_CHANNEL),
        PRODUCT: team(PRODUCT, "Product"),
    },
    people={},
    roles=Grants({}, {}),
    providers={ProviderKey("nova"): Provider(ProviderKey("nova"), "Nova Games", required=("environment",))},
    categories={ROUND: CATEGORY},
    calendars={CALENDAR.key: CALENDAR},
    policies=(),
    routing={},
    ladders={},
    digests=(),
    intake=Intake(timedelta(minutes=3), timedelta(hours=4)),
    closing=Closing(Span(timedelta(days=3))),
    retention=Retention(timedelta(days=30), timedelta(days=30)),
    colleagues=Colleagues(),
    bindings={},
)


def setting(language: Language = Language.EN, now: datetime = NOW) -> Setting:
    """Somebody in Madrid who reads this."""
    return Setting(language, MADRID, now)


def ticket(**changes: Any) -> Ticket:
    """Acme's ticket 12, just opened."""
    plain = Ticket(
        id=TicketId(12),
        client=ACME,
        category=ROUND,
        status=Status.NEW,
        impact=Level.LOW,
        urgency=Level.HIGH,
        priority=Priority.P3,
        owner=None,
        reporter=MARIA,
        title="Player 83921: round 99812-77 is stuck",
        language=Language.EN,
        policy="gold-p3",
        desk_version=1,
        opened_at=OPENED,
        changed_at=OPENED,
        commented_at=OPENED,
        first_response_due=OPENED + timedelta(hours=4),
        resolution_due=OPENED + timedelta(days=3),
    )
    return replace(plain, **changes)


def entry(text: str = "Player 83921: round 99812-77 is stuck, bet 50 EUR", **changes: Any) -> Entry:
    """Maria's report in Acme's channel."""
    plain = Entry(
        id=EntryId(7),
        source=Source(ACME_CHANNEL, "1.1"),
        place=Place(ACME_CHANNEL),
        ticket=TicketId(12),
        client=ACME,
        person=MARIA,
        kind=EntryKind.REPORT,
        text=text,
        at=OPENED,
    )
    return replace(plain, **changes)


def evidence(field: str, value: str, person: PersonId = MARIA, confirmed: bool = False) -> Evidence:
    """A value that somebody gave at the opening."""
    return Evidence(TicketId(12), field, value, value, "text", person, OPENED, confirmed)


def escalation(**changes: Any) -> Escalation:
    """Ana's call to Integrations, where Eva is on duty."""
    plain = Escalation(
        id=EscalationId(5),
        ticket=TicketId(12),
        team=INTEGRATIONS,
        state=EscalationState.CALLING,
        by=ANA,
        why="The provider's callback is missing",
        called_at=OPENED,
        called=(EVA,),
    )
    return replace(plain, **changes)


def file(name: str = "screen.png") -> StoredFile:
    """A screenshot that came with the report."""
    return StoredFile(FileId(1), EntryId(7), TicketId(12), "chat", "pit", "F1", "", name, "image/png", 10, "ab")


def sheet(now: datetime = NOW, language: Language = Language.EN, **changes: Any) -> TicketSheet:
    """Everything about ticket 12; changes of the ticket itself go by `ticket=`."""
    target = Target(timedelta(hours=4), CALENDAR, "gold-p3")
    opened = changes.pop("opened", OPENED)
    history = [TicketOpened(opened, target, Target(timedelta(hours=27), CALENDAR, "gold-p3")), *changes.pop("then", ())]
    plain = TicketSheet(
        ticket=ticket(),
        rules=RULES,
        client=CLIENT,
        names=NAMES,
        report=(entry(),),
        evidence=(evidence("round_id", "99812-77"), evidence("bet_amount", "50 EUR")),
        escalations=(),
        files=(),
        timing=timing(history, now),
        links=Links(),
        jump="https://chat.example/archives/1",
        setting=setting(language, now),
        first_look=FirstLook.of(CATEGORY.first_look),
    )
    return replace(plain, **changes)


def place(kind: PlaceKind = PlaceKind.DESK) -> TicketPlace:
    """Where the ticket lives."""
    channel = {PlaceKind.CLIENT: ACME_CHANNEL, PlaceKind.DESK: DESK_CHANNEL, PlaceKind.TEAM: INTEGRATIONS_CHANNEL}[kind]
    number = EscalationId(5) if kind is PlaceKind.TEAM else None
    return TicketPlace(PlaceId(1), TicketId(12), kind, channel, "1.1", "1.2", number, Language.EN, MADRID)


def letter(facts: dict[str, object] | None = None, **changes: Any) -> LetterSheet:
    """A letter about ticket 12."""
    plain = LetterSheet(sheet(), place(), facts or {}, None, {})
    return replace(plain, **changes)


def read(card: Card) -> str:
    """A card as one reads it: title, parts line by line, buttons last; calls as @name."""
    lines = [f"= {card.title} ="] if card.title else []
    for part in card.parts:
        match part:
            case Line(markup):
                lines.append(shown(markup))
            case Facts(facts):
                lines.extend(f"{each.label}: {shown(each.markup)}" for each in facts)
            case Quote(text, by):
                lines.append(f"> {text}" + (f" — {by}" if by else ""))
            case Note(markup):
                lines.append(f"({shown(markup)})")
            case Rule():
                lines.append("---")
    if card.buttons:
        lines.append(" ".join(f"[{each.label}]" for each in card.buttons))
    return "\n".join(lines)


def shown(markup: str) -> str:
    """Markup as one reads it, calls as @name and links with their address."""
    found = []
    for span in spans(markup):
        if isinstance(span, Call):
            found.append(f"@{span.name}")
        elif isinstance(span, Link):
            found.append(f"{span.text} <{span.url}>")
        else:
            found.append(span.text)
    return "".join(found)


def presses(card: Card) -> dict[str, tuple[str, ...]]:
    """What each button of a card stands for."""
    return {each.label: (each.press.command, *each.press.words) for each in card.buttons if isinstance(each, Button)}


def links(card: Card) -> tuple[str, ...]:
    """Where the card's link buttons lead."""
    return tuple(each.url for each in card.buttons if isinstance(each, LinkButton))
