"""`framework simulate`: a caseload under a scheme, and what a scenario would change, before anybody adopts it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk.cli import reading

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output
    from bandingdesk.matrix.framework import Framework

VERBS = ("simulate",)
HEADER = ("case", "before", "after", "pence_before", "pence_after", "change")


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    simulate = verbs.add_parser("simulate", help="say what a caseload costs, and what a scenario would change")
    simulate.add_argument("framework", metavar="FW")
    simulate.add_argument("--cases", metavar="CASES", required=True, help="CSV or workbook, one row a case")
    simulate.add_argument("--tariff", metavar="T", required=True)
    simulate.add_argument("--scenario", metavar="FILE", help="the changes to try, as banding-scenario/1")
    simulate.add_argument("--spread", metavar="FILE", help="how far raters differ, as banding-spread/1: gives a range")
    simulate.add_argument("--out", metavar="FILE", help="who moves, as CSV")
    simulate.add_argument("--force", action="store_true", help="replace the file if it exists")


def run(args: argparse.Namespace, out: Output) -> int:
    """Simulate; return 1 where rows were set aside."""
    from bandingdesk.matrix.whatif import applied as scenario_apply
    from bandingdesk.matrix.whatif import report as whatif_report
    from bandingdesk.matrix.whatif import spread as whatif_spread
    from bandingdesk.matrix.whatif.scenario import read_scenario
    from bandingdesk.matrix.whatif.simulation import Simulation

    framework, tariff = reading.definitions(args.framework, args.tariff)
    scenario = None if args.scenario is None else read_scenario(reading.read(args.scenario), args.scenario)
    spread = None if args.spread is None else whatif_spread.read_spread(reading.read(args.spread), args.spread)
    read = reading.caseload(args.cases, framework)
    for problem in read.problems:
        out.progress(problem.text())
    if read.absent:
        out.progress(f"No column for {', '.join(read.absent)}: not rated in any case.")
    before = Simulation(framework, tariff, read.caseload)
    after = before
    if scenario is not None:
        with reading.about(args.scenario):
            after = before.under(*scenario_apply.apply(framework, tariff, scenario))
    found = None
    if spread is not None:
        with reading.about(args.spread):
            found = whatif_spread.spread_range(after, spread)
    document = whatif_report.document(before, after, scenario, found)
    document["cases"]["set_aside"] = len({problem.row for problem in read.problems})
    if args.out is not None:
        _write(Path(args.out), [HEADER, *whatif_report.moved(before, after)], replace=args.force)
    out.result(document, _text(framework, document))
    return 1 if read.problems else 0


def _write(path: Path, rows: list[Any], *, replace: bool) -> None:
    from bandingdesk import sheets
    from bandingdesk.cli import writing

    writing.write(path, sheets.csv_text(rows).encode(), replace=replace)


def _text(framework: Framework, document: dict[str, Any]) -> str:
    names = {band.id: band.name for band in framework.bands}
    names |= {"refer": "Left to people", "refused": "Not allowed"}
    changed = document["scenario"] is not None
    lines = [f"{framework.title}, version {framework.version}"]
    if changed:
        lines.append(f"Scenario: {document['scenario']['name']}. Nothing was changed: this is what it would come to.")
    lines.append("")
    for line in document["by_band"]:
        lines.append(_line(names[line["band"]], line, changed))
    lines.append(_line("All", document["totals"], changed))
    for name, count in document["cases"]["left_out"].items():
        lines.append(f"Left out: {count:,} ({name.replace('_', ' ')}).")
    if unpriced := document["totals"]["after"]["unpriced"]:
        lines.append(f"Without an amount in the tariff: {unpriced:,}. No pounds stand for them.")
    if document["protection_applied"] is False:
        lines.append("The tariff protects amounts paid before; that is not in these figures.")
    if changed:
        whole = document["winners_and_losers"]["whole"]
        lines.append(
            f"{document['movers']:,} move: {whole['winners']:,} gain {_money(whole['gained'])}, "
            f"{whole['losers']:,} lose {_money(whole['lost'])}."
        )
    if changed and (whole := document["winners_and_losers"]["whole"])["unknown"]:
        lines.append(
            f"{whole['unknown']:,} have no amount before or after, which changes the total by "
            f"{_money(whole['unknown_pence'], sign=True)}."
        )
    if document["range"] is not None:
        pence = document["range"]["pence"]
        if pence is not None:
            lines.append(f"Range: {_money(pence['low'])} to {_money(pence['high'])}.")
        lines.append(document["range"]["sentence"])
    return "\n".join(lines)


def _line(name: str, line: dict[str, Any], changed: bool) -> str:
    before, after, change = line["before"], line["after"], line["change"]
    text = f"{name:<24} {before['children']:>8,} {_money(before['pence']):>18}"
    if not changed:
        return text
    return f"{text} {after['children']:>8,} {_money(after['pence']):>18} {_money(change['pence'], sign=True):>17}"


def _money(pence: int, *, sign: bool = False) -> str:
    from bandingdesk.matrix import wording

    lead = "-" if pence < 0 else "+" if sign and pence else ""
    return lead + wording.money(abs(pence))
