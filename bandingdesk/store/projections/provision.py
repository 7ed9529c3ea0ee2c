"""The provision ledger of a case, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework.provision import ledger
from bandingdesk.casework.provision.ledger import Ledger
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 1

LEDGER = table(
    "provision_ledger",
    "provision",
    "id head case_id lines by at named_band named_words named_secured_by named_by named_at",
    "named_pence",
    keys="case_id",
)


def lay_ledger(state: Ledger) -> Iterator[Row]:
    """Yield the row of a ledger."""
    if not state.case:
        return
    row = {"id": state.id, "head": state.head, "case_id": state.case, "by": state.by, "at": ops.plain(state.at)}
    row["lines"] = json.dumps(ops.plain(state.lines))
    if (named := state.named) is not None:
        row |= {
            "named_band": named.band,
            "named_words": named.words,
            "named_secured_by": named.secured_by,
            "named_by": state.named_by,
            "named_at": ops.plain(state.named_at),
            "named_pence": max(0, named.cost_pence - named.funded_pence),
        }
    yield LEDGER, row


FOLDS: dict[str, Fold] = {"provision": Fold(Ledger, ledger.apply)}
PROJECTIONS: dict[str, Projection] = {"provision": lay_ledger}
