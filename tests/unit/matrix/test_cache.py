"""A compiled scheme as bytes: the same scheme back, nothing but the same, and no heavy library on the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bandingdesk.matrix import cache
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from tests.support.frameworks import PAIRS, scheme

FROM_BYTES = """
import sys
from datetime import UTC, datetime
from bandingdesk.matrix import cache, explain
from bandingdesk.matrix.profile import Profile

scheme = cache.load(open(sys.argv[1], "rb").read(), sys.argv[2], sys.argv[3])
levels = {strand.id: strand.levels[1] for strand in scheme.strands}
profile = Profile(levels, context={"setting": "main", "phase": "ks12"})
print(explain.explain(scheme, profile, case="C1", at=datetime(2026, 11, 23, tzinfo=UTC)).short)
heavy = {name.partition(".")[0] for name in sys.modules} & {"pydantic", "pydantic_core", "numpy"}
print(sorted(heavy))
"""


def exampleshire() -> Scheme:
    return scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")


@pytest.mark.parametrize(("name", "money"), PAIRS)
def test_every_worked_test_comes_out_the_same_from_bytes(name: str, money: str) -> None:
    made = scheme(name, money)
    kept = cache.load(cache.dump(made), made.sha256, made.identity.tariff_sha256)
    assert kept is not None
    for test in made.framework.tests:
        profile = Profile(test.levels, frozenset(test.descriptors), test.context)
        assert evaluate(kept, profile) == evaluate(made, profile)
    assert (kept.framework, kept.tariff) == (made.framework, made.tariff)  # read when they are asked for


def test_bytes_for_something_else_are_no_scheme(monkeypatch: pytest.MonkeyPatch) -> None:
    made = exampleshire()
    data, tariff = cache.dump(made), made.identity.tariff_sha256
    assert cache.load(data, made.sha256, None) is None
    assert cache.load(data, "sha256:" + "0" * 64, tariff) is None
    assert cache.load(data.replace(b'"B1"', b'"B2"', 1), made.sha256, tariff) is None
    assert cache.load(data[:-1], made.sha256, tariff) is None
    assert cache.load(b"", made.sha256, tariff) is None
    monkeypatch.setattr("bandingdesk.__version__", "another")
    assert cache.load(data, made.sha256, tariff) is None


def test_an_explained_answer_from_bytes_loads_neither_pydantic_nor_numpy(tmp_path: Path) -> None:
    made = exampleshire()
    kept = tmp_path / "scheme"
    kept.write_bytes(cache.dump(made))
    arguments = [str(kept), made.sha256, str(made.identity.tariff_sha256)]
    done = subprocess.run([sys.executable, "-c", FROM_BYTES, *arguments], capture_output=True, text=True, check=True)
    short, heavy = done.stdout.splitlines()
    assert short.startswith("The levels add up to ")
    assert heavy == "[]"
