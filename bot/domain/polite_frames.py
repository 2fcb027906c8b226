"""Polite sentences with room for words of one's own: `thanks for the swift fix`, `que tengan lindo finde`."""

import re
from collections.abc import Mapping
from typing import NamedTuple

THANKED, WISHED, PROMISED, WORKED = "thanked", "wished", "promised", "worked"


class Frame(NamedTuple):
    """How a polite sentence begins, and how many further words it may have."""

    opening: tuple[str, ...]
    room: int
    kind: str


_OPENINGS = {
    (
        THANKED,
        6,
    ): "thanks for, thank you for, thx for, thank u for, many thanks for, cheers for, thanks to, grateful for,"
    "appreciate the, appreciate your, appreciate all, obrigado por, obrigada por, obrigado pelo, obrigado pela,"
    "obrigada pelo, obrigada pela, obrigado pelos, obrigada pelos, obrigado pelas, obrigada pelas, obg por, obg pelo,"
    "obg pela, valeu por, valeu pela, valeu pelo, vlw pela, vlw pelo, brigado pela, brigada pela, brigadao pela,"
    "brigadao pelo, agradeco a, agradeco o, agradeco pela, agradeco pelo, agradecemos a, agradecemos o,"
    "agradecemos pela, gracias por, agradezco la, agradezco el, agradezco su, agradezco tu, agradecemos su,"
    "agradecemos la, agradecemos el, muy agradecido por, muy agradecida por",
    (
        WISHED,
        5,
    ): "have a, have an, have great, have nice, enjoy the, enjoy your, wish you, wishing you, happy, hope you,"
    "hope you're, hope everyone, hope all, que tenham, que tenha, tenham um, tenham uma, tenha um, tenha uma,"
    "que tengan, que tengas, que tenga, que pasen, que pases, que descansen, espero que esten, espero que estes,"
    "espero que estejam, feliz, felices, saludos, un saludo, saludo, bom, boa, otimo, otima, buen, buena, lindo, linda",
    (
        THANKED,
        3,
    ): "you're the, you're a, you are the, you are a, you guys are, vcs sao, voces sao, voce e, vc e, son unos,"
    "son los, son las, sos un, sos una, eres un, eres una, sois unos, what a, que gran, que buen, que buena, que otimo,"
    "que otima, que bom, que boa, so glad, glad, great, amazing, excellent, excelente, fantastic, awesome",
    (
        PROMISED,
        7,
    ): "will inform, let me inform, let me tell, let me update, i'll inform, i will inform, we will inform, we'll "
    "inform, will tell, i'll tell, will pass,"
    "i'll pass, will let, i'll let, i will let, we'll let, we will let, will update, will forward, will relay,"
    "vou avisar, vamos avisar, ja repassei, ja passei, ja comuniquei, i have informed, i've informed, i informed,"
    "i told, ya le dije, ya le comente, ya lo comunique, ya se lo, ja falei com, ya hable con, vou informar, vamos "
    "informar, vou passar, vou repassar, ja aviso, ja avisei,"
    "ja informei, ja vou avisar, ya le aviso, ya les aviso, ya aviso, ya le informo, ya le confirmo, ya les confirmo,"
    "ya le paso, le aviso, les aviso, le informo, les informo, le confirmo al, le comunico, se lo comunico,"
    "voy a avisar, vamos a avisar, lo comunico",
    (
        WORKED,
        3,
    ): "works, working, it works, it's working, it is working, funciona, funcionou, ya funciona, ja funcionou,"
    "ahora funciona, agora funcionou, ahora anda, ya anda, agora foi, ahora si, agora sim, looks, feels",
}
FRAMES: Mapping[str, tuple[Frame, ...]]
"""The frames by their first word, the longest opening first."""

_MENDING = (
    "fixing solving resolving sorting unlocking unblocking handling fix resolution resolver solucionar arreglar "
    "corrigir desbloquear desbloqueio solucion solucao arreglo correcao resolucion resolucao"
)
_MENDED = frozenset(_MENDING.split())
"""After these, thanks may name what was wrong."""

