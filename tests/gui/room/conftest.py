"""The theme that the room's window paints with."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from bandingdesk.ui.theme import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Have the light theme installed."""
    theme.Theme.install(qapp, "light", percent=100)
