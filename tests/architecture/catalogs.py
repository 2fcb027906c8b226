"""The catalogs of translations: brought up to date from the templates, and checked against them.

`python -m tests.architecture.catalogs` brings them up to date and prints what is still to be translated.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

TEMPLATES = Path(__file__).parents[2] / "templates"
TRANSLATED = ("pt_BR", "es")
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moves would make every run a change
OPTIONS = {"trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
TAG = re.compile(r"</?\w+[^>]*>")


def path_of(language: str, folder: Path = TEMPLATES) -> Path:
    """Where a language's catalog lies."""
    return folder / "locale" / language / "LC_MESSAGES" / "pitboss.po"


def extracted(folder: Path = TEMPLATES) -> Catalog:
    """Every message of the templates, in English."""
    catalog = Catalog(project="pitboss", version="1", charset="utf-8", creation_date=WRITTEN, revision_date=WRITTEN)
    found = extract_from_dir(
        str(folder), [("**.j2", "jinja2.ext:babel_extract")], {"**.j2": OPTIONS}, strip_comment_tags=True
    )
    for name, _, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalog.add(message, None, [(name, 1)], auto_comments=comments, context=context)
    return catalog


def translated(language: str, folder: Path = TEMPLATES) -> Catalog:
    """A language's catalog as it stands; an empty one when there is none."""
    path = path_of(language, folder)
    if not path.exists():
        return Catalog(locale=language, project="pitboss", version="1", creation_date=WRITTEN, revision_date=WRITTEN)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(folder: Path = TEMPLATES) -> None:
    """New messages enter the catalogs untranslated, and what no template says any more leaves them."""
    messages = extracted(folder)
    for language in TRANSLATED:
        catalog = translated(language, folder)
        catalog.update(messages, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.revision_date = WRITTEN
        path_of(language, folder).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language, folder).open("wb") as file:
            write_po(file, catalog, width=120, sort_output=True, include_lineno=False)


def check(folder: Path = TEMPLATES) -> tuple[str, ...]:
    """What is wrong with the catalogs: missing, fuzzy and superfluous messages, placeholders and tags that differ."""
    messages = extracted(folder)
    return tuple(
        fault for language in TRANSLATED for fault in _faults(language, messages, translated(language, folder))
    )


def _faults(language: str, messages: Catalog, catalog: Catalog) -> Iterator[str]:
    for message in messages:
        if not message.id:
            continue
        found = catalog.get(message.id)
        if found is None or not _complete(found, catalog.num_plurals):
            yield f"{language}: not translated: {message.id!r}"
        elif found.fuzzy:
            yield f"{language}: fuzzy: {message.id!r}"
        elif wrong := [text for text in _texts(found.string) if _marks(text) not in _allowed(message)]:
            yield f"{language}: placeholders or tags differ: {wrong[0]!r} for {message.id!r}"
    for message in catalog:
        if message.id and messages.get(message.id) is None:
            yield f"{language}: superfluous: {message.id!r}"


def _complete(message: Message, plurals: int) -> bool:
    strings = _texts(message.string)
    return bool(strings) and all(strings) and len(strings) == (plurals if message.pluralizable else 1)


def _texts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _marks(text: str) -> tuple[list[str], list[str]]:
    return sorted(set(PLACEHOLDER.findall(text))), sorted(TAG.findall(text))


def _allowed(message: Message) -> list[tuple[list[str], list[str]]]:
    """The marks of the English text; of a plural either form's, because `one` needs no number."""
    return [_marks(text) for text in _texts(message.id)]


if __name__ == "__main__":
    update()
    print("\n".join(check()) or "complete")
