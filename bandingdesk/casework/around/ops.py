"""What is recorded of the people around a child: relations, addresses, care, capacity, a death, twins merged."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
