"""One cell as a value of ours: dates in UK order, money, yes and no, codes; or the fault that stands in its way.

A reader returns the value, None for an empty cell, or a Fault. A fault that blocks keeps its row out; one that does
not is a warning and the cell is taken as it stands. Nothing is guessed in silence and nothing is cut to fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from bandingdesk.casework import identifiers
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.sheets import Cell

NEEDS = ("SPLD", "MLD", "SLD", "PMLD", "SEMH", "SLCN", "HI", "VI", "MSI", "PD", "ASD", "DS", "OTH")  # SEN2 SENtype
_NEED_WORDS = {
    "autism": "ASD", "autistic spectrum disorder": "ASD", "autism spectrum disorder": "ASD", "asc": "ASD",
    "social emotional and mental health": "SEMH", "speech language and communication needs": "SLCN",
    "speech language and communication": "SLCN", "moderate learning difficulty": "MLD",
    "severe learning difficulty": "SLD", "profound and multiple learning difficulty": "PMLD",
    "specific learning difficulty": "SPLD", "hearing impairment": "HI", "visual impairment": "VI",
    "vision impairment": "VI", "multi sensory impairment": "MSI", "physical disability": "PD",
    "down syndrome": "DS", "downs syndrome": "DS", "other difficulty disability": "OTH", "other": "OTH",
}  # fmt: skip
ETHNICITIES = (
    "WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "CHNE",
    "BCRB", "BAFR", "BOTH", "OOTH", "REFU", "NOBT",
)  # fmt: skip
SETTINGS = ("main", "base", "special", "other")
SEN_SETTINGS = ("OLA", "OPA", "EHE", "EYP", "OTH", "NEET", "NIEC", "NIEO")  # SEN2, where there is no URN or UKPRN
PHASES = ("ey", "ks12", "ks34", "p16", "p19")
_PHASE_WORDS = {
    "early years": "ey", "eyfs": "ey", "primary": "ks12", "ks1": "ks12", "ks2": "ks12", "secondary": "ks34",
    "ks3": "ks34", "ks4": "ks34", "post 16": "p16", "post16": "p16", "ks5": "p16", "sixth form": "p16",
    "post 19": "p19", "post19": "p19",
}  # fmt: skip
# First match wins, so "SEN unit in an academy" is a base and "special academy" is special.
_SETTING_WORDS = (
    ("base", ("resourced", "sen unit", "unit", "base", "arp", "erp", "hub")),
    ("other", ("post 16 inst", "spi", "alternative", "pru", "nursery", "early years", "college", "fe ", "tertiary",
               "elective home", "ehe", "eotas", "otherwise than", "neet", "not in education", "online", "welsh",
               "other", "home educated", "opa", "ola", "eyp", "training provider", "none")),
    ("special", ("special", "nmss")),
    ("main", ("mainstream", "maintained", "academy", "free school", "community", "foundation", "voluntary",
              "independent", "primary", "secondary", "infant", "junior", "sixth form")),
)  # fmt: skip
_YES, _NO = {"y", "yes", "true", "1", "t"}, {"n", "no", "false", "0", "f"}
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[\-/.](\d{1,2}|[A-Za-z]{3,9})[\-/.](\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/.]+([A-Za-z]{3,9})\.?,?[ \-/.]+(\d{4}|\d{2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")
_WEEKDAY = re.compile(r"^(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,?\s+", re.IGNORECASE)
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"}
_NO_ACCENT = str.maketrans("łŁøØđĐ", "lLoOdD")  # letters of their own, which no accent makes
_SERIAL_ZERO = date(1899, 12, 30)  # day 0 of a spreadsheet's day numbers, for every day after 28 Feb 1900

NOT_A_DAY = QT_TRANSLATE_NOOP("problems", "{label} {value} does not exist.")
NOT_A_DATE = QT_TRANSLATE_NOOP(
    "problems", "{label} “{value}” can't be read as a date. Write day, month and year, as 31/12/2026."
)
MISSING = QT_TRANSLATE_NOOP("problems", "{label} is missing.")
NOT_A_CODE = QT_TRANSLATE_NOOP("problems", "{label} “{value}” is not known. Use one of: {allowed}.")
NOT_MONEY = QT_TRANSLATE_NOOP(
    "problems", "{label} “{value}” is not an amount of money. Write it as 4,500 or £4,500.00."
)
NOT_YES_NO = QT_TRANSLATE_NOOP("problems", "{label} “{value}” is neither yes nor no. Write Y or N.")
NOT_A_YEAR = QT_TRANSLATE_NOOP("problems", "{label} “{value}” is not a year group. Use N1, N2, R or 1 to 14.")
A_DATE = QT_TRANSLATE_NOOP(
    "problems", "{label} holds the date {value}. A spreadsheet may have turned text such as 10-14 into it."
)
AN_ERROR = QT_TRANSLATE_NOOP("problems", "{label} holds the error {value} of a spreadsheet, not a value.")
NOT_A_NUMBER = QT_TRANSLATE_NOOP("problems", "{label} “{value}” is not a whole number.")
NOT_TEXT = QT_TRANSLATE_NOOP("problems", "{label} “{value}” is not a text.")
DAY_NUMBER = QT_TRANSLATE_NOOP("problems", "{label} is the number {value}; it was read as {day}. Check it.")
BAD_UPN = QT_TRANSLATE_NOOP(
    "problems", "{label} {value} is not a right UPN: its length or check letter is wrong. It is kept as it is."
)
BAD_NHS = QT_TRANSLATE_NOOP("problems", "{label} {value} is not a right NHS number. It is kept as it is.")
BAD_URN = QT_TRANSLATE_NOOP("problems", "{label} {value} is not six digits. It is kept as it is.")
BAD_UKPRN = QT_TRANSLATE_NOOP("problems", "{label} {value} is not eight digits that begin with 1. It is kept as it is.")
BAD_LAESTAB = QT_TRANSLATE_NOOP("problems", "{label} {value} is not seven digits. It is kept as it is.")
BAD_EMAIL = QT_TRANSLATE_NOOP("problems", "{label} {value} does not look like an e-mail address. It is kept as it is.")
BAD_POSTCODE = QT_TRANSLATE_NOOP(
    "problems", "{label} {value} does not have the form of a postcode. It is kept as it is."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell: a stable code, a sentence over its fields. `value` is what is taken all the same."""

    code: str
    template: str
    blocking: bool
    fields: tuple[tuple[str, str], ...]
    value: Any = None


