"""Records, timeline and clocks of a case, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable

from bandingdesk.ui.stage import Stage

# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = ()