_CONTRAST = (
    r"but|however|though|although|yet|still|except|not|no|never|nothing|none|nobody|cannot|.*n't|cant|wont|dont"
    r"|doesnt|didnt"
    r"|isnt|wasnt|without|mas|porem|so que|ainda|nao|n|nunca|nada|sem|pero|sino|aun|todavia|sin|tampoco|ni|sigue\w*"
    r"|continua\w*|please|pls|plz|favor|porfa|need\w*|want\w*|can|could|would|should|may|why|what|when|where|who"
    r"|which|how"
    r"|porque|quando|cuando|onde|donde|quem|quien|cual|qual|precis\w*|necesit\w*|quer\w*|quier\w*|pod\w*|pued\w*"
    r"|if|se|si"
)
_TROUBLE = (
    r"badly|ve[cz]es|momentos|sometimes|intermitt?ent\w*|partial\w*|parcial\w*|half|barely|hardly|randomly|almost"
    r"|casi|quase|some"
    r"|algun\w*|algum\w*|"
    r"fail\w*|err|errors?|erros?|errad[oa]s?|issues?|problem\w*|wrong|missing|lost|lose|stuck|broke\w*|down"
    r"|slow\w*|bugs?|crash\w*"
    r"|fre[e]?z\w*|frozen|froze|reject\w*|declin\w*|pending|delay\w*|block\w*|lock\w*|urgent\w*|asap|open"
    r"|complain\w*|trav\w*"
    r"|ca[iy]\w*|sum\w*|pres[oa]s?|pendent\w*|pendient\w*|falt\w*|falh\w*|fall[oa]\w*|bloque\w*|recus\w*|rechaz\w*"
    r"|congel\w*"
    r"|demor\w*|lent[oa]\w*|perd\w*|quebr\w*|ruim|mal|peor|pior|worse|bad|gone|again|denovo|igual|same|mism[oa]"
)
_TRADE = (
    r"deposit\w*|withdr\w*|balance\w*|bonus\w*|bet|bets|round\w*|spin\w*|games?|slots?|payment\w*|payout\w*"
    r"|refund\w*|login\w*"
    r"|password\w*|wallet\w*|accounts?|saldo\w*|saque\w*|aposta\w*|rodada\w*|giro\w*|jogos?|pagament\w*|pix"
    r"|senha\w*|conta|contas"
    r"|retir[oa]\w*|apuesta\w*|ronda\w*|tirada\w*|juegos?|pagos?|contrasena\w*|cuentas?|monedero|billetera|live"
    r"|providers?"
)
_FURTHER = (
    r"back|return\w*|volt\w*|volv\w*|avis\w*|inform\w*|win|wins|unpaid|unsettled|unfinished|unresolved|premio\w*"
    r"|ganh\w*|gan[oa]\w*"
    r"|"
    r"stop\w*|par(?:ou|o|ado|ada|ando)|empty|vazi[oa]\w*|vaci[oa]\w*|blank|hang\w*|kick\w*|cut|cort\w*|offline"
    r"|unavail\w*"
    r"|indispon\w*|void\w*|anul\w*|cancel\w*|duplic\w*|charg\w*|cobr\w*|debit\w*|credit\w*|acredit\w*|disappear\w*"
    r"|desaparec\w*|refus\w*|expir\w*|venc\w*|estorn\w*|invalid\w*|unable|impossib\w*|lag|laggy|glitch\w*|weird|strange"
    r"|estranh\w*|extran\w*|raro|rara|suspic\w*|fraud\w*|hack\w*|leak\w*|more|other\w*|another|otr[oa]s?"
    r"|outr[oa]s?|next"
    r"|prox\w*|cas[eo]s?|new|nov[oa]s?|nuev[oa]s?|lobby|site|web|app|page|pagina|screen|tela|pantalla|sistema|system"
    r"|platform\w*|plataforma|backoffice|api|table|mesa|dealer|server\w*|servidor\w*|logs?|money|dinheiro|dinero|plata"
)
_REQUESTS = (
    r"reopen\w*|reabr\w*|check\w*|chec\w*|chequ\w*|verif\w*|revis\w*|look\w*|see|investig\w*|anali[sz]\w*|send\w*"
    r"|envi\w*"
    r"|mand\w*|help|ajud\w*|ayud\w*|update\w*|add\w*|adicion\w*|agreg\w*|remove\w*|quit\w*|enable\w*|habilit\w*"
    r"|escal\w*"
    r"|call\w*|respond\w*|answer\w*|reply|explain\w*|expli\w*|give|dar|dame|know|fix|resolve|alguem|alguien"
    r"|someone|anyone"
    r"|anybody|novidade\w*|novedad\w*|news|attach\w*|anex\w*|adjunt\w*|print\w*|screenshot\w*|captura\w*|foto\w*"
    r"|video\w*"
)
_PEOPLE = (
    r"players?|jogador\w*|jugador\w*|customers?|clients?|clientes?|users?|usuari\w*|reclam\w*|report\w*|only|solo"
    r"|so|somente|apenas"
)
_WISH_WORDS = (
    "day evening night morning afternoon weekend week one time rest shift holiday holidays trip flight christmas "
    "easter new year friday lunch break safe nice great good lovely wonderful amazing beautiful relaxing blessed "
    "well doing to help everyone all team guys of the your you and a an is are fine there dia tarde noite semana "
    "fim final fds descanso almoco feriado trabalho turno plantao viagem domingo natal ano novo pascoa otimo "
    "otima excelente lindo linda de da maravilhoso maravilhosa abencoado abencoada bom boa um uma para pra todos "
    "todas voces vcs pessoal gente equipe galera e tambem tudo bem finde fin noche tardes noches dias viaje "
    "vacaciones navidad nuevo feliz hermoso hermosa bonito bonita buen buena jornada cordiales un una equipo "
    "chicos a ustedes uds y muy bien resto del sabado viernes tengan ahead had have having enjoyed monday tuesday "
    "wednesday thursday saturday sunday segunda terca quarta quinta sexta feira lunes martes miercoles jueves gran "
    "restinho inicio comienzo servicio"
)
_WISHES = frozenset(_WISH_WORDS.split())
_LONGEST_WORD = 20
_NEVER = re.compile(rf"(?:{_CONTRAST}|.*[0-9].*)")
_RATHER_NOT = re.compile(rf"(?:{_TROUBLE}|{_TRADE})")
_SAYS_MORE = re.compile(rf"(?:{_FURTHER}|{_REQUESTS})")
_NOBODY = re.compile(rf"(?:{_PEOPLE})")
_ENDS = re.compile(r"[.!?,;:()\n…/]| [-–—] ")