class Name(NamedTuple):
    """A full name taken apart."""

    surname: str
    forename: str


def shown(cell: Cell) -> str:
    """Return CELL as a person knows it from the sheet: dates as 31/12/2026, yes and no for ticks."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell).strip()


def folded(text: str) -> str:
    """Return TEXT for comparing names: no accents, no case, single spaces. Never shown and never stored.

    >>> folded("  Ŵren-014 ")
    'wren-014'
    """
    if text.isascii():  # nine names of ten, at a sixth of the time
        return " ".join(text.lower().split())
    spread = unicodedata.normalize("NFKD", text.translate(_NO_ACCENT))
    return " ".join("".join(char for char in spread if not unicodedata.combining(char)).casefold().split())


def puts_month_first(cell: Cell) -> bool:
    """Return whether CELL is a text that can only be a date with the month first, as 02/25/2016.

    >>> puts_month_first("02/25/2016"), puts_month_first("25/02/2016"), puts_month_first("02/03/2016")
    (True, False, False)
    """
    found = _NUMERIC.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and int(found[1]) <= 12 < int(found[2]) <= 31


def may_be_turned(cell: Cell) -> bool:
    """Return whether CELL is a text that is another day with the month first, as 01/02/2016."""
    found = _NUMERIC.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2])


def _fault(code: str, template: str, cell: Cell, value: Any = None, *, blocking: bool = True, **more: str) -> Fault:
    return Fault(code, template, blocking, (("value", shown(cell)), *more.items()), value)


def _text(cell: Cell) -> str | None | Fault:
    if cell is None:
        return None
    if isinstance(cell, date):
        return _fault("IM-24", A_DATE, cell)
    if isinstance(cell, bool):
        return _fault("IM-25", NOT_TEXT, cell)
    text = " ".join(str(cell).split())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _fault("IM-19", AN_ERROR, cell) if text[:1] == "#" and text.upper() in _ERRORS else text


def _date(cell: Cell) -> date | None | Fault:
    if cell is None or isinstance(cell, date):
        return cell
    if isinstance(cell, int) and not isinstance(cell, bool) and 20_000 <= cell <= 80_000:
        day = _SERIAL_ZERO + timedelta(days=cell)
        return _fault("IM-26", DAY_NUMBER, cell, day, blocking=False, day=shown(day))
    text = shown(cell)
    if text.upper() in _ERRORS:
        return _fault("IM-19", AN_ERROR, cell)
    parts = _day_month_year(_TIME.sub("", _WEEKDAY.sub("", text)).strip())
    if parts is None:
        return _fault("IM-08", NOT_A_DATE, cell)
    try:
        return date(parts[2], parts[1], parts[0])
    except ValueError:
        return _fault("IM-07", NOT_A_DAY, cell)


def day(cell: Cell) -> date | None:
    """Return the day that CELL says, None where it says none: what people write in a form, without its faults.

    >>> day("3/11/2026"), day("3 November 2026"), day("31/02/2026")
    (datetime.date(2026, 11, 3), datetime.date(2026, 11, 3), None)
    """
    found = _date(cell)
    return found if isinstance(found, date) else None


def _day_month_year(text: str) -> tuple[int, int, int] | None:
    if found := _NUMERIC.fullmatch(text):
        return int(found[1]), int(found[2]), _century(found[3])
    if found := _ISO.fullmatch(text):
        month = int(found[2]) if found[2].isdigit() else _MONTHS.get(found[2][:3].lower())
        return (int(found[3]), month, int(found[1])) if month is not None else None
    if found := _WORDED.fullmatch(text):
        month = _MONTHS.get(found[2][:3].lower())
        return (int(found[1]), month, _century(found[3])) if month is not None else None
    return None


def _century(year: str) -> int:
    """Return a year of four figures: plans concern people under 26, so two figures up to 69 are 2000 and later."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)


