"""Drawn cases for the suites `engine` and `whatif`: the same ones for the same seed."""

from __future__ import annotations

import random

import numpy as np

from bandingdesk import resources
from bandingdesk.matrix import files
from bandingdesk.matrix.caseload import Caseload, Column
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.tariff import Tariff

SEED = 20261126


def example(name: str, tariff: str | None = None) -> tuple[Framework, Tariff | None]:
    """Return a shipped framework, and its tariff where one is named."""
    framework = files.read_framework(resources.shipped(f"frameworks/{name}.json").read_bytes(), name)
    if tariff is None:
        return framework, None
    return framework, files.read_tariff(resources.shipped(f"frameworks/{tariff}.json").read_bytes(), tariff)


def bench_matrix() -> tuple[Framework, Tariff]:
    """Return the bench matrix: Exampleshire, 12 strands of six levels, with its tariff."""
    framework, tariff = example("exampleshire-2026.1", "exampleshire-tariff-2026-27")
    assert tariff is not None
    return framework, tariff


def profiles(framework: Framework, n: int) -> list[Profile]:
    """Return N profiles, every level and context drawn evenly."""
    rng = random.Random(SEED)
    return [
        Profile(
            {strand.id: rng.choice(strand.levels).level for strand in framework.strands},
            frozenset(),
            {context.id: rng.choice(context.values) for context in framework.contexts},
        )
        for _ in range(n)
    ]


def caseload(framework: Framework, n: int) -> Caseload:
    """Return N cases as columns, every level and context drawn evenly."""
    rng = np.random.default_rng(SEED)
    numbers = [np.array([level.level for level in strand.levels], dtype=np.int8) for strand in framework.strands]
    return Caseload(
        cases=tuple(f"C{k:07}" for k in range(n)),
        strands=tuple(strand.id for strand in framework.strands),
        levels=np.stack([own[rng.integers(0, len(own), n)] for own in numbers]),
        contexts={
            context.id: Column(context.values, rng.integers(0, len(context.values), n).astype(np.int16))
            for context in framework.contexts
        },
    )
