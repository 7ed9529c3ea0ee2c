"""States of panel types, pictured, each reached by acts."""

from __future__ import annotations

from collections.abc import Callable

from bandingdesk.ui.stage import Stage

# name, workspace, words, how it is reached, the state before it
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = ()
