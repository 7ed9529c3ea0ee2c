"""What is recorded of forms that people outside fill in, and what they send back."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
