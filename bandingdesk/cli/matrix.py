"""`framework`: print the format's schema, evaluate one case; its other verbs have files of their own."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from bandingdesk import seams
from bandingdesk.cli import (
    matrix_caseload,
    matrix_check,
    matrix_convert,
    matrix_schools,
    matrix_simulate,
    matrix_versions,
    reading,
)

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output
    from bandingdesk.matrix.evaluate import Evaluation
    from bandingdesk.matrix.explain import Explanation
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.whatif.spread import Spread

SCHEMAS = ("framework", "tariff", "form", "case", "result", "scenario", "spread")


PARTS = (matrix_check, matrix_convert, matrix_caseload, matrix_simulate, matrix_versions, matrix_schools)


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the verbs of `framework`."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    schema = verbs.add_parser("schema", help="print the JSON Schema of one object")
    schema.add_argument("object", nargs="?", default="framework", choices=SCHEMAS)
    evaluate = verbs.add_parser("evaluate", help="say where the scheme points for one case")
    evaluate.add_argument("framework", metavar="FW")
    evaluate.add_argument("--case", metavar="FILE", required=True, help="levels, descriptors and context as JSON")
    evaluate.add_argument("--tariff", metavar="T", help="give the amount too")
    evaluate.add_argument("--explain", action="store_true", help="say why, step by step")
    evaluate.add_argument("--spread", metavar="FILE", help="with --explain: how far careful raters differ")
    for part in PARTS:
        part.add(verbs)


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one verb; return the exit code."""
    match args.verb:
        case "schema":
            return _schema(args.object, out)
        case "evaluate":
            return _evaluate(args, out)
        case verb:
            code: int = next(part for part in PARTS if verb in part.VERBS).run(args, out)
            return code


def _schema(name: str, out: Output) -> int:
    from bandingdesk.matrix import schema

    document = schema.document(name)
    out.result(document, json.dumps(document, indent=2, ensure_ascii=False))
    return 0


def _evaluate(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.matrix import compiled, evaluate, explain
    from bandingdesk.matrix.profile import of

    if args.spread is not None and not args.explain:
        from bandingdesk.cli.main import UsageError

        raise UsageError(
            reason="--spread is read with --explain alone",
            usage="framework evaluate FW --case FILE --explain --spread FILE",
        )
    framework, tariff = reading.definitions(args.framework, args.tariff)
    case = reading.case(args.case, framework)
    scheme = compiled.compile_scheme(framework, tariff)
    profile = of(case)
    with reading.about(args.case):
        if not args.explain:
            result = evaluate.evaluate(scheme, profile)
            out.result(result.as_json(), _result_text(framework, result))
            return 0
        at, spread = seams.SystemClock().now(), _spread(args.spread, framework)
        why = explain.explain(scheme, profile, case=case.case, at=at, evidence=case.evidence, spread=spread)
        out.result(why.as_json(), _why_text(framework, why))
        return 0


def _spread(path: str | None, framework: Framework) -> Spread | None:
    if path is None:
        return None
    from bandingdesk.matrix.whatif import spread as whatif_spread

    spread = whatif_spread.read_spread(reading.read(path), path)
    with reading.about(path):
        whatif_spread.thousandths_by_strand((strand.id for strand in framework.strands), spread)
    return spread


def _result_text(framework: Framework, result: Evaluation) -> str:
    from bandingdesk.matrix import steps as st
    from bandingdesk.matrix import wording

    if result.kind == "interval":
        names = [framework.band(band).name for band in result.bands]
        return f"Range: {names[0]} to {names[-1]}" if names else "No band for any of the missing levels"
    if result.band is None:
        return "No band: the scheme leaves this to people"
    parts = [framework.band(result.band).name]
    parts += [] if result.points is None else [f"{result.points} points"]
    if result.pence is not None:
        priced = st.Value | st.Weighted | st.Combined | st.Hourly | st.MapValue
        periods = [step.period for step in result.steps if isinstance(step, priced)]
        parts.append(f"{wording.money(result.pence)} {wording.PERIODS[periods[-1]]}")
    return ", ".join(parts)


def _why_text(framework: Framework, why: Explanation) -> str:
    lines = [_result_text(framework, why.evaluation), why.short, ""]
    lines += [f"{n:>3}  {sentence}" for n, sentence in enumerate(why.sentences, start=1)]
    if why.confidence is not None:
        lines += ["", f"If careful raters differ as in {why.confidence.model}, of 1,000 such ratings:"]
        for band, share in why.confidence.shares:
            name = "No band" if band is None else framework.band(band).name
            lines.append(f"     {name:<24} {round(1000 * share / why.confidence.whole):>5}")
    return "\n".join(lines)
