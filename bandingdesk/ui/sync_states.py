"""The states of Sync that are pictured, each reached by real acts and a real sync with the demo's own peers.

Each is (name, workspace, words, reach, after), as `states.State` has them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.demo import tampering
from bandingdesk.demo.history import TODAY
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.store.queries import panel, plans
from bandingdesk.ui.stage import Stage

MANY, OFFLINE = 640, 14  # changes that are being sent, and that wait without a network
_EDITED, _REVIEWED, _ASSIGNED = 60, 61, 100  # places in the list of plans, clear of each other
_REASONS = "I have read the panel’s record and the papers, and I agree with its reasons."
_OTHER = "The parent’s letter of 19 November asks for no change, and the school agrees. The plan stays as it is."


def _sync(stage: Stage, section: str = "") -> None:
    """Sync once by its key, as a person would, and look at how it ended."""
    peers = stage.peers
    peers.shared.let_through()
    stage.go("sync", section=section)
    stage.driver.key("Ctrl+Shift+S", stage.window)


def _together(stage: Stage) -> None:
    """Have a network, nobody taken out, and the same version on both sides."""
    stage.peers.be_well(_desk(stage).store.device_id)


def _desk(stage: Stage) -> Desk:
    assert stage.desk is not None
    return stage.desk


def _as(desk: Desk, stage: Stage, initials: str) -> Desk:
    """Put a person of the demo at the keys of a desk that no window shows."""
    assert stage.built is not None
    desk.switch(stage.built.people[initials])
    return desk


def _assign(stage: Stage, first: int, count: int) -> None:
    """Give COUNT cases to the person at the keys, each by an act of its own."""
    desk = _desk(stage)
    known = desk.read(plans.on_record)[first : first + count]

    def assign() -> None:
        with desk.store.gathered():
            for one in known:
                desk.casework.assign(one.case, desk.me_id)

    stage.window.jobs.act(assign, owner=None)
    stage.driver.settle()


def _idle(stage: Stage) -> None:
    _go_on(stage)
    stage.sit("FQ", "sync")
    _together(stage)
    _sync(stage)


def _pushing(stage: Stage) -> None:
    """Hold the second batch on its way: the first is answered."""
    _assign(stage, _ASSIGNED, MANY)
    stage.peers.shared.hold_after(1)
    stage.held = 1
    stage.go("sync", section="waiting")
    stage.driver.key("Ctrl+Shift+S", stage.window)


def _go_on(stage: Stage) -> None:
    """Let a held sync come to its end."""
    stage.held = 0
    stage.peers.shared.let_through()
    stage.driver.settle()


def _offline(stage: Stage) -> None:
    stage.sit("FQ", "sync")
    stage.peers.shared.is_cut = True
    _assign(stage, _ASSIGNED + MANY, OFFLINE)
    _sync(stage, "waiting")


def _conflict(stage: Stage) -> None:
    """Change two cases on two laptops: the facts of one field by field, the review of another as a whole."""
    _together(stage)
    known = _desk(stage).read(plans.on_record)
    edited, reviewed = known[_EDITED], known[_REVIEWED]
    other = _as(stage.peers.colleague, stage, "GL")
    other.sync.sync_now()
    theirs = replace(edited.plan, year_group="9", primary_need="ASD", setting_name="Rushmere Academy (invented)")
    other.casework.take_plans([theirs], "school-census-autumn.xlsx", "1" * 64)
    other.casework.hold_review(reviewed.case, _review("keep", "The school asks for no change this year."))
    stage.peers.colleague_syncs()
    mine = replace(edited.plan, year_group="10", primary_need="ASD", secondary_need="SLCN")
    desk = _desk(stage)
    stage.act(lambda: desk.casework.take_plans([mine], "visits-november.xlsx", "2" * 64))
    stage.act(lambda: desk.casework.hold_review(reviewed.case, _review("amend", "The school asks for more hours.")))
    _sync(stage, "choices")
    page: Any = stage.window.area.page("sync")
    item = next(one for one in page.model.items if one.difference.subject.kind == "case")
    page.model.show_item(item.op_id)
    stage.driver.settle()
    page.model.choice.pick(page.model.choice.found.composed[0].path, "theirs")


def _review(asked: Any, says: str) -> ReviewHeld:
    return ReviewHeld(
        on=TODAY,
        report_received=None,
        asked_for=asked,
        setting_says=says,
        parent_name="Parent (invented)",
        parent_address=("17 Specimen Lane", "Exampleton", "ZZ99 3WZ"),
        parent_views="Mornings are better now.",
        child_views="I like art.",
        section_f=("Adult support in lessons, 15 hours a week",),
    )


def _disputed(stage: Stage) -> None:
    """Sign one recommendation on two laptops, each with another decision."""
    assert stage.built is not None
    meeting, chair = stage.built.meeting, stage.built.people["RA"]
    agenda = _desk(stage).read(lambda conn: panel.agenda(conn, meeting, chair))
    decision = agenda[2].decision_id or ""
    band = _desk(stage).read(lambda conn: _band(conn, decision, chair))
    other = _as(stage.peers.colleague, stage, "ET")
    other.sync.sync_now()
    other.panel.sign(decision, True, "amend", band, _REASONS, SAMPLE_PIN)
    stage.peers.colleague_syncs()
    stage.sit("ET", "sync")
    stage.act(partial(_desk(stage).panel.sign, decision, False, "keep", band, _OTHER, SAMPLE_PIN))
    stage.sit("TB", "sync")
    _sync(stage, "choices")
    page: Any = stage.window.area.page("sync")
    item = next(one for one in page.model.items if one.difference.subject.kind == "decision")
    page.model.show_item(item.op_id)
    stage.driver.settle()
    stage.driver.tick("Keep theirs")


def _band(conn: Any, decision: str, viewer: str) -> str:
    from bandingdesk.store.queries import decisions

    return str(decisions.decision(conn, decision, viewer).band)


def _store_lost(stage: Stage) -> None:
    """Be in the middle of a meeting when the shared store goes out of reach."""
    assert stage.built is not None
    meeting, chair = stage.built.meeting, stage.built.people["RA"]
    agenda = _desk(stage).read(lambda conn: panel.agenda(conn, meeting, chair))
    stage.sit("RA", "meeting", meeting_id=meeting, item=agenda[4].item)
    stage.peers.shared.is_cut = True
    stage.driver.key("Ctrl+Shift+S", stage.window)


def _record_broken(stage: Stage) -> None:
    """Check a record in which somebody changed one entry past the program."""
    stage.sit("TB", "sync", section="record")
    with tampering.another_actor(_desk(stage), 4711):
        stage.driver.key("Ctrl+Return")


def _update(stage: Stage) -> None:
    stage.sit("FQ", "sync")
    _together(stage)
    stage.peers.shared.min_client = "2.0"
    _sync(stage, "waiting")


def _went_back(stage: Stage) -> None:
    stage.sit("FQ", "sync")
    _together(stage)
    shared = stage.peers.shared
    shared.set_back(shared.head[0] - 40)
    _sync(stage, "record")
    stage.driver.key("Ctrl+Return")


def _revoked(stage: Stage) -> None:
    stage.sit("FQ", "sync")
    _together(stage)
    _assign(stage, _ASSIGNED + MANY + OFFLINE, 3)
    stage.peers.shared.revoke(_desk(stage).store.device_id)
    _sync(stage, "waiting")


def _verify_ok(stage: Stage) -> None:
    stage.sit("TB", "oversight")
    stage.driver.click("Verify the record")


def one_laptop(stage: Stage) -> None:
    """Look at Sync in a council just set up."""
    stage.go("sync")


STATES: tuple[tuple[str, str, str, Callable[[Stage], None], str], ...] = (
    ("47c-oversight-verify-ok", "oversight", "the record is verified", _verify_ok, ""),
    ("58a-sync-idle", "sync", "in step", _idle, ""),
    ("58b-sync-pushing", "sync", "changes are being sent", _pushing, "58a-sync-idle"),
    ("58-sync-offline-14-waiting", "sync", "offline with 14 changes waiting", _offline, "58a-sync-idle"),
    ("56-sync-conflict", "sync", "sync conflict", _conflict, "58a-sync-idle"),
    ("57-sync-disputed", "sync", "disputed case", _disputed, "58a-sync-idle"),
    ("35-store-lost", "meeting", "meeting, store lost", _store_lost, "58a-sync-idle"),
    ("59-sync-record-broken", "sync", "record check broken", _record_broken, "58a-sync-idle"),
    ("65-sync-update-needed", "sync", "update needed before sync", _update, "58a-sync-idle"),
    ("65b-sync-server-went-back", "sync", "the server went back", _went_back, "58a-sync-idle"),
    ("65c-sync-revoked", "sync", "this device was taken out", _revoked, "58a-sync-idle"),
)
