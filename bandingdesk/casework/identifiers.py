"""Numbers and codes that name a pupil or a place: UPN, NHS number, ULN, URN, postcode. Checks, and check characters.

Every function takes text that `tidy` has gone over. Made-up identifiers lie in ranges that are never issued: local
authority 999, NHS numbers from 999 000 0000, URNs from 900001, postcodes ZZ99 (statute.md 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters: no I, O, S
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}")


def tidy(text: str) -> str:
    """Return TEXT in capitals without spaces, dashes or dots, as people write them into numbers.

    >>> tidy(" 943-476 5919 ")
    '9434765919'
    """
    return re.sub(r"[\s.\-\u2010-\u2015]+", "", text).upper()


def upn_letter(rest: str) -> str:
    """Return the check letter for the 12 characters that follow it. A temporary UPN ends in a letter.

    Source: DfE UPN guide: weights 2 to 13, modulo 23, letters without I, O and S.

    >>> upn_letter("801200005001")
    'B'
    """
    total = sum(_upn_value(char) * weight for weight, char in enumerate(rest, 2))
    return _UPN_LETTERS[total % 23]


def upn_is_valid(upn: str) -> bool:
    """Whether UPN has 13 characters and the right check letter; the authority's code is not looked up."""
    return bool(_UPN.fullmatch(upn)) and upn[0] == upn_letter(upn[1:])


def nhs_check(nine: str) -> int | None:
    """Return the check digit of an NHS number's first nine digits; None when no number may start with them.

    Source: NHS Data Dictionary: weights 10 to 2, 11 less the rest modulo 11, 11 is 0 and 10 is never issued.
    """
    check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return {11: 0, 10: None}.get(check, check)


def nhs_is_valid(number: str) -> bool:
    """Whether NUMBER is ten digits and the last is their check digit."""
    return bool(re.fullmatch(r"[0-9]{10}", number)) and nhs_check(number[:9]) == int(number[9])


def uln_is_valid(number: str) -> bool:
    """Whether NUMBER is ten digits and the last is 10 less the weighted rest modulo 11 (a rest of 0 is not issued).

    Source: Learning Records Service, from general knowledge (statute.md 8 point 6): a warning, never a refusal.
    """
    if not re.fullmatch(r"[1-9][0-9]{9}", number):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    return rest != 0 and 10 - rest == int(number[9])


def urn_is_valid(urn: str) -> bool:
    """Whether URN is six digits, the first not 0 (GIAS)."""
    return bool(re.fullmatch(r"[1-9][0-9]{5}", urn))


def ukprn_is_valid(ukprn: str) -> bool:
    """Whether UKPRN is eight digits, the first a 1 (UK Register of Learning Providers); invented ones begin with 99."""
    return bool(re.fullmatch(r"(1|99)[0-9]+", ukprn)) and len(ukprn) == 8


def laestab(text: str) -> str:
    """Return TEXT as the seven digits of local authority and establishment, however they are parted.

    >>> laestab("999/1234")
    '9991234'
    """
    return tidy(text).replace("/", "")


def laestab_is_valid(number: str) -> bool:
    """Whether NUMBER is seven digits: three of the local authority, four of the establishment."""
    return bool(re.fullmatch(r"[0-9]{7}", number))


def postcode(text: str) -> str:
    """Return TEXT in capitals with one space before the last three characters; its form is not checked.

    >>> postcode("zz993ab")
    'ZZ99 3AB'
    """
    bare = tidy(text)
    return f"{bare[:-3]} {bare[-3:]}" if len(bare) > 3 else bare


def postcode_is_valid(code: str) -> bool:
    """Whether CODE has the form of a postcode; whether it exists is not looked up."""
    return bool(_POSTCODE.fullmatch(code))


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "upn": lambda typed: upn_is_valid(tidy(typed)),
    "nhs_number": lambda typed: nhs_is_valid(tidy(typed)),
    "uln": lambda typed: uln_is_valid(tidy(typed)),
    "postcode": lambda typed: postcode_is_valid(postcode(typed)),
    "urn": lambda typed: urn_is_valid(tidy(typed)),
}


def doubted(typed: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the names in TYPED ("upn", "postcode") whose value fails its check: a warning, never a refusal.

    >>> doubted({"upn": "A1", "urn": "900001", "nhs_number": None})
    ('upn',)
    """
    return tuple(name for name, check in CHECKS.items() if (value := typed.get(name)) and not check(value))


def written(field: str, typed: str) -> str:
    """Return TYPED as the record writes it, right or wrong: numbers without blanks, a postcode with one."""
    return postcode(typed) if field == "postcode" else tidy(typed)


def _upn_value(char: str) -> int:
    return int(char) if char.isdigit() else _UPN_LETTERS.index(char)