def _money(cell: Cell) -> int | None | Fault:
    """Return pence. Tenths of a penny are refused, not rounded."""
    if cell is None:
        return None
    if isinstance(cell, (bool, date)):
        return _fault("IM-15", NOT_MONEY, cell)
    text = re.sub(r"\s*(p\.?a\.?|per (year|annum)|a year)$", "", str(cell).strip(), flags=re.IGNORECASE)
    text = text.removeprefix("£").replace(" ", "")
    if text.upper() in _ERRORS:
        return _fault("IM-19", AN_ERROR, cell)
    if not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?", text):
        return _fault("IM-15", NOT_MONEY, cell)
    try:
        pence = Decimal(text.replace(",", "")) * 100
    except InvalidOperation:
        return _fault("IM-15", NOT_MONEY, cell)
    return int(pence) if pence == pence.to_integral_value() else _fault("IM-15", NOT_MONEY, cell)


def _yes_no(cell: Cell) -> bool | None | Fault:
    if cell is None or isinstance(cell, bool):
        return cell
    word = shown(cell).lower()
    if word in _YES:
        return True
    return False if word in _NO else _fault("IM-16", NOT_YES_NO, cell)


def _worded(cell: Cell) -> str | None | Fault:
    text = _text(cell)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split()) if isinstance(text, str) else text


def _need(cell: Cell) -> str | None | Fault:
    word = _worded(cell)
    if not isinstance(word, str):
        return word
    code = word.upper().replace(" ", "")
    if code in NEEDS:
        return code
    one = re.sub(r"ies$", "y", word).removesuffix("s")
    found = _NEED_WORDS.get(word) or _NEED_WORDS.get(one) or _code_in(word)
    return found or _fault("IM-10", NOT_A_CODE, cell, allowed=", ".join(NEEDS))


def _code_in(word: str) -> str | None:
    """Return the one code that stands in a text such as "ASD - Autistic Spectrum Disorder"."""
    codes = {part.upper() for part in word.split()[:1]} & set(NEEDS)
    return codes.pop() if codes else None


def _sex(cell: Cell) -> str | None | Fault:
    word = _worded(cell)
    if not isinstance(word, str):
        return word
    found = {"m": "M", "male": "M", "boy": "M", "f": "F", "female": "F", "girl": "F"}.get(word)
    return found or _fault("IM-10", NOT_A_CODE, cell, allowed="M, F")


def _ethnicity(cell: Cell) -> str | None | Fault:
    text = _text(cell)
    if not isinstance(text, str) or (len(text) == 4 and text.upper() in ETHNICITIES):
        return text.upper() if isinstance(text, str) else text
    return _fault("IM-10", NOT_A_CODE, cell, text, blocking=False, allowed=", ".join(ETHNICITIES))


def _setting(cell: Cell) -> str | None | Fault:
    word = _worded(cell)
    if not isinstance(word, str) or word in SETTINGS:
        return word
    for kind, words in _SETTING_WORDS:
        if any(f" {known.strip()}" in f" {word}" for known in words):
            return kind
    allowed = "mainstream, resourced provision or unit, special, other"
    return _fault("IM-10", NOT_A_CODE, cell, allowed=allowed)


def _phase(cell: Cell) -> str | None | Fault:
    word = _worded(cell)
    if not isinstance(word, str) or word in PHASES:
        return word
    return _PHASE_WORDS.get(word) or _fault("IM-10", NOT_A_CODE, cell, allowed=", ".join(PHASES))


def _year(cell: Cell) -> str | None | Fault:
    text = _text(cell)
    if not isinstance(text, str):
        return text
    word = text.lower().strip()
    if found := re.fullmatch(r"(?:(?:year|yr|y) ?)?(\d{1,2})", word):
        number = int(found[1])
        if number <= 14:
            return str(number) if number else "R"
    named = {"r": "R", "reception": "R", "rec": "R", "year r": "R", "nursery": "N2", "n1": "N1", "n2": "N2"}.get(word)
    return named or _fault("IM-21", NOT_A_YEAR, cell)


