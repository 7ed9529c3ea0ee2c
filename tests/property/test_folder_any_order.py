"""The same bundles give the same record, whatever the order in which a folder brings them."""

from __future__ import annotations

import contextlib
import random
import shutil
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from bandingdesk import seams
from bandingdesk.casework.ops import CaseAssigned, ChildCorrected
from bandingdesk.council.ops import RoleEnded, RoleGranted
from bandingdesk.errors import InvalidError, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.store import folds
from bandingdesk.store.store import open_store
from bandingdesk.sync.folder import joining, place, run
from tests.support import folders
from tests.support.folders import ADMIN, Laptop

PEOPLE = {"p-one": ("caseworker",), "p-two": ("caseworker", "chair"), "p-qa": ("qa_lead", "caseworker")}
CASES = ("k1", "k2", "k3")
FULL = place.FolderFullError(path="share")
NAMES = ("a", "b", "c", "late")


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Laptop]:
    """Four laptops with one record: the office, two that work, one that is away from here on."""
    home = tmp_path_factory.mktemp("council")
    a = folders.first(home / "a", home / "share", people=PEOPLE)  # type: ignore[arg-type]
    for n, case in enumerate(CASES):
        a.put("child.registered", Subject("child", f"c{n}"), folders.child(n))
        a.put("case.opened", Subject("case", case), folders.case_of(f"c{n}"))
    folders.begin(a)
    made = {"a": a}
    for n, (name, me) in enumerate((("b", "p-one"), ("c", "p-two"), ("late", "p-qa"))):
        made[name] = folders.join(home / name, a, name, me, seed=50 + n)
    for laptop in made.values():
        laptop.sync()
        laptop.close()
    return made


def again(made: dict[str, Laptop], folder: Path, seed: int) -> dict[str, Laptop]:
    """Return copies of the laptops, opened, that share a copy of the folder."""
    shutil.copytree(made["a"].where, folder / "share")
    found = {}
    for n, name in enumerate(NAMES):
        (folder / name).mkdir()
        path = folder / name / made[name].store.path.name
        shutil.copy(made[name].store.path, path)
        clock, ids = seams.FixedClock(folders.NOW, timedelta(seconds=1)), seams.SeededIds(seed * 10 + n, folders.NOW)
        store = open_store(path, None, folds.registry(), clock=clock, ids=ids, person=made[name].me, plain=True)
        found[name] = Laptop(store, folder / "share", made[name].me)
        found[name].ring.entries.update(made[name].ring.entries)
    return found


def act(laptop: Laptop, made: dict[str, Laptop], rng: random.Random) -> None:
    """Do one thing that people do, on what this laptop knows."""
    case, other = (Subject("case", one) for one in rng.sample(CASES, 2))
    choice = rng.random()
    try:
        if choice < 0.5:
            laptop.put("case.assigned", case, CaseAssigned(rng.choice(tuple(PEOPLE))))
        elif choice < 0.65:  # one act on two subjects
            child = Subject("child", f"c{rng.randrange(3)}")
            with laptop.store.act(by=laptop.me) as one:
                at = laptop.store.clock.now()
                corrected = ChildCorrected(folders.child(rng.randrange(900)), "a letter")
                one.record(Op("child.corrected", child, one.head(child), laptop.me, at, corrected))
                one.record(Op("case.assigned", other, one.head(other), laptop.me, at, CaseAssigned("p-one")))
        elif choice < 0.9:
            desk = laptop.desk()
            if differences := desk.sync.differences():
                one_of = rng.choice(differences)
                desk.sync.resolve(one_of.op_id, rng.choice(("mine", "theirs", "both", "accepted")), "talked over")
        elif laptop.me == ADMIN and choice < 0.97:
            person = Subject("person", rng.choice(("p-one", "p-two")))
            body = rng.choice(
                (
                    ("person.role_ended", RoleEnded("caseworker", folders.STARTS)),
                    ("person.role_granted", RoleGranted("caseworker", folders.STARTS)),
                )
            )
            laptop.put(body[0], person, body[1])
        elif laptop.me == ADMIN and rng.random() < 0.3:
            with laptop:
                joining.revoke(laptop.store, laptop.where, made["c"].store.device_id, "lost", by=ADMIN)
    except (RefusedError, InvalidError) as error:
        note(f"{laptop.me}: {error.code}")


def work_apart(made: dict[str, Laptop], rng: random.Random) -> None:
    """Let three laptops work, each seeing what the folder happens to have brought."""
    for _ in range(rng.randrange(6, 26)):
        laptop = made[rng.choice(NAMES[:3])]
        for _ in range(rng.randrange(1, 4)):
            act(laptop, made, rng)
        if rng.random() < 0.4:
            laptop.sync()
        elif rng.random() < 0.5:  # it reads what came and can't send: what it does next, it does knowing more
            with contextlib.suppress(place.FolderFullError), patch.object(place, "write", side_effect=FULL):
                laptop.sync()
    for _ in range(3):
        for name in NAMES[:3]:
            made[name].sync()


def bring(whole: Path, part: Path, rng: random.Random, share: float) -> None:
    """Bring some more of the files of a folder into another, some of them twice."""
    for path in sorted(whole.rglob("*")):
        if path.is_file() and rng.random() < share:
            target = part / path.relative_to(whole)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
            if path.suffix == ".bundle" and rng.random() < 0.3:
                shutil.copy(path, target.with_name(f"{path.stem} (1).bundle"))


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_arrival_changes_nothing(
    seed: int, council: dict[str, Laptop], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = random.Random(seed)
    folder = tmp_path_factory.mktemp("apart")
    with ExitStack() as closing:
        made = again(council, folder, seed)
        for laptop in made.values():
            closing.callback(laptop.close)
        work_apart(made, rng)
        late = made["late"]
        (folder / "brought").mkdir()
        for share in (0.3, 0.5, 0.7, 1.0):
            bring(folder / "share", folder / "brought", rng, share)
            with late:
                result = run.sync(late.store, folder / "brought")
                late.check()
        assert result.is_whole, result
        expected = made["a"].whole()
        for name in ("b", "late") if _is_out(made) else NAMES[1:]:
            assert made[name].whole() == expected, name
            made[name].check()
    shutil.rmtree(folder)


def _is_out(made: dict[str, Laptop]) -> bool:
    """Whether the laptop c was taken out: it no longer gets what the others write."""
    with made["a"].store.read() as conn:
        rows = conn.exec_driver_sql("SELECT count(*) FROM op WHERE kind = 'device.revoked'").fetchone()
    return bool(rows and rows[0])