def _by_first_word() -> Mapping[str, tuple[Frame, ...]]:
    frames: dict[str, list[Frame]] = {}
    for (kind, room), listed in _OPENINGS.items():
        for opening in listed.split(","):
            words = tuple(opening.split())
            frames.setdefault(words[0], []).append(Frame(words, room, kind))
    return {word: tuple(sorted(some, key=lambda each: -len(each.opening))) for word, some in frames.items()}


FRAMES = _by_first_word()


def framed(words: list[str], gaps: list[str], at: int) -> tuple[int, str]:
    """How many words from there are such a sentence, and its kind; `gaps` stand before each word. 0 when none is."""
    for frame in FRAMES.get(words[at], ()):
        end = at + len(frame.opening)
        if tuple(words[at:end]) != frame.opening or any(_ENDS.search(gap) for gap in gaps[at + 1 : end]):
            continue
        mended = False
        last = min(end + frame.room, len(words))
        while end < last and not _ENDS.search(gaps[end]) and _fits(words[end], frame.kind, mended):
            mended = mended or (frame.kind == THANKED and words[end] in _MENDED)
            end += 1
        if end == len(words) or _ENDS.search(gaps[end]):
            return end - at, frame.kind
    return 0, ""


def harmless(word: str) -> bool:
    """Whether a word that nobody knows denies, asks and reports nothing, as far as a word can show."""
    known = (_NEVER, _RATHER_NOT, _NOBODY, _SAYS_MORE)
    return word.isalpha() and len(word) <= _LONGEST_WORD and not any(each.fullmatch(word) for each in known)


def _fits(word: str, kind: str, mended: bool) -> bool:
    if kind == WISHED:
        return word in _WISHES
    if _NEVER.fullmatch(word):
        return kind == PROMISED and word in ("se", "si", "if")
    if kind != PROMISED and not mended and _NOBODY.fullmatch(word):
        return False
    return mended or not _RATHER_NOT.fullmatch(word)
