"""How English, Portuguese and Spanish name times, days and zones, in plain letters."""

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january janeiro enero jan ene",
            "february fevereiro febrero feb fev",
            "march marco marzo mar",
            "april abril apr abr",
            "may maio mayo mai",
            "june junho junio jun",
            "july julho julio jul",
            "august agosto aug ago",
            "september setembro septiembre setiembre sept sep set",
            "october outubro octubre oct out",
            "november novembro noviembre nov",
            "december dezembro diciembre dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mon segunda-feira segunda lunes",
            "tuesday tue tues terca-feira terca martes",
            "wednesday wed quarta-feira quarta miercoles",
            "thursday thu thurs quinta-feira quinta jueves",
            "friday fri sexta-feira sexta viernes",
            "saturday sat sabado",
            "sunday sun domingo",
        )
    )
    for name in names.split()
}

DAYS: dict[str, int] = {
    "today": 0,
    "hoje": 0,
    "hoy": 0,
    "hj": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "esta manha": 0,
    "esta tarde": 0,
    "esta noite": 0,
    "esta noche": 0,
    "esta manana": 0,
    "esta madrugada": 0,
    "yesterday": -1,
    "yday": -1,
    "ontem": -1,
    "ayer": -1,
    "last night": -1,
    "anoche": -1,
    "day before yesterday": -2,
    "anteontem": -2,
    "antes de ontem": -2,
    "anteayer": -2,
    "antes de ayer": -2,
    "antier": -2,
    "tomorrow": 1,
    "amanha": 1,
    "manana": 1,
    "day after tomorrow": 2,
    "depois de amanha": 2,
    "pasado manana": 2,
}
"""Days from today; some of them also name a part of the day (HALVES)."""

HALVES: dict[str, bool] = {
    "a.m.": False,
    "am": False,
    "a. m.": False,
    "da manha": False,
    "de manha": False,
    "de la manana": False,
    "por la manana": False,
    "a la manana": False,
    "a la madrugada": False,
    "esta madrugada": False,
    "in the morning": False,
    "da madrugada": False,
    "de la madrugada": False,
    "de madrugada": False,
    "this morning": False,
    "esta manha": False,
    "esta manana": False,
    "p.m.": True,
    "pm": True,
    "p. m.": True,
    "da tarde": True,
    "de tarde": True,
    "a tarde": True,
    "de la tarde": True,
    "por la tarde": True,
    "a la tarde": True,
    "da noite": True,
    "de noite": True,
    "a noite": True,
    "de la noche": True,
    "por la noche": True,
    "a la noche": True,
    "in the afternoon": True,
    "in the evening": True,
    "at night": True,
    "tonight": True,
    "this afternoon": True,
    "this evening": True,
    "last night": True,
    "esta tarde": True,
    "esta noite": True,
    "esta noche": True,
    "anoche": True,
}
"""True for the second half of the day."""

NAMED_TIMES: dict[str, int] = {
    "noon": 12,
    "midday": 12,
    "meio-dia": 12,
    "meio dia": 12,
    "mediodia": 12,
    "midnight": 0,
    "meia-noite": 0,
    "meia noite": 0,
    "medianoche": 0,
}

UNITS: dict[str, int] = {
    name: seconds
    for names, seconds in (
        ("seconds second segundos segundo secs sec segs seg s", 1),
        ("minutes minute minutos minuto minutinhos minutitos mins min m", 60),
        ("hours hour horas hora hrs hr hs h", 3600),
        ("days day dias dia d", 86_400),
        ("weeks week semanas semana", 604_800),
    )
    for name in names.split()
}

HALF_AN_HOUR = frozenset(("half an", "half a", "half", "meia", "media"))
ONE = frozenset(("a", "an", "one", "um", "uma", "un", "una"))

NUMBERS: dict[str, int] = {
    name: number
    for number, names in (
        (2, "two dois duas dos"),
        (3, "three tres"),
        (4, "four quatro cuatro"),
        (5, "five cinco"),
        (6, "six seis"),
        (10, "ten dez diez"),
        (15, "fifteen quinze quince"),
        (20, "twenty vinte veinte"),
        (30, "thirty trinta treinta"),
        (40, "forty quarenta cuarenta"),
    )
    for name in names.split()
} | dict.fromkeys(("a couple of", "couple of", "um par de", "un par de"), 2)
"""Quantities in words; the rest of them are told in digits."""

NIGHTS = frozenset(
    (
        *("da noite", "de noite", "a noite", "esta noite"),
        *("de la noche", "por la noche", "a la noche", "esta noche", "anoche"),
        *("at night", "tonight", "last night"),
    )
)
"""Words under which the hours from twelve to four belong to the next date."""

ZONES: dict[str, int] = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "brt": -180,
    "horario de brasilia": -180,
    "hora de brasilia": -180,
    "art": -180,
    "cet": 60,
    "cest": 120,
    "wet": 0,
    "west": 60,
    "eet": 120,
    "eest": 180,
    "est": -300,
    "edt": -240,
    "pst": -480,
    "pdt": -420,
}
"""Minutes east of UTC."""

PLACES: dict[str, str] = {
    place: zone
    for zone, places in (
        ("America/Mexico_City", "mexico,ciudad de mexico,mexico city,cdmx,centro de mexico"),
        ("America/Sao_Paulo", "brasil,brazil,sao paulo,sp,brasilia"),
        ("America/Argentina/Buenos_Aires", "argentina,buenos aires,arg"),
        ("America/Santiago", "chile,santiago"),
        ("America/Bogota", "colombia,bogota"),
        ("America/Lima", "peru,lima"),
        ("America/Montevideo", "uruguay,montevideo"),
        ("Europe/Malta", "malta"),
        ("Europe/Madrid", "espana,spain,madrid"),
        ("Europe/Lisbon", "portugal,lisboa,lisbon"),
        ("Europe/London", "uk,london,londres"),
        ("Europe/Berlin", "germany,alemania,alemanha,berlin"),
        ("America/New_York", "new york,eastern,nova york,nueva york"),
        ("America/Los_Angeles", "pacific,california"),
    )
    for place in places.split(",")
}
"""Places after `hora de` or before `time`, with their zone's key."""

UNCLEAR_ZONES = frozenset(("bst", "cst", "ist", "ast", "ect", "amt", "gst", "mst", "sst", "cdt"))
"""Abbreviations that several countries use for different offsets (the theory file of the IANA time zone database)."""
