"""Forms go out from the desk as files and come back as files; nothing of them is taken over unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import seams, sheets
from bandingdesk.casework.around.care import LetterStoppedError
from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.casework.returns import arriving, form, levels, returned
from bandingdesk.casework.returns.ops import Answer
from bandingdesk.desk import return_files
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.publications import PublicationFolderError
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.store import blobs
from bandingdesk.store.queries import advice, casework, party_profiles, rulebooks
from bandingdesk.store.queries import returns as query
from tests.support import case_builders as b
from tests.support import form_files as f
from tests.support import panel_morning
from tests.support.panel_morning import Morning

TODAY, DUE = date(2026, 11, 23), date(2026, 12, 14)
SAID = "Lunch is the hardest part.\n\nכשיש רעש הוא מתחבא.\n  Mornings are better."


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Morning]:
    clock, ids = seams.FixedClock(b.NOW), seams.SeededIds(21, b.NOW)
    made = panel_morning.a_morning(tmp_path_factory.mktemp("returns"), clock, ids, planned=False)
    yield made
    made.desk.close()


@pytest.fixture
def desk(morning: Morning) -> Desk:
    morning.as_("CM")
    return morning.desk


_numbers = iter(range(100, 999))


@pytest.fixture
def case(desk: Desk) -> str:
    """A case of its own for each test, on one store."""
    return b.case_id(desk, b.a_plan(next(_numbers)))


def sent(desk: Desk, case: str, kind: str, folder: Path, **more: str) -> tuple[str, Path]:
    """Make a form and write a copy of it; return its id and the file."""
    made = desk.returns.make(case, kind, to_name="A. Parent (invented)", to_role="mother", due=DUE)
    path = folder / desk.returns.file_name(made.id)
    desk.returns.write(made.id, path, **more)
    return made.id, path


def came(desk: Desk, case: str, id_: str) -> query.ReturnRow:
    rows = desk.read(lambda conn: query.returns(conn, case, desk.me_id))
    return next(row for row in rows if row.id == id_)


def answer(path: Path, **said: str) -> Path:
    path.write_bytes(f.filled(path.read_bytes(), said))
    return path


def rate(desk: Desk, path: Path, level: int = 2, **cells: str) -> Path:
    """Fill the setting's workbook at PATH in whole, then set CELLS of the sheet of levels."""
    framework = desk.read(lambda conn: rulebooks.framework(conn, party_profiles.framework_sha256(conn, "", TODAY)))

    def change(book):
        sheet = book["Levels"]
        for row in range(3, sheet.max_row + 1):
            sheet.cell(row, 3).value = levels.choices(framework, sheet.cell(row, 1).value, "ks12")[level]
            sheet.cell(row, 4).value = "CANARY-free-text of the school"
        for row in book["What you ask for"].iter_rows(min_row=3):
            if row[0].value in ("name", "role"):
                row[2].value = "S. Reed (invented)"
        for cell, value in cells.items():
            sheet[cell] = value

    path.write_bytes(f.in_excel(path.read_bytes(), change))
    return path


def forms(desk: Desk, case: str, today: date = TODAY) -> tuple[query.FormRow, ...]:
    return desk.read(lambda conn: query.forms(conn, case, today))


# Sent out


