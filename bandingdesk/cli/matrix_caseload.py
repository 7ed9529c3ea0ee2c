"""`framework batch`: every case of a file banded at once, and a file with the result of each."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.cli import reading, writing

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output
    from bandingdesk.matrix.caseload import Caseload
    from bandingdesk.matrix.scheme import Scheme

VERBS = ("batch",)
HEADER = ("case", "band", "points", "pence", "kind", "bands", "reason", "period")


class Line(NamedTuple):
    """The result of one case, as a row of the file: why a band or an amount is missing, and the period of the pence."""

    case: str
    band: str | None
    points: int | None
    pence: int | None
    kind: str
    bands: str
    reason: str
    period: str


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    batch = verbs.add_parser("batch", help="band every case of a file at once")
    batch.add_argument("framework", metavar="FW")
    batch.add_argument("--in", dest="cases", metavar="CASES", required=True, help="CSV or workbook, one row a case")
    batch.add_argument("--tariff", metavar="T", help="give the amounts too")
    batch.add_argument("--out", metavar="FILE", required=True, help="the results as CSV")
    batch.add_argument("--force", action="store_true", help="replace the file if it exists")


def run(args: argparse.Namespace, out: Output) -> int:
    """Band the cases; return 1 where rows were set aside."""
    from bandingdesk import sheets
    from bandingdesk.matrix import compiled

    framework, tariff = reading.definitions(args.framework, args.tariff)
    scheme = compiled.compile_scheme(framework, tariff)
    read = reading.caseload(args.cases, framework)
    for problem in read.problems:
        out.progress(problem.text())
    if read.absent:
        out.progress(f"No column for {', '.join(read.absent)}: not rated in any case.")
    start = time.perf_counter()
    lines = list(banded(scheme, read.caseload))
    seconds = time.perf_counter() - start
    text = sheets.csv_text([HEADER, *lines])
    writing.write(Path(args.out), text.encode(), replace=args.force)
    counts = Counter(line.band or line.kind for line in lines)
    period = scheme.money.period if scheme.money else ""
    total = sum(line.pence or 0 for line in lines if line.period == period)
    others = sum(line.period not in ("", period) for line in lines)
    if others:
        out.progress(f"Amounts for another period than the tariff's own, not in the total: {others}.")
    document = {
        "cases": len(lines),
        "seconds": round(seconds, 4),
        "by_band": {name: counts[name] for name in (*scheme.bands, "refer", "interval", "open") if counts[name]},
        "pence_total": total if tariff else None,
        "set_aside": len({problem.row for problem in read.problems}),
    }
    out.result(document, _text(document, scheme, lines))
    return 1 if read.problems else 0


def banded(scheme: Scheme, caseload: Caseload) -> Iterator[Line]:
    """Give the result of each case; a case with a gap goes by the framework's policy for what is missing."""
    from bandingdesk.matrix import batch, batch_money, verdict

    found = batch.Batch(scheme).run(caseload)
    pence = batch_money.Amounts(scheme).of(caseload, found).tolist()
    forbidden = found.reasons == verdict.REASONS.index("refused")
    alone = (found.gaps | forbidden | batch.unfounded(scheme, caseload)).tolist()
    columns = (found.bands.tolist(), found.points.tolist(), found.reasons.tolist(), alone)
    for n, (band, points, reason, is_alone) in enumerate(zip(*columns, strict=True)):
        if is_alone or pence[n] in (batch_money.NOT_NAMED, batch_money.OTHER_PERIOD):
            yield _alone(scheme, caseload, n)
            continue
        name = scheme.bands[band] if band >= 0 else None
        shown = None if points == batch.NO_POINTS else points
        amount = pence[n] if pence[n] >= 0 else None
        kind = "refer" if name is None else "indicative"
        said = verdict.REASONS[reason]
        if name is not None and amount is None and (open_ := _not_given(scheme, caseload, n)):
            said = f"No amount: {', '.join(open_)} is not given."
        yield Line(caseload.cases[n], name, shown, amount, kind, name or "", said, _period(scheme, amount))


def _not_given(scheme: Scheme, caseload: Caseload, n: int) -> list[str]:
    """Return the contexts that the tariff reads and the case at N does not name."""
    given = caseload.profile(n)["context"]
    return [name for name in (scheme.money.contexts if scheme.money else ()) if name not in given]


def _alone(scheme: Scheme, caseload: Caseload, n: int) -> Line:
    """Return the result of a case by the evaluator: a range, or what keeps it from a band."""
    from bandingdesk.errors import DeskError
    from bandingdesk.matrix import steps as st
    from bandingdesk.matrix.evaluate import evaluate
    from bandingdesk.matrix.profile import Profile

    case, given = caseload.cases[n], caseload.profile(n)
    profile = Profile(given["levels"], given["descriptors"], given["context"], given["numbers"])
    try:
        result = evaluate(scheme, profile)
    except DeskError as fault:
        return Line(case, None, None, None, "open", "", fault.sentences()[0], "")
    period = next((step.period for step in result.steps if isinstance(step, st.Value)), _period(scheme, result.pence))
    return Line(case, result.band, result.points, result.pence, result.kind, " ".join(result.bands), "", period)


def _period(scheme: Scheme, pence: int | None) -> str:
    return "" if pence is None or scheme.money is None else scheme.money.period


def _text(document: dict[str, object], scheme: Scheme, lines: Sequence[Line]) -> str:
    from bandingdesk.matrix import wording

    names = {band: scheme.words.bands[band] for band in scheme.bands}
    names |= {"refer": "Left to people", "interval": "A range", "open": "Not worked out"}
    counts = document["by_band"]
    assert isinstance(counts, dict)
    shown = [f"{names[name]:<24} {count:>9,}" for name, count in counts.items()]
    shown.append(f"{'All':<24} {len(lines):>9,}")
    total = document["pence_total"]
    if isinstance(total, int):
        shown.append(f"{wording.money(total)} in all")
    return "\n".join(shown)
