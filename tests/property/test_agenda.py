"""The rota and the order of an agenda, for any panel: nobody reads against an interest, and the load is fair."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk.panel.agenda import order, rota
from bandingdesk.panel.agenda.order import Case, Window
from bandingdesk.panel.agenda.rota import Member

DAY = date(2026, 11, 26)


@st.composite
def panels(draw):
    """Items, members with what they read before, who can't read what, readers an item needs."""
    items = [f"i{n}" for n in range(draw(st.integers(0, 14)))]
    people = [f"p{n}" for n in range(draw(st.integers(1, 7)))]
    chair = draw(st.sampled_from([*people, ""]))
    members = [Member(one, draw(st.integers(0, 5)), None, one == chair) for one in people]
    pairs = [(item, one) for item in items for one in people]
    unfit = draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else []
    return items, members, dict.fromkeys(unfit, "interest"), draw(st.integers(2, 3))


@given(panels())
@settings(max_examples=150, deadline=None)
def test_nobody_reads_against_an_interest_and_every_item_gets_whom_it_can(panel):
    items, members, unfit, each = panel
    drawn = rota.draw(items, members, unfit, each)
    for item in items:
        chosen = [reader.person for reader in drawn.readers[item]]
        free = [one for one in members if (item, one.person) not in unfit]
        assert len(set(chosen)) == len(chosen)
        assert not any((item, person) in unfit for person in chosen)
        assert len(chosen) == min(each, len(free))
        assert (item in drawn.short) == (len(chosen) < each)
        others = [one for one in free if not one.is_chair]
        chair = next((one.person for one in members if one.is_chair), None)
        assert chair not in chosen or len(others) < each  # the chair speaks last


@given(panels())
@settings(max_examples=100, deadline=None)
def test_the_same_panel_gives_the_same_readers(panel):
    items, members, unfit, each = panel
    assert rota.draw(items, members, unfit, each) == rota.draw(items, list(members), dict(unfit), each)


@given(panels())
@settings(max_examples=150, deadline=None)
def test_no_case_can_be_passed_to_somebody_who_has_two_fewer(panel):
    """The load differs by at most one wherever the interests let a case be passed on."""
    items, members, unfit, each = panel
    drawn = rota.draw(items, members, unfit, each)
    load = {one.person: one.before for one in members}
    for chosen in drawn.readers.values():
        for reader in chosen:
            load[reader.person] += 1
    chairs = {one.person for one in members if one.is_chair}
    for item, chosen in drawn.readers.items():
        people = {reader.person for reader in chosen}
        for giver in people - chairs:
            for taker in {one.person for one in members} - people - chairs:
                if (item, taker) not in unfit:
                    assert load[giver] - load[taker] <= 1


@given(st.integers(0, 20), st.integers(2, 8), st.integers(2, 3))
def test_without_interests_loads_differ_by_at_most_one(count, size, each):
    items, members = [f"i{n}" for n in range(count)], [Member(f"p{n}") for n in range(size)]
    drawn = rota.draw(items, members, {}, each)
    load = [
        sum(one.person == reader.person for chosen in drawn.readers.values() for reader in chosen) for one in members
    ]
    assert max(load) - min(load) <= 1


bounds = st.one_of(st.none(), st.integers(9 * 60, 13 * 60))
cases = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(-10, 40).map(lambda n: DAY + timedelta(days=n))),
        bounds,
        bounds,
        st.integers(0, 5),
    ),
    max_size=12,
)


@given(cases, st.one_of(st.none(), st.integers(1, 30).map(lambda n: DAY + timedelta(days=n))))
def test_the_order_holds_every_case_once_and_what_must_be_decided_never_waits_behind_what_need_not(given_, told):
    known = [
        Case(f"i{n}", law_day, (Window("p", starts, ends),) if starts or ends else (), rank)
        for n, (law_day, starts, ends, rank) in enumerate(given_)
    ]
    places = order.propose(known, begins=9 * 60, case_minutes=15, next_told=told)
    assert sorted(place.item for place in places) == sorted(case.item for case in known)
    assert places == order.propose(known, begins=9 * 60, case_minutes=15, next_told=told)
    by_item = {case.item: case for case in known}
    for at, place in enumerate(places):
        case = by_item[place.item]
        assert (place.because == "must") == order.is_must(case, told)
        later = [by_item[other.item] for other in places[at + 1 :]]
        if place.because != "must":  # a must that comes later could not be taken yet: its reader had not arrived
            slot = 9 * 60 + at * 15
            assert all(other.starts > slot for other in later if order.is_must(other, told))
