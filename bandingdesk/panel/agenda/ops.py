"""What is recorded of the agenda before a meeting."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
