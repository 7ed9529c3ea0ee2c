"""`framework check`: what is wrong with a framework and its tariff, shown by profiles, with the council's answers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bandingdesk.cli import reading

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output
    from bandingdesk.matrix.checks.findings import Finding, Report, Witness
    from bandingdesk.matrix.framework import Framework

VERBS = ("check",)


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    check = verbs.add_parser("check", help="find what is wrong with a framework, and run its own tests")
    check.add_argument("framework", metavar="FW")
    check.add_argument("--tariff", metavar="T", help="check the amounts too")
    check.add_argument("--cases", metavar="CASES", help="count the children of this caseload who stand at a cliff")
    check.add_argument(
        "--cliff", metavar="POUNDS", type=_pounds, help="a step of more than this is a cliff (10000 for a year)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Check; return 1 where there is an error."""
    from bandingdesk.matrix import analyse

    file = reading.framework_file(args.framework)
    _, tariff = reading.definitions(args.framework, args.tariff)
    answers = file.life.answers if file.life is not None else ()
    caseload = None
    if args.cases is not None:
        read = reading.caseload(args.cases, file.definition)
        for problem in read.problems:
            out.progress(problem.text())
        caseload = read.caseload
    report = analyse.check(file.definition, tariff, answers=answers, cliff_pence=args.cliff, caseload=caseload)
    out.result(report.as_json(), "\n".join(_lines(file.definition, report)))
    return 0 if report.is_clean else 1


def _pounds(text: str) -> int:
    """Return the pence of an amount in pounds: 2500 or 2,500.50."""
    found = re.fullmatch(r"£?(\d{1,9})(?:\.(\d\d))?", text.replace(",", ""))
    if found is None:
        raise argparse.ArgumentTypeError(f"{text} is not an amount in pounds such as 2500")
    return int(found[1]) * 100 + int(found[2] or 0)


def _lines(framework: Framework, report: Report) -> Iterator[str]:
    yield f"{framework.title}, version {framework.version}"
    yield report.framework["sha256"]
    scope = "Looked at all" if report.complete else "Not every profile could be looked at: there are"
    yield f"{scope} {report.profiles:,} profiles. They reach {len(report.bands_reachable)} bands."
    yield from report.limits
    yield f"Worked tests: {report.passed} passed, {report.failed} failed."
    for finding in report.findings:
        yield from _finding(finding)
    if not report.findings:
        yield "Nothing found."
    yield f"{'Nothing' if report.adoptable else 'Something'} in this check stands against adoption."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity}: {finding.code} at {finding.where}. {finding.message}"
    if finding.children is not None:
        yield f"  {finding.children:,} of the children in the caseload"
    if finding.witness is not None:
        yield f"  for example {_shown(finding.witness)}"
    if finding.answer is not None:
        yield f"  answered: {finding.answer}"


def _shown(witness: Witness) -> str:
    parts = [_facts(witness.levels), _facts(witness.context), _facts(witness.numbers), _facts(witness.lines)]
    parts.append(", ".join(witness.descriptors))
    if witness.raised is not None:
        parts.append(f"then {witness.raised[0]} {witness.raised[1]}")
    return "; ".join(part for part in parts if part)


def _facts(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())
