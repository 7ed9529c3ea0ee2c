"""Who has stepped out for a case finds it nowhere: not in the list, the search, the page or what waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk.council.ops import RoleGranted
from bandingdesk.ops import Subject
from bandingdesk.store.queries import caseload, casework, letters, panel, today
from bandingdesk.store.queries.caseload import CaseFilter
from bandingdesk.store.queries.closed import CaseClosedError
from tests.support.panel_store import CASE, CHAIR, DEPUTY, EP, HEAD, ON, WORKER, World, a_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = a_world(tmp_path)
    made.plan()
    yield made
    made.store.close()


def finds(world: World, viewer: str | None) -> tuple[list[str], int, list[str]]:
    """Return what VIEWER finds: in the list, its count, and by the child's name."""
    return (
        world.read(caseload.ids, CaseFilter(), today=ON, viewer=viewer),
        world.read(caseload.count, CaseFilter(), today=ON, viewer=viewer),
        [row.id for row in world.read(caseload.search, "rowan", viewer=viewer)],
    )


def test_a_withdrawn_member_finds_the_case_in_no_list_or_search(world: World) -> None:
    assert finds(world, EP) == ([CASE], 1, [CASE])
    world.withdraw(EP)
    assert finds(world, EP) == ([], 0, [])
    for other in (HEAD, DEPUTY, CHAIR, WORKER, None):
        assert finds(world, other) == ([CASE], 1, [CASE])
    with pytest.raises(CaseClosedError):
        world.read(casework.case, CASE, EP)
    assert world.read(casework.case, CASE, HEAD).id == CASE
    assert world.read(panel.closed_cases, EP) == {CASE}
    assert world.read(panel.closed_cases, HEAD) == frozenset()


def test_a_declared_interest_closes_the_case_until_it_is_settled(world: World) -> None:
    world.sit(HEAD).declare_interest(world.meeting, world.item, HEAD, "unsure", "I taught a brother of this child")
    assert finds(world, HEAD) == ([], 0, [])
    world.sit(CHAIR).settle_interest(f"{world.meeting}.{world.item}.{HEAD}", "noted")
    assert finds(world, HEAD) == ([CASE], 1, [CASE])


def test_the_case_is_not_among_what_waits_for_a_caseworker_who_stepped_out(world: World) -> None:
    def waiting(person: str) -> list[str]:
        return [row.subject for row in world.read(today.do_next, person, ON) if row.kind == "decide"]

    world.put("person.role_granted", Subject("person", EP), RoleGranted("caseworker", ON))
    assert waiting(EP) == waiting(WORKER) == ["Testpupil Rowan-017"]
    world.withdraw(EP)
    assert waiting(EP) == []
    assert waiting(WORKER) == ["Testpupil Rowan-017"]


def test_letters_of_a_case_that_closed_are_in_no_tray(tmp_path: Path) -> None:
    world = a_world(tmp_path)

    def to_write(viewer: str | None) -> list[str]:
        return [row.template for row in world.read(letters.letters_to_write, viewer=viewer)]

    for step in (world.prepare, world.score, world.reveal, world.agree, world.propose, world.recommend, world.sign):
        step()
    assert to_write(EP) == to_write(None) == ["L8", "L15"]
    world.withdraw(EP)
    assert to_write(EP) == []
    assert to_write(WORKER) == ["L8", "L15"]
    world.store.close()
