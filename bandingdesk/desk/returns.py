"""What people do with forms that people outside fill in, and what they send back."""

from __future__ import annotations

from bandingdesk.desk.ground import Ground


class ReturnsDesk:
    """The acts of this part. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo
