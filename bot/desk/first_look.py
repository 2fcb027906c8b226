"""A category's `first_look`: the checks of the trade by their keys, and the desk's own, which bring their words."""

from typing import Any, Self

from pydantic import model_validator

from bot.desk.faults import complain, did_you_mean
from bot.desk.section import Section
from bot.desk.values import Key, Words
from bot.domain.first_look import Check, ListedCheck


class CheckModel(Section):
    """One check: `closed_with_zero`, or `{key: vip_desk, label: {en: …}}` for one of the desk's own."""

    key: Key
    label: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _may_be_its_key_alone(cls, given: Any) -> Any:
        return {"key": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _has_its_words_once(self) -> Self:
        known = {check.value for check in Check}
        if self.label is None and self.key not in known:
            complain(f"There is no check `{self.key}`; one of your own needs a label.{did_you_mean(self.key, known)}")
        if self.label is not None and self.key in known:
            complain(f"The check `{self.key}` has its words already; give your own another key.")
        return self

    def build(self) -> ListedCheck:
        """The check as a category lists it."""
        return ListedCheck(self.key, self.label)
