"""Invented facts for `letter render --sample`, the self-check and the benchmarks. Every name and number is marked so.

Phones lie in the ranges Ofcom keeps for drama, addresses in the pseudo postcode ZZ99, e-mail in example.org.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bandingdesk.letters.letter import Band, Contact, Council, Decision, Evidence, Facts, Recipient
from bandingdesk.letters.sheet import AgreedLevel, ProvisionCheck, SheetFacts, Signature

CHILD = "Testpupil Rowan-017"

COUNCIL = Council(
    name="Exampleshire County Council (invented)",
    lines=("County Hall", "1 Specimen Street", "Exampleton ZZ99 3VZ"),
    phone="01632 960 100",
    email="send@example.org",
    officer="Case officer Hazel (invented)",
    officer_role="SEND case officer",
    officer_phone="01632 960 117",
    officer_email="hazel.send@example.org",
    sendiass=Contact("Exampleshire SENDIASS (invented)", "01632 960 120", "advice@example.org", "advice.example.org"),
    mediation=Contact("Midway Mediation (invented)", "01632 960 130", "mediation@example.org"),
    drs=Contact("Midway Disagreement Resolution (invented)", "01632 960 140", "drs@example.org"),
    finance=Contact("the high needs finance team", "01632 960 150", "highneeds@example.org"),
    schools_list="localoffer.example.org/schools, or call 01632 960 100",
    formats="call 01632 960 100",
)

FAMILY = Recipient(
    name="Parent of Testpupil Rowan-017",
    lines=("17 Specimen Lane", "Exampleton", "ZZ99 3WZ"),
    role="parent",
)
YOUNG_PERSON = Recipient(name=CHILD, lines=FAMILY.lines, role="young_person")
SETTING = Recipient(
    name="The SENCO and the business manager",
    lines=("Oakfield Primary School (invented)", "Specimen Road", "Exampleton", "ZZ99 3XZ"),
    role="setting",
    salutation="colleagues",
)

_EVIDENCE = (
    Evidence("Report of the annual review", "the head teacher", date(2026, 11, 10)),
    Evidence("Speech and language report", "a speech and language therapist", date(2026, 10, 14)),
    Evidence("Educational psychology advice", "an educational psychologist", date(2026, 9, 22)),
    Evidence("Parent's own words for the review", "the parent", date(2026, 11, 2)),
)

_KEEP = Decision(
    outcome="keep",
    decided_on=date(2026, 11, 23),
    maker_name="Officer Larch (invented)",
    maker_role="Head of SEND",
    delegation="scheme of delegation, item 4.7",
    reasons=(
        "Rowan-017 has made steady progress with the help in the plan. The school's report shows that the words and "
        "pictures used each day now work well, and that Rowan-017 joins in with more of the lessons.",
        "The therapist says that the same amount of therapy is right for the year ahead. The outcomes in Section E are "
        "still the right ones, and two of them are close to being met.",
    ),
    legal_test=(
        "We must ask whether the plan still describes the needs, the outcomes and the help that is needed. "
        "We think that it does."
    ),
    evidence=_EVIDENCE,
    views=(
        "You said that mornings are better now, and that you worry about the move to a new class.",
        "We talked about this. The plan already asks the school to plan each move with you, so it need not change.",
    ),
)

_AMEND = replace(
    _KEEP,
    outcome="amend",
    reasons=(
        "Rowan-017 now needs more help to talk with other children than the plan sets out. The therapist has seen this "
        "in class and on the playground.",
        "The school has tried a small group since May. It helps, and it should be in the plan so that it goes on.",
    ),
    legal_test=(
        "We must ask whether the plan still describes the needs, the outcomes and the help that is needed. "
        "We think that Sections B and F no longer do."
    ),
    views=(
        "You asked for more speech and language therapy in school.",
        "We agree, and the changes set out how much, who gives it and how often.",
    ),
)

_BAND = Band(
    name="Band F",
    scheme="Exampleshire banding scheme (invented)",
    scheme_version="2026.1",
    pence=1095000,
    period="year",
    element_1=400000,
    element_2=600000,
    element_3=1095000,
    starts=date(2026, 12, 7),
    review_by=date(2027, 11, 30),
    this_year=345000,
    year_ends=date(2027, 3, 31),
)

_COMMON = Facts(
    council=COUNCIL,
    recipient=FAMILY,
    reference="EX-2026-0417",
    child_name=CHILD,
    pupil_reference="X999000124017",
    born=date(2018, 5, 4),
    setting_name="Oakfield Primary School (invented)",
    plan_date=date(2025, 12, 15),
    plan_version="3",
    review_on=date(2026, 11, 3),
    dated=date(2026, 11, 23),
    sent=date(2026, 11, 23),
    served=date(2026, 11, 25),
    is_demo=True,
    check_code="7F3A-91C2-D04E",
)


def facts(template_id: str) -> Facts:
    """Return invented facts that fill the letter TEMPLATE_ID, of the family letter where it has no text."""
    if template_id == "L15":
        return replace(_COMMON, recipient=SETTING, decision=_KEEP, band=_BAND)
    if template_id == "L8":
        return replace(
            _COMMON,
            decision=_AMEND,
            changes=(
                "Section B: add that Rowan-017 finds it hard to start and to keep up a talk with other children.",
                "Section F: add one session of 40 minutes a week in a group of up to four, led by a speech and "
                "language therapist, in term time.",
                "Section F: add 15 minutes each school day with a trained teaching assistant to practise what was "
                "learned in the group.",
            ),
            enclosures=(
                "The plan you have now, dated Monday 15 December 2025",
                "The plan with our changes marked in it",
                "Speech and language report, Wednesday 14 October 2026",
                "Report of the annual review, Tuesday 10 November 2026",
            ),
        )
    return replace(_COMMON, decision=_KEEP)


def sheet_facts() -> SheetFacts:
    """Return invented facts for the two decision sheets."""
    return SheetFacts(
        council=COUNCIL.name,
        reference="EX-2026-0417",
        child_name=CHILD,
        setting_name="Oakfield Primary School (invented)",
        panel="SEND moderation panel",
        meeting_on=date(2026, 11, 23),
        present=(
            "Chair Alder, chair",
            "Member Birch, educational psychology",
            "Member Cedar, primary head teacher",
            "Member Dogwood, health",
        ),
        quorum_needed=3,
        voting_present=4,
        interests="None declared for this item.",
        outcome="amend",
        legal_test=_AMEND.legal_test,
        reasons=_AMEND.reasons,
        evidence=_EVIDENCE,
        levels=(
            AgreedLevel("Cognition and learning", "3", (3, 3, 3, 4), ""),
            AgreedLevel(
                "Communication and interaction", "4", (3, 4, 4, 5), "Daily evidence from the setting carried it."
            ),
            AgreedLevel("Social, emotional and mental health", "2", (2, 2, 2, 2), ""),
            AgreedLevel("Sensory and physical", "1", (1, 1, 2, 1), ""),
        ),
        scheme="Exampleshire banding scheme (invented), version 2026.1",
        indicated_band="Band E",
        indicated_why="41 points; Band E runs from 36 to 42 points. One level more in any strand would give Band F.",
        decided_band="Band F",
        override_code="Provision not reflected in levels",
        override_reason="The plan secures 1:1 work at break times that no strand counts.",
        minority=("Member Dogwood held level 3 for communication and interaction: the therapy report is a year old.",),
        provision=(
            ProvisionCheck("40 minutes of group therapy a week", "Secured by the therapy contract.", True),
            ProvisionCheck("15 minutes of practice each school day", "Secured by the band's staffing hours.", True),
        ),
        provision_words="All provision in Section F is secured under the decided band.",
        pence=1095000,
        period="year",
        starts=date(2026, 12, 7),
        review_by=date(2027, 11, 30),
        views=_AMEND.views,
        signatures=(
            Signature("Chair Alder (invented)", "Chair, for the panel: recommends", date(2026, 11, 23)),
            Signature("Officer Maple (invented)", "Second signature on the other band", date(2026, 11, 23)),
            Signature(
                "Officer Larch (invented)", "Head of SEND, scheme of delegation, item 4.7: decides", date(2026, 11, 23)
            ),
        ),
        check_code="7F3A-91C2-D04E",
        is_demo=True,
    )
