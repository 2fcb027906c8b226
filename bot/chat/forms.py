"""What is asked: a form of semantic fields; a platform picks its best control, one parser (inputs.py) judges all."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.words import DraftId


class FieldKind(StrEnum):
    """What a field is about, not what it looks like."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    MOMENT = "moment"
    AMOUNT = "amount"
    PERSON = "person"
    FILE = "file"


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from: its value for us, its label for the person."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question of a form; `value` is what stands in it when it opens (choices: values joined by commas)."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = 3000


@dataclass(frozen=True)
class Form:
    """A form bound to its draft; `steps` and `step` count from 1 where a platform shows it in several."""

    draft: DraftId
    title: str
    submit: str
    cancel: str
    fields: tuple[Field, ...]
    intro: str = ""
    step: int = 1
    steps: int = 1


def in_steps(form: Form, fields_at_most: int | None) -> tuple[Form, ...]:
    """The form in as many steps as a platform needs that takes so many fields at once."""
    if not fields_at_most or len(form.fields) <= fields_at_most:
        return (form,)
    groups = [form.fields[i : i + fields_at_most] for i in range(0, len(form.fields), fields_at_most)]
    return tuple(replace(form, fields=group, step=i, steps=len(groups)) for i, group in enumerate(groups, 1))


def first_open(form: Form, fields_at_most: int | None) -> Form:
    """The step to show: the form itself when it is one already, else the step that it names, the last at most."""
    if form.steps > 1:
        return form
    steps = in_steps(form, fields_at_most)
    return steps[min(form.step, len(steps)) - 1]
