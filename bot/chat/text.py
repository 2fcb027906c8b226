"""Text with a little markup: templates write it, platforms draw it, and user words in it are always literal.

The markup is a handful of HTML tags (`b i code br call a`), so that the template engine's own escaping protects values.
"""

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from bot.domain.words import PersonId


@dataclass(frozen=True)
class Run:
    """A stretch of literal characters in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True)
class Link:
    """A link that our own templates wrote; user text never becomes one."""

    text: str
    url: str


@dataclass(frozen=True)
class Call:
    """A mention that notifies a person where they have an account, and names them in plain text elsewhere."""

    person: PersonId
    name: str


Span = Run | Link | Call


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: list[Span] = []
        self._styles: list[str] = []
        self._open: tuple[str, str] | None = None
        self._inner = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "br":
            self.handle_data("\n")
        elif tag in ("b", "i", "code"):
            self._styles.append(tag)
        elif tag in ("a", "call"):
            self._open = (tag, values.get("href") or values.get("person") or "")
            self._inner = ""
        else:
            raise ValueError(f"a template used the tag <{tag}>, which the markup does not have")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("b", "i", "code") and tag in self._styles:
            self._styles.remove(tag)
        elif self._open and tag == self._open[0]:
            kind, target = self._open
            self._open = None
            self.spans.append(Link(self._inner, target) if kind == "a" else Call(PersonId(int(target)), self._inner))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._inner += data
            return
        styles = self._styles
        self.spans.append(Run(data, "b" in styles, "i" in styles, "code" in styles))


@lru_cache(maxsize=512)
def spans(markup: str) -> tuple[Span, ...]:
    """The spans of a marked-up text, neighbours of one style joined; raises ValueError for a tag it does not know."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    joined: list[Span] = []
    for span in reader.spans:
        last = joined[-1] if joined else None
        if isinstance(span, Run) and isinstance(last, Run) and _style(span) == _style(last):
            joined[-1] = Run(last.text + span.text, last.bold, last.italic, last.code)
        else:
            joined.append(span)
    return tuple(joined)


def _style(run: Run) -> tuple[bool, bool, bool]:
    return run.bold, run.italic, run.code


def plain(markup: str) -> str:
    """The text without its markup."""
    return "".join(span.name if isinstance(span, Call) else span.text for span in spans(markup))


def called(markup: str) -> tuple[PersonId, ...]:
    """Whom the text calls."""
    return tuple(span.person for span in spans(markup) if isinstance(span, Call))