def phase_of(year_group: str) -> str:
    """Return the phase that YEAR_GROUP (N1 N2 R 1-14) lies in: key stages 1 and 2 to year 6, 3 and 4 to year 11.

    >>> phase_of("R"), phase_of("6"), phase_of("11"), phase_of("13"), phase_of("14")
    ('ey', 'ks12', 'ks34', 'p16', 'p19')
    """
    if not year_group.isdigit():
        return "ey"
    number = int(year_group)
    return "ks12" if number <= 6 else "ks34" if number <= 11 else "p16" if number <= 13 else "p19"


def _upn(cell: Cell) -> str | None | Fault:
    return _checked(cell, identifiers.tidy, identifiers.upn_is_valid, "IM-11", BAD_UPN)


def _nhs(cell: Cell) -> str | None | Fault:
    return _checked(cell, identifiers.tidy, identifiers.nhs_is_valid, "IM-12", BAD_NHS)


def _urn(cell: Cell) -> str | None | Fault:
    return _checked(cell, identifiers.tidy, identifiers.urn_is_valid, "IM-13", BAD_URN)


def _ukprn(cell: Cell) -> str | None | Fault:
    return _checked(cell, identifiers.tidy, identifiers.ukprn_is_valid, "IM-51", BAD_UKPRN)


def _laestab(cell: Cell) -> str | None | Fault:
    return _checked(cell, identifiers.laestab, identifiers.laestab_is_valid, "IM-52", BAD_LAESTAB)


def _email(cell: Cell) -> str | None | Fault:
    return _checked(cell, str.strip, _looks_like_email, "IM-53", BAD_EMAIL)


def _looks_like_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text) is not None


def _residential(cell: Cell) -> str | None | Fault:
    """Return A for 38 to 51 weeks a year, B for 52, "" for a day place. Source: SEN2, PlanRes and RES."""
    if cell is False or cell == 0:
        return None
    word = _worded(cell)
    if not isinstance(word, str):
        return word
    if word in _NO or word in ("day", "day place", "not residential", "none", "non residential"):
        return None
    found = {"a": "A", "b": "B", "52": "B", "52 weeks": "B"}.get(word)
    if found is None and re.fullmatch(r"(3[89]|4\d|5[01])( to 5[01]| 5[01])?( weeks?)?", word):
        found = "A"
    return found or _fault("IM-10", NOT_A_CODE, cell, allowed="A (38 to 51 weeks), B (52 weeks)")


def _sensetting(cell: Cell) -> str | None | Fault:
    word = _worded(cell)
    if not isinstance(word, str):
        return word
    code = word.upper()
    return code if code in SEN_SETTINGS else _fault("IM-10", NOT_A_CODE, cell, allowed=", ".join(SEN_SETTINGS))


def _number(cell: Cell) -> int | None | Fault:
    if cell is None or (isinstance(cell, int) and not isinstance(cell, bool)):
        return cell
    text = shown(cell)
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else _fault("IM-54", NOT_A_NUMBER, cell)


def _postcode(cell: Cell) -> str | None | Fault:
    return _checked(cell, identifiers.postcode, identifiers.postcode_is_valid, "IM-14", BAD_POSTCODE)


def _checked(
    cell: Cell, tidy: Callable[[str], str], is_valid: Callable[[str], bool], code: str, template: str
) -> str | None | Fault:
    text = _text(cell)
    if not isinstance(text, str):
        return text
    value = tidy(text)
    return value if is_valid(value) else _fault(code, template, cell, value, blocking=False)


def _full_name(cell: Cell) -> Name | None | Fault:
    """Return a name taken apart at the comma ("Surname, First name"), else before its last word."""
    text = _text(cell)
    if not isinstance(text, str):
        return text
    surname, comma, forename = (part.strip() for part in text.partition(","))
    if not comma:
        forename, _, surname = (part.strip() for part in text.rpartition(" "))
    return Name(surname, forename)


Reader = Callable[[Cell], Any]
READERS: dict[str, Reader] = {
    "text": _text, "name": _full_name, "birth": _date, "date": _date, "money": _money, "yes_no": _yes_no,
    "need": _need, "sex": _sex, "ethnicity": _ethnicity, "setting": _setting, "phase": _phase, "year": _year,
    "upn": _upn, "nhs": _nhs, "urn": _urn, "postcode": _postcode, "band": _text,
    "ukprn": _ukprn, "laestab": _laestab, "email": _email, "residential": _residential, "sensetting": _sensetting,
    "number": _number,
}  # fmt: skip
