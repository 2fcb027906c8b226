"""`python -m tests.recognition`: the figures of the sets; `--failures` lists what went wrong in the open set."""

import sys

from tests.recognition.messages import Message, open_set, sealed_again, sealed_set
from tests.recognition.score import FIELDS, score

QUESTIONS = ("category", "reason", "report", "pleasantry", "chatter")


def main() -> None:
    """Print the figures; the sealed sets only with `--sealed`, and never its failures."""
    if "--failures" in sys.argv:
        print("\n".join(score(open_set()).failures))
    _show("open", open_set())
    if "--sealed" in sys.argv:
        _show("sealed", sealed_set())
        _show("second sealed", sealed_again())


def _show(name: str, messages: list[Message]) -> None:
    figures = score(messages)
    print(f"\n{name} set: {len(messages)} messages\n\n| field | expected | precision | recall |\n|---|---|---|---|")
    rows = {"all ids": figures.ids, **{each: figures.fields[each] for each in (*FIELDS, "asked")}}
    for label, tally in rows.items():
        print(f"| {label} | {tally.right + tally.missed} | {tally.precision:.3f} | {tally.recall:.3f} |")
    print("\n| question | messages | right |\n|---|---|---|")
    for question in QUESTIONS:
        count = figures.verdicts[question, True] + figures.verdicts[question, False]
        print(f"| {question} | {count} | {figures.share(question):.3f} |")


if __name__ == "__main__":
    main()
