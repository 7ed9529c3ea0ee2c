"""Other engines on the bench matrix: ZEN, CEL (C++), OpenFisca and plain numpy, each as its makers document it.

The bench matrix is Exampleshire: 12 strands, one cap, one addition, one move, ten bands, amounts by setting and phase.
ZEN's and CEL's rules are written for speed: arrays in expressions in place of a table per strand. Every rival is
checked to agree with the subject before it is timed.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.tariff import TableTariff, Tariff

Ints = NDArray[np.int64]


class Matrix(NamedTuple):
    """The parts of the bench matrix that the rivals are written from."""

    framework: fw.Framework
    measure: ms.PointsMeasure
    ladder: fw.Thresholds
    tariff: TableTariff

    @classmethod
    def of(cls, framework: fw.Framework, tariff: Tariff) -> Matrix:
        """Return the parts; the shapes are those of the bench matrix."""
        measure, ladder = framework.measures[0], framework.decide
        assert isinstance(measure, ms.PointsMeasure)
        assert isinstance(ladder, fw.Thresholds)
        assert isinstance(tariff, TableTariff)
        return cls(framework, measure, ladder, tariff)

    def amounts(self) -> list[int]:
        """Return the amounts by band, setting and phase, the last running fastest."""
        settings, phases = (self.framework.context(name).values for name in ("setting", "phase"))
        cells = {(row.band, row.setting, row.phase): row.pence or 0 for row in self.tariff.rows}
        return [cells[band.id, s, p] for band in self.framework.ladder() for s in settings for p in phases]


# --- one case ---------------------------------------------------------------------------------------------------------


def zen(matrix: Matrix) -> tuple[Callable[[Profile], Any], Callable[[Profile], Any]]:
    """Return ZEN with and without trace: one profile to a mapping with band, score and pence."""
    import zen as rival

    decision = rival.ZenEngine().create_decision(json.dumps(_graph(matrix)))
    return (
        lambda profile: decision.evaluate({**profile.levels, **profile.context}, {"trace": True}),
        lambda profile: decision.evaluate({**profile.levels, **profile.context}),
    )


def zen_batch(matrix: Matrix) -> Callable[[list[dict[str, object]]], Any]:
    """Return ZEN's own batch call: it takes and returns one record a case."""
    import zen as rival

    graph = {"contentType": "application/vnd.gorules.decision", **_graph(matrix)}
    engine = rival.ZenEngine({"loader": lambda key: json.dumps(graph)})
    return lambda records: engine.evaluate_batch([{"key": "bench", "context": record} for record in records])


def _terms(measure: ms.PointsMeasure) -> tuple[dict[str, str], str, str, str]:
    """Return formulas: points by strand, the sum outside the cap, the sum inside it, strands at level 4 or more."""
    points = {row.strand: f"{list(row.points)}[{row.strand}]" for row in measure.table}
    inside = measure.group_caps[0].strands
    rest = " + ".join(expression for strand, expression in points.items() if strand not in inside)
    capped = " + ".join(points[strand] for strand in inside)
    return points, rest, capped, " + ".join(f"({strand} >= 4 ? 1 : 0)" for strand in points)


def _graph(matrix: Matrix) -> dict[str, Any]:
    framework, measure, ladder, tariff = matrix
    points, rest, capped, high = _terms(measure)
    cap = measure.group_caps[0]
    uplift = f"(attention >= 3 and feelings >= 3 ? {measure.add_if[0].add} : 0)"
    first = {
        "score": f"min([{capped}, {cap.max}]) + {rest} + {uplift}",
        "high": high,
    }
    rules = [
        {"_id": f"r{n}", "i": f"[{row.from_}..{row.to}]", "o": str(n)} for n, row in enumerate(ladder.rows)
    ] + [{"_id": "rest", "i": "", "o": "-1"}]  # fmt: skip
    settings, phases = (framework.context(name).values for name in ("setting", "phase"))
    values = matrix.amounts()
    place = f"({_index('setting', settings)}) * {len(phases)} + ({_index('phase', phases)})"
    names = [band.id for band in framework.ladder()]
    width = len(settings) * len(phases)
    top = f"{values}[rank * {width} + {place}]"
    second = {
        "rank": "row >= 0 and high >= 3 and score <= 284 ? row + 1 : row",
        "value": f"$.rank >= 0 ? {top.replace('[rank', '[$.rank')} : null",
        "pence": f'$.value == null ? null : setting == "main" ? min([$.value, {tariff.caps[0].pence}]) : $.value',
        "band": f"$.rank >= 0 ? {json.dumps(names)}[$.rank] : null",
        "score": "score",
    }
    return _wire(first, rules, second)


