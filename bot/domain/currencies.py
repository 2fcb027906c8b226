"""The currencies that people name: ISO 4217 codes, coins, signs and words."""

import re

from bot.domain.plain_text import plain_letters


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ISO_CODES = _codes(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
COINS = _codes("BTC ETH USDT USDC LTC DOGE TRX BNB XRP BCH SOL ADA TON DASH EOS SHIB DAI BUSD")
CODES = ISO_CODES | COINS

WITHOUT_CENTS = _codes("CLP JPY KRW PYG VND ISK UGX XAF XOF XPF RWF KMF GNF DJF BIF")
"""ISO 4217 minor unit 0: a separator in such an amount can only group thousands."""

MIL_IS_THOUSAND = _codes("BRL MXN ARS CLP COP PEN UYU PYG BOB GTQ CRC DOP HNL NIO VES AOA MZN")
"""Currencies of countries that speak Portuguese or Spanish, where `mil` is a thousand and never a million."""

WORD_LIKE = _codes("ALL TOP TRY MOP COP CUP PEN SOS MAD BAM BOB LAK GEL SOL ADA TON DAI DASH")
"""Codes that are also words: in running text only capitals after the number are money."""

DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
PESOS = ("MXN", "ARS", "CLP", "COP", "UYU", "PHP", "DOP")

_PESOS_OF = {"mexicanos": "MXN", "argentinos": "ARS", "chilenos": "CLP", "colombianos": "COP", "uruguayos": "UYU"}

_NAMES: dict[str, tuple[str, ...]] = {
    "$": (*DOLLARS, *PESOS),
    "us$": ("USD",),
    "u$s": ("USD",),
    "r$": ("BRL",),
    "mx$": ("MXN",),
    "ar$": ("ARS",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "c$": ("CAD",),
    "ca$": ("CAD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "s/": ("PEN",),
    "s/.": ("PEN",),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "₩": ("KRW",),
    "₺": ("TRY",),
    "₽": ("RUB",),
    "₴": ("UAH",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "₪": ("ILS",),
    "₿": ("BTC",),
    "₮": ("USDT",),
    "zł": ("PLN",),
    "kc": ("CZK",),
    "kr": ("SEK", "NOK", "DKK"),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "real": ("BRL",),
    "reais": ("BRL",),
    "reales": ("BRL",),
    "dollar": DOLLARS,
    "dollars": DOLLARS,
    "dolar": DOLLARS,
    "dolares": DOLLARS,
    "bucks": DOLLARS,
    "peso": PESOS,
    "pesos": PESOS,
    **{f"{many} {of}": (code,) for many in ("peso", "pesos") for of, code in _PESOS_OF.items()},
    "us dollars": ("USD",),
    "dolares americanos": ("USD",),
    "canadian dollars": ("CAD",),
    "u$": ("USD",),
    "u$d": ("USD",),
    "quid": ("GBP",),
    "pound": ("GBP",),
    "pounds": ("GBP",),
    "libra": ("GBP",),
    "libras": ("GBP",),
    "soles": ("PEN",),
    "rupees": ("INR",),
    "rupias": ("INR",),
    "yen": ("JPY",),
    "tether": ("USDT",),
    "bitcoin": ("BTC",),
    "bitcoins": ("BTC",),
}


def currencies_named(text: str) -> tuple[str, ...]:
    """The codes that a code, a sign or a word stands for, the usual one first; none when it is no currency."""
    name = plain_letters(text)
    return _NAMES.get(name) or ((name.upper(),) if name.upper() in CODES else ())


def _alternatives(names: frozenset[str] | set[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


NAMES_IN_TEXT = _alternatives(set(_NAMES) | {code.lower() for code in CODES})
"""An alternation of every spelling in plain letters, the longest first, for use in a larger pattern."""
