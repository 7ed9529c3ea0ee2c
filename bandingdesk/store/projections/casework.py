"""The casework states as rows: children, cases with their clock, history, letters, imports."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Index

from bandingdesk import ops
from bandingdesk.casework import case as cases
from bandingdesk.casework import cells, child, correspondence, imports
from bandingdesk.casework.case import Case
from bandingdesk.casework.child import Child
from bandingdesk.casework.correspondence import Letter
from bandingdesk.casework.imports import Import
from bandingdesk.store.projections import around
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 4

FOLDS = {
    "child": Fold(Child, child.apply),
    "case": Fold(Case, cases.apply),
    "letter": Fold(Letter, correspondence.apply),
    "import": Fold(Import, imports.apply),
}

CHILD = table(
    "casework_child",
    "child",
    "id head surname forename name folded born sex ethnicity upn nhs_number uln postcode source",
    "looked_after invented",
    keys="upn nhs_number uln",
)
Index("ix_casework_child_list", CHILD.c.id, CHILD.c.folded, CHILD.c.born)
CASE = table(
    "casework_case",
    "case",
    "id head child_id kind setting setting_name setting_kind year_group phase primary_need secondary_need plan_start"
    " last_review next_review band source council_reference folded assigned review_on review law_rule law_starts"
    " law_day target_day provision what",
    "pence",
    keys="child_id law_day setting assigned",
)
# The list of cases reads these and nothing else, so a filter walks 4 MB of 20,000 cases and not 15: the rest of a row
# (the review's own words) is read for the 200 rows that are shown.
_LISTED = (
    "child_id owner law_day what review_on last_review next_review primary_need year_group setting_kind band assigned"
    " setting_name folded"
)  # the two reviews are what clocks are reckoned from (register.py)
Index("ix_casework_case_list", CASE.c.id, *(CASE.c[name] for name in _LISTED.split()))
HISTORY = table("casework_history", "case", "case_id on_day what words band", "position pence", keys="case_id")
LETTER = table(
    "casework_letter",
    "letter",
    "id head case_id decision_id template title recipient_role recipient_name to_key sha256 blocks law_version dated"
    " sent_on method served",
    "pages size",
    keys="id case_id decision_id",
)
IMPORT = table(
    "casework_import",
    "import",
    "id head file sha256 sheet mapping what undone",
    "read new changed same rejected",
    keys="id sha256",
)


def lay_child(state: Child) -> Iterator[Row]:
    """Yield the rows of a child."""
    yield from around.lay_child(state)
    if state.facts is not None:
        row = ops.plain(state.facts)
        name = f"{state.facts.forename} {state.facts.surname}".strip()
        row |= {"looked_after": int(state.facts.looked_after), "invented": int(state.facts.invented)}
        yield CHILD, {"id": state.id, "head": state.head, "name": name, "folded": cells.folded(name), **row}


def lay_case(state: Case) -> Iterator[Row]:
    """Yield the rows of a case."""
    if state.facts is None:
        return
    facts, row = state.facts, ops.plain(state.facts)
    del row["number"]  # `reference` holds it
    row["child_id"] = row.pop("child")
    words = " ".join(filter(None, (facts.setting_name, facts.primary_need, facts.band, facts.council_reference)))
    row |= {"id": state.id, "head": state.head, "folded": cells.folded(words), "assigned": state.assigned}
    if state.review is not None:
        row |= {"review_on": ops.plain(state.review.on), "review": json.dumps(ops.plain(state.review))}
    yield CASE, row
    entries = [(ops.plain(entry), None) for entry in state.history]
    for position, (entry, _) in enumerate(entries):
        entry["on_day"] = entry.pop("on")
        yield HISTORY, {"case_id": state.id, "position": position, **entry}
    for position, appeal in enumerate(state.appeals, len(entries)):
        yield (
            HISTORY,
            {
                "case_id": state.id,
                "position": position,
                "on_day": appeal.on.isoformat(),
                "what": "appeal",
                "words": appeal.words,
            },
        )


def lay_letter(state: Letter) -> Iterator[Row]:
    """Yield the rows of a letter."""
    if state.issued is None:
        return
    row = ops.plain(state.issued)
    del row["number"]
    row |= {"case_id": row.pop("case"), "decision_id": row.pop("decision"), "blocks": json.dumps(row["blocks"])}
    row["to_key"] = "+".join(row.pop("to"))
    if state.sent is not None:
        row |= {
            "sent_on": state.sent.on.isoformat(),
            "method": state.sent.method,
            "served": state.sent.served.isoformat(),
        }
    yield LETTER, {"id": state.id, "head": state.head, **row}


def lay_import(state: Import) -> Iterator[Row]:
    """Yield the rows of an import."""
    if state.recorded is not None:
        row = ops.plain(state.recorded)
        row |= {"mapping": json.dumps(row["mapping"]), "undone": state.undone.reason if state.undone else None}
        yield IMPORT, {"id": state.id, "head": state.head, **row}


PROJECTIONS: dict[str, Projection] = {
    "child": lay_child,
    "case": lay_case,
    "letter": lay_letter,
    "import": lay_import,
}
