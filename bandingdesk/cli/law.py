"""`clock`: a legal date and how it was counted, for one rule or for a table of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bandingdesk import sheets
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, InvalidError, Where
from bandingdesk.statute import clock, days

if TYPE_CHECKING:
    from bandingdesk.cli.output import Output

COLUMNS = ("id", "rule", "trigger", "convention")


class ClockColumnMissingError(InvalidError):
    """FILE has no column COLUMN."""

    code = "LA-06"
    message = QT_TRANSLATE_NOOP("errors", "{file} has no column {column}.")
    kept = QT_TRANSLATE_NOOP("errors", "No date was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Give it the columns id, rule, trigger and convention in its first row.")


def add(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the arguments of `clock`."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a rule such as PLAN.FINAL or 20w_from_request")
    parser.add_argument("trigger", nargs="?", metavar="TRIGGER", help="the day the clock starts, such as 2026-01-05")
    parser.add_argument("--convention", default="A", help="A: the day after is day 1 (usual); B: the day itself is")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="a table with columns id, rule, trigger, convention")
    parser.set_defaults(usage_error=parser.error)


def run(args: argparse.Namespace, out: Output) -> int:
    """Print one date with its steps, or the table with `computed` added. Return 1 when a row has an error."""
    if args.csv is not None:
        if args.rule is not None:
            args.usage_error("give RULE and TRIGGER, or --csv FILE, not both")
        return _table(args.csv, out)
    if args.rule is None or args.trigger is None:
        args.usage_error("give RULE and TRIGGER, or --csv FILE")
    found = clock.due(args.rule, args.trigger, args.convention)
    out.result(found.as_json(), _in_words(found))
    return 0


def _in_words(found: clock.Due) -> str:
    latest = days.in_words(found.latest) if found.latest else "none set by law"
    if found.earliest:
        latest = f"{days.in_words(found.earliest)} to {latest}"
    target = days.in_words(found.internal_target) if found.internal_target else "none"
    heads = [f"{found.rule} from {found.trigger}", f"  last day         {latest}", f"  internal target  {target}"]
    return "\n".join([*heads, f"  provision        {found.provision}", *(f"  - {step.text()}" for step in found.steps)])


def _table(path: Path, out: Output) -> int:
    rows = [_answer(row) for row in _rows(path)]
    errors = sum(bool(row["error"]) for row in rows)
    header: list[sheets.Cell] = [*COLUMNS, "computed", "error"]
    lines: list[Sequence[sheets.Cell]] = [header, *([row[str(name)] for name in header] for row in rows)]
    out.result({"rows": rows, "errors": errors}, sheets.csv_text(lines, line_end="\n"))
    return 1 if errors else 0


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of the first sheet as {column: text}."""
    sheet = sheets.read(path).sheets[0]
    titles = [str(cell or "").strip().lower() for cell in sheet.rows[0]]
    for column in ("rule", "trigger"):
        if column not in titles:
            raise ClockColumnMissingError(file=path.name, column=column, where=Where(file=path.name, row=1))
    return [
        {title: _text(cell) for title, cell in zip(titles, row, strict=True)}
        for row in sheet.rows[1:]
        if any(cell is not None for cell in row)
    ]


def _text(cell: sheets.Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _answer(row: dict[str, str]) -> dict[str, str]:
    answer = {name: row.get(name, "") for name in COLUMNS} | {"computed": "", "error": ""}
    try:
        answer["computed"] = clock.due(answer["rule"], answer["trigger"], answer["convention"]).computed
    except DeskError as fault:
        answer["error"] = f"{fault.sentences()[0]} ({fault.code})"
    return answer
