"""`framework publish` and `framework consult`: what schools get from a version, and what they send back."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bandingdesk import seams
from bandingdesk.cli import reading, writing

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output
    from bandingdesk.desk.publications import Written
    from bandingdesk.matrix.consultation import Doubt, Response
    from bandingdesk.matrix.life import FrameworkFile

VERBS: tuple[str, ...] = ("publish", "consult")
KINDS = ("criteria", "cards", "self-check", "consultation")
FORMATS = ("pdf", "docx")


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    publish = verbs.add_parser("publish", help="write what schools get: criteria, level cards and two workbooks")
    publish.add_argument("framework", metavar="FW")
    publish.add_argument("--out", required=True, type=Path, metavar="DIR", help="the folder to write to")
    publish.add_argument("--tariff", metavar="T", help="put the amounts into the criteria too")
    publish.add_argument("--only", type=_kinds, default=KINDS, metavar="KIND,…", help=f"some of {', '.join(KINDS)}")
    publish.add_argument(
        "--format", type=_formats, default=FORMATS, metavar="F,…", help="criteria as pdf, docx or both"
    )
    publish.add_argument("--large-print", action="store_true", help="criteria in 18 point type (PDF)")
    publish.add_argument("--date", type=_day, metavar="DATE", help="the day that the files carry (default: today)")
    publish.add_argument("--force", action="store_true", help="replace files that are there")
    consult = verbs.add_parser("consult", help="read consultation workbooks back, or take over the answers to them")
    consult.add_argument("framework", metavar="FW")
    either = consult.add_mutually_exclusive_group(required=True)
    either.add_argument("--read", nargs="+", type=Path, metavar="FILE", help="workbooks that came back")
    either.add_argument("--answered", type=Path, metavar="FILE", help="the collected workbook, with your answers")
    consult.add_argument(
        "--out", type=Path, metavar="FILE", help="all comments in one workbook; with --answered the framework as JSON"
    )
    consult.add_argument("--force", action="store_true", help="replace a file that is there")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run one verb; return the exit code: 1 where a workbook that came back leaves a doubt."""
    if args.verb == "publish":
        return _publish(args, out)
    return _answered(args, out) if args.answered is not None else _read(args, out)


def _kinds(text: str) -> tuple[str, ...]:
    return _listed(text, KINDS)


def _formats(text: str) -> tuple[str, ...]:
    return _listed(text, FORMATS)


def _listed(text: str, known: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(","))
    if unknown := [part for part in wanted if part not in known]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)} can't be written; it is one of {', '.join(known)}")
    return wanted


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day such as 2027-04-01") from error


def _publish(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk.desk import publications
    from bandingdesk.letters import publication

    file = reading.framework_file(args.framework)
    tariff = None if args.tariff is None else reading.definitions(args.framework, args.tariff)[1]
    dated = args.date or seams.SystemClock().today()
    made = publication.publish(file, dated, tariff, only=args.only, formats=args.format, large_print=args.large_print)
    written = publications.write(args.out, made, replace=args.force)
    out.result({**_named(file), "files": [one._asdict() for one in written]}, "\n".join(map(_line, written)))
    return 0


def _line(one: Written) -> str:
    pages = "" if one.pages is None else f"{one.pages} pages, "
    return f"{one.file}: {pages}sha256 {one.sha256}"


def _named(file: FrameworkFile) -> dict[str, Any]:
    from bandingdesk.matrix import files

    definition = file.definition
    return {"framework": {"id": definition.id, "version": definition.version, "sha256": files.sha256(definition)}}


def _read(args: argparse.Namespace, out: Output) -> int:
    from bandingdesk import sheet_forms, sheets
    from bandingdesk.matrix import consultation, files

    file = reading.framework_file(args.framework)
    sha256 = files.sha256(file.definition)
    responses = [consultation.read(file.definition, sha256, sheets.read(path)) for path in args.read]
    if args.out is not None:
        made = consultation.collected(file, responses, seams.SystemClock().today())
        writing.write(args.out, sheet_forms.write(made), replace=args.force)
    comments = consultation.ordered(file.definition, responses)
    doubts = [doubt for response in responses for doubt in response.doubts]
    document = {
        **_named(file),
        "files": [_response(response) for response in responses],
        "comments": [comment._asdict() for comment in comments],
        "doubts": [doubt._asdict() for doubt in doubts],
        "file": args.out,
    }
    out.result(document, "\n".join(_read_lines(responses, doubts, args.out)))
    return 1 if doubts else 0


def _response(response: Response) -> dict[str, Any]:
    named = {"file": response.file, "sha256": response.sha256, "respondent": response.respondent}
    return {**named, "role": response.role, "comments": len(response.comments), "doubts": len(response.doubts)}


def _read_lines(responses: Sequence[Response], doubts: Sequence[Doubt], place: Path | None) -> Iterator[str]:
    for response in responses:
        yield f"{response.file}: {response.respondent or 'nobody named'}, {len(response.comments)} comments"
    for one in doubts:
        place_of = f"{one.file}, sheet {one.sheet}, row {one.row}, column {one.column}"
        yield f"look at {place_of}: found {one.found}, expected {one.expected}"
    if place is not None:
        yield f"All comments are in {place}. Write what was said and what was done there."


def _answered(args: argparse.Namespace, out: Output) -> int:
    """Put the answers into the framework's life; its definition, and so its hash, stays as it is."""
    from bandingdesk import sheets
    from bandingdesk.desk import publications
    from bandingdesk.matrix import consultation, files
    from bandingdesk.matrix.life import Life

    bundle = reading.bundle(args.framework)
    file = bundle.file
    sha256 = files.sha256(file.definition)
    found = consultation.said_and_did(file.definition, sha256, sheets.read(args.answered))
    publications.refuse_unfinished(found, args.answered.name)
    life = (file.life or Life(status="consulted")).model_copy(update={"you_said_we_did": found.lines})
    place = args.out or Path(args.framework)
    data = writing.with_life(reading.read(args.framework), bundle, life)
    writing.write(place, data, replace=args.force or args.out is None)
    lines = [line.model_dump(exclude_none=True) for line in found.lines]
    document = {**_named(file), "you_said_we_did": lines, "file": place}
    out.result(document, f"{len(lines)} lines of “you said, we did” are in {place}.")
    return 0
