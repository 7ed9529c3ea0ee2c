"""What advice suggests, as a sentence that the ledger reads back: nothing is lost and nothing is guessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.provision import rates, reading
from bandingdesk.casework.returns.from_document import Suggested
from bandingdesk.ui.workspaces.cases.provision.reading import advised

RATES = rates.read({"weeks": 38, "days": 5, "ta": ("Teaching assistant", "1842", "TA")})


@given(st.integers(5, 60), st.integers(1, 5), st.integers(1, 8), st.integers(20, 39))
def test_a_suggested_line_is_read_whole_by_the_ledger(minutes, times, group, weeks):
    said = advised(Suggested("Reading in a small room", "teaching assistant", minutes, times, group, weeks), "Dr Fern")
    (line,) = reading.parse(said, RATES)
    found = line.line
    assert (found.minutes, found.times, found.per, found.group, found.weeks, found.role) == (
        minutes, times, "week", group, weeks, "ta",
    )  # fmt: skip
    assert line.is_whole
