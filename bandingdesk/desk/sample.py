"""The sample council Exampleshire: invented people, panel types, framework and tariff, added by ordinary acts.

First run offers it to practise with; the demo is built on it. Everybody's PIN is `SAMPLE_PIN`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bandingdesk import resources
from bandingdesk.council.ops import KeptPaper, PanelTypeAdopted, PolicyValue, Role
from bandingdesk.desk.desk import Desk
from bandingdesk.panel import shipped
from bandingdesk.panel.outcomes import Family

SAMPLE_PIN = "2468"
STARTS = date(2026, 4, 1)
MINUTE = "Sample council (invented), minute 1"
CABINET = "Cabinet member for children (invented)"
SCREENED = KeptPaper(reason="Screened: the sample touches no child.", officer="E. Thornbury (invented)")
DELEGATION = "Head of SEND, scheme of delegation 4.2 (invented)"
NOT_CONSULTED = KeptPaper(reason="An invented sample: nobody is bound by it.", officer="E. Thornbury (invented)")


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """An invented colleague: roles at a panel hold for `panels`, or everywhere where there are none."""

    name: str
    initials: str
    profession: str
    roles: tuple[Role, ...]
    panels: tuple[str, ...] = ()


_FIRST = ("annual_review", "assess", "issue")
_SECOND = ("banding", "top_up", "placement")
_THIRD = ("post16", "high_cost", "joint")


PEOPLE = (
    SamplePerson("R. Amari", "RA", "Mainstream headteacher", ("chair", "panel_member"), _FIRST),
    SamplePerson("L. Okoro", "LO", "Educational psychology", ("panel_member",), _FIRST),
    SamplePerson("J. Whitlock", "JW", "Health", ("panel_member",), _FIRST),
    SamplePerson("P. Lindqvist", "PL", "Social care", ("panel_member", "deputy"), _FIRST),
    SamplePerson("M. Farrow", "MF", "Special headteacher", ("chair", "panel_member"), _SECOND),
    SamplePerson("S. Devane", "SD", "Educational psychology", ("panel_member",), _SECOND),
    SamplePerson("T. Achebe", "TA", "Health", ("panel_member",), _SECOND),
    SamplePerson("N. Kowalska", "NK", "Social care", ("panel_member", "deputy"), (*_SECOND, "oversight")),
    SamplePerson("D. Penhale", "DP", "College principal", ("chair", "panel_member"), _THIRD),
    SamplePerson("A. Brightwater", "AB", "Educational psychology", ("panel_member",), (*_THIRD, "oversight")),
    SamplePerson("H. Sandoval", "HS", "Health", ("panel_member",), (*_THIRD, "oversight")),
    SamplePerson("K. Oduya", "KO", "Social care", ("panel_member", "deputy"), _THIRD),
    SamplePerson("C. Marsh", "CM", "Panel clerk", ("clerk", "caseworker")),
    SamplePerson("E. Thornbury", "ET", "Head of SEND", ("decision_maker", "head_of_service")),
    SamplePerson("T. Brandt", "TB", "Quality lead", ("qa_lead", "chair", "panel_member"), ("oversight",)),
    SamplePerson("F. Quill", "FQ", "SEND caseworker", ("caseworker",)),
    SamplePerson("G. Larkspur", "GL", "SEND caseworker", ("caseworker",)),
)


def _reviewing(key: str, name: str, remit: str, family: Family = "review", *more: str) -> PanelTypeAdopted:
    """Return a panel that takes annual reviews with their bands; MORE: what else it may end in."""
    return PanelTypeAdopted(
        key=key,
        name=name,
        remit=remit,
        quorum=3,
        quorum_roles=("Educational psychology",),
        outcomes=("keep", "amend", "cease", *more),
        recommends=True,
        delegation=DELEGATION,
        second_signature="override",
        tolerance=1,
        disagreement=2,
        own_band_after_lock=False,
        starts=STARTS,
        minute=MINUTE,
        family=family,
    )


_TEMPLATES = {one.key: one for one in shipped.shipped()}
_OWN = (
    _reviewing("annual_review", "Annual review panel", "Annual reviews and bands, reception to year 11"),
    _reviewing(
        "banding",
        "Banding panel",
        "Bands after a plan is made or amended",
        "banding",
        *_TEMPLATES["banding"].outcomes,
    ),
    _reviewing("post16", "Post-16 review panel", "Annual reviews and bands after year 11"),
)
# As they ship, higher panels before those that send cases to them; the sample's own for the rest.
_AS_SHIPPED = ("oversight", "joint", "high_cost", "assess", "issue", "top_up", "placement")
PANEL_TYPES = (*(_TEMPLATES[key].adopted(STARTS, MINUTE, DELEGATION) for key in _AS_SHIPPED), *_OWN)
LETTERS: dict[str, PolicyValue] = {
    "name": "Exampleshire Council (invented)",
    "lines": ("SEND Service", "1 Sample Square", "Exampleton", "ZZ99 3VZ"),
    "phone": "01632 960100",
    "email": "send@exampleshire.example.org",
    "officer": "C. Marsh",
    "officer_role": "SEND Service",
    "officer_phone": "01632 960101",
    "officer_email": "marsh@exampleshire.example.org",
    "sendiass_name": "Exampleshire SENDIASS (invented)",
    "sendiass_phone": "01632 960110",
    "sendiass_email": "advice@sendiass.example.org",
    "sendiass_web": "sendiass.example.org",
    "mediation_name": "Sample Mediation (invented)",
    "mediation_phone": "01632 960120",
    "mediation_email": "contact@mediation.example.org",
    "drs_name": "Sample Disagreement Resolution (invented)",
    "drs_phone": "01632 960130",
    "finance_name": "the high needs funding team",
    "finance_phone": "01632 960140",
    "finance_email": "funding@exampleshire.example.org",
    "schools_list": "exampleshire.example.org/local-offer",
    "formats": "call 01632 960100",
    "element_1_pence": 400000,
    "element_2_pence": 600000,
}


def sample_people(desk: Desk) -> dict[str, str]:
    """Add the invented colleagues; return their ids by initials."""
    ids = {}
    pin = desk.council.make_pin(SAMPLE_PIN)  # one hash for all: making each apart takes seconds
    for person in PEOPLE:
        made = desk.council.add_person(person.name, person.initials, person.profession)
        ids[person.initials] = made.id
        for role in person.roles:
            at_panel = role in ("chair", "deputy", "panel_member")
            for panel in (person.panels if at_panel else ()) or (None,):
                desk.council.grant_role(made.id, role, STARTS, panel_type=panel)
        desk.council.keep_pin(made.id, pin)
    return ids


def sample_council(desk: Desk) -> dict[str, str]:
    """Add the whole sample council; return the ids of its people by initials."""
    council = desk.council
    council.adopt_policy("letters", LETTERS, STARTS, MINUTE)
    for panel_type in PANEL_TYPES:
        council.adopt_panel_type(panel_type)
    frameworks = desk.frameworks
    framework = frameworks.add_file(resources.shipped("frameworks/exampleshire-2026.1.json").read_bytes())
    frameworks.adopt(framework.id, STARTS, MINUTE, adopted_by=CABINET, equality=SCREENED, consultation=NOT_CONSULTED)
    tariff = frameworks.add_tariff(resources.shipped("frameworks/exampleshire-tariff-2026-27.json").read_bytes())
    frameworks.adopt_tariff(tariff.id, STARTS, MINUTE)
    frameworks.add_file(resources.shipped("frameworks/herefordshire-2021.json").read_bytes())
    return sample_people(desk)
