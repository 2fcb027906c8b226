"""The digest for each audience: the coordinators see everything, a team and a client only what is theirs."""

from collections.abc import Iterable, Mapping, Sequence

from bot.chat.cards import Card, Fact, Facts, Line, Note, Part
from bot.domain.digest import Digest
from bot.domain.digests import Audience, DigestPlan
from bot.domain.sheets import Setting
from bot.domain.statuses import Holder, holder
from bot.domain.tickets import Ticket
from bot.domain.words import PersonId
from bot.views.listing import client_line, staff_line
from bot.views.parts import literal, quiet_message
from bot.words import Words

ROWS = 8
"""Tickets that a section names; the rest is counted."""


def draw_digest(
    digest: Digest, plan: DigestPlan, names: Mapping[PersonId, str], setting: Setting, words: Words
) -> Card:
    """The digest of a plan; one line when nothing is open."""
    if digest.is_empty:
        return quiet_message(words, setting, f"digest/empty_{plan.audience}")
    title = words.plain(f"digest/title_{plan.audience}", setting, count=len(digest.open))
    match plan.audience:
        case Audience.COORDINATORS:
            parts = coordinators_digest(digest, names, setting, words)
        case Audience.TEAM:
            parts = team_digest(digest, names, setting, words)
        case Audience.CLIENT:
            parts = client_digest(digest, setting, words)
    note = Note(words.say("digest/updated", setting, at=setting.now))
    return Card(summary=title, title=title, parts=(*parts, note))


def coordinators_digest(
    digest: Digest, names: Mapping[PersonId, str], setting: Setting, words: Words
) -> tuple[Part, ...]:
    """Everything that is open: where it is, how old, whose, and what needs somebody now."""

    def rows(tickets: Iterable[Ticket]) -> list[str]:
        return [staff_line(each, names, setting, words, digest.clients) for each in tickets]

    return (
        Facts(_counts(digest, names, setting, words)),
        *_section("breached", rows(digest.breached), setting, words),
        *_section("at_risk", rows(digest.at_risk), setting, words),
        *_section("unowned", rows(digest.unowned), setting, words),
        *_section("silent", rows(digest.silent), setting, words),
    )


def team_digest(digest: Digest, names: Mapping[PersonId, str], setting: Setting, words: Words) -> tuple[Part, ...]:
    """What lies with a team, the most pressing first."""
    late = {each.id for each in (*digest.breached, *digest.at_risk)}

    def rows(tickets: Iterable[Ticket]) -> list[str]:
        return [staff_line(each, names, setting, words, digest.clients) for each in tickets]

    return (
        *_section("breached", rows(digest.breached), setting, words),
        *_section("at_risk", rows(digest.at_risk), setting, words),
        *_section("open", rows(each for each in digest.open if each.id not in late), setting, words),
    )


def client_digest(digest: Digest, setting: Setting, words: Words) -> tuple[Part, ...]:
    """A client's own tickets, by who has to move next, in the client's words."""
    theirs = [each for each in digest.open if holder(each.status) is Holder.CLIENT]
    ours = [each for each in digest.open if holder(each.status) is not Holder.CLIENT]
    sections = (("waiting_for_you", theirs), ("to_confirm", digest.resolved), ("with_us", ours))
    return tuple(
        part
        for name, tickets in sections
        for part in _section(name, [client_line(each, setting, words) for each in tickets], setting, words)
    )


def _section(name: str, rows: Sequence[str], setting: Setting, words: Words) -> tuple[Line, ...]:
    if not rows:
        return ()
    heading = words.say(f"digest/{name}", setting)
    shown = list(rows[:ROWS])
    if len(rows) > ROWS:
        shown.append(words.say("digest/more", setting, count=len(rows) - ROWS))
    return (Line("<br>".join((f"<b>{heading}</b>", *shown))),)


def _counts(digest: Digest, names: Mapping[PersonId, str], setting: Setting, words: Words) -> tuple[Fact, ...]:
    statuses = [(words.say(f"status/{key}", setting), count) for key, count in digest.by_status.items()]
    holders = [(words.say(f"holder/{key}", setting), count) for key, count in digest.by_holder.items()]
    ages = [(words.say(f"digest/age_{key}", setting), count) for key, count in digest.by_age.items()]
    owners = [(literal(names.get(key, "?")), count) for key, count in digest.by_owner.items()]
    groups = (("by_status", statuses), ("by_holder", holders), ("by_age", ages), ("by_owner", owners))
    counted = [(name, " · ".join(f"{each} {count}" for each, count in rows)) for name, rows in groups if rows]
    changes = digest.changes
    changed = words.say(
        "digest/changed",
        setting,
        opened=changes.opened,
        resolved=changes.resolved,
        reopened=changes.reopened,
        closed=changes.closed,
    )
    rows = [*counted, ("changes", changed)]
    if digest.checks_avoided:
        rows.append(("first_look", words.say("digest/checks_avoided", setting, count=digest.checks_avoided)))
    return tuple(Fact(words.plain(f"digest/{name}", setting), markup) for name, markup in rows)
