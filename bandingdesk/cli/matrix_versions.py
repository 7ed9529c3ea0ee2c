"""`framework diff` and `framework adopt`: two versions compared, and the gate before one is in force."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk import seams
from bandingdesk.cli import reading

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output
    from bandingdesk.matrix.diff import Diff
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.life import Paper
    from bandingdesk.matrix.movement import Movement

VERBS: tuple[str, ...] = ("diff", "adopt")


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    diff = verbs.add_parser("diff", help="compare two versions: wording, structure, all profiles, a caseload")
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--cases", metavar="CASES", help="a caseload (CSV or XLSX): one row a case")
    diff.add_argument(
        "--tariff", metavar="T", action="append", default=[], help="the amounts of both; given twice, OLD's then NEW's"
    )
    adopt = verbs.add_parser("adopt", help="put a version in force, once every condition is met")
    adopt.add_argument("framework", metavar="FW", help="the file, as JSON; its life is written, its definition stays")
    adopt.add_argument("--minute", required=True, metavar="TEXT", help="the minute or report that adopts it")
    adopt.add_argument("--from", dest="starts", required=True, type=_day, metavar="DATE", help="its first day in force")
    for paper, words in (("equality", "equality impact assessment"), ("consultation", "record of the consultation")):
        either = adopt.add_mutually_exclusive_group(required=True)
        either.add_argument(f"--{paper}", metavar="FILE", help=f"the {words}; its hash is kept")
        either.add_argument(f"--{paper}-reason", metavar="TEXT", help=f"why the {words} is not needed")
    adopt.add_argument("--officer", metavar="NAME", help="who gives a reason why a paper is not needed")
    adopt.add_argument("--by", metavar="NAME", help="who adopted it, a cabinet or an officer")
    adopt.add_argument("--out", metavar="FILE", type=Path, help="write here and leave FW as it is")
    adopt.add_argument("--force", action="store_true", help="replace a file that is there")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one verb; return the exit code: 1 where rows of the caseload were set aside."""
    return _diff(args, out) if args.verb == "diff" else _adopt(args, out)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2027-04-01") from error


# diff


def _diff(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.matrix import compiled, diff

    if len(args.tariff) > 2:
        from bandingdesk.cli.main import UsageError

        raise UsageError(reason="--tariff is given once or twice", usage="framework diff OLD NEW --tariff T --tariff T")
    paths: list[str | None] = args.tariff or [None]
    (old, first), (new, second) = reading.definitions(args.old, paths[0]), reading.definitions(args.new, paths[-1])
    cases = None if args.cases is None else reading.caseload(args.cases, old, new)
    made = diff.diff(
        compiled.compile_scheme(old, first),
        compiled.compile_scheme(new, second),
        None if cases is None else cases.caseload,
    )
    document = made.as_json()
    problems = cases.problems if cases else ()
    document |= {"problems": [problem._asdict() for problem in problems]} if cases else {}
    lines = [*_diff_lines(made, new), *(f"Set aside: {problem.text()}" for problem in problems)]
    out.result(document, "\n".join(lines))
    return 1 if problems else 0


def _diff_lines(made: Diff, new: Framework) -> Iterator[str]:
    from bandingdesk.matrix.wording import money

    yield f"{new.title}: {made.old['version']} compared with {made.new['version']}"
    for title, found in (("Wording", made.wording), ("Structure", made.structure)):
        yield f"{title}: {len(found) or 'no'} difference{'' if len(found) == 1 else 's'}"
        yield from (f"  {change.sentence()}" for change in found)
    if made.amounts:
        yield f"Amounts: {len(made.amounts)} differ"
        for amount in made.amounts:
            old, now = (("none" if pence is None else money(pence)) for pence in (amount.old, amount.new))
            share = "" if amount.basis_points is None else f" ({amount.basis_points / 100:+.2f} %)"
            yield f"  {amount.place}: {old} -> {now}{share}"
    semantic = made.semantic
    yield from semantic.apart
    if semantic.changed is None:
        yield f"Profiles: not compared. {semantic.limit}"
    else:
        yield f"Profiles: {semantic.changed:,} of {semantic.of:,} get another band"
    for shift in semantic.shifts[:20]:
        levels = ", ".join(f"{strand} {level}" for strand, level in shift.example.levels.items())
        place = "".join(f", {name} {value}" for name, value in shift.context.items())
        yield f"  {shift.old} -> {shift.new}: {shift.profiles:,}, for example {levels}{place}"
    if made.caseload is not None:
        yield from _caseload_lines(made.caseload)


def _caseload_lines(made: Movement) -> Iterator[str]:
    from bandingdesk.matrix.wording import money

    yield f"Caseload: {made.cases:,} cases"
    for (old, new), count in made.transitions.items():
        yield f"  {old} -> {new}: {count:,}"
    if made.period is not None:
        whole = made.whole
        yield f"  {money(whole.old)} -> {money(whole.new)} ({made.period}), {whole.gainers} gain, {whole.losers} lose"
        yield from (f"  without an amount on either side: {made.unpriced}",) if made.unpriced else ()


# adopt


def _adopt(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.cli import writing
    from bandingdesk.matrix import adopt, analyse, files
    from bandingdesk.matrix.life import Life

    bundle = reading.bundle(args.framework)
    file = bundle.file
    definition, known = file.definition, file.life or Life(status="draft")
    offered = known.model_copy(
        update={
            "minute": args.minute.strip() or None,
            "equality": _paper(args.equality, args.equality_reason, args.officer),
            "consultation": _paper(args.consultation, args.consultation_reason, args.officer),
        }
    )
    asked = adopt.requirements(definition, offered, analyse.check(definition), args.starts)
    adopt.check(f"{definition.title}, version {definition.version},", asked)
    adopted = offered.model_copy(
        update={
            "status": "adopted",
            "adopted_on": seams.SystemClock().today(),
            "adopted_by": (args.by or "").strip() or None,
            "starts": args.starts,
        }
    )
    place = args.out or Path(args.framework)
    data = writing.with_life(reading.read(args.framework), bundle, adopted)
    writing.write(place, data, replace=args.force or args.out is None)
    sha256 = files.sha256(definition)
    document: dict[str, Any] = {
        "framework": {"id": definition.id, "version": definition.version, "sha256": sha256},
        "status": "adopted",
        "starts": args.starts,
        "minute": args.minute,
        "file": place,
        "requirements": [{"id": one.id, "words": one.words, "met": one.is_met} for one in asked],
    }
    out.result(
        document, "\n".join(_adopted_lines(definition, sha256, args.starts, place, [one.words for one in asked]))
    )
    return 0


def _paper(path: str | None, reason: str | None, officer: str | None) -> Paper:
    """Return the paper with the hash of its bytes, or the reason with its officer."""
    from bandingdesk.matrix.life import Paper

    if path is None:
        return Paper(reason=(reason or "").strip() or None, officer=(officer or "").strip() or None)
    return Paper(ref=Path(path).name, sha256=hashlib.sha256(reading.read(path)).hexdigest())


def _adopted_lines(definition: Framework, sha256: str, starts: date, place: Path, met: Sequence[str]) -> Iterator[str]:
    yield f"{definition.title}, version {definition.version}, is adopted from {starts}."
    yield sha256
    yield from (f"  met: {words}" for words in met)
    yield f"Written to {place}."
