"""Lists taken in, and taken back, as rows: when settings are closed."""

from __future__ import annotations

from collections.abc import Iterator

from bandingdesk.casework.lists import terms
from bandingdesk.casework.lists.terms import Terms
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

FOLDS: dict[str, Fold] = {"terms": Fold(Terms, terms.apply)}

CLOSURE = table("lists_closure", "terms", "setting closes reopens name source", keys="setting")


def lay_terms(state: Terms) -> Iterator[Row]:
    """Yield a row for each closure."""
    for closure in state.closures:
        row = {"setting": state.setting, "name": closure.name, "source": state.source}
        yield CLOSURE, {**row, "closes": closure.closes.isoformat(), "reopens": closure.reopens.isoformat()}


PROJECTIONS: dict[str, Projection] = {"terms": lay_terms}
