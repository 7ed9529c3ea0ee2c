"""Three laptops that share a council's record: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.ops import Subject
from bandingdesk.store import folds
from bandingdesk.store.store import open_store
from tests.support import folders
from tests.support.folders import Laptop

PEOPLE = {"p-one": ("caseworker",), "p-two": ("caseworker", "chair")}


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> list[Laptop]:
    """The office, Bee (p-one alone) and Cee (p-two alone), with one case, in step and closed."""
    home = tmp_path_factory.mktemp("council")
    office = folders.first(home / "a", home / "share", people=PEOPLE)  # type: ignore[arg-type]
    office.put("child.registered", Subject("child", "c1"), folders.child(1))
    for case in ("k1", "k2"):
        office.put("case.opened", Subject("case", case), folders.case_of("c1"))
    folders.begin(office)
    bee = folders.join(home / "b", office, "Bee", "p-one", seed=2, person="p-one")
    cee = folders.join(home / "c", office, "Cee", "p-two", seed=3, person="p-two")
    made = [office, bee, cee]
    for laptop in made:
        laptop.sync()
        laptop.close()
    return made


@pytest.fixture
def laptops(made_once: list[Laptop], tmp_path: Path) -> Iterator[list[Laptop]]:
    """Copies of the three, open, that share a folder of the test's own."""
    shutil.copytree(made_once[0].where, tmp_path / "share")
    found = []
    for n, made in enumerate(made_once):
        path = tmp_path / f"{n}" / made.store.path.name
        path.parent.mkdir()
        shutil.copy(made.store.path, path)
        clock = seams.FixedClock(folders.NOW + timedelta(hours=1), timedelta(seconds=1))
        ids = seams.SeededIds(70 + n, folders.NOW)
        store = open_store(path, None, folds.registry(), clock=clock, ids=ids, person=made.me, plain=True)
        laptop = Laptop(store, tmp_path / "share", made.me)
        laptop.ring.entries.update(made.ring.entries)
        found.append(laptop)
    yield found
    for laptop in found:
        laptop.close()
