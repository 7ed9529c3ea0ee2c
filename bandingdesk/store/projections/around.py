"""The people around a child: relations, addresses, care, capacity, a death, twins merged, as rows."""

from __future__ import annotations

from bandingdesk.store.registry import Fold, Projection

VERSION = 1

FOLDS: dict[str, Fold] = {}
PROJECTIONS: dict[str, Projection] = {}
