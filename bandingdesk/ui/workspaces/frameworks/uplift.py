"""The amounts of the next year as a proposal: this year's, raised by so much and rounded by a named rule."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from bandingdesk.ui.workspaces.frameworks.draft import Document

_PERCENT = re.compile(r"^([+-]?)(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$")
_YEAR = re.compile(r"^(\d{4})(-\d{2})?$")


def millionths(words: str) -> int | None:
    """Return a rise that a person wrote in per cent, None for what is none.

    >>> millionths("2.5"), millionths("-1"), millionths("about 3")
    (25000, -10000, None)
    """
    found = _PERCENT.match(words.strip())
    if found is None:
        return None
    made = int(found[2]) * 10_000 + int((found[3] or "").ljust(4, "0"))
    return -made if found[1] == "-" else made


def year_after(day: str) -> str:
    """Return the same day a year later.

    >>> year_after("2026-04-01"), year_after("2028-02-29")
    ('2027-04-01', '2029-02-28')
    """
    first = date.fromisoformat(day)
    is_leap_day = (first.month, first.day) == (2, 29)
    return date(first.year + 1, first.month, 28 if is_leap_day else first.day).isoformat()


def next_year(tariff: Document, by: int, rounding: str, round_to: int) -> Document:
    """Return TARIFF for the year after, its amounts raised BY millionths; its sources say that it is a proposal.

    Raises FrameworkInvalidError, ChangeDoesNotFitError.
    """
    from bandingdesk.matrix import files
    from bandingdesk.matrix.whatif import applied
    from bandingdesk.matrix.whatif.scenario import Uplift

    read = files.read_tariff(json.dumps(tariff).encode(), "the amounts")
    change = Uplift.model_validate({"millionths": by, "rounding": rounding, "round_to": round_to})
    made: dict[str, Any] = json.loads(files.canonical(applied.priced(read, change)))
    made["year"] = _year_after(str(tariff["year"]))
    made.pop("version", None)
    if tariff.get("effective"):
        made["effective"] = {key: one and year_after(one) for key, one in tariff["effective"].items()}
    source = {"what": f"Proposal: {tariff['year']} raised by {_percent(by)} %", "ref": f"rounded {_said(rounding)}"}
    return {**made, "provenance": [*tariff.get("provenance", ()), source]}


def _year_after(year: str) -> str:
    found = _YEAR.match(year)
    if found is None:
        return year
    first = int(found[1]) + 1
    return f"{first}-{(first + 1) % 100:02d}" if found[2] else str(first)


def _percent(by: int) -> str:
    whole, rest = divmod(abs(by), 10_000)
    said = f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
    return f"-{said}" if by < 0 else said


def _said(rounding: str) -> str:
    return rounding.replace("_", " ")