def _index(name: str, values: Sequence[str]) -> str:
    """Return an expression for the place of a context's value."""
    return " : ".join([f'{name} == "{value}" ? {n}' for n, value in enumerate(values)] + ["0"])


def _wire(first: dict[str, str], rules: list[dict[str, str]], second: dict[str, str]) -> dict[str, Any]:
    def sums(id_: str, lines: dict[str, str], through: bool) -> dict[str, Any]:
        expressions = [{"id": f"{id_}{n}", "key": key, "value": value} for n, (key, value) in enumerate(lines.items())]
        return {
            "id": id_,
            "name": id_,
            "type": "expressionNode",
            "content": {"expressions": expressions, "passThrough": through},
        }

    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": "score", "field": "score"}],
        "outputs": [{"id": "o", "name": "row", "field": "row"}],
        "rules": rules,
        "passThrough": True,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        sums("points", first, True),
        {"id": "ladder", "name": "ladder", "type": "decisionTableNode", "content": table},
        sums("money", second, False),
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    ids = [str(node["id"]) for node in nodes]
    edges = [
        {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in itertools.pairwise(ids)
    ]  # fmt: skip
    return {"nodes": nodes, "edges": edges}


def cel(matrix: Matrix) -> Callable[[Profile], tuple[int, int, int]]:
    """Return CEL's C++ evaluator: one profile to rank, score and pence, by three expressions."""
    from cel_expr_python import cel as rival

    framework, measure, ladder, tariff = matrix
    points, rest, capped, high = _terms(measure)
    cap = measure.group_caps[0]
    uplift = f"(attention >= 3 && feelings >= 3 ? {measure.add_if[0].add} : 0)"
    row = " : ".join([f"score <= {row.to} ? {n}" for n, row in enumerate(ladder.rows)] + ["-1"])
    settings, phases = (framework.context(name).values for name in ("setting", "phase"))
    width = len(settings) * len(phases)
    names = dict.fromkeys(points, rival.Type.INT)
    names |= {"score": rival.Type.INT, "rank": rival.Type.INT, "place": rival.Type.INT, "setting": rival.Type.STRING}
    env = rival.NewEnv(variables=names)
    top = tariff.caps[0].pence
    score = env.compile(f"(({capped}) < {cap.max} ? ({capped}) : {cap.max}) + {rest} + {uplift}")
    rank = env.compile(f"({row}) + ({high} >= 3 && score <= 284 ? 1 : 0)")
    value = f"{matrix.amounts()}[rank * {width} + place]"
    pence = env.compile(f'setting == "main" && {value} > {top} ? {top} : {value}')
    spots = {(s, p): n for n, (s, p) in enumerate(itertools.product(settings, phases))}

    def run(profile: Profile) -> tuple[int, int, int]:
        data: dict[str, object] = dict(profile.levels)
        data["score"] = total = score.eval(data=data).value()
        data["rank"] = band = rank.eval(data=data).value()
        context = profile.context
        data["setting"], data["place"] = context["setting"], spots[context["setting"], context["phase"]]
        return band, total, pence.eval(data=data).value()

    return run


# --- many cases -------------------------------------------------------------------------------------------------------


def naive(matrix: Matrix, caseload: Caseload) -> Callable[[], tuple[Ints, Ints]]:
    """Return numpy as one would write it first: 64-bit rows, a table a strand, a search on the thresholds."""
    framework, measure, ladder, tariff = matrix
    rows = caseload.levels.T.astype(np.int64)
    tables = [np.array(row.points, dtype=np.int64) for row in measure.table]
    places = {strand.id: n for n, strand in enumerate(framework.strands)}
    capped = [places[strand] for strand in measure.group_caps[0].strands]
    one, two = places["attention"], places["feelings"]
    starts = np.array([row.from_ for row in ladder.rows], dtype=np.int64)
    settings, phases = (caseload.contexts[name].codes.astype(np.int64) for name in ("setting", "phase"))
    width = len(framework.context("phase").values)
    amounts = np.array(matrix.amounts(), dtype=np.int64).reshape(len(framework.bands), -1)
    top, main = tariff.caps[0].pence, framework.context("setting").values.index("main")

    def run() -> tuple[Ints, Ints]:
        each = np.stack([table[rows[:, n]] for n, table in enumerate(tables)], axis=1)
        group = each[:, capped].sum(axis=1)
        score = each.sum(axis=1) - group + np.minimum(group, measure.group_caps[0].max)
        score = score + np.where((rows[:, one] >= 3) & (rows[:, two] >= 3), measure.add_if[0].add, 0)
        bands = np.searchsorted(starts, score, side="right") - 1
        bands = bands + (((rows >= 4).sum(axis=1) >= 3) & (score <= 284))
        bands = np.where(score > ladder.rows[-1].to, -1, bands)
        pence = amounts[bands, settings * width + phases]
        return bands, np.where((settings == main) & (pence > top), top, pence)

    return run


def open_fisca(matrix: Matrix, caseload: Caseload) -> Callable[[], tuple[Ints, Ints]]:
    """Return OpenFisca: a simulation built, inputs handed over, band and pence calculated."""
    from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

    framework, measure, ladder, tariff = matrix
    child = entities.Entity("child", "children", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([child])
    day = "2026-04"

    def variable(name: str, formula: Callable[..., Any] | None = None) -> None:
        parts: dict[str, Any] = {"value_type": int, "entity": child, "definition_period": periods.MONTH, "label": name}
        if formula is not None:
            parts["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), parts))

    strands = [row.strand for row in measure.table]
    tables = {row.strand: np.array(row.points, dtype=np.int32) for row in measure.table}
    cap, add = measure.group_caps[0], measure.add_if[0]
    starts = np.array([row.from_ for row in ladder.rows])
    amounts = np.array(matrix.amounts(), dtype=np.int32)
    width = amounts.size // len(framework.bands)
    top = tariff.caps[0].pence

    def score(children: Any, period: Any) -> Any:
        points = {strand: tables[strand][children(strand, period)] for strand in strands}
        group = sum(points[strand] for strand in cap.strands)
        rest = sum(points[strand] for strand in strands if strand not in cap.strands)
        both = (children("attention", period) >= 3) & (children("feelings", period) >= 3)
        return np.minimum(group, cap.max) + rest + np.where(both, add.add, 0)

    def band(children: Any, period: Any) -> Any:
        total = children("score", period)
        high = sum((children(strand, period) >= 4).astype(np.int32) for strand in strands)
        place = np.searchsorted(starts, total, side="right") - 1 + ((high >= 3) & (total <= 284))
        return np.where(total > ladder.rows[-1].to, -1, place)

    def pence(children: Any, period: Any) -> Any:
        value = amounts[children("band", period) * width + children("place", period)]
        return np.where(children("mainstream", period) == 1, np.minimum(value, top), value)

    for name in (*strands, "place", "mainstream"):
        variable(name)
    variable("score", score)
    variable("band", band)
    variable("pence", pence)
    settings, phases = (caseload.contexts[name] for name in ("setting", "phase"))
    inputs = dict(zip(strands, caseload.levels.astype(np.int32), strict=True))
    inputs["place"] = settings.codes.astype(np.int32) * len(phases.values) + phases.codes
    inputs["mainstream"] = (settings.codes == settings.values.index("main")).astype(np.int32)

    def run() -> tuple[Ints, Ints]:
        simulation = simulations.SimulationBuilder().build_default_simulation(system, len(caseload))
        for name, values in inputs.items():
            simulation.set_input(name, day, values)
        return simulation.calculate("band", day), simulation.calculate("pence", day)

    return run


def gather_floor(caseload: Caseload) -> Callable[[], object]:
    """Return the least that numpy can do: five look-ups a case (three keys, band, amount) with indices at hand."""
    n = len(caseload)
    keys = [(caseload.levels[k].astype(np.intp) * 216) for k in range(3)]
    table, bands = np.arange(1296, dtype=np.int32), np.arange(1296, dtype=np.int16)
    amounts = np.arange(1296, dtype=np.int64)
    out, small, wide = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int16), np.empty(n, dtype=np.int64)

    def run() -> None:
        for key in keys:
            np.take(table, key, out=out, mode="clip")
        np.take(bands, keys[0], out=small, mode="clip")
        np.take(amounts, keys[0], out=wide, mode="clip")

    return run
