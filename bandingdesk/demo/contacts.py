"""Contacts of the demo: questions answered, open and late, a call that came back; and two ledgers of Section F."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bandingdesk.casework.contacts import moments
from bandingdesk.casework.contacts.ops import Asked
from bandingdesk.casework.provision import reading
from bandingdesk.council.ops import PolicyValue
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import MINUTE, STARTS
from bandingdesk.store.queries import provision
from bandingdesk.store.queries.plans import PlanOnRecord

CONTACTS: dict[str, PolicyValue] = {"reply_days": 10}
# Pence an hour, invented. The words after the amount are those by which plans call a role.
RATES: dict[str, PolicyValue] = {
    "weeks": 38,
    "days": 5,
    "ta": ("Teaching assistant", "1842", "TA", "LSA", "learning support assistant", "adult support"),
    "teacher": ("Specialist teacher", "4310", "qualified teacher"),
    "slt": ("Speech and language therapist", "5230", "SLT", "SaLT", "speech and language therapy"),
    "ot": ("Occupational therapist", "5230", "OT", "occupational therapy"),
    "ep": ("Educational psychologist", "7425", "EP"),
}
FUNDED = """Adult support in lessons, 5 hours a week in a group of 2 for 38 weeks with a teaching assistant
Talking with others: 2 x 30 minutes a week in a group of 4 for 38 weeks with a teaching assistant
A quiet place and a known adult at lunchtime"""
SHORT = """Adult support in lessons, 25 hours a week, 1:1, for 38 weeks with a teaching assistant
Speech sounds: 20 minutes daily in a group of 4 for 38 weeks with a speech and language therapist
Occupational therapy, one hour half-termly, 1:1
Reading: 4 x 30 minutes a week in pairs for 38 weeks with a specialist teacher
A quiet place and a known adult at lunchtime"""


class Said(NamedTuple):
    """A contact: days before today, time, who, role, way, words, and the answer with its days before today."""

    days: int
    clock: tuple[int, int]
    who: str
    role: str
    way: str
    words: str
    answer: str = ""
    answered: int = 0


_CALLS = (
    Said(34, (9, 20), "Parent (invented)", "Mother", "phone", "Which papers will the panel read, and may we add one?",
         "The panel reads the school's report and the therapist's. You may send yours until Thursday.", 30),
    Said(18, (16, 5), "Parent (invented)", "Mother", "email",
         "We sent our own report on lunchtimes. Has it reached you, and who answers it?"),
    Said(4, (11, 40), "SENCO (invented)", "Setting", "phone",
         "When do we hear whether the hours change? The rota for January is being written."),
    Said(1, (8, 55), "Advocate (invented)", "Advocate", "letter", "Please say when the draft of the changes is sent."),
)  # fmt: skip


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Adopt a reply time and rates, note contacts on two cases, and enter two ledgers: one funded, one short."""
    historian.at(STARTS, 9, 0)
    historian.as_("ET")
    desk.council.adopt_policy("contacts", CONTACTS, STARTS, MINUTE)
    desk.council.adopt_policy("provision_rates", RATES, STARTS, MINUTE)
    _calls(desk, historian, known[4].case, _CALLS)
    _calls(desk, historian, known[13].case, _CALLS[2:3])
    historian.at(TODAY - timedelta(days=2), 15, 0)
    historian.as_("CM")
    rates = desk.read(lambda conn: provision.rates(conn, TODAY))
    for at, words in ((14, FUNDED), (13, SHORT)):
        desk.provision.record(known[at].case, reading.lines(reading.parse(words, rates)))


def _calls(desk: Desk, historian: Historian, case: str, said: Sequence[Said]) -> None:
    follows = None
    for one in sorted(said, key=lambda each: -each.days):
        on = TODAY - timedelta(days=one.days)
        historian.at(on, 17, 0)
        historian.as_("CM")
        at = _instant(on, one.clock)
        asked = Asked(case, None, one.who, one.role, one.words, at, one.way, follows if one.way == "email" else None)
        made = desk.contacts.record(asked).id
        if one.answer:
            historian.at(TODAY - timedelta(days=one.answered), 10, 30)
            desk.contacts.answer(made, one.answer, "phone")
            follows = made


def _instant(on: date, clock: tuple[int, int]) -> datetime:
    return moments.instant(on, time(*clock))
