"""What is recorded of advice, versions of papers, marks, and the answer to each report."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
