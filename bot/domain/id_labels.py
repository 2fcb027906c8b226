"""Ids that people name by what they are: `player 83921`, `rodada 99812-77`, `ID de la transacción: tx-1`."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.domain.id_patterns import LONGEST_ID
from bot.domain.providers import IdKind


class IdInText(NamedTuple):
    """Where a text names an id, and what it calls it."""

    kind: IdKind
    start: int
    end: int


Taken = Callable[[int, int], bool]
"""Whether a stretch of the text is already known to be something else."""

_ID = r"(?:id|ids|code|codigo|number|numero|num|nr|nro|no|n[oº°]|ref|reference)"
_MONEY_MOVES = (
    "bets?|wager|payments?|deposits?|withdrawals?|withdraw|payouts?|cash ?outs?|wins?|refunds?|apostas?|pagamentos?"
    "|depositos?|saques?|resgates?|apuestas?|pagos?|retiros?|recargas?|transferencias?|pix|spei|bilhetes?|boletos?"
    "|bet ?slips?|boletas?|cupones|cupon"
)
_STRONG = (
    r"(?:[a-z]{1,8}[-_][a-z0-9]{0,12}[0-9]{3}|[a-z]{1,4}[0-9]{6}"
    r"|[0-9]{7,30}(?![0-9]|[.,][0-9]| ?(?:k|mil|m|[a-z]{3})\b))"
)
"""What is hardly anything but an id, as `WD-551209` or a number of seven digits: after these words it needs no `id`."""
_REFERENCES = (
    "e2e|end ?to ?end|endtoend|(?:clave de )?rastreo|nsu|txid|comprovante|comprobante|reference|referencia|ref|folio"
)
_LABELS: dict[IdKind, str] = {
    IdKind.PLAYER: "(?:player|user|account|customer|client|member)[_-]?id|players?|plyrs?|plrs?|pl"
    "|jogador(?:es|as?)?|jog|jugador(?:es|as?)?|users?|usrs?|usuari[oa]s?|accounts?|accts?|accs?|contas?|cuentas?"
    "|customers?|custs?|clientes?|clients?|members?"
    "|uid|pid",
    IdKind.ROUND: "round[_-]?id|(?<!free )rounds?|rnds?|rds?|rodadas?|rondas?|jogadas?|jugadas?|partidas?|tiradas?"
    "|hands?"
    "|mao|mano",
    IdKind.TRANSACTION: "tx[_-]?id|transaction[_-]id|transactions?|transac(?:ao|oes)|transaccion(?:es)?|txns?|txs?|trx"
    f"|operac(?:ao|oes)|operacion(?:es)?|(?:{_MONEY_MOVES})(?= {_ID}\\b)"
    f"|{_ID}[.]? (?:da|do|de la|del|de) (?:{_MONEY_MOVES})"
    f"|(?:{_MONEY_MOVES})(?: (?:req|request|order|solicitud|pedido))?(?=[ :#(=]{{1,3}}{_STRONG})"
    f"|(?:{_REFERENCES})(?=(?: {_ID})?[.]?[ :#(=]{{1,3}}[a-z0-9_-]{{0,30}}[0-9]{{4}})",
    IdKind.SESSION: "session[_-]?id|sessions?|sessao|sessoes|sesion(?:es)?",
    IdKind.BONUS: "(?:bonus|campaign|offer)[_-]id"
    f"|(?:bonus|bono|campaign|offer|promo|campanha|campana|oferta)(?= {_ID}\\b"
    f"|[ :#(=]{{1,3}}[a-z]{{1,8}}[-_][a-z0-9]{{0,12}}[0-9]{{3}})",
}
_LABEL = re.compile(
    r"(?<![a-z0-9])(?:"
    + "|".join(f"(?P<{kind.value}>{words})" for kind, words in _LABELS.items())
    + r")(?![a-z0-9])\.?"
    rf"(?: ?{_ID}(?![a-z0-9])\.?)?(?: (?:is|was|es|era)(?![a-z]))?"
    rf"(?:[\"']? ?[:=#–-])?[ \n]{{0,2}}(?:[-•*] )?[#\"'`(<\[*]{{0,3}}"
)
_KINDS = {kind.value: kind for kind in IdKind}
MONEY = re.compile(rf"(?<![a-z])(?:{_MONEY_MOVES})(?![a-z])")
"""Words that say that a text speaks of money that moves."""

PLAYERS = re.compile(rf"(?<![a-z0-9])(?:{_LABELS[IdKind.PLAYER]}|id|ids|ppl|people|vips?)(?![a-z0-9])")
"""Words that say that a text speaks of players."""
_TOKEN = re.compile(r"[^\W_](?:[\w-]|[.:](?=[0-9])){0,63}(?!\w)")
_ANOTHER = re.compile(r"(?: {0,2}(?:[,;/&+]|\b(?:and|or|e|y|ou|o)\b) {0,2}|[ ,;]{0,2}\n[ \t]{0,4}(?:[-*•] ?)?)[#\"'`]?")
_NO_ID = re.compile(
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{4}-[0-9]{2}-[0-9]{2}\w*|[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{2,4}"
    r"|[0-9]{1,2}h[0-9]{0,2}|[0-9]+(?:x|st|nd|rd|th|k|min|s|h|d)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r" ?(?:%|x\b|times|vezes|veces|players|jogadores|jugadores|hours?|horas?|min|minutes?|minutos?|days?|dias?|rounds"
    r"|rodadas|rondas|spins|giros)"
)
_DATE = re.compile(r"/[0-9]{1,2}/[0-9]{2}")
_MOST_IN_A_LIST = 200


def find_labelled_ids(text: str, plain: str, taken: Taken) -> Iterator[IdInText]:
    """The ids that follow their label, lists of them included; `plain` is the text in plain letters."""
    end = 0
    for label in _LABEL.finditer(plain):
        if label.start() < end:
            continue
        kind = _KINDS[label.lastgroup or ""]
        for start, end in _listed(text, plain, label.end(), label[kind.value].endswith("s"), taken):
            yield IdInText(kind, start, end)


def id_at(text: str, start: int) -> int:
    """Where the id ends that starts here; `start` itself when none does."""
    token = _TOKEN.match(text, start)
    if token is None:
        return start
    word = token[0].rstrip("-_")
    has_digit = any(letter.isdigit() for letter in word)
    return start + len(word) if has_digit and len(word) <= LONGEST_ID and not _NO_ID.fullmatch(word) else start


def _listed(text: str, plain: str, start: int, plural: bool, taken: Taken) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while len(found) < _MOST_IN_A_LIST:
        end = id_at(text, start)
        if (
            end == start
            or taken(start, end)
            or _DATE.match(plain, end)
            or (text[start:end].isdigit() and _COUNTED.match(plain, end))
        ):
            break
        if found and _shape(text[slice(*found[0])]) != _shape(text[start:end]):
            break
        found.append((start, end))
        more = _ANOTHER.match(plain, end)
        if more is None:
            break
        start = more.end()
    too_short = len(found) == 1 and plural and found[0][1] - found[0][0] < 3
    return [] if too_short else found


def _shape(word: str) -> str:
    """What ids of one list have in common: `99812-77` is `9-9`."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", word))
