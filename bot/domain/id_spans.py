"""Which stretches of a text are ids that must stay as they are."""

import re
from collections.abc import Iterable, Mapping

from bot.domain.id_labels import find_labelled_ids
from bot.domain.providers import IdKind

LABELS_READ = 40_000
"""Characters in which labels are looked for; recognition reads no further either."""

_ID_WORD = re.compile(
    r"(?<![a-z0-9])(?:round|rodada|ronda|bet|win|rollback|refund|aposta|premio|ganho|estorno|apuesta|ganancia|reembolso|tx|txn|trx|txid"
    r"|ref|reference|referencia|id|order|pedido|orden|ticket|chamado|protocolo?|trace|nsu|autorizacao|autorizacion"
    r"|authorization|auth code|pix id|folio|hand|table|mesa)(?: ?(?:id|no|nr|nº|n°|number|numero|code|codigo))?\.?"
    r"(?: (?:is|was|es|era|e))?[ ]?[:=#|]?[ ]?[#`\"'(\[]{0,2}$"
)
_LONGEST_ID_WORD = 32

Span = tuple[int, int]


class IdSpans:
    """The ids that recognition found in a text, and those that a label directly before them makes ids."""

    def __init__(self, plain: str, recognised: Iterable[Span] = ()) -> None:
        self._plain = plain
        self._recognised = _by_start(recognised)
        self._labels_found: tuple[dict[int, int], dict[int, int]] | None = None

    def is_labelled(self, start: int, end: int) -> bool:
        """Whether the text calls this very word a round, a transaction, a session or a bonus."""
        return _begins_one(self._labels()[0], start, end)

    def is_referred_to(self, start: int, end: int) -> bool:
        """Whether the text calls this such an id, or a reference, an order or the like."""
        near = max(start - _LONGEST_ID_WORD, 0)
        return _ID_WORD.search(self._plain, near, start) is not None or self.is_labelled(start, end)

    def is_known(self, start: int, end: int) -> bool:
        """Whether this is an id of any kind, a player's or one that recognition knows by its pattern included."""
        if _begins_one(self._recognised, start, end) or self.is_referred_to(start, end):
            return True
        return _begins_one(self._labels()[1], start, end)

    def _labels(self) -> tuple[dict[int, int], dict[int, int]]:
        """Where the labelled ids of everything but players begin and end, and those of players."""
        if self._labels_found is None:
            found: tuple[list[Span], list[Span]] = [], []
            plain = self._plain[:LABELS_READ]
            for kind, start, end in find_labelled_ids(plain, plain, _nothing_taken):
                found[kind is IdKind.PLAYER].append((start, end))
            self._labels_found = _by_start(found[0]), _by_start(found[1])
        return self._labels_found


def _by_start(spans: Iterable[Span]) -> dict[int, int]:
    """Each stretch's end by its start, the longest where several begin there."""
    return dict(sorted(spans))


def _begins_one(spans: Mapping[int, int], start: int, end: int) -> bool:
    return end <= spans.get(start, -1)


def _nothing_taken(start: int, end: int) -> bool:
    return False
