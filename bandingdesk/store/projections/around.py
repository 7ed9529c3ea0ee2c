"""The people around a child as rows; and of the child: care, capacity, a death, other entries of the same child."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework.around import relation
from bandingdesk.casework.around.relation import Relation
from bandingdesk.casework.child import Child
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

FOLDS: dict[str, Fold] = {"relation": Fold(Relation, relation.apply)}

RELATION = table(
    "around_relation",
    "relation",
    "id head child_id name facts confirmed_on confirmed_by letters ended_on ended_reason",
    keys="id child_id",
)
CARE = table("around_care", "child", "child_id starts ends facts", keys="child_id")
CAPACITY = table("around_capacity", "child", "child_id facts recorded_by recorded_at", "position", keys="child_id")
DEATH = table("around_death", "child", "child_id on_day source lead opened", keys="child_id")
# `what` is merged (into other_id, with its cases) or apart (from other_id)
TWIN = table("around_twin", "child", "child_id what other_id reason cases", keys="child_id other_id")
KEPT = table("around_kept", "child", "child_id field value reason", keys="child_id")


def lay_relation(state: Relation) -> Iterator[Row]:
    """Yield the row of a person around a child."""
    if state.facts is None:
        return
    yield (
        RELATION,
        {
            "id": state.id,
            "head": state.head,
            "child_id": state.child,
            "name": state.facts.name,
            "facts": json.dumps(ops.plain(state.facts)),
            "confirmed_on": ops.plain(state.confirmed_on),
            "confirmed_by": state.confirmed_by,
            "letters": json.dumps(ops.plain(state.letters)) if state.letters else None,
            "ended_on": ops.plain(state.ended.on) if state.ended else None,
            "ended_reason": state.ended.reason if state.ended else None,
        },
    )


def lay_child(state: Child) -> Iterator[Row]:
    """Yield the rows of a child beside the registration; none for most children."""
    child = {"child_id": state.id}
    for care in state.care:
        days = {"starts": ops.plain(care.starts), "ends": ops.plain(care.ends)}
        yield CARE, {**child, **days, "facts": json.dumps(ops.plain(care))}
    for position, capacity in enumerate(state.capacity):
        facts = json.dumps(ops.plain(capacity.recorded))
        recorded = {"recorded_by": capacity.by, "recorded_at": ops.plain(capacity.at)}
        yield CAPACITY, {**child, "position": position, "facts": facts, **recorded}
    if state.death is not None:
        death, opened = state.death, json.dumps(ops.plain(state.opened))
        days = {"on_day": ops.plain(death.on), "source": death.source}
        yield DEATH, {**child, **days, "lead": death.lead, "opened": opened}
    if state.merged is not None:
        into = {"what": "merged", "other_id": state.merged.into, "reason": state.merged.reason}
        yield TWIN, {**child, **into, "cases": json.dumps(state.merged.cases)}
    for apart in state.apart:
        yield TWIN, {**child, "what": "apart", "other_id": apart.other, "reason": apart.reason, "cases": "[]"}
    for kept in state.kept:
        yield KEPT, {**child, "field": kept.field, "value": kept.value, "reason": kept.reason}


PROJECTIONS: dict[str, Projection] = {"relation": lay_relation}
