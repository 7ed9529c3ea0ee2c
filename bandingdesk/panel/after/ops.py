"""What is recorded of what follows a decision."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
