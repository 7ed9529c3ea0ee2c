"""What is recorded of profiles of setting and officer: drafts, locks, the gap."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
