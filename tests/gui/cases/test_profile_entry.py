"""A profile over several sittings: a marked start from the last decision, a new version of the rules, undo."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from bandingdesk import seams
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.council.ops import FrameworkAdded, FrameworkAdopted, KeptPaper
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.ground import Ground
from bandingdesk.desk.panel import PanelDesk
from bandingdesk.matrix import files
from bandingdesk.ops import Subject
from bandingdesk.store import folds
from bandingdesk.store.store import open_store
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.messages import Messages
from bandingdesk.ui.workspaces.cases.profiles.view_model import ProfilesViewModel
from tests.support import panel_store
from tests.support.panel_store import CASE, FRAMEWORK, STRANDS, T04, WORKER, World


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """The folder of a world whose case was decided once; each test works on a copy of it."""
    folder = tmp_path_factory.mktemp("entry")
    world = panel_store.a_world(folder)
    world.prepare()
    world.score()
    world.reveal()
    world.agree()
    world.propose()
    world.recommend()
    world.sign()
    world.store.close()
    return folder


@pytest.fixture
def world(decided, tmp_path):
    shutil.copytree(decided, tmp_path / "copy")
    clock, ids = seams.FixedClock(panel_store.NOW), seams.SeededIds(9, panel_store.NOW)
    path = tmp_path / "copy" / "panel.bdk"
    store = open_store(path, None, folds.registry(), clock=clock, ids=ids, person=WORKER, plain=True)
    ground = Ground(store, clock, ids, WORKER)
    yield World(store, ground, PanelDesk(ground))
    store.close()


@pytest.fixture
def model(world, qapp):
    desk = Desk(world.store, world.ground.clock, world.ground.ids, WORKER)
    model = ProfilesViewModel(desk, InlineJobs(Messages()), Messages(), world.ground.clock)
    model.open(CASE)
    model.is_shown = True
    return model


def test_a_copied_level_is_marked_and_confirmed_or_changed_one_by_one(model):
    model.write("officer")
    entry = model.entry
    entry.choose_level(4)
    entry.copy_forward()
    first, second, third = STRANDS[:3]
    assert (entry.draft(first).level, entry.draft(first).start) == (4, None)  # what was written stays
    assert entry.draft(second).start.level == T04.levels[second]
    assert entry.unconfirmed == len(STRANDS) - 1
    assert not entry.can_copy
    for strand in STRANDS:
        entry.choose_strand(strand)
        entry.write_note("Seen in class")
    entry.lock()
    assert {one.what for one in entry.problems} == {"copy"}
    assert len(entry.problems) == len(STRANDS) - 1
    entry.choose_strand(second)
    entry.confirm()
    entry.choose_strand(third)
    entry.choose_level(entry.draft(third).level)  # the same again is a confirmation too
    assert entry.unconfirmed == len(STRANDS) - 3
    entry.choose_strand(STRANDS[3])
    entry.choose_level(3)
    assert entry.draft(STRANDS[3]).start.level == T04.levels[STRANDS[3]]
    assert entry.unconfirmed == len(STRANDS) - 4


def test_a_copy_is_one_step_that_is_taken_back_and_made_again(model):
    model.write("setting")
    entry = model.entry
    entry.copy_forward()
    assert entry.undo_name == "copying the last decision"
    entry.undo()
    assert (entry.rated, entry.redo_name) == (0, "copying the last decision")
    entry.redo()
    assert entry.unconfirmed == len(STRANDS)


def test_what_was_copied_is_still_marked_at_the_next_sitting(model, world):
    model.write("officer")
    model.entry.copy_forward()
    again = ProfilesViewModel(model._desk, InlineJobs(Messages()), Messages(), world.ground.clock)
    again.open(CASE)
    assert again.seen.drafts == {"setting": None, "officer": len(STRANDS)}
    again.write("officer")
    assert again.entry.unconfirmed == len(STRANDS)


def test_a_new_version_of_the_framework_carries_the_draft_and_names_what_it_cannot(model, world):
    model.write("officer")
    entry = model.entry
    for strand, level in zip(STRANDS[:3], (4, 1, 1), strict=True):
        entry.choose_strand(strand)
        entry.choose_level(level)
        entry.write_note("Mine")
    entry.flush()
    sha256 = _adopt_reworded(world, STRANDS[1])
    again = ProfilesViewModel(model._desk, InlineJobs(Messages()), Messages(), world.ground.clock)
    again.open(CASE)
    assert again.error is None
    again.write("officer")
    assert again.seen.framework_sha256 == sha256
    assert [(one.strand, one.why) for one in again.entry.left] == [(STRANDS[1], "reworded")]
    assert again.entry.draft(STRANDS[2]) == DraftStrand(STRANDS[2], 1, note="Mine")
    assert not again.entry.draft(STRANDS[1]).is_confirmed
    again.entry.read_left()
    again.entry.flush()
    assert model._desk.drafts.load(f"profile:{CASE}.officer", WORKER)["left"] == []


def test_my_own_lock_is_taken_back_and_what_was_locked_is_the_draft(model):
    model.write("setting")
    entry = model.entry
    for strand in STRANDS:
        entry.choose_strand(strand)
        entry.choose_level(1)
        entry.write_note("Seen at home")
    entry.lock()
    assert (entry.state, entry.undo_name, entry.can_change) == ("locked", "", False)
    assert model.seen.drafts["setting"] is None
    entry.unlock()
    assert (entry.state, entry.draft(STRANDS[0])) == ("writing", DraftStrand(STRANDS[0], 1, note="Seen at home"))
    model.leave()
    assert (model.in_hand, model.seen.drafts["setting"]) == (None, len(STRANDS))


def _adopt_reworded(world, strand):
    """Adopt a version with other words for level 1 of STRAND; return its hash."""
    strands = list(FRAMEWORK.strands)
    at = [one.id for one in strands].index(strand)
    levels = list(strands[at].levels)
    descriptor = levels[1].descriptors[0]
    text = descriptor.text.model_copy(update={"default": "Other words (invented)."})
    words = (descriptor.model_copy(update={"text": text}), *levels[1].descriptors[1:])
    levels[1] = levels[1].model_copy(update={"descriptors": words})
    strands[at] = strands[at].model_copy(update={"levels": tuple(levels)})
    made = FRAMEWORK.model_copy(update={"version": "2026.2", "strands": tuple(strands)})
    sha256, definition = files.sha256(made), files.canonical(made).decode()
    subject = Subject("framework", sha256)
    world.put("framework.added", subject, FrameworkAdded(made.id, made.version, made.title, sha256, definition))
    papers = KeptPaper("e"), KeptPaper("c")
    world.put("framework.adopted", subject, FrameworkAdopted(date(2026, 11, 1), "M2", *papers))
    return sha256
