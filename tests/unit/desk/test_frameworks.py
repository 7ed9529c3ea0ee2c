"""Drafts, the library and the life of a version through the desk, on a real store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import resources
from bandingdesk.council import rulebook
from bandingdesk.council.ops import FrameworkAdded, KeptPaper, SaidAndDone
from bandingdesk.desk import sample
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.frameworks import DraftMissingError
from bandingdesk.errors import StaleCaseError
from bandingdesk.matrix import files
from bandingdesk.matrix.adopt import AdoptionRefusedError
from bandingdesk.matrix.files import Bundle
from bandingdesk.matrix.workbook import writing as workbook
from bandingdesk.ops import Op, Subject
from bandingdesk.store import folds, replay
from bandingdesk.store.queries import council, versions
from bandingdesk.store.queries.versions import VersionRow
from tests.support import case_builders as b
from tests.support.frameworks import small

EXAMPLESHIRE = resources.shipped("frameworks/exampleshire-2026.1.json").read_bytes()
TARIFF = resources.shipped("frameworks/exampleshire-tariff-2026-27.json").read_bytes()
STARTS = date(2026, 4, 1)
NOT_NEEDED = KeptPaper(reason="Invented: it touches no child.", officer="A. Officer (invented)")
PAPER = KeptPaper("report.pdf", "cd" * 32)
TEST = {"id": "T1", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "by hand: 0 points"}
LATER = {"from": "2027-04-01", "to": None}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


def file(**changes: Any) -> bytes:
    return json.dumps(small(**{"tests": [TEST], **changes})).encode()


def version(desk: Desk, sha256: str) -> VersionRow:
    return desk.read(lambda conn: versions.version(conn, sha256))


def adopted(desk: Desk, starts: date = STARTS, **changes: Any) -> str:
    """Adopt the small framework with CHANGES; return its hash."""
    sha256, me = desk.frameworks.add_file(file(**changes)).id, desk.me_id
    desk.switch(next((one.id for one in desk.read(council.people) if "head_of_service" in one.roles), me))
    try:
        desk.frameworks.adopt(sha256, starts, "CAB 1 (invented)", equality=NOT_NEEDED, consultation=NOT_NEEDED)
    finally:
        desk.switch(me)
    return sha256


def in_force(desk: Desk, on: date, framework: str | None = None) -> str:
    return desk.read(lambda conn: council.framework_in_force(conn, on, framework)).id


def test_a_draft_is_private_unfinished_and_kept_until_it_is_added(desk: Desk) -> None:
    made = desk.frameworks.new_draft_from(None, "0.1")
    document = desk.frameworks.draft(made).document
    document["definition"]["title"] = "Half a sentence"
    document["definition"]["strands"] = []
    desk.frameworks.keep_draft(made, document)
    [kept] = desk.frameworks.drafts()
    assert (kept.id, kept.document) == (made, document)
    assert desk.read(versions.versions) == ()
    with pytest.raises(files.FrameworkInvalidError):
        desk.frameworks.add(made)
    assert desk.frameworks.draft(made).document == document  # a refusal loses nothing
    other = desk.council.add_person("A. Second", "AS", "Finance").id
    desk.switch(other)
    assert desk.frameworks.drafts() == ()
    with pytest.raises(DraftMissingError):
        desk.frameworks.draft(made)


def test_a_blank_draft_is_a_definition_that_can_be_read(desk: Desk) -> None:
    made = desk.frameworks.add(desk.frameworks.new_draft_from(None, "0.1", framework="new-scheme"))
    row = version(desk, made.id)
    assert (row.framework, row.version, row.status, row.supersedes) == ("new-scheme", "0.1", "draft", None)
    assert desk.frameworks.drafts() == ()


def test_a_draft_of_an_adopted_version_supersedes_it_and_brings_its_amounts(desk: Desk) -> None:
    sample.sample_council(desk)
    old = in_force(desk, b.TODAY)
    made = desk.frameworks.new_draft_from(old, "2027.1")
    document = desk.frameworks.draft(made).document
    assert (document["definition"]["version"], document["definition"]["supersedes"]) == ("2027.1", old)
    assert document["tariff"]["year"] == "2026-27"
    added = desk.frameworks.add(made)
    assert version(desk, added.id).supersedes == old
    # The amounts are those already in the library: nothing is there twice.
    assert len(desk.read(lambda conn: versions.tariffs(conn, "exampleshire-send"))) == 1


def test_another_edit_is_another_version_and_one_version_is_one_definition(desk: Desk) -> None:
    first = desk.frameworks.add_file(file())
    with pytest.raises(rulebook.VersionTakenError):
        desk.frameworks.add_file(file(title="Small, said better"))
    second = desk.frameworks.add_file(file(title="Small, said better", version="2"))
    assert first.id != second.id
    assert {row.version for row in desk.read(versions.versions)} == {"1", "2"}


def test_the_same_file_twice_is_there_once(desk: Desk) -> None:
    first, second = desk.frameworks.add_file(file()), desk.frameworks.add_file(file())
    assert (second.id, second.kinds) == (first.id, frozenset())
    assert len(desk.read(versions.versions)) == 1


def test_a_file_brings_its_answers_and_papers_but_not_who_adopted_it_elsewhere(desk: Desk) -> None:
    life = {
        "status": "adopted",
        "minute": "Elsewhere 1",
        "adopted_by": "Another council (invented)",
        "equality": {"ref": "eqia.pdf", "sha256": "ab" * 32},
        "answers": [{"code": "cliff", "where": "strands", "text": "Wanted."}],
        "you_said_we_did": [{"said": "Too short.", "did": "Examples added.", "strand": "a", "level": 1}],
    }
    made = desk.frameworks.add_file(json.dumps({"definition": small(tests=[TEST]), "life": life}).encode())
    found = desk.read(lambda conn: versions.life(conn, made.id))
    assert (found.status, found.minute, found.adopted_by) == ("draft", None, None)
    assert found.equality is not None
    assert (found.equality.ref, [(one.text, one.by) for one in found.answers]) == (
        "eqia.pdf",
        [("Wanted.", "F. Quill")],
    )
    assert [(line.said, line.strand, line.level) for line in found.you_said_we_did] == [("Too short.", "a", 1)]


def test_a_paper_of_a_file_that_is_named_without_its_hash_stays_behind(desk: Desk) -> None:
    life = {"status": "draft", "equality": {"ref": "eqia.pdf"}, "consultation": {"reason": "None held."}}
    made = desk.frameworks.add_file(json.dumps({"definition": small(tests=[TEST]), "life": life}).encode())
    found = desk.read(lambda conn: versions.life(conn, made.id))
    assert (found.equality, found.consultation) == (None, None)


def test_a_workbook_becomes_a_draft_and_a_version_with_its_amounts(desk: Desk) -> None:
    bundle = Bundle(files.read_framework_file(EXAMPLESHIRE, "f"), (files.read_tariff(TARIFF, "t"),))
    book = workbook.write(bundle)
    document = desk.frameworks.draft(desk.frameworks.new_draft_of(book, "exampleshire.xlsx")).document
    assert document["definition"] == json.loads(files.canonical(bundle.file.definition))
    assert document["tariff"] == json.loads(files.canonical(bundle.tariffs[0]))
    made = desk.frameworks.add_file(book, "exampleshire.xlsx")
    assert made.id == files.sha256(bundle.file.definition)
    assert [one.id for one in version(desk, made.id).tariffs] == [files.sha256(bundle.tariffs[0])]


def test_a_version_is_led_through_its_life(desk: Desk) -> None:
    frameworks = desk.frameworks
    made = frameworks.add_file(file()).id
    frameworks.consult(made, date(2026, 1, 30), PAPER)
    assert version(desk, made).consulted_on == date(2026, 1, 30)
    frameworks.respond(made, [SaidAndDone("Level 2 is unclear.", "An example was added.", "a", 2)])
    frameworks.start_trial(made, date(2026, 2, 1), date(2026, 12, 31))
    row = version(desk, made)
    assert (row.status, row.in_trial(date(2026, 2, 1)), row.in_trial(date(2027, 1, 1))) == ("trial", True, False)
    frameworks.end_trial(made, "Nine in ten the same.")
    assert (version(desk, made).status, version(desk, made).trial_to) == ("consulted", b.TODAY)
    frameworks.attach(made, "equality", PAPER)
    frameworks.adopt(made, date(2027, 4, 1), "CAB 27/1 (invented)", adopted_by="Cabinet (invented)")
    frameworks.retire(made, date(2028, 3, 31), "CAB 28/1 (invented)")
    life = desk.read(lambda conn: versions.file(conn, made)).life
    assert life is not None
    assert (life.status, life.starts, life.retired_on) == ("retired", date(2027, 4, 1), date(2028, 3, 31))
    assert (life.adopted_by, life.adopted_on, life.minute) == ("Cabinet (invented)", b.TODAY, "CAB 27/1 (invented)")
    assert life.trial is not None
    assert life.trial.found == "Nine in ten the same."
    assert in_force(desk, date(2028, 3, 31)) == made
    with pytest.raises(council.NothingInForceError):
        in_force(desk, date(2028, 4, 1))


def test_a_version_is_not_in_force_before_it_is_adopted(desk: Desk) -> None:
    made = desk.frameworks.add_file(file()).id
    desk.frameworks.consult(made, date(2026, 1, 30), PAPER)
    desk.frameworks.start_trial(made, STARTS, date(2027, 3, 31))
    with pytest.raises(council.NothingInForceError):
        in_force(desk, b.TODAY)


def test_adoption_is_refused_with_all_that_is_missing_and_records_nothing(desk: Desk) -> None:
    made = desk.frameworks.add_file(file(tests=[])).id
    with pytest.raises(AdoptionRefusedError) as caught:
        desk.frameworks.adopt(made, date(2026, 1, 1), " ")
    asked = desk.read(lambda conn: versions.gate(conn, made, starts=date(2026, 1, 1), minute=" "))
    assert {one.id for one in asked if not one.is_met} == {"tests", "equality", "consultation", "minute", "start"}
    assert caught.value.unmet == tuple(sentence for one in asked for sentence in one.missing)
    assert version(desk, made).status == "draft"


def test_an_answer_given_in_the_record_meets_the_gate(desk: Desk) -> None:
    rows = [{"band": "B1", "from": 0, "to": 2}, {"band": "B2", "from": 3, "to": 5}, {"band": "B3", "from": 6, "to": 18}]
    made = desk.frameworks.add_file(file(decide={"kind": "thresholds", "measure": "score", "rows": rows})).id

    def open_() -> tuple[str, ...]:
        asked = desk.read(lambda conn: versions.gate(conn, made, starts=STARTS, minute="CAB 1"))
        return next(one.missing for one in asked if one.id == "findings")

    warnings = [
        one for one in desk.read(lambda conn: versions.report(conn, made)).findings if one.severity == "warning"
    ]
    assert len(open_()) == len(warnings) > 0
    for one in warnings:
        desk.frameworks.answer(made, one.code, one.where, "Wanted: the forum kept it.")
    assert open_() == ()
    report = desk.read(lambda conn: versions.report(conn, made))
    assert {one.answer for one in report.findings if one.severity == "warning"} == {"Wanted: the forum kept it."}


def test_an_act_on_a_version_that_moved_on_is_refused(desk: Desk) -> None:
    made = desk.frameworks.add_file(file()).id
    shown = version(desk, made).head
    desk.frameworks.consult(made, date(2026, 1, 30), PAPER)
    with pytest.raises(StaleCaseError):
        desk.frameworks.attach(made, "equality", PAPER, shown=shown)


# An adopted version can't be changed by any path.


def test_no_act_of_the_desk_changes_an_adopted_version(desk: Desk) -> None:
    made = adopted(desk)
    before = version(desk, made)
    frameworks = desk.frameworks
    acts = (
        lambda: frameworks.consult(made, b.TODAY, PAPER),
        lambda: frameworks.answer(made, "cliff", "strands", "Other words."),
        lambda: frameworks.attach(made, "equality", PAPER),
        lambda: frameworks.respond(made, [SaidAndDone("x", "y")]),
        lambda: frameworks.start_trial(made, b.TODAY, b.TODAY, "why"),
        lambda: frameworks.end_trial(made, "x"),
        lambda: frameworks.adopt(made, date(2027, 4, 1), "CAB 2", equality=NOT_NEEDED, consultation=NOT_NEEDED),
    )
    for act in acts:
        with pytest.raises(rulebook.AlreadyAdoptedError):
            act()
    assert version(desk, made) == before


def test_the_rules_of_an_adopted_version_can_not_be_replaced(desk: Desk) -> None:
    made = adopted(desk)
    definition = desk.read(lambda conn: council.framework_definition(conn, made))
    other = small(tests=[TEST], title="Changed afterwards")
    with pytest.raises(rulebook.VersionTakenError):
        desk.frameworks.add_file(json.dumps(other).encode())
    draft = desk.frameworks.new_draft_from(made, "1")
    with pytest.raises(rulebook.VersionTakenError):  # its `supersedes` alone makes it another definition
        desk.frameworks.add(draft)
    # An op that says it adds the version again, as a fault or a forger would write it, is stopped by its head.
    body = FrameworkAdded("small", "1", "Small", made, json.dumps(other))
    with pytest.raises(StaleCaseError), desk.ground.act() as act:
        act.record(Op("framework.added", Subject("framework", made), None, desk.me_id, b.NOW, body))
    assert desk.read(lambda conn: council.framework_definition(conn, made)) == definition
    assert files.sha256(files.read_framework(definition.encode(), "small")) == made


def test_a_definition_is_read_only_under_its_own_hash(desk: Desk) -> None:
    made = adopted(desk)
    adopted(desk, date(2027, 4, 1), version="2", supersedes=made, effective=LATER)
    for row in desk.read(versions.versions):
        definition = desk.read(lambda conn, sha256=row.id: versions.file(conn, sha256)).definition  # type: ignore[misc]
        assert files.sha256(definition) == row.id


def test_the_next_version_names_the_one_in_force_and_starts_after_it(desk: Desk) -> None:
    first = adopted(desk)
    silent = desk.frameworks.add_file(file(version="2", effective=LATER)).id
    with pytest.raises(AdoptionRefusedError) as caught:
        desk.frameworks.adopt(silent, date(2027, 4, 1), "CAB 2", equality=NOT_NEEDED, consultation=NOT_NEEDED)
    assert caught.value.unmet == ("Its definition must say that it supersedes version 1.",)
    heir = adopted(desk, date(2027, 4, 1), version="3", supersedes=first, effective=LATER)
    assert in_force(desk, date(2027, 3, 31)) == first
    assert in_force(desk, date(2027, 4, 1)) == heir


def test_two_schemes_are_in_force_at_once_each_with_its_own_tariff(desk: Desk) -> None:
    sample.sample_council(desk)
    other = adopted(desk, date(2026, 9, 1))
    [newest, older] = desk.read(lambda conn: council.frameworks_in_force(conn, b.TODAY))
    assert (newest.id, older.framework) == (other, "exampleshire-send")
    assert in_force(desk, b.TODAY, "exampleshire-send") == older.id
    assert desk.read(lambda conn: council.tariff_in_force(conn, b.TODAY, older)).year == "2026-27"
    with pytest.raises(council.NothingInForceError):
        desk.read(lambda conn: council.tariff_in_force(conn, b.TODAY, newest))
    with pytest.raises(council.NothingInForceError):
        in_force(desk, b.TODAY, "no-such-scheme")


def tariff(*bands: str, **changes: Any) -> bytes:
    rows = [{"band": band, "pence": 100_000} for band in bands]
    money = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "none", "rows": rows, **changes}
    return json.dumps(money).encode()


def test_a_tariff_that_lacks_an_amount_is_not_adopted(desk: Desk) -> None:
    adopted(desk)
    made = desk.frameworks.add_tariff(tariff("B1", "B2")).id
    with pytest.raises(AdoptionRefusedError) as caught:
        desk.frameworks.adopt_tariff(made, STARTS, "CAB 2")
    assert all(sentence.startswith("An error in Money") for sentence in caught.value.unmet)
    assert {one.code for one in caught.value.findings} == {"tariff_cell_missing"}
    whole = desk.frameworks.add_tariff(tariff("B1", "B2", "B3")).id
    desk.frameworks.adopt_tariff(whole, STARTS, "CAB 2")
    assert {one.id: one.starts for one in version(desk, in_force(desk, STARTS)).tariffs} == {made: None, whole: STARTS}
    with pytest.raises(rulebook.AlreadyAdoptedError):
        desk.frameworks.adopt_tariff(whole, date(2027, 4, 1), "CAB 3")


def test_a_tariff_for_a_band_that_the_framework_lacks_is_not_adopted(desk: Desk) -> None:
    adopted(desk)
    made = desk.frameworks.add_tariff(tariff("B1", "B2", "B3", "B4")).id
    with pytest.raises(files.FrameworkInvalidError):
        desk.frameworks.adopt_tariff(made, STARTS, "CAB 2")


def test_a_scheme_that_runs_beside_another_maps_each_of_its_bands(desk: Desk) -> None:
    sample.sample_council(desk)
    rows = [{"other": f"B{n}", "band": "B1"} for n in range(1, 10)]
    own = [{"framework": "exampleshire-send", "rule": "published", "rows": rows}]
    with pytest.raises(AdoptionRefusedError) as caught:
        adopted(desk, crosswalks=own)
    [missing] = caught.value.unmet
    assert "Band 10" in missing
    rows.append({"other": "B10", "band": "B3"})
    assert adopted(desk, version="2", crosswalks=own)


def test_the_library_is_what_its_acts_make_of_it(desk: Desk) -> None:
    sample.sample_council(desk)
    made = adopted(desk)
    desk.frameworks.retire(made, date(2027, 3, 31), "CAB 3")
    assert desk.read(lambda conn: replay.differing(conn, folds.registry())) == []
