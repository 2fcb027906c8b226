"""A no in the person's own words, and the cards that stand in for what a platform cannot show at that moment."""

from bot.chat.replies import FieldErrors, Refused, Reply
from bot.chat.requests import Submitted
from bot.clock import Clock
from bot.domain.permissions import Actor
from bot.domain.sheets import Setting
from bot.domain.words import Language
from bot.errors import Unavailable, UserError
from bot.telemetry import log, reference
from bot.views.answers import wrong_fields_card
from bot.views.refusals import refusal
from bot.words import Words

_LOG = log(__name__)


class Refusing:
    """What dispatch answers when it cannot do what was asked."""

    def __init__(self, words: Words, clock: Clock) -> None:
        self._words = words
        self._clock = clock

    def refused(self, error: UserError, actor: Actor | None) -> Refused:
        """Why not, and what to do instead."""
        return Refused(refusal(error, self._words, self._setting(actor), actor.standing if actor else None))

    def unavailable(self, error: Unavailable) -> UserError:
        """What a person is told when time must act; an operator finds the reference in the log."""
        number = reference()
        _LOG.warning("unavailable", reference=number, why=error.why)
        return UserError("unavailable", reference=number)

    def at_field(self, error: UserError, actor: Actor | None, request: Submitted) -> Reply:
        """A refusal of a submit, shown in the form."""
        return self.as_field(self.refused(error, actor), actor, request)

    def as_field(self, reply: Reply, actor: Actor | None, request: Submitted) -> Reply:
        """A refusal of a submit is shown in the form, so that nothing typed is lost."""
        if not isinstance(reply, Refused):
            return reply
        field = next(reversed(list(request.values)), "") or next(iter(request.files), "")
        if not field:
            return reply
        errors = {field: reply.card.summary}
        return FieldErrors(errors, wrong_fields_card(errors, {}, request, self._setting(actor), self._words))

    def _setting(self, actor: Actor | None) -> Setting:
        now = self._clock.now()
        return Setting(actor.language, actor.zone, now) if actor else Setting(Language.EN, "UTC", now)
