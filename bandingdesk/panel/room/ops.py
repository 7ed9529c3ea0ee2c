"""What is recorded of the room: who is there, what members say and ask, and votes."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
