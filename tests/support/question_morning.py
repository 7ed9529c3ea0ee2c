"""An assessment panel on the desk of a morning: one case, its papers frozen, everybody free to answer."""

from __future__ import annotations

from collections.abc import Mapping

from bandingdesk.panel import shipped
from bandingdesk.panel.ops import Rating, Seat
from tests.support import founding
from tests.support.panel_morning import ON, PEOPLE, SEATS, STARTS, VOTERS, Morning

LIMBS = ("ASSESS.a", "ASSESS.b")


def plan(morning: Morning) -> str:
    """Put the first case before an assessment panel and open its round; return the round's id."""
    desk = morning.desk
    with founding.before_the_story():
        morning.as_("CM")
        template = next(one for one in shipped.shipped() if one.key == "assess")
        desk.council.adopt_panel_type(
            template.adopted(STARTS, "Minute 2 (invented)", "Scheme 3.1 (invented)", papers_days=0)
        )
    professions = {initials: profession for _name, initials, profession, _role in PEOPLE}
    seats = tuple(Seat(morning.people[who], role, professions[who]) for who, role in SEATS.items())  # type: ignore[arg-type]
    morning.meeting = desk.panel.plan_meeting("assess", ON, "09:30", "12:30", "Room 2", seats).id
    morning.items = [desk.panel.add_item(morning.meeting, morning.cases[0]).id]
    return morning.open_round(0)


def say(morning: Morning, round_id: str, answers: Mapping[str, tuple[int, int]]) -> None:
    """Lock the answers of some people on both limbs of section 36(8)."""
    for who, levels in answers.items():
        person = morning.as_(who)
        given = [Rating(limb, level, "sure", f"{who} read it so.") for limb, level in zip(LIMBS, levels, strict=True)]
        morning.desk.panel.lock_scores(round_id, given, person=person)


def open_meeting(morning: Morning) -> None:
    """Open the meeting with everybody present, the chair at the keys."""
    morning.as_("RA")
    morning.desk.panel.open_meeting(
        morning.meeting, attendance={morning.people[who]: "present" for who in (*VOTERS, "CM")}
    )
