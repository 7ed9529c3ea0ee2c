"""The table that tells a kind's subject holds for every kind there is."""

from __future__ import annotations

from bandingdesk.council import may
from bandingdesk.store import folds
from bandingdesk.sync.folder import judging


def test_every_kind_is_of_a_subject_that_is_folded_and_has_its_roles() -> None:
    registry = folds.registry()
    for kind in registry.kinds:
        prefix = kind.partition(".")[0]
        assert judging.SUBJECT_OF.get(prefix, prefix) in registry.folds, kind
        assert kind in may.TABLE
