"""The one registry of the product: kinds, folds and projections of all folders, joined."""

from __future__ import annotations

import functools

from bandingdesk.casework import ops as casework_ops
from bandingdesk.casework.around import ops as around_ops
from bandingdesk.casework.contacts import ops as contacts_ops
from bandingdesk.casework.lists import ops as lists_ops
from bandingdesk.casework.papers import ops as papers_ops
from bandingdesk.casework.profiles import ops as profiles_ops
from bandingdesk.casework.provision import ops as provision_ops
from bandingdesk.casework.register import ops as register_ops
from bandingdesk.casework.returns import ops as returns_ops
from bandingdesk.council import ops as council_ops
from bandingdesk.oversight import ops as oversight_ops
from bandingdesk.panel import ops as panel_ops
from bandingdesk.panel.after import ops as after_ops
from bandingdesk.panel.agenda import ops as agenda_ops
from bandingdesk.panel.band_query import ops as band_query_ops
from bandingdesk.panel.deciding import ops as deciding_ops
from bandingdesk.panel.higher import ops as higher_ops
from bandingdesk.panel.practice import ops as practice_ops
from bandingdesk.panel.room import ops as room_ops
from bandingdesk.panel.slips import ops as slips_ops
from bandingdesk.store.projections import (
    after,
    agenda,
    around,
    band_query,
    casework,
    contacts,
    council,
    higher,
    lists,
    oversight,
    panel,
    papers,
    practice,
    profiles,
    provision,
    register,
    retention,
    returns,
    room,
    slips,
)
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.registry import Registry

_OPS = (
    council_ops,
    casework_ops,
    register_ops,
    around_ops,
    contacts_ops,
    papers_ops,
    profiles_ops,
    provision_ops,
    returns_ops,
    lists_ops,
    panel_ops,
    deciding_ops,
    agenda_ops,
    practice_ops,
    slips_ops,
    room_ops,
    after_ops,
    band_query_ops,
    higher_ops,
    oversight_ops,
)
_FOLDERS = (
    council,
    casework,
    register,
    around,
    contacts,
    papers,
    profiles,
    provision,
    returns,
    lists,
    panel,
    agenda,
    practice,
    slips,
    room,
    after,
    band_query,
    higher,
    oversight,
    retention,
)
REFERENCES = {"case": "{year}-{number:04d}", "audit": "A-{number}", "letter": "L-{number}"}


@functools.cache
def registry() -> Registry:
    """Return the registry of all that is recorded."""
    return Registry(
        kinds={kind: spec for module in _OPS for kind, spec in module.KINDS.items()},
        folds={kind: fold for folder in _FOLDERS for kind, fold in folder.FOLDS.items()},
        projections={kind: lay for folder in _FOLDERS for kind, lay in folder.PROJECTIONS.items()},
        tables=METADATA,
        version=sum(folder.VERSION for folder in _FOLDERS),
        referenced=REFERENCES,
        resolves={"resolution": lambda state: state.refused},
        erases=retention.ERASES,
        derives=register.derives,
    )