def test_a_form_is_written_where_a_person_chooses_and_that_is_recorded(desk, case, tmp_path):
    made = desk.returns.make(case, "parent_views", to_name="A. Parent (invented)", to_role="mother", due=DUE)
    assert [row.state for row in forms(desk, case)] == ["not_written"]
    reference = desk.read(lambda conn: casework.case(conn, case)).reference
    assert desk.returns.file_name(made.id) == f"{reference}-parent-views.docx"
    path = tmp_path / "form.docx"
    desk.returns.write(made.id, path)
    (row,) = forms(desk, case)
    assert (row.state, row.files, row.to_role) == ("waiting", ("form.docx",), "mother")
    assert forms(desk, case, date(2026, 12, 15))[0].state == "late"
    with pytest.raises(sheets.FileExistsAlreadyError):
        desk.returns.write(made.id, path)
    first = path.read_bytes()
    desk.returns.write(made.id, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == first
    assert forms(desk, case)[0].files == ("form.docx", "again.docx")


def test_a_folder_that_can_not_be_written_leaves_the_form_to_be_written_again(desk, case, tmp_path):
    made = desk.returns.make(case, "parent_views", to_name="A", to_role="mother")
    with pytest.raises(PublicationFolderError):
        desk.returns.write(made.id, tmp_path / "nowhere" / "form.docx")
    assert forms(desk, case)[0].state == "not_written"
    desk.returns.write(made.id, tmp_path / "form.docx")


def test_a_form_calls_the_child_as_the_council_chose(desk, case, tmp_path):
    _, path = sent(desk, case, "child_views", tmp_path)
    assert b"Testpupil" not in path.read_bytes()
    assert "This form is about TR." in [p.text for p in _paragraphs(path)]
    assert desk.store.load(Subject("form", forms(desk, case)[0].id)).made.called == "TR"


def _paragraphs(path: Path):
    import docx

    return docx.Document(str(path)).paragraphs


def test_a_newer_form_stands_in_the_place_of_the_older(desk, case, tmp_path):
    older, path = sent(desk, case, "parent_views", tmp_path)
    newer = desk.returns.make(case, "parent_views", to_name="A. Parent (invented)", to_role="mother", due=DUE).id
    other = desk.returns.make(case, "parent_views", to_name="B. Parent (invented)", to_role="father").id
    states = {row.id: row.state for row in forms(desk, case)}
    assert states == {older: "replaced", newer: "not_written", other: "not_written"}
    got = desk.returns.receive(case, answer(path, hard=SAID))
    assert [one.code for one in came(desk, case, got.id).doubts] == ["older_form"]


def test_a_withdrawn_form_is_waited_for_no_more_and_still_read(desk, case, tmp_path):
    id_, path = sent(desk, case, "parent_views", tmp_path)
    desk.returns.withdraw(id_, "She would rather phone.")
    assert forms(desk, case, date(2026, 12, 20))[0].state == "withdrawn"
    with pytest.raises(form.FormWithdrawnError):
        desk.returns.write(id_, tmp_path / "more.docx")
    got = desk.returns.receive(case, answer(path, hard=SAID))
    (doubt,) = came(desk, case, got.id).doubts
    assert (doubt.code, doubt.found) == ("withdrawn", "She would rather phone.")


def test_after_a_death_no_form_goes_out(desk, case, morning, tmp_path):
    made = desk.returns.make(case, "parent_views", to_name="A", to_role="mother")
    child = desk.read(lambda conn: casework.case(conn, case)).child_id
    _record_death(desk, child, morning.people["RA"])
    with pytest.raises(LetterStoppedError):
        desk.returns.make(case, "child_views", to_name="A", to_role="mother")
    with pytest.raises(LetterStoppedError):
        desk.returns.write(made.id, tmp_path / "form.docx")


def _record_death(desk: Desk, child: str, lead: str) -> None:
    from tests.support import founding

    with founding.before_the_story():
        desk.council.grant_role(lead, "head_of_service", date(2026, 4, 1))
        desk.around.record_death(child, date(2026, 11, 20), "Phone call from the school (invented)", lead)


# Views come back


def test_views_are_kept_and_shown_in_the_very_words(desk, case, tmp_path):
    id_, path = sent(desk, case, "parent_views", tmp_path)
    got = desk.returns.receive(case, answer(path, hard=SAID, hopes="Reading."), on=date(2026, 11, 20))
    row = came(desk, case, got.id)
    assert (row.form_id, row.on, row.state, row.doubts) == (id_, date(2026, 11, 20), "open", ())
    assert blobs.get(desk.store, case, row.sha256) == path.read_bytes()
    assert desk.read(lambda conn: query.views(conn, case)) == ()
    desk.returns.take(got.id, {"hard", "hopes"}, (), shown=row.head)
    (said,) = desk.read(lambda conn: query.views(conn, case))
    assert {one.key: one.text for one in said.said} == {"hard": SAID, "hopes": "Reading."}
    assert (said.who, said.role) == ("A. Parent (invented)", "mother")
    (paper,) = desk.read(lambda conn: casework.evidence(conn, case))
    assert (paper.kind, paper.sha256, paper.author_role) == ("views", row.sha256, "mother")
    assert came(desk, case, got.id).became == (f"evidence:{paper.id}",)
    assert forms(desk, case)[0].state == "came"


def test_what_is_left_out_is_not_shown_as_their_views(desk, case, tmp_path):
    _, path = sent(desk, case, "parent_views", tmp_path)
    got = desk.returns.receive(case, answer(path, hard=SAID, name="A. Parent"))
    desk.returns.take(got.id, {"hard"}, {"name"})
    (said,) = desk.read(lambda conn: query.views(conn, case))
    assert [one.key for one in said.said] == ["hard"]
    assert came(desk, case, got.id).left_out == ("name",)


def test_the_same_file_is_received_once(desk, case, tmp_path):
    _, path = sent(desk, case, "parent_views", tmp_path)
    answer(path, hard=SAID)
    desk.returns.receive(case, path, on=date(2026, 11, 18))
    with pytest.raises(returned.ReceivedBeforeError) as refused:
        desk.returns.receive(case, path)
    assert refused.value.on == date(2026, 11, 18)


def test_a_form_that_comes_again_with_other_answers_is_kept_beside_the_first(desk, case, tmp_path):
    _, path = sent(desk, case, "parent_views", tmp_path)
    blank = path.read_bytes()
    first = desk.returns.receive(case, answer(path, hard=SAID), on=date(2026, 11, 18))
    desk.returns.take(first.id, {"hard"}, ())
    path.write_bytes(f.filled(blank, {"hard": "It is better now.", "hopes": "Reading."}))
    second = desk.returns.receive(case, path)
    row = came(desk, case, second.id)
    assert [(one.code, one.found, one.expected) for one in row.about_file] == [
        ("again", "What is hard?, What do you hope for?", "18 November 2026")
    ]
    assert [(one.id, one.labels) for one in row.again] == [(first.id, ("What is hard?", "What do you hope for?"))]
    with pytest.raises(returned.DoubtsUnseenError):
        desk.returns.take(second.id, {"hard", "hopes"}, ())
    desk.returns.take(second.id, {"hard", "hopes"}, (), seen=True)
    (said,) = desk.read(lambda conn: query.views(conn, case))
    assert [one.text for one in said.said] == ["It is better now.", "Reading."]
    assert len(desk.read(lambda conn: query.returns(conn, case, desk.me_id))) == 2


def test_another_childs_form_is_refused_and_nothing_is_kept(desk, case, tmp_path):
    other = b.case_id(desk, b.a_plan(next(_numbers)))
    _, path = sent(desk, other, "parent_views", tmp_path)
    with pytest.raises(arriving.OtherChildError) as refused:
        desk.returns.receive(case, answer(path, hard=SAID))
    assert refused.value.theirs == desk.read(lambda conn: casework.case(conn, other)).reference
    assert desk.read(lambda conn: query.returns(conn, case, desk.me_id)) == ()


def test_a_form_of_an_entry_that_was_merged_is_read_with_that_said(desk, case, tmp_path):
    other = b.case_id(desk, b.a_plan(next(_numbers)))
    _, path = sent(desk, other, "parent_views", tmp_path)
    kept, gone = (desk.read(lambda conn, id_=id_: casework.case(conn, id_)).child_id for id_ in (case, other))
    _merge(desk, gone, kept)
    got = desk.returns.receive(case, answer(path, hard=SAID))
    assert [one.code for one in came(desk, case, got.id).doubts] == ["same_child"]


def _merge(desk: Desk, gone: str, kept: str) -> None:
    from tests.support import founding

    with founding.before_the_story():
        desk.around.merge(gone, kept, "One child entered twice (invented).")


def test_a_form_of_another_record_is_refused(desk, case, tmp_path):
    path = tmp_path / "views.docx"
    path.write_bytes(f.a_document(f.a_form("parent_views")))
    with pytest.raises(arriving.FormUnknownError):
        desk.returns.receive(case, path)


def test_a_file_that_is_too_large_or_gone_is_refused(desk, case, tmp_path, monkeypatch):
    with pytest.raises(sheets.SheetUnreadableError):
        desk.returns.receive(case, tmp_path / "gone.docx")
    _, path = sent(desk, case, "parent_views", tmp_path)
    monkeypatch.setattr(return_files, "LARGEST", 100)
    with pytest.raises(return_files.FormTooLargeError):
        desk.returns.receive(case, path)


def test_a_form_under_a_password_asks_for_it(desk, case, tmp_path):
    _, path = sent(desk, case, "child_views", tmp_path, password="rowan and elder")
    with pytest.raises(arriving.FormLockedError):
        desk.returns.receive(case, path)
    with pytest.raises(arriving.WrongPasswordError):
        desk.returns.receive(case, path, password="rowan")
    got = desk.returns.receive(case, path, password="rowan and elder")
    assert came(desk, case, got.id).answers == ()
    assert desk.store.load(Subject("form", forms(desk, case)[0].id)).written[0].has_password


def test_an_ending_that_is_wrong_and_a_code_that_is_gone_are_named(desk, case, tmp_path):
    _, path = sent(desk, case, "parent_views", tmp_path)

    def change(body):
        f.write_in(f.control(body, "form.seal"), "0000-0000-0000")

    renamed = tmp_path / "views.xlsx"
    renamed.write_bytes(f.in_word(path.read_bytes(), change))
    got = desk.returns.receive(case, renamed)
    row = came(desk, case, got.id)
    assert [(one.code, one.found) for one in row.about_file] == [("ending", ".xlsx"), ("seal", "0000-0000-0000")]


def test_a_profile_that_comes_as_a_document_is_refused(desk, case, tmp_path):
    id_, _ = sent(desk, case, "setting_profile", tmp_path)
    made = desk.store.load(Subject("form", id_)).made
    views = f.in_word(f.a_document(f.a_form("parent_views")), lambda body: (
        f.write_in(f.control(body, "form.id"), id_), f.write_in(f.control(body, "form.case"), made.reference)
    ))  # fmt: skip
    with pytest.raises(arriving.NotAFormError):
        desk.returns.receive_bytes(case, "profile.docx", views)


def test_a_return_can_be_set_aside_or_asked_about(desk, case, tmp_path):
    _, path = sent(desk, case, "parent_views", tmp_path)
    got = desk.returns.receive(case, answer(path, hard=SAID))
    shown = came(desk, case, got.id).head
    desk.returns.ask(got.id, {"hard"}, "Which mornings are better?", shown=shown)
    assert came(desk, case, got.id).asked == ("Which mornings are better?",)
    with pytest.raises(StaleCaseError):
        desk.returns.set_aside(got.id, "She phoned instead.", shown=shown)
    desk.returns.set_aside(got.id, "She phoned instead.")
    row = came(desk, case, got.id)
    assert (row.state, row.reason) == ("aside", "She phoned instead.")
    assert desk.read(lambda conn: casework.evidence(conn, case)) == []


# Advice


def test_advice_becomes_a_paper_and_its_provision_a_suggestion(desk, case, tmp_path):
    _, path = sent(desk, case, "advice", tmp_path)
    said = {
        "name": "Dr Vale (invented)", "role": "Educational psychologist", "day": "3 November 2026",
        "needs": "He reads single words.", "outcomes": "Reads a page.", "provision.1.what": "Reading with an adult",
        "provision.1.minutes": "20", "provision.1.often": "5",
    }  # fmt: skip
    got = desk.returns.receive(case, answer(path, **said))
    assert came(desk, case, got.id).doubts == ()
    desk.returns.take(got.id, set(said) - {"outcomes"}, {"outcomes"})
    (paper,) = desk.read(lambda conn: casework.evidence(conn, case))
    assert (paper.kind, paper.author, paper.dated) == ("advice", "Dr Vale (invented)", date(2026, 11, 3))
    ((who, line),) = desk.read(lambda conn: query.suggested(conn, case))
    assert (who, line.what, line.minutes, line.times) == (
        "A. Parent (invented), mother",
        "Reading with an adult",
        20,
        5,
    )


# The setting's profile stays blind


def test_a_settings_profile_is_taken_without_anybody_reading_its_levels(desk, case, morning, tmp_path):
    _, path = sent(desk, case, "setting_profile", tmp_path)
    got = desk.returns.receive(case, rate(desk, path, 3))
    row = came(desk, case, got.id)
    assert row.is_blind
    assert {one.text for one in row.answers if one.key.startswith(("strand.", "note."))} == {query.HIDDEN}
    assert {one.level for one in row.answers} == {None}
    keys = {one.key for one in row.answers}
    assert not desk.read(lambda conn: query.is_readable(conn, got.id, desk.me_id))
    desk.returns.take(got.id, keys, ())
    setting, officer = desk.read(lambda conn: party_profiles.profiles(conn, case, desk.me_id))
    assert (setting.is_locked, setting.is_shown, officer.is_locked) == (True, False, False)
    assert came(desk, case, got.id).is_blind
    sha256 = setting.framework_sha256
    drafts = [DraftStrand(strand, 2, note="Seen in class") for strand in _strands(desk, sha256)]
    desk.profiles.lock(case, "officer", sha256, drafts)
    setting, _ = desk.read(lambda conn: party_profiles.profiles(conn, case, desk.me_id))
    assert set(setting.levels.values()) == {3}
    assert setting.source == query.source(got.id)
    row = came(desk, case, got.id)
    assert not row.is_blind
    assert desk.read(lambda conn: query.is_readable(conn, got.id, desk.me_id))
    assert {one.level for one in row.answers if one.key.startswith("strand.")} == {3}
    assert desk.read(lambda conn: casework.evidence(conn, case)) == []


def _strands(desk: Desk, sha256: str) -> tuple[str, ...]:
    return tuple(strand.id for strand in desk.read(lambda conn: rulebooks.framework(conn, sha256)).strands)


def test_doubts_on_a_profile_name_the_strand_and_never_the_level(desk, case, tmp_path):
    _, path = sent(desk, case, "setting_profile", tmp_path)
    got = desk.returns.receive(case, rate(desk, path, 3, C3="between 3 and 4", C4="4"))
    row = came(desk, case, got.id)
    first, second = (one.about for one in row.doubts)
    assert [one.code for one in row.doubts] == ["not_a_level", "typed"]
    assert {(one.found, one.expected) for one in row.doubts} == {(query.HIDDEN, query.HIDDEN)}
    keys = {one.key for one in row.answers}
    with pytest.raises(returned.NothingToTakeError):
        desk.returns.take(got.id, keys, ())
    with pytest.raises(returned.DoubtOpenError):
        desk.returns.take(got.id, keys - {first, second}, {first})
    desk.returns.set_aside(got.id, "Asked for a new one.")


def test_a_take_that_was_cut_after_the_lock_goes_on(desk, case, tmp_path, monkeypatch):
    _, path = sent(desk, case, "setting_profile", tmp_path)
    got = desk.returns.receive(case, rate(desk, path))
    keys = {one.key for one in came(desk, case, got.id).answers}
    with monkeypatch.context() as patch:
        patch.setattr(returned, "take", _power_cut)
        with pytest.raises(RuntimeError):
            desk.returns.take(got.id, keys, ())
    assert came(desk, case, got.id).state == "open"
    desk.returns.take(got.id, keys, ())
    assert came(desk, case, got.id).state == "taken"


def _power_cut(*_args: object, **_more: object) -> None:
    raise RuntimeError("cut")


# What waits


def test_late_forms_and_open_returns_wait_for_the_caseworker(desk, case, tmp_path):
    desk.casework.assign(case, desk.me_id)
    sent(desk, case, "child_views", tmp_path)
    _, path = sent(desk, case, "parent_views", tmp_path)
    got = desk.returns.receive(case, answer(path, hard=SAID))

    def waits(on: date) -> list[tuple[str, int, str]]:
        rows = desk.read(lambda conn: query.to_do(conn, desk.me_id, on))
        return [(row.detail, row.count, row.tone) for row in rows if row.where["case_id"] == case]

    assert waits(TODAY) == [("came", 0, "plain")]
    assert waits(date(2026, 12, 15)) == [("came", 0, "plain"), ("A. Parent (invented)", 0, "late")]
    desk.returns.take(got.id, {"hard"}, ())
    assert waits(TODAY) == []


# In letters


def test_a_letter_quotes_its_reader_and_nobody_else(desk, case, tmp_path):
    from bandingdesk.desk import letter_facts

    answers = (Answer("hard", "What is hard?", "Lunch."), Answer("name", "Your name", "A. Parent"))
    mother = query.ViewsRow("r1", "parent_views", "A. Parent (invented)", "mother", TODAY, answers)
    arabic = query.ViewsRow("r2", "parent_views", "B. Parent (invented)", "father", TODAY,
                            (Answer("hard", "What is hard?", "الغداء"),))  # fmt: skip
    own = lambda name, role: letter_facts._own_words([mother, arabic], name, role)  # noqa: E731
    assert own("A. Parent (invented)", "parent") == ("What is hard? You wrote: “Lunch.”",)
    assert own("A. Parent (invented)", "young_person") == ()
    (said,) = own("B. Parent (invented)", "parent")
    assert said.startswith("You wrote to us on Monday 23 November 2026.")


def test_an_advice_form_closes_the_request_that_it_answers(desk, case, tmp_path):
    sent_on = date(2026, 11, 2)
    asked = desk.advice.ask(case, "psychology", "Dr Vale (invented)", sent=sent_on, there=sent_on, way="email").id
    made = desk.returns.make(case, "advice", to_name="Dr Vale (invented)", to_role="Psychologist", request=asked)
    path = tmp_path / "advice.docx"
    desk.returns.write(made.id, path)
    said = {
        "name": "Dr Vale",
        "role": "Psychologist",
        "day": "3/11/2026",
        "needs": "Reads words.",
        "outcomes": "Reads.",
    }
    got = desk.returns.receive(case, answer(path, **said), on=date(2026, 11, 20))
    desk.returns.take(got.id, set(said), ())
    (row,) = desk.read(lambda conn: advice.advice(conn, case))
    (paper,) = desk.read(lambda conn: casework.evidence(conn, case))
    assert (row.state, row.came, row.evidence_id) == ("came", date(2026, 11, 20), paper.id)
