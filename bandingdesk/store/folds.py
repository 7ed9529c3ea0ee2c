"""The one registry of the product: kinds, folds and projections of the four folders, joined."""

from __future__ import annotations

import functools

from bandingdesk.casework import ops as casework_ops
from bandingdesk.council import ops as council_ops
from bandingdesk.oversight import ops as oversight_ops
from bandingdesk.panel import ops as panel_ops
from bandingdesk.store.projections import casework, council, oversight, panel, retention
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.registry import Registry

REFERENCES = {"case": "{year}-{number:04d}", "audit": "A-{number}", "letter": "L-{number}"}


@functools.cache
def registry() -> Registry:
    """Return the registry of all that is recorded."""
    folders = (council, casework, panel, oversight, retention)
    return Registry(
        kinds={**council_ops.KINDS, **casework_ops.KINDS, **panel_ops.KINDS, **oversight_ops.KINDS},
        folds={kind: fold for folder in folders for kind, fold in folder.FOLDS.items()},
        projections={kind: lay for folder in folders for kind, lay in folder.PROJECTIONS.items()},
        tables=METADATA,
        version=sum(folder.VERSION for folder in folders),
        referenced=REFERENCES,
        resolves={"resolution": lambda state: state.refused},
        erases=retention.ERASES,
    )
