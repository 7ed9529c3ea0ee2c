"""What is recorded of warm-up vignettes before a meeting, with feedback to the member alone."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
