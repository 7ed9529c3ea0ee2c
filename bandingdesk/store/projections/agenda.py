"""Agenda as rows."""

from __future__ import annotations

from bandingdesk.store.registry import Fold, Projection

VERSION = 1

FOLDS: dict[str, Fold] = {}
PROJECTIONS: dict[str, Projection] = {}
