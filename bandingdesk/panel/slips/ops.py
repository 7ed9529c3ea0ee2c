"""What is recorded of scoring workbooks and paper slips for members without the program, and what came back."""

from __future__ import annotations

from bandingdesk.ops import Kind

KINDS: dict[str, Kind] = {}
