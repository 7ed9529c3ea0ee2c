"""What is recorded of a school's query of a band."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
