"""What a person is still writing, through the desk: kept apart from the record, no op, seen by nobody else."""

from __future__ import annotations

from typing import Any

from bandingdesk.desk.ground import Ground
from bandingdesk.store import drafts

OWN_ALONE = ("practice:",)  # read by nobody but their owner, whoever asks


class DraftsDesk:
    """Drafts by key ("decision:ITEM") and owner. The owner is named: keys may change hands before a rest in typing."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def save(self, key: str, owner: str, body: dict[str, Any]) -> None:
        """Keep BODY (JSON types) under KEY in place of an older one; an empty one drops what was kept."""
        if body:
            drafts.save(self._ground.store, key, owner, body)
        else:
            self.drop(key, owner)

    def load(self, key: str, owner: str) -> dict[str, Any]:
        """Return what OWNER keeps under KEY, {} for nothing, and for what is another person's own alone."""
        if self._is_closed(key, owner):
            return {}
        found = drafts.load(self._ground.store, key, owner)
        return {} if found is None else found.body

    def drop(self, key: str, owner: str) -> None:
        """Forget what OWNER keeps under KEY, as when it was recorded."""
        drafts.drop(self._ground.store, key, owner)

    def listed(self, owner: str, prefix: str) -> list[tuple[str, dict[str, Any]]]:
        """Return what OWNER keeps under keys that begin with PREFIX, as key and body, the newest first."""
        known = drafts.list_of(self._ground.store, owner, prefix)
        return [(found.key, found.body) for found in known if not self._is_closed(found.key, owner)]

    def _is_closed(self, key: str, owner: str) -> bool:
        """Return whether what lies under KEY is OWNER's alone and somebody else is at the keys (decision 0056)."""
        return key.startswith(OWN_ALONE) and owner != self._ground.me
