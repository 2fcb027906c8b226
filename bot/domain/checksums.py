"""Check digits: whether a number can be a card's, an IBAN or a CPF at all."""

from operator import mul

_ZERO = ord("0")
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_CPF_WEIGHTS = (tuple(range(10, 1, -1)), tuple(range(11, 1, -1)))
_LETTER_VALUES = str.maketrans({chr(ord("A") + at): str(10 + at) for at in range(26)})


def fits_luhn(digits: str) -> bool:
    """Whether the last digit is the one that Luhn's formula asks for (ISO/IEC 7812-1); zeros alone never are."""
    return digits.strip("0") != "" and luhn_sum(digits) % 10 == 0


def luhn_sum(digits: str) -> int:
    """What these digits add to Luhn's sum where the last of them is not doubled."""
    places = digits.encode()
    return sum(places[-1::-2]) + sum(places[-2::-2].translate(_DOUBLED)) - _ZERO * len(places)


def fits_iban(characters: str) -> bool:
    """Whether capitals and digits without spaces leave 1 modulo 97 (ISO 13616); the length is judged elsewhere."""
    return int((characters[4:] + characters[:4]).translate(_LETTER_VALUES)) % 97 == 1


def fits_cpf(digits: str) -> bool:
    """Whether eleven digits end in the two check digits of a Brazilian CPF; eleven equal ones never are one."""
    if len(digits) != 11 or digits == digits[0] * 11:
        return False
    return digits[9:] == cpf_check_digits(digits[:9])


def cpf_check_digits(digits: str) -> str:
    """The two digits that follow a CPF's first nine."""
    for weights in _CPF_WEIGHTS:
        rest = (sum(map(mul, digits.encode(), weights)) - _ZERO * sum(weights)) * 10 % 11
        digits += str(rest % 10)
    return digits[-2:]
