"""Amounts and days as a person writes them in a cell or a field."""

from __future__ import annotations

import re
from datetime import datetime

_POUNDS = re.compile(r"^£?\s*(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{1,2}))?$")


def pence(words: str) -> int | None:
    """Return an amount that a person wrote, None for what is no amount.

    >>> pence("£10,950"), pence("12.5"), pence("about 10")
    (1095000, 1250, None)
    """
    found = _POUNDS.match(words.strip())
    if found is None:
        return None
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


def day(words: str) -> str | None:
    """Return a day that a person wrote as the file has it, None for what is no day.

    >>> day("1 April 2026"), day("01/04/2026"), day("2026-04-01"), day("soon")
    ('2026-04-01', '2026-04-01', '2026-04-01', None)
    """
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%a %d %b %Y"):
        try:
            return datetime.strptime(words.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None
