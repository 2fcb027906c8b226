"""A card as somebody reads it: its words in order, its buttons, and whom it calls."""

from bot.chat.buttons import Seal
from bot.chat.cards import Button, Card, Facts, Line, Note, People, Quote, Rule, texts_of
from bot.chat.text import Call, spans
from bot.domain.plain_text import shorten

LONGEST = 4_000
"""Characters of one message, as on the stricter of the two platforms."""


def words_of(card: Card, people: People) -> str:
    """Everything that can be read on a card but its buttons, cut where a message ends."""
    found = [card.title] if card.title else []
    for part in card.parts:
        match part:
            case Line(markup) | Note(markup):
                found.append(said(markup, people))
            case Facts(facts):
                found += [f"{fact.label}: {said(fact.markup, people)}" for fact in facts]
            case Quote(text, by):
                found += [text, f"— {by}"] if by else [text]
            case Rule():
                found.append("—")
    return shorten("\n".join(found) or card.summary, LONGEST)


def said(markup: str, people: People) -> str:
    """Marked-up text with its calls as `@name` where the person has an account, plain where not."""
    return "".join(_span(span, people) if isinstance(span, Call) else span.text for span in spans(markup))


def _span(span: Call, people: People) -> str:
    known = people.get(span.person)
    return f"@{known.name}" if known and known.account else (known.name if known else span.name)


def called(card: Card, people: People) -> frozenset[str]:
    """The accounts that a card notifies."""
    calls = (span for markup in texts_of(card) for span in spans(markup) if isinstance(span, Call))
    found = (people[each.person].account for each in calls if each.person in people)
    return frozenset(account for account in found if account)


def buttons_of(card: Card, seal: Seal) -> dict[str, str]:
    """Label and sealed token of each button; one that only opens an address has none."""
    return {each.label: seal.sign(each.press) for each in card.buttons if isinstance(each, Button)}
