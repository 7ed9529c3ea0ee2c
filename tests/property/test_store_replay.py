"""The head of every subject is what a replay of the log gives, whatever was done in whatever order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Op, Subject
from bandingdesk.store import chain, keys, log, replay, store, verify
from tests.support import notebook as book

CASES = ("c1", "c2", "c3")
# (window, what it does, case, text): `look` is what a screen does; `act` relies on what that window last looked at.
STEPS = st.lists(
    st.tuples(
        st.sampled_from((0, 1)), st.sampled_from(("look", "act", "act", "pair")), st.sampled_from(CASES), st.text()
    ),
    max_size=25,
)


@contextmanager
def windows() -> Iterator[tuple[store.Store, store.Store]]:
    """Two windows on one new store."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.bdk"
        one = book.new(path)
        two = book.again(path)
        yield one, two
        one.close()
        two.close()


@settings(max_examples=40)
@given(STEPS)
def test_two_windows_lose_nothing_and_the_head_equals_the_replay(steps: list[tuple[int, str, str, str]]) -> None:
    model: dict[str, list[str]] = {}
    with windows() as both:
        shown: list[dict[str, str | None]] = [{}, {}]
        versions: dict[str, str] = {}
        for window, deed, case, text in steps:
            if deed == "look":
                state = both[window].find(Subject("case", case))
                shown[window][case] = None if state is None else state.head
                continue
            parent = shown[window].get(case)
            is_stale = parent != versions.get(case)
            if is_stale:
                with pytest.raises(StaleCaseError) as told, both[window].act() as act:
                    act.record(_op(case, parent, text))
                assert told.value.fields["subject"] == Subject("case", case)
                continue
            with both[window].act() as act:
                act.record(_op(case, parent, text))
                if deed == "pair":
                    act.record(book.moved("r1", act.head(Subject("round", "r1"))))
            model.setdefault(case, []).extend([] if parent is None else [text])
            versions[case] = shown[window][case] = both[window].load(Subject("case", case)).head
        for case, notes in model.items():
            assert list(both[0].load(Subject("case", case)).notes) == notes
        _agrees(both[0])


def _op(case: str, parent: str | None, text: str) -> Op:
    return book.opened(case, name=text) if parent is None else book.noted(case, parent, text)


def _agrees(box: store.Store) -> None:
    with box.read() as conn:
        assert verify.verify(conn).ok
        assert replay.differing(conn, box.registry) == []
        kept = _caches(conn)
    with box.jot() as conn:
        replay.rebuild(conn, box.registry)
    with box.read() as conn:
        assert _caches(conn) == kept
        assert verify.verify(conn).ok


def _caches(conn: object) -> list[list[tuple[object, ...]]]:
    raw = log.driver(conn)  # type: ignore[arg-type]
    queries = (
        "SELECT subject, head_op, state FROM head ORDER BY 1",
        "SELECT * FROM reference ORDER BY 1",
        "SELECT * FROM case_row ORDER BY owner",
        "SELECT * FROM note_row ORDER BY owner, place",
    )
    return [raw.execute(query).fetchall() for query in queries]


VALUES = st.one_of(st.none(), st.integers(), st.text(), st.binary())


@given(st.lists(VALUES, max_size=5), st.lists(VALUES, max_size=5))
def test_rows_with_one_text_are_one_row(one: list[object], two: list[object]) -> None:
    def shown(values: list[object]) -> list[object]:  # bytes stand as hex, numbers as digits: that is no difference
        return [value.hex() if isinstance(value, bytes) else value if value is None else str(value) for value in values]

    same = chain.row_text(one) == chain.row_text(two)  # type: ignore[arg-type]
    assert same == (shown(one) == shown(two))


@given(st.binary(min_size=16, max_size=16))
def test_a_recovery_key_comes_back(secret: bytes) -> None:
    assert keys.recovery_secret(keys.recovery_text(secret)) == secret
