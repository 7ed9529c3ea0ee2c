"""The agenda before a meeting on a real desk: its order, readers, late papers, urgent cases, packs and ties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.council.people import RoleNeededError
from bandingdesk.desk.agenda import PackFolderError
from bandingdesk.errors import StaleCaseError
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.agenda import agenda as agendas
from bandingdesk.panel.ops import Seat
from bandingdesk.store.queries import agenda, panel
from tests.support import panel_morning
from tests.support.panel_morning import Morning


@pytest.fixture
def morning(tmp_path, clock: seams.FixedClock, ids: seams.SeededIds) -> Iterator[Morning]:
    made = panel_morning.a_morning(tmp_path, clock, ids)
    made.as_("RA")
    yield made
    made.desk.close()


def laid(morning: Morning) -> agenda.Laid:
    return morning.desk.read(lambda conn: agenda.laid(conn, morning.meeting))


def rows(morning: Morning, viewer: str | None = None) -> list[panel.ItemRow]:
    return morning.desk.read(lambda conn: panel.agenda(conn, morning.meeting, viewer))


def a_paper(morning: Morning, title: str = "Letter from health", case: int = 0) -> str:
    return morning.desk.casework.add_evidence(
        morning.cases[case], f"{title} (invented)".encode(), title=title, author="A. Writer (invented)",
        author_role="Health", dated=date(2026, 11, 20), kind="advice", mime="text/plain", pages=1,
    ).id  # fmt: skip


def test_the_order_is_proposed_with_reasons_and_followed_everywhere(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    morning.as_("CM")
    desk.agenda.set_hours(morning.meeting, people["LO"], "", "10:00", "Clinic at half past ten")
    desk.agenda.set_readers(morning.meeting, morning.items[2], [people["LO"], people["JW"]])
    for n in (0, 1, 3):
        desk.agenda.set_readers(morning.meeting, morning.items[n], [people["JW"], people["PL"]])
    seats = (Seat(people["RA"], "chair", ""),)
    desk.panel.plan_meeting("annual_review", date(2026, 12, 3), "09:30", "12:30", "", seats)
    desk.agenda.propose_order(morning.meeting)
    seen = laid(morning)
    # reviews on 9 to 12 November: the law's last days are 7 to 10 December. What the next meeting on the 3rd decides
    # is told on the 8th, after the five days that letters take: too late for the first case alone.
    assert seen.plan.next_told == date(2026, 12, 8)
    first, second, third, fourth = morning.items
    assert [(row.item, seen.places[row.item].because) for row in rows(morning)] == [
        (first, "must"), (third, "hours"), (second, "added"), (fourth, "added"),
    ]  # fmt: skip
    assert (seen.places[third].person, seen.places[third].time) == (people["LO"], "until 10:00")
    assert (seen.starts[first], seen.starts[third]) == ("09:30", "09:45")
    order = [row.item for row in rows(morning)]
    desk.agenda.put_in_order(morning.meeting, [order[-1], *order[:-1]])
    assert [row.item for row in rows(morning)] == [order[-1], *order[:-1]]
    assert [row.position for row in rows(morning)] == [1, 2, 3, 4]
    moved = laid(morning)
    assert [item for item, place in moved.places.items() if place.because == "hand"] == [order[-1]]
    desk.agenda.put_back(morning.meeting, tuple(seen.places[item] for item in order))
    assert laid(morning).places == seen.places
    sitting = desk.read(lambda conn: panel.sitting(conn, morning.meeting, order[0]))
    assert [item.item for item in sitting.meeting.items] == order
    assert sitting.meeting.item(third).readers == (people["LO"], people["JW"])


def test_readers_by_rota_leave_out_interests_and_the_child_s_own_setting(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    morning.as_("LO")
    desk.panel.declare_interest(morning.meeting, morning.items[0], people["LO"], "yes", "My niece", kind="family")
    morning.as_("JW")
    desk.agenda.declare_ties(people["JW"], ["Elmbank Primary (invented)"], "Governor")
    morning.as_("CM")
    desk.agenda.draw_readers(morning.meeting)
    seen = laid(morning)
    assert seen.unfit[morning.items[0], people["LO"]] == "interest"
    assert all(seen.unfit[item, people["JW"]] == "setting" for item in morning.items)
    # two others are left for the first case: with the chair
    assert {one.person_id for one in seen.readers[morning.items[0]]} == {people["RA"], people["PL"]}
    with pytest.raises(agendas.ReaderUnfitError) as refused:
        desk.agenda.set_readers(morning.meeting, morning.items[0], [people["LO"]])
    assert refused.value.why == "they have an interest in it"


def test_only_the_readers_are_waited_for(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    round_id = morning.open_round()
    morning.as_("CM")
    desk.agenda.set_readers(morning.meeting, morning.items[0], [people["LO"], people["PL"]])
    for who in ("LO", "PL"):
        morning.lock(who, round_id)
    ranks = desk.read(lambda conn: agenda.spread_ranks(conn, morning.meeting))
    assert ranks == {morning.items[0]: 1}
    morning.as_("RA")
    desk.panel.open_meeting(morning.meeting, attendance={people[who]: "present" for who in panel_morning.VOTERS})
    desk.panel.reveal(round_id)  # JW and RA read it too or not: nobody waits for them
    assert rows(morning)[0].state == "revealed"


def test_no_rank_is_known_while_a_reader_has_not_locked(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    round_id = morning.open_round()
    morning.as_("CM")
    desk.agenda.set_readers(morning.meeting, morning.items[0], [people["LO"], people["PL"]])
    morning.lock("LO", round_id)
    assert desk.read(lambda conn: agenda.spread_ranks(conn, morning.meeting)) == {}


def test_cases_that_need_no_talk_are_listed_once_everybody_locked_and_none_lies_apart(morning: Morning) -> None:
    desk = morning.desk
    round_id = morning.open_round()
    for who, level in (("RA", 2), ("LO", 2), ("JW", 3)):
        morning.lock(who, round_id, level)
    morning.as_("RA")
    with pytest.raises(agendas.NotAlikeError):
        desk.agenda.propose_undiscussed(morning.meeting, [morning.items[0]])
    morning.lock("PL", round_id, 2)
    assert laid(morning).alike == {morning.items[0]}
    morning.as_("RA")
    desk.agenda.propose_undiscussed(morning.meeting, [morning.items[0]])
    assert [row.is_undiscussed for row in rows(morning)] == [True, False, False, False]


def test_a_case_with_a_strand_apart_is_not_on_the_list(morning: Morning) -> None:
    round_id = morning.open_round()
    for who, level in (("RA", 1), ("LO", 3), ("JW", 2), ("PL", 2)):
        morning.lock(who, round_id, level)
    assert laid(morning).alike == frozenset()


def test_a_late_paper_waits_for_the_chair_and_a_taken_one_is_frozen_at_its_version(morning: Morning) -> None:
    desk = morning.desk
    morning.as_("CM")
    desk.panel.freeze_papers(morning.meeting, morning.items[0])
    paper = a_paper(morning)
    (late,) = laid(morning).late[morning.items[0]]
    assert (late.evidence, late.outcome) == (paper, "")
    with pytest.raises((meetings.NotInChairError, RoleNeededError)):
        desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "take", "It changes the picture.")
    morning.as_("RA")
    with pytest.raises(agendas.WhyMissingError):
        desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "take", " ")
    desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "take", "It changes the picture.")
    assert (paper, late.version) in desk.read(lambda conn: panel.papers(conn, morning.items[0]))
    assert rows(morning)[0].came_late == 1
    (settled,) = laid(morning).late[morning.items[0]]
    assert (settled.outcome, settled.words, settled.settled_by) == ("take", "It changes the picture.", "R. Amari")
    with pytest.raises(agendas.NotLateError):
        desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "leave_out", "Again")


def test_a_case_is_put_off_for_a_late_paper_only_where_the_family_is_told_in_time(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    morning.as_("CM")
    desk.panel.freeze_papers(morning.meeting, morning.items[0])
    paper = a_paper(morning)
    morning.as_("RA")
    with pytest.raises(agendas.WhyMissingError):  # no later meeting is planned
        desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "defer", "Health wrote today.")
    seats = (Seat(people["RA"], "chair", ""),)
    desk.panel.plan_meeting("annual_review", date(2026, 12, 10), "09:30", "12:30", "", seats)
    with pytest.raises(agendas.NoLaterMeetingError):  # the law's last day is 7 December
        desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "defer", "Health wrote today.")
    next_ = desk.panel.plan_meeting("annual_review", date(2026, 11, 27), "09:30", "12:30", "", seats).id
    desk.agenda.settle_late(morning.meeting, morning.items[0], paper, "defer", "Health wrote today.")
    row = rows(morning)[0]
    assert (row.state, row.until, row.reason) == ("deferred", date(2026, 11, 27), "Health wrote today.")
    desk.panel.add_item(next_, morning.cases[0])


def test_a_paper_after_the_deadline_is_late_even_before_the_freeze(morning: Morning, clock: seams.FixedClock) -> None:
    desk = morning.desk
    morning.as_("CM")
    desk.agenda.set_deadline(morning.meeting, clock.today(), "As agreed with the chair")
    early = a_paper(morning, "In time")
    clock.set(clock.now().replace(day=clock.now().day + 1))
    paper = a_paper(morning)
    desk.panel.freeze_papers(morning.meeting, morning.items[0])
    frozen = dict(desk.read(lambda conn: panel.papers(conn, morning.items[0])))
    assert early in frozen
    assert paper not in frozen
    assert [one.evidence for one in laid(morning).late[morning.items[0]]] == [paper]


def test_after_the_deadline_a_case_joins_only_as_urgent_with_a_reason(
    morning: Morning, clock: seams.FixedClock
) -> None:
    desk = morning.desk
    morning.as_("CM")
    desk.agenda.set_deadline(morning.meeting, date(2026, 11, 20))
    with pytest.raises(agendas.DeadlinePastError) as refused:
        desk.panel.add_item(morning.meeting, morning.cases[4])
    assert refused.value.on == "2026-11-20"
    with pytest.raises(agendas.WhyMissingError):
        desk.agenda.add_urgent(morning.meeting, morning.cases[4], " ")
    made = desk.agenda.add_urgent(morning.meeting, morning.cases[4], "The placement ends on Friday.")
    last = rows(morning)[-1]
    assert (last.item, last.urgent) == (made.id, "The placement ends on Friday.")
    with pytest.raises(agendas.DeadlineInvalidError):
        desk.agenda.set_deadline(morning.meeting, date(2026, 11, 27))


def test_a_pack_leaves_out_what_is_closed_to_its_reader(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    morning.as_("CM")
    with pytest.raises(agendas.ReleaseEmptyError):
        desk.agenda.release(morning.meeting, "To prepare the meeting", [people["LO"]])
    for item in morning.items:
        desk.panel.freeze_papers(morning.meeting, item)
    morning.declare(("LO",), (0, 1))
    morning.as_("CM")
    with pytest.raises(agendas.WhyMissingError):
        desk.agenda.release(morning.meeting, " ", [people["LO"]])
    desk.agenda.release(morning.meeting, "To prepare the meeting", [people["LO"], people["CM"]], ["B. Observer"])
    (pack,) = laid(morning).packs
    assert pack.purpose == "To prepare the meeting"
    assert pack.released_by == "C. Marsh"
    assert [(reader.name, len(reader.items)) for reader in pack.readers] == [
        ("L. Okoro", 2), ("C. Marsh", 4), ("B. Observer", 4),
    ]  # fmt: skip


def test_hours_that_end_before_they_start_and_a_stale_screen_are_refused(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    with pytest.raises(agendas.HoursInvalidError):
        desk.agenda.set_hours(morning.meeting, people["LO"], "11:00", "10:00")
    desk.agenda.set_hours(morning.meeting, people["LO"], "10:00", "")
    head = laid(morning).head
    desk.agenda.set_hours(morning.meeting, people["LO"], "", "")
    assert laid(morning).hours == ()
    with pytest.raises(StaleCaseError):
        desk.agenda.propose_order(morning.meeting, shown=head)
    with pytest.raises(agendas.OrderInvalidError):
        desk.agenda.put_in_order(morning.meeting, morning.items[:2])


def test_members_who_sit_elsewhere_and_cases_on_two_agendas_are_told(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    seats = (Seat(people["RA"], "chair", ""), Seat(people["LO"], "member", ""))
    other = desk.panel.plan_meeting("annual_review", date(2026, 11, 26), "11:00", "13:00", "", seats).id
    desk.panel.add_item(other, morning.cases[1])
    seen = laid(morning)
    assert set(seen.elsewhere) == {people["RA"], people["LO"]}
    assert seen.twice == {morning.cases[1]}


def test_an_open_meeting_keeps_what_it_is_done_with_in_its_place(morning: Morning) -> None:
    desk, people = morning.desk, morning.people
    desk.panel.open_meeting(morning.meeting, attendance={people[who]: "present" for who in panel_morning.VOTERS})
    chair = (Seat(people["RA"], "chair", ""),)
    desk.panel.plan_meeting("annual_review", date(2026, 11, 30), "09:30", "12:30", "", chair)
    desk.panel.defer_item(morning.meeting, morning.items[0], "Not ready", date(2026, 11, 30))
    first, second, *rest = morning.items
    with pytest.raises(agendas.OrderInvalidError):
        desk.agenda.put_in_order(morning.meeting, [second, first, *rest])
    desk.agenda.put_in_order(morning.meeting, [first, *reversed([second, *rest])])
    assert replace(rows(morning)[0]).item == first


def test_a_pack_is_written_for_each_reader_with_its_cover_and_papers(morning: Morning, tmp_path: Path) -> None:
    import pikepdf

    desk, people = morning.desk, morning.people
    morning.declare(("LO",), (0,))
    morning.as_("CM")
    for item in morning.items[:2]:
        desk.panel.freeze_papers(morning.meeting, item)
    folder = tmp_path / "packs"
    desk.agenda.release(morning.meeting, "To prepare the meeting", [people["LO"]], ["B. Observer"], folder=folder)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["pack-2026-11-26-B-Observer.pdf", "pack-2026-11-26-L-Okoro.pdf"]
    with pikepdf.open(folder / names[1]) as pack, pack.open_outline() as outline:
        assert [one.title.rpartition(": ")[2] for one in outline.root] == [
            "Panel pack for L. Okoro",
            "Educational psychologist",
            "School support plan, cycle 2",
        ]  # the papers of the one case that is open to her
        assert len(pack.pages) >= 1 + 6 + 4
    (folder / "here").write_text("a file, not a folder")
    with pytest.raises(PackFolderError):
        desk.agenda.release(morning.meeting, "Again", [people["LO"]], folder=folder / "here")
    assert len(laid(morning).packs) == 1
