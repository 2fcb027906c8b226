"""How long telephone numbers are, by country code and in the national formats that are written without one."""

from collections.abc import Mapping
from types import MappingProxyType

NATIONAL_DIGITS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        code: (fewest, most)
        for (fewest, most), codes in {
            (10, 10): "1 7 52 57 58 63 81 90 91 92",
            (10, 11): "54 55 82 84 86",
            (9, 9): "27 32 33 34 41 48 51 56 351 380 421",
            (9, 10): "20 44 46 60 61 66 94 213 234 254 353 421",
            (6, 11): "39 43 49",
            (8, 9): "30 31 36 40 45 47 62 64 65 212 216 218 222 233 237 244 258 355 359 370 371 372 374 375 377 381"
            " 382 385 386 387 389 420 502 503 504 505 506 507 591 593 595 598 850 852 853 886 961 962 963 964 965 966"
            " 967 968 971 972 973 974 975 976 977 992 993 994 995 996 998",
            (7, 9): "297 298 299 350 352 354 356 357 358 373 376 378 423 500 501 508 509 592 594 596 597 599 670 673"
            " 880 960",
        }.items()
        for code in codes.split()
    }
)
"""Digits after the country code, fewest and most (ITU-T E.164 and national numbering plans)."""

AREA_CODES_BRAZIL = frozenset(
    str(code)
    for code in range(11, 100)
    if code % 10 and code not in (23, 25, 26, 29, 36, 39, 52, 56, 57, 58, 59, 72, 76, 78)
)
"""Brazil's area codes (Anatel)."""
