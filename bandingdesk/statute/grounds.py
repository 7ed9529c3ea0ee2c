"""The legal tests in the law's own words, as data with ids: what a decision has to be measured by.

Local criteria may guide a decision, but a refusal that rests on them alone is unsafe (statute.md 2.1). `checked` is
False where the words were set down from general knowledge and are still to be compared with legislation.gov.uk.
"""

from __future__ import annotations

from typing import NamedTuple


class Limb(NamedTuple):
    """One lettered part of a test."""

    letter: str
    words: str


class Ground(NamedTuple):
    """A legal test: its id, where it stands, the question in plain English, the law's words with their limbs."""

    id: str
    provision: str
    question: str
    words: str
    limbs: tuple[Limb, ...] = ()
    checked: bool = False


GROUNDS: tuple[Ground, ...] = (
    Ground(
        "ASSESS",
        "CFA s36(8)",
        "Must the council assess?",
        "The local authority must secure an EHC needs assessment for the child or young person if, after having regard "
        "to any views expressed and evidence submitted under subsection (7), the authority is of the opinion that",
        (
            Limb("a", "the child or young person has or may have special educational needs, and"),
            Limb(
                "b",
                "it may be necessary for special educational provision to be made for the child or young person in "
                "accordance with an EHC plan.",
            ),
        ),
        checked=True,
    ),
    Ground(
        "PLAN",
        "CFA s37(1)",
        "Is a plan necessary?",
        "Where, in the light of an EHC needs assessment, it is necessary for special educational provision to be made "
        "for a child or young person in accordance with an EHC plan",
        (
            Limb(
                "a", "the local authority must secure that an EHC plan is prepared for the child or young person, and"
            ),
            Limb("b", "once an EHC plan has been prepared, it must maintain the plan."),
        ),
        checked=True,
    ),
    Ground(
        "REVIEW",
        "SEND Regs r20(10)",
        "What follows from the review?",
        "Within four weeks of the review meeting, the local authority must decide whether it proposes to",
        (
            Limb("a", "continue to maintain the EHC plan in its current form;"),
            Limb("b", "amend it; or"),
            Limb("c", "cease to maintain it."),
        ),
    ),
    Ground(
        "REVIEW.OVER18",
        "CFA s44(5)",
        "Has a young person over 18 reached the outcomes?",
        "In reviewing an EHC plan maintained for a young person aged over 18, or deciding whether to secure a "
        "re-assessment of the needs of such a young person, a local authority must have regard to whether the "
        "educational or training outcomes specified in the plan have been achieved.",
    ),
    Ground(
        "REASSESS.REQUEST",
        "CFA s44(2)",
        "Has somebody with the right to ask asked for a re-assessment?",
        "A local authority must secure a re-assessment of the educational, health care and social care needs of a "
        "child or young person for whom it maintains an EHC plan if a request is made to it by",
        (
            Limb("a", "the child's parent or the young person, or"),
            Limb(
                "b",
                "the governing body, proprietor or principal of the school, post-16 institution or other institution "
                "which the child or young person attends.",
            ),
        ),
    ),
    Ground(
        "REASSESS.OWN",
        "CFA s44(3)",
        "Does the council itself think a re-assessment necessary?",
        "A local authority may also secure a re-assessment of those needs at any other time if it thinks it necessary.",
    ),
    Ground(
        "CEASE",
        "CFA s45(1)",
        "May the council cease to maintain the plan?",
        "A local authority may cease to maintain an EHC plan for a child or young person only if",
        (
            Limb("a", "the authority is no longer responsible for the child or young person, or"),
            Limb("b", "the authority determines that it is no longer necessary for the plan to be maintained."),
        ),
        checked=True,
    ),
    Ground(
        "CEASE.NEED",
        "CFA s45(2)",
        "Is the provision no longer required?",
        "The circumstances in which it is no longer necessary for an EHC plan to be maintained for a child or young "
        "person include where the child or young person no longer requires the special educational provision specified "
        "in the plan.",
    ),
    Ground(
        "CEASE.OVER18",
        "CFA s45(3)",
        "Has a young person over 18 reached the outcomes?",
        "When determining whether a young person aged over 18 no longer requires the special educational provision "
        "specified in his or her EHC plan, a local authority must have regard to whether the educational or training "
        "outcomes specified in the plan have been achieved.",
    ),
)
BY_ID = {ground.id: ground for ground in GROUNDS}
