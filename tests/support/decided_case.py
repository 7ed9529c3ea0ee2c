"""One invented case that a panel recommended and the decision maker signed, with a council that can write letters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import LETTERS
from tests.support import panel_store
from tests.support.panel_store import CHAIR, DEPUTY, PIN, START, WORKER, World, a_world


@dataclass
class Decided:
    """The panel's world, and the whole desk on the same store with a caseworker at the keys."""

    world: World
    desk: Desk
    decision: str

    def close(self) -> None:
        """Close the store."""
        self.desk.close()


def a_decided_case(
    folder: Path,
    *,
    outcome: str = "amend",
    is_signed: bool = True,
    letters: dict[str, Any] | None = None,
    override: bool = False,
) -> Decided:
    """Return a case decided with OUTCOME on Thursday 26 November 2026, at Band 2 or with OVERRIDE at Band 3."""
    world = a_world(folder)
    desk = Desk(world.store, world.ground.clock, world.ground.ids, WORKER, is_demo=True)
    desk.council.adopt_policy("letters", LETTERS if letters is None else letters, START, "M1")
    world.prepare()
    world.score()
    world.reveal()
    world.agree()
    changed = {"band": "B3", "reason_code": override_code(), "reason": "Two needs together.", "fits": False}
    world.propose(outcome=outcome, **(changed if override else {}))
    if override:
        world.sit(DEPUTY).countersign(world.decision, "The reason stands.", PIN)
    world.check_provision()
    world.sit(CHAIR).show_money(world.decision)
    world.answer()
    world.panel.recommend(world.decision, "More help at lunchtime than the plan sets out.", PIN)
    if is_signed:
        world.sign(outcome=outcome, band="B3" if override else "B2", words="I agree with the panel.")
    return Decided(world, desk, world.decision)


def override_code() -> str:
    """Return a code by which the framework allows another band."""
    return panel_store.FRAMEWORK.override.named()[0].id
