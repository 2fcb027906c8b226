"""The last step of an answer that shows what we do not keep: it is read back from its platform, and kept nowhere."""

from bot.chat.replies import Private, ReadBack, Reply
from bot.chat.requests import Said
from bot.domain.words import Source
from bot.errors import Rejected, Unavailable
from bot.identify import Platforms
from bot.telemetry import log

_LOG = log(__name__)


async def read_back(platforms: Platforms, reply: Reply) -> Reply:
    """The answer with what its platforms tell now; any other answer as it is."""
    if not isinstance(reply, ReadBack):
        return reply
    found: dict[Source, str | None] = {}
    for source in reply.sources:
        try:
            found[source] = await _text(platforms, source)
        except Unavailable as error:
            _LOG.warning("a message cannot be read back now", why=error.why)
        except Rejected as error:
            _LOG.info("a message may not be read back", why=error.why)
            found[source] = None
    return Private(reply.shown(found))


async def _text(platforms: Platforms, source: Source) -> str | None:
    platform = platforms.get((source.channel.platform, source.channel.workspace))
    if platform is None:
        raise Unavailable("no such workspace")
    envelope = await platform.message(source)
    said = platform.understand(envelope.payload) if envelope else None
    return said.text if isinstance(said, Said) else None
