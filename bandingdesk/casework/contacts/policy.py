"""The council's own policy on contacts: by which ways they come, and in how many working days it promises an answer.

Policy key "contacts": `reply_days` (a whole number), and `ways`, a line each ("phone|Phone"), where the council keeps
a list of its own. The version in force on the day of the contact counts.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from bandingdesk import resources
from bandingdesk.casework.contacts.ops import Promised
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.statute import days
from bandingdesk.statute.days import HolidaysUnknownError

KEY = "contacts"
MOST_DAYS = 250  # working days: a year


class PolicyUnfitError(InvalidError):
    """The council's policy on contacts says VALUE where FIELD is asked."""

    code = "CT-10"
    message = QT_TRANSLATE_NOOP("errors", "The council's policy on contacts can't be read: {field} is “{value}”.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Adopt the policy anew with a whole number of days and ways such as phone|Phone.")
    field: str
    value: str


class Terms(NamedTuple):
    """What holds on a day: the ways by their ids, and the working days to an answer, None where none are adopted."""

    ways: Mapping[str, str]
    reply_days: int | None

    def reply_day(self, asked_on: date) -> Promised | None:
        """Return the day that the policy gives for what was asked on a day; None where it says none."""
        if self.reply_days is None:
            return None
        try:
            return Promised(days.england().after(asked_on, self.reply_days), self.reply_days)
        except HolidaysUnknownError:
            return None  # beyond the table of bank holidays nothing is promised by counting


def read(value: Mapping[str, Any] | None) -> Terms:
    """Return the terms of a policy's VALUE, the shipped ways and no reply time for none. Raises PolicyUnfitError."""
    if value is None:
        return Terms(shipped_ways(), None)
    asked = value.get("reply_days")
    if asked is not None and (isinstance(asked, bool) or not isinstance(asked, int) or not 1 <= asked <= MOST_DAYS):
        raise PolicyUnfitError(field="reply_days", value=str(asked))
    ways = {}
    for line in value.get("ways", ()):
        id_, bar, title = str(line).partition("|")
        if not bar or not id_.strip() or not title.strip():
            raise PolicyUnfitError(field="ways", value=str(line))
        ways[id_.strip()] = title.strip()
    return Terms(ways or shipped_ways(), asked)


@functools.cache
def shipped_ways() -> Mapping[str, str]:
    """Return the ways that ship with the program."""
    return {way["id"]: way["title"] for way in json.loads(resources.text("statute/contacts.json"))["ways"]}
