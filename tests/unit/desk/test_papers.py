"""Papers at the desk: looked at, added whole or not at all, said twice, replaced with their marks, answered, read."""

from __future__ import annotations

import io
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bandingdesk.casework.papers.answers import AnswerEmptyError, ReportsUnansweredError
from bandingdesk.casework.papers.doubts import FileChangedError, FileGoneError, SameFileError
from bandingdesk.casework.papers.evidence import ExtractUnknownError, VersionUnfitError
from bandingdesk.desk.casework import CaseworkDesk
from bandingdesk.desk.papers import Looked, NewPaper, PaperAnswer, PapersDesk, Source
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.store import blobs, engine, log
from bandingdesk.store.queries import casework, papers
from tests.support import panel_store
from tests.support import paper_files as files
from tests.support.panel_store import CASE, EXTRACT, ON, PAPER, World

MEGABYTE = 1_000_000


class StoppedError(Exception):
    """Somebody pressed Cancel."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = panel_store.a_world(tmp_path_factory.mktemp("papers"))
    made.ground.switch(panel_store.WORKER)
    yield made
    made.store.close()


@pytest.fixture
def desk(base: World) -> PapersDesk:
    base.ground.switch(panel_store.WORKER)
    return PapersDesk(base.ground)


@pytest.fixture
def case(base: World, request: pytest.FixtureRequest) -> str:
    """A case of its own for each test, on the one store."""
    return panel_store.another_case(base, abs(hash(request.node.name)) % 10**9)


def paper(looked: Looked, title: str = "Report", **more: object) -> NewPaper:
    said = {"author": "A. Writer (invented)", "author_role": "therapist", "dated": ON, "kind": "advice"}
    return NewPaper(looked, title, **{**said, "sender": "professional", **more})  # type: ignore[arg-type]


def looked(desk: PapersDesk, case: str, place: Path) -> Looked:
    return desk.look(case, Source(place.name, place))


def left(base: World) -> set[str]:
    folder = blobs.folder_of(base.store.path)
    return {place.name for place in folder.rglob("*") if place.is_file()}


def test_many_files_are_added_in_one_act_and_come_back_as_they_were(base, desk, case, tmp_path):
    wanted = {"a.pdf": files.pdf(3), "b.docx": files.docx(), "c.eml": files.mail(), "d.tif": files.tiff()}
    seen = [looked(desk, case, files.lie(tmp_path, name, data)) for name, data in wanted.items()]
    before = base.store.history(Subject("case", case))
    made = desk.add_files(case, [paper(one, one.source.name) for one in seen])
    rows = {row.title: row for row in base.read(casework.evidence, case)}
    assert {title: desk.opened_file(case, row.sha256).read() for title, row in rows.items()} == wanted
    assert (rows["a.pdf"].pages, rows["c.eml"].mime, rows["c.eml"].found) == (3, "message/rfc822", ("inside",))
    assert len({row.head for row in rows.values()}) == len(wanted)
    assert made.id in {row.id for row in rows.values()}
    assert base.store.history(Subject("case", case)) == before  # the case's own head did not move


def test_the_same_file_twice_is_said_and_not_added_again(base, desk, case, tmp_path):
    contents = files.pdf()  # made once: a PDF says in which second it was made
    place = files.lie(tmp_path, "a.pdf", contents)
    desk.add_files(case, [paper(looked(desk, case, place), "Speech report")])
    again = looked(desk, case, files.lie(tmp_path, "copy.pdf", contents))
    assert (again.same_as, again.doubts[0].code) == ("Speech report", "same")
    with pytest.raises(SameFileError) as told:
        desk.add_files(case, [paper(again)])
    assert told.value.title == "Speech report"
    assert len(base.read(casework.evidence, case)) == 1
    assert desk.opened_file(case, base.read(casework.evidence, case)[0].sha256).read() == contents


def test_cancel_in_the_middle_leaves_nothing_half_added(base, desk, case, tmp_path):
    before = left(base)
    one = looked(desk, case, files.lie(tmp_path, "a.txt", b"a first small one"))
    big = looked(desk, case, files.lie(tmp_path, "big.bin", os.urandom(2 * MEGABYTE)))

    def stop(done: int, total: int) -> None:
        if done > MEGABYTE:
            raise StoppedError

    with pytest.raises(StoppedError):
        desk.add_files(case, [paper(one), paper(big)], stop)
    assert (base.read(casework.evidence, case), left(base)) == ([], before)
    told: list[tuple[int, int]] = []
    desk.add_files(case, [paper(one), paper(big)], lambda *at: told.append(at))
    assert len(base.read(casework.evidence, case)) == 2
    assert told[-1][0] >= told[0][0]
    assert {total for _, total in told} == {2 * MEGABYTE + 17}


def test_a_file_that_changes_while_it_is_added_is_not_added(base, desk, case, tmp_path):
    place = files.lie(tmp_path, "a.pdf", files.pdf())
    seen = looked(desk, case, place)
    place.write_bytes(files.pdf(2))
    with pytest.raises(FileChangedError):
        desk.add_files(case, [paper(seen)])
    place.unlink()
    with pytest.raises(FileGoneError):
        desk.add_files(case, [paper(seen)])
    with pytest.raises(FileGoneError):
        desk.look(case, Source("folder", tmp_path))
    assert base.read(casework.evidence, case) == []


def test_a_large_file_goes_by_in_pieces_and_is_never_held_in_memory(base, desk, case, tmp_path):
    place = files.lie(tmp_path, "scan.bin", os.urandom(24 * MEGABYTE))
    seen = looked(desk, case, place)
    tracemalloc.start()
    desk.add_files(case, [paper(seen)])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    (row,) = base.read(casework.evidence, case)
    with desk.opened_file(case, row.sha256) as file, place.open("rb") as wanted:
        for at in (0, 7 * MEGABYTE, 24 * MEGABYTE - 5, 300_000):
            file.seek(at)
            wanted.seek(at)
            assert file.read(600_000) == wanted.read(600_000)
        assert (file.seek(0, io.SEEK_END), file.read()) == (24 * MEGABYTE, b"")
    _, reading = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (peak < 4 * MEGABYTE, reading < 12 * MEGABYTE) == (True, True), (peak, reading)


def test_a_new_version_keeps_the_marks_with_the_old_one_and_asks_for_one_answer(base, desk, case, tmp_path):
    first = desk.add_files(case, [paper(looked(desk, case, files.lie(tmp_path, "a.pdf", files.pdf())))]).id
    CaseworkDesk(base.ground).mark_extract(first, "literacy", 1, "Reads words.", "words")
    second = looked(desk, case, files.lie(tmp_path, "b.pdf", files.pdf(2)))
    newer = desk.add_files(case, [paper(second, replaces=first)]).id
    rows = {row.id: row for row in base.read(casework.evidence, case)}
    assert (rows[first].replaced_by, rows[newer].replaces) == (newer, first)
    assert (len(rows[first].extracts), rows[newer].extracts) == (1, ())
    assert [row.id for row in base.read(papers.unanswered, case)] == [newer]
    third = looked(desk, case, files.lie(tmp_path, "c.pdf", files.pdf(3)))
    with pytest.raises(VersionUnfitError):
        desk.add_files(case, [paper(third, replaces=first)])
    with pytest.raises(VersionUnfitError):
        desk.add_files(case, [paper(third, replaces=PAPER)])  # of another case
    assert len(base.read(casework.evidence, case)) == 2


def test_an_attachment_of_a_mail_becomes_a_paper_of_its_own(base, desk, case, tmp_path):
    letter = looked(desk, case, files.lie(tmp_path, "a.eml", files.mail(attachments=2)))
    desk.add_files(case, [paper(letter, "Mail", sender="family")])
    (row,) = base.read(casework.evidence, case)
    inner = desk.look(case, desk.attachment(case, row.sha256, 1))
    assert (inner.source.name, inner.look.mime) == ("report-2.pdf", "application/pdf")
    desk.add_files(case, [paper(inner, "The therapist's report")])
    assert {one.title for one in base.read(casework.evidence, case)} == {"Mail", "The therapist's report"}


def test_a_passage_is_tied_to_a_level_and_untied(base, desk):
    desk.tie_level(PAPER, EXTRACT, 3, "f" * 64)
    assert base.read(casework.paper, PAPER).extracts[0].level == 3
    desk.tie_level(PAPER, EXTRACT, None, "f" * 64)
    assert base.read(casework.paper, PAPER).extracts[0].level is None
    with pytest.raises(ExtractUnknownError):
        desk.tie_level(PAPER, "none", 3, "f" * 64)


def test_a_copy_that_leaves_the_program_is_noted(base, desk, case, tmp_path):
    made = desk.add_files(case, [paper(looked(desk, case, files.lie(tmp_path, "a.pdf", files.pdf())))])
    out = tmp_path / "out"
    out.mkdir()
    place = desk.take_out(made.id, out, "opened")
    assert (place.suffix, place.read_bytes()) == (".pdf", files.pdf())
    assert base.store.history(Subject("evidence", made.id))[-1].kind == "evidence.taken_out"


def test_a_disk_that_fills_while_the_record_is_written_leaves_no_file_behind(base, desk, case, tmp_path):
    before = left(base)
    seen = [looked(desk, case, files.lie(tmp_path, f"{n}.txt", b"x" * 1000 + bytes([65 + n]))) for n in range(9)]
    raw = log.driver(base.store._writing_conn)
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(engine.DiskFullError):
        for _ in range(40):  # some room is left in the pages that are there
            desk.add_files(case, [paper(one, "Long title " * 200) for one in seen])
            seen = [replace(one, source=replace(one.source, contents=os.urandom(1001))) for one in seen]
            seen = [replace(one, mark=one.source.mark()) for one in seen]
            before = left(base)
    raw.execute("PRAGMA max_page_count = 1073741823")
    assert left(base) == before
    desk.add_files(case, [paper(one) for one in seen])


# Every report answered


def test_every_report_is_answered_before_anything_is_signed(base, tmp_path):
    world = panel_store.a_world(tmp_path)
    for step in (world.prepare, world.score, world.reveal, world.agree, world.propose, world.check_provision):
        step()
    desk = PapersDesk(world.ground)
    world.panel.show_money(world.decision)
    with pytest.raises(ReportsUnansweredError) as told:
        world.panel.recommend(world.decision, "", panel_store.PIN)
    assert told.value.count == 1
    for given in (PaperAnswer(PAPER, "relied", " "), PaperAnswer(PAPER, "perhaps", "why")):  # type: ignore[arg-type]
        with pytest.raises(AnswerEmptyError):
            desk.answer([given], decision=world.decision)
    shown = world.read(casework.paper, PAPER).head
    desk.answer([PaperAnswer(PAPER, "partly", "It is older than the visit.", shown)], decision=world.decision)
    with pytest.raises(StaleCaseError):
        desk.answer([PaperAnswer(PAPER, "not", "Too old.", shown)], decision=world.decision)
    row = world.read(casework.paper, PAPER)
    assert (row.reliance, row.why, row.answered_by) == ("partly", "It is older than the visit.", panel_store.CHAIR)
    world.panel.recommend(world.decision, "", panel_store.PIN)
    late = world.sit(panel_store.WORKER) and PapersDesk(world.ground)
    seen = looked(late, CASE, files.lie(tmp_path, "late.pdf", files.pdf()))
    made = late.add_files(CASE, [paper(seen, "A late report")])
    with pytest.raises(ReportsUnansweredError):
        world.sign()
    late.answer([PaperAnswer(made.id, "not", "It came after the panel and changes nothing.")], decision=world.decision)
    world.sign()
    world.store.close()


def test_what_the_council_wrote_itself_needs_no_answer(base, desk, case, tmp_path):
    seen = looked(desk, case, files.lie(tmp_path, "plan.pdf", files.pdf()))
    desk.add_files(case, [paper(seen, "The plan", kind="plan", sender="council")])
    assert base.read(papers.unanswered, case) == ()
