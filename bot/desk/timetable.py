"""`digests`, `intake`, `closing`, `retention` and `colleagues`: when things go out, join, close and are forgotten."""

from datetime import time, timedelta

from bot.desk.durations import AnySpan, ClockTime, Elapsed, Weekdays
from bot.desk.section import Section
from bot.desk.values import CalendarRef, ChannelAddress, Zone
from bot.domain.digests import Audience, DigestPlan
from bot.domain.policies import Span
from bot.domain.rules import Closing, Colleagues, Intake, Retention
from bot.domain.words import Channel, Language

EVERY_DAY = tuple(range(7))


class DigestModel(Section):
    """When a digest goes out, and where; what is not said is the audience's own."""

    send: bool = True
    at: ClockTime | None = None
    days: Weekdays | None = None
    zone: Zone | None = None
    channel: ChannelAddress | None = None

    def over(self, base: "DigestModel") -> "DigestModel":
        """This digest, with what it does not say taken from another."""
        return base.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})

    def plan(
        self, audience: Audience, owner: str, channel: Channel | None, language: Language, zone: str
    ) -> DigestPlan | None:
        """The plan, None when it is switched off or there is no channel to send it to."""
        target = self.channel or channel
        if not self.send or target is None:
            return None
        days = frozenset(day + 1 for day in self.days or EVERY_DAY)
        return DigestPlan(audience, owner, target, language, self.at or time(9), self.zone or zone, days)


class DigestsModel(Section):
    """One digest for the coordinators, one for each team and one for each client (a client may have its own hours)."""

    coordinators: DigestModel = DigestModel()
    teams: DigestModel = DigestModel()
    clients: DigestModel = DigestModel()


class IntakeModel(Section):
    """How messages become tickets."""

    join_window: Elapsed = timedelta(minutes=3)
    ask_cooldown: Elapsed = timedelta(minutes=30)

    def build(self) -> Intake:
        """The rule of the intake."""
        return Intake(self.join_window, self.ask_cooldown)


class ClosingModel(Section):
    """When a resolved ticket that nobody answers closes."""

    after: AnySpan = Span(time=timedelta(days=3))
    calendar: CalendarRef | None = None

    def build(self) -> Closing:
        """The rule of the closing."""
        return Closing(self.after, self.calendar)


class RetentionModel(Section):
    """How long done rows are kept, and what was said; what is not named is kept for ever."""

    inbox: Elapsed = timedelta(days=30)
    outbox: Elapsed = timedelta(days=30)
    payloads: Elapsed | None = None
    files: Elapsed | None = None

    def build(self) -> Retention:
        """The rule of the retention."""
        return Retention(self.inbox, self.outbox, self.payloads, self.files)


class ColleaguesModel(Section):
    """What unlisted members of our own workspace may do; merely writing never opens a ticket for them."""

    look: bool = True
    open: bool = True

    def build(self) -> Colleagues:
        """The rule for colleagues."""
        return Colleagues(self.look, self.open)
