"""What is recorded of contacts of a case: asked, promised, answered."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
