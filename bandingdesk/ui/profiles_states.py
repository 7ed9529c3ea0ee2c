"""Profiles of setting and officer, pictured, each state reached by acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bandingdesk.casework.ops import Party
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import casework, panel, party_profiles, rulebooks
from bandingdesk.ui.stage import Stage

NOTE = "Invented, from the papers of the review."


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _case(stage: Stage, position: int) -> str:
    """Return a case of this morning's agenda, which the panel has not decided."""
    assert stage.built is not None
    meeting, chair = stage.built.meeting, stage.built.people["RA"]
    return _desk(stage).read(lambda conn: panel.agenda(conn, meeting, chair))[position - 1].case_id


def _levels(stage: Stage, case: str, down: int = 0) -> tuple[str, Mapping[str, int]]:
    """Return the rules of a case and an invented level for each strand, up to DOWN levels lower."""
    desk, today = _desk(stage), stage.clock.today()
    sha256 = desk.read(lambda conn: party_profiles.framework_sha256(conn, case, today))
    names = desk.read(lambda conn: rulebooks.names(conn, sha256))
    levels = {}
    for at, (strand, known) in enumerate(names.levels.items()):
        scale = sorted(known)
        wanted = (at * 2) % len(scale)
        levels[strand] = scale[max(0, wanted - (at % 3 if down else 0))]
    return sha256, levels


def _lock(stage: Stage, case: str, party: Party, who: str, down: int = 0) -> None:
    """Let WHO lock a party's profile; twice in a run changes nothing."""
    stage.sit(who, "cases", case_id=case)
    rows = _desk(stage).read(lambda conn: party_profiles.profiles(conn, case))
    if any(row.party == party and row.is_locked for row in rows):
        return
    sha256, levels = _levels(stage, case, down)
    drafts = [DraftStrand(strand, level, note=NOTE) for strand, level in levels.items()]
    stage.act(partial(_desk(stage).profiles.lock, case, party, sha256, drafts))


def _gaps(stage: Stage) -> None:
    """Lock both parties' profiles on a case, then look at the gaps."""
    case = _case(stage, 5)
    _lock(stage, case, "setting", "FQ")
    _lock(stage, case, "officer", "GL", down=1)
    stage.sit("CM", "cases", case_id=case, section="profiles")


def _waits(stage: Stage) -> None:
    """The setting's profile is locked; the officer's is still to come."""
    case = _case(stage, 6)
    _lock(stage, case, "setting", "FQ")
    stage.sit("FQ", "cases", case_id=case, section="profiles")


def _half(stage: Stage) -> None:
    """Write half of the officer's profile by keys."""
    stage.sit("GL", "cases", case_id=_case(stage, 6), section="profiles")
    stage.driver.click("Write the officer’s profile")
    for level in (3, 2, 2, 1, 4):
        stage.driver.key(str(level))
        stage.driver.key("N")
        stage.driver.type("Needs an adult close by")
        stage.driver.key("Return")
    stage.driver.key("3")
    stage.driver.key("U")


def _refused(stage: Stage) -> None:
    """Ask for the lock half way."""
    stage.driver.key("Ctrl+L")


def _copied(stage: Stage) -> None:
    """Start the officer's profile of a child who was decided before from that decision."""
    desk = _desk(stage)
    decided = next(row.case_id for row in desk.read(casework.letters) if row.decision_id)
    stage.sit("GL", "cases", case_id=decided, section="profiles")
    stage.driver.click("Write the officer’s profile")
    stage.driver.click("Start from the last decision")


# (name NN-words, workspace, words, reach, the state it goes on from or "")
STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("15-profiles", "cases", "profiles gap view", _gaps, ""),
    ("15b-profile-waits", "cases", "profile locked, waiting for the other", _waits, ""),
    ("15c-profile-half", "cases", "profile half written", _half, "15b-profile-waits"),
    ("15d-profile-refused", "cases", "profile, lock refused list", _refused, "15c-profile-half"),
    ("15e-profile-copied", "cases", "profile started from the last decision", _copied, ""),
)
