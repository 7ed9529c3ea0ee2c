"""Members without the program at a real desk: made, read in, locked unseen; and what can go wrong, each by its name."""

from __future__ import annotations

import base64
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bandingdesk import bootstrap, seams, sheet_forms
from bandingdesk.council.people import RoleNeededError
from bandingdesk.ops import Subject
from bandingdesk.panel.slips import arriving, entry, slip
from bandingdesk.panel.slips.entry import Entry
from bandingdesk.store.queries import retention, rounds, slips
from tests.support import keyrings
from tests.support import panel_morning as pm
from tests.support import slip_files as f

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ME = "LO"  # the member without the program


class Table:
    """A meeting with two cases open for scoring, and the clerk at the keys."""

    def __init__(self, folder: Path, known: tuple[pm.Morning, list[str]]) -> None:
        self.folder, self.count = folder, 0
        before, self.rounds = known
        clock, ids = seams.FixedClock(AT), seams.SeededIds(6, AT)
        path, me = folder / "morning.desk", before.people["CM"]
        self.desk = bootstrap.open_desk(path, None, clock=clock, ids=ids, me=me, plain=True, matches=pm.matches)
        self.morning = replace(before, desk=self.desk)
        self.meeting = before.meeting

    @property
    def person(self) -> str:
        return self.morning.people[ME]

    def make(self, kind="workbook", who=ME):
        self.morning.as_("CM")
        return self.desk.slips.make(self.meeting, self.morning.people[who], kind)

    def send(self, made, change, *, under=""):
        """Read in the workbook as CHANGE fills it in, saved UNDER a password or none: sealing takes long by design."""
        data = f.at_home(self.desk, made.id, change, made.password, back=under)
        return self.read(data, made.password)

    def read(self, data, password=""):
        self.count += 1
        path = self.folder / f"back{self.count}.xlsx"
        path.write_bytes(data)
        self.morning.as_("CM")
        return self.desk.slips.read_in(self.meeting, path, password=password)

    def row(self, made):
        return self.desk.read(lambda conn: slips.slip(conn, made.id, self.desk.me_id))

    def states(self, made):
        return [(case.state, case.missing) for case in self.row(made).cases]

    def sheet(self, at=0):
        """Return the member's own sheet, as only the member may read it."""
        return self.desk.read(lambda conn: rounds.my_sheet(conn, self.rounds[at], self.person))


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """The morning, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("morning")
    morning = pm.a_morning(folder, seams.FixedClock(AT), seams.SeededIds(5, AT))
    opened = [morning.open_round(at) for at in (0, 1)]
    morning.desk.close()
    return folder, (morning, opened)


@pytest.fixture
def table(tmp_path, known):
    folder, about = known
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    made = Table(tmp_path, about)
    yield made
    made.desk.close()


WHOLE = f.answer_all()


def test_a_workbook_is_made_sent_back_and_locked_as_the_members_own(table):
    made = table.make()
    path = table.folder / table.desk.slips.file_name(made.id)
    table.desk.slips.write(made.id, path, password=made.password)
    assert path.name == "2026-11-26-scorer-2.xlsx"  # no child and no name
    assert sheet_forms.opened(path.read_bytes(), "another") is None
    assert table.row(made).state == "out"
    table.send(made, WHOLE, under=made.password)
    assert table.states(made) == [("locked", 0), ("locked", 0)]
    sheet = table.sheet()
    assert (sheet.locked, sheet.revision, {rating.level for rating in sheet.ratings}) == (True, 1, {2})
    entered = table.desk.store.load(Subject("sheet", sheet.id))
    assert entered.person == table.person
    held = table.desk.read(lambda conn: rounds.round(conn, table.rounds[0], table.desk.me_id))
    assert (held.locked_count, held.spreads) == (1, ())


def test_only_cases_that_are_open_for_the_member_are_in_it(table):
    made = table.make()
    assert [case.round for case in table.row(made).cases] == table.rounds
    table.morning.lock("JW", table.rounds[0])
    (other,) = table.row(table.make(who="JW")).cases
    assert other.round == table.rounds[1]
    with pytest.raises(slip.NothingOpenError) as refused:
        table.morning.lock("JW", table.rounds[1])
        table.make(who="JW")
    assert refused.value.name == "J. Whitlock"


def test_half_filled_in_locks_what_is_complete_and_waits_for_the_rest(table):
    made = table.make()

    def half(book, cases):
        WHOLE(book, cases)
        sheet = list(cases)[1]
        f.write(book[sheet], 5, "", "", "")

    table.send(made, half)
    assert table.states(made) == [("locked", 0), ("part", 1)]
    table.send(made, WHOLE)  # the member fills in what was missing
    assert table.states(made) == [("locked", 0), ("locked", 0)]


def test_the_very_file_is_not_read_twice(table):
    made = table.make()
    data = f.at_home(table.desk, made.id, WHOLE, made.password, back="")
    table.read(data, made.password)
    with pytest.raises(slip.ReturnedBeforeError) as refused:
        table.read(data, made.password)
    assert refused.value.on == date(2026, 11, 23)
    assert table.sheet().revision == 1


def test_the_same_workbook_with_other_answers_waits_for_a_person_and_takes_their_place(table):
    made = table.make()
    table.send(made, WHOLE)
    table.send(made, f.answer_all(3))
    assert table.states(made) == [("other", 0), ("other", 0)]
    assert {rating.level for rating in table.sheet().ratings} == {2}  # what was locked stays
    table.desk.slips.take(made.id, [table.morning.items[0]], password=made.password)
    assert table.states(made) == [("locked", 0), ("other", 0)]
    assert ({rating.level for rating in table.sheet().ratings}, table.sheet().revision) == ({3}, 2)


def test_the_same_answers_in_another_file_change_nothing(table):
    made = table.make()
    table.send(made, WHOLE)
    table.send(made, WHOLE, under=made.password)
    assert table.states(made) == [("locked", 0), ("locked", 0)]
    assert table.sheet().revision == 1


def test_edited_words_wait_until_a_person_has_looked(table):
    made = table.make()

    def edited(book, cases):
        WHOLE(book, cases)
        book[next(iter(cases))]["C7"] = "Needs much less than that."

    table.send(made, edited)
    assert table.states(made) == [("doubt", 0), ("locked", 0)]
    (doubt,) = table.row(made).cases[0].doubts
    assert doubt == ("changed", "row 7, column C")
    with pytest.raises(arriving.SealAwayError):  # the file is kept under its password, which this computer has not
        table.desk.slips.take(made.id, [table.morning.items[0]])
    table.desk.slips.take(made.id, [table.morning.items[0]], password=made.password)
    assert table.states(made) == [("locked", 0), ("locked", 0)]


def test_a_level_out_of_range_is_not_locked_whatever_a_person_says(table):
    made = table.make()

    def wrong(book, cases):
        WHOLE(book, cases)
        f.write(book[next(iter(cases))], 5, 9)

    table.send(made, wrong)
    assert table.states(made) == [("doubt", 1), ("locked", 0)]
    with pytest.raises(slip.NotToTakeError):
        table.desk.slips.take(made.id, [table.morning.items[0]], password=made.password)
    table.desk.slips.set_aside(made.id, "The member sends a new one.")
    assert table.row(made).state == "made"
    assert table.states(made) == [("waiting", 0), ("locked", 0)]


def test_without_its_password_it_is_kept_under_one_and_said(table):
    made = table.make()
    table.send(made, WHOLE)
    assert table.states(made) == [("locked", 0), ("locked", 0)]
    assert [one.code for one in table.row(made).doubts] == ["was_open"]
    kept = table.desk.store.load(Subject("slip", made.id)).back.sealed
    with pytest.raises(arriving.SealAwayError):
        table.desk.slips.take(made.id, [])
    assert b"Seen each week" not in base64.b64decode(kept)


@pytest.mark.parametrize(
    ("error", "data"),
    [
        (arriving.NotASlipError, lambda table, made: b"PK no workbook"),
        (arriving.NotASlipError, lambda table, made: b"%PDF-1.7 a scan of my notes"),
        (arriving.SlipPasswordError, lambda table, made: f.at_home(table.desk, made.id, WHOLE, "", back="other")),
        (arriving.SlipTooLargeError, lambda table, made: b"PK" + bytes(arriving.LARGEST)),
        (slip.SlipClosedError, lambda table, made: _withdrawn(table, made)),
        (arriving.NothingFilledError, lambda table, made: f.at_home(table.desk, made.id, _nothing, "", back="")),
        (arriving.SlipAlteredError, lambda table, made: _start(table, made, "Check code", "0000-0000-0000")),
        (arriving.OtherMemberError, lambda table, made: _start(table, made, "Made for", "J. Whitlock")),
        (arriving.SlipUnknownError, lambda table, made: _start(table, made, "Workbook", "0193586a")),
    ],
)
def test_what_may_not_be_read_is_refused_by_its_own_name(table, error, data):
    made = table.make()
    with pytest.raises(error) as refused:
        table.read(data(table, made), made.password)
    assert all(sentence and "{" not in sentence for sentence in refused.value.sentences())
    assert (table.sheet(), table.sheet(1)) == (None, None)


def _nothing(book, cases):
    """A member who wrote nothing."""


def _withdrawn(table, made):
    data = f.at_home(table.desk, made.id, WHOLE, "", back="")
    table.desk.slips.withdraw(made.id, "She comes to the meeting.")
    return data


def _start(table, made, title, words):
    def change(book, cases):
        WHOLE(book, cases)
        row = next(row for row in book["Start"].iter_rows() if row[0].value == title)
        row[1].value = words

    return f.at_home(table.desk, made.id, change, made.password, back="")


def test_a_password_that_nobody_typed_is_asked_for(table):
    made = table.make()
    with pytest.raises(arriving.SlipLockedError):
        table.read(f.at_home(table.desk, made.id, WHOLE, made.password))


def test_this_computers_keyring_opens_it_and_forgets_what_is_withdrawn(table):
    with keyrings.in_memory() as own:
        made = table.make()
        assert made.is_kept
        table.read(f.at_home(table.desk, made.id, WHOLE, made.password))
        assert table.states(made) == [("locked", 0), ("locked", 0)]
        table.desk.slips.withdraw(made.id, "Not needed.")
        assert own.entries == {}


def test_a_workbook_for_another_meeting_is_named_by_its_meeting(table):
    made = table.make()
    seats = table.desk.store.load(Subject("meeting", table.meeting)).seats
    other = table.desk.panel.plan_meeting("annual_review", date(2026, 12, 3), "09:30", "12:30", "Room 2", seats).id
    path = table.folder / "mine.xlsx"
    path.write_bytes(f.at_home(table.desk, made.id, WHOLE, "", back=""))
    with pytest.raises(arriving.OtherMeetingError) as refused:
        table.desk.slips.read_in(other, path, password=made.password)
    assert (refused.value.panel, refused.value.on) == ("Annual review panel", date(2026, 11, 26))


def test_an_interest_declared_since_locks_nothing_of_that_case(table):
    made, morning = table.make(), table.morning
    morning.as_(ME)
    table.desk.panel.declare_interest(table.meeting, morning.items[0], table.person, "yes", "My sister teaches there.")
    table.send(made, WHOLE)
    assert table.states(made) == [("stepped_out", 0), ("locked", 0)]
    assert table.sheet() is None


def test_what_is_revealed_stays_and_the_rest_is_locked_until_all_is_revealed(table):
    made, morning = table.make(), table.morning
    for who in ("RA", "JW", "PL"):
        morning.lock(who, table.rounds[0])
    morning.as_("RA")
    table.desk.panel.open_meeting(
        table.meeting, attendance=dict.fromkeys(map(morning.people.get, pm.VOTERS), "present")
    )
    table.desk.panel.reveal(table.rounds[0], go_on_without="The workbook did not come.")
    table.send(made, WHOLE)
    assert table.states(made) == [("late", 0), ("locked", 0)]
    for who in ("RA", "JW", "PL"):
        morning.lock(who, table.rounds[1])
    morning.as_("RA")
    table.desk.panel.reveal(table.rounds[1])
    with pytest.raises(arriving.SlipTooLateError):
        table.send(made, f.answer_all(1))
    shown = table.desk.read(lambda conn: rounds.round(conn, table.rounds[1], morning.people["RA"]))
    assert [len(strip.levels) for strip in shown.spreads] == [4] * 12  # it stands among the others, without a name


def test_a_private_re_score_asks_its_strands_alone_and_an_older_workbook_says_so(table):
    made, morning = table.make(), table.morning
    for who in pm.VOTERS:
        morning.lock(who, table.rounds[0], level=1 if who == "RA" else 4)
    morning.as_("RA")
    here = {morning.people[who]: "present" for who in pm.VOTERS}
    table.desk.panel.open_meeting(table.meeting, attendance=here)
    table.desk.panel.reveal(table.rounds[0])
    again = table.desk.panel.open_round(
        table.meeting, morning.items[0], strands=("literacy", "social"), first=table.rounds[0]
    ).id
    assert table.states(made)[0] == ("locked", 0)
    newer = table.make()
    assert [case.round for case in table.row(newer).cases] == [again, table.rounds[1]]
    asked = table.desk.slips.asked(newer.id, morning.items[0])
    assert [one.strand for one in asked] == ["literacy", "social"]
    table.send(newer, f.answer_all(3))
    sheet = table.desk.read(lambda conn: rounds.my_sheet(conn, again, table.person))
    assert [(rating.strand, rating.level) for rating in sheet.ratings] == [("literacy", 3), ("social", 3)]
    assert table.states(newer) == [("locked", 0), ("locked", 0)]


def test_a_case_opened_again_since_wants_a_new_workbook(table):
    made, morning = table.make(), table.morning
    for who in ("RA", "JW", "PL"):
        morning.lock(who, table.rounds[0], level=1 if who == "RA" else 4)
    morning.as_("RA")
    here = {morning.people[who]: "present" for who in pm.VOTERS}
    table.desk.panel.open_meeting(table.meeting, attendance=here)
    table.desk.panel.reveal(table.rounds[0], go_on_without="It has not come.")
    table.desk.panel.open_round(table.meeting, morning.items[0], strands=("literacy",), first=table.rounds[0])
    table.send(made, WHOLE)
    assert table.states(made) == [("replaced", 0), ("locked", 0)]


def test_a_paper_slip_is_entered_by_the_clerk_for_the_member(table):
    made = table.make("paper")
    path = table.folder / "slips.pdf"
    table.desk.slips.write(made.id, path)
    table.desk.slips.write(made.id, table.folder / "large.pdf", large_print=True)
    assert path.read_bytes().startswith(b"%PDF")
    item = table.morning.items[0]
    asked = table.desk.slips.asked(made.id, item)
    rows = [Entry(one.strand, "f3", "Page 2" if n == 0 else "") for n, one in enumerate(asked)]
    table.desk.slips.enter(made.id, item, entry.ratings(asked, rows, of_law=False))
    assert table.states(made) == [("locked", 0), ("waiting", 0)]
    first, second, *_ = table.sheet().ratings
    assert (first.level, first.confidence, first.note, second.note) == (3, "fairly", "Page 2", entry.ON_PAPER)


def test_nobody_but_those_who_lead_a_meeting_makes_or_reads_in(table):
    made = table.make()
    path = table.folder / "mine.xlsx"
    path.write_bytes(f.at_home(table.desk, made.id, WHOLE, "", back=""))
    table.morning.as_("JW")
    for act in (
        lambda: table.desk.slips.make(table.meeting, table.person),
        lambda: table.desk.slips.read_in(table.meeting, path, password=made.password),
    ):
        with pytest.raises(RoleNeededError):
            act()


def test_a_slip_belongs_to_each_of_its_cases_and_goes_with_the_first_that_goes(table):
    made = table.make()
    table.send(made, WHOLE)
    for case in table.morning.cases[:2]:
        belongs = table.desk.read(lambda conn, case=case: retention.belongings(conn, case))
        assert f"slip:{made.id}" in belongs.subjects
    other = table.desk.read(lambda conn: retention.belongings(conn, table.morning.cases[2]))
    assert f"slip:{made.id}" not in other.subjects
