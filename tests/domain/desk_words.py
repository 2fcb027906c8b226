"""A small desk for the recognition tests: two providers and a handful of categories."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.recognised import Recognised
from bot.domain.recognition import Reading, recognise
from bot.domain.vocabulary import CategoryWords, ProviderPattern, vocabulary
from bot.domain.words import Language

EN, PT, ES = Language.EN, Language.PT_BR, Language.ES
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
"""A Sunday, 14:00 in Madrid."""

CATEGORIES = (
    CategoryWords(
        "game_round",
        {EN: {"round": 2, "stuck": 3, "not paid": 2}, PT: {"rodada": 2, "trav*": 3}, ES: {"ronda": 2, "atascad*": 3}},
        ("player", "round"),
    ),
    CategoryWords("balance", {EN: {"balance": 3, "wallet": 2}, PT: {"saldo": 3}, ES: {"saldo": 3}}, ("transaction",)),
    CategoryWords("bet", {EN: {"bet": 1}, PT: {"aposta": 1}, ES: {"apuesta": 1}}, ("transaction",)),
    CategoryWords("bonus", {EN: {"bonus": 3, "free spins": 3}, PT: {"bônus": 3, "giros grátis": 3}, ES: {"bono": 3}}),
    CategoryWords("game", {EN: {"crash": 2, "does not load": 3}, PT: {"não abre": 3}, ES: {"no abre": 3}}),
)
PROVIDERS = (
    ProviderPattern(
        "sunworks",
        ("Sunworks Gaming", "SWG"),
        ("Book of Suns", "Crash", "Lucky Wheel"),
        {"round": ("[0-9]{5}-[0-9]{2}",), "transaction": ("TX[0-9]{6,12}",)},
        {"BoS": "Book of Suns"},
    ),
    ProviderPattern(
        "pragma",
        ("Pragmatica Play", "Pragmatica", "PP"),
        ("Sugar Night", "Lucky Wheel"),
        {"round": ("[0-9]{12}",), "transaction": ("[0-9]{12}", "pp-[0-9a-f]{8}")},
    ),
)


KNOWN = vocabulary(PROVIDERS, CATEGORIES)


def read(text: str, language: Language = EN, currency: str | None = None) -> Recognised:
    """What the small desk recognises in a text, written at NOW in Madrid."""
    return recognise(text, KNOWN, Reading(NOW, ZoneInfo("Europe/Madrid"), language, currency))
