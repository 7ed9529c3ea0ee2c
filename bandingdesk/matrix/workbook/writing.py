"""A framework, its tariffs and its form as a workbook for authors. `workbook_reading` reads it back, the very same.

What equals its default stays a blank cell, as it is left out of the canonical JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from bandingdesk import sheets
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where
from bandingdesk.matrix.files import Bundle
from bandingdesk.matrix.workbook import cells
from bandingdesk.matrix.workbook import tables as ws
from bandingdesk.sheets import Cell, Sheet

Row = dict[str, Any]


class CellTooLongError(InvalidError):
    """A text or list of the sheet SHEET, row ROW, column COLUMN needs more characters than a cell holds."""

    code = "FW-18"
    message = QT_TRANSLATE_NOOP(
        "errors", 'Sheet "{sheet}", row {row}, column "{column}" would need more than {most:,} characters in one cell.'
    )
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written.")
    do = QT_TRANSLATE_NOOP("errors", "Shorten this text or list, or keep the framework as JSON.")


def write(bundle: Bundle) -> bytes:
    """Return the workbook of a framework, its tariffs and its form. Raises CellTooLongError."""
    rows = _rows(bundle)
    pages = [_notes_sheet()]
    forms = {ws.NOTES: sheets.Form((16, 26, 70), ("", "", ""), frozenset({0, 1, 2}))}
    for table in ws.TABLES:
        columns = (*table.columns, *_more_columns(table, rows[table.name], bundle))
        page = _transposed(table, rows[table.name][0]) if table.is_transposed else _page(table, columns, rows)
        pages.append(page)
        forms[table.name] = table.form(columns)
    return sheets.write_xlsx(pages, forms)


def _notes_sheet() -> Sheet:
    rows: list[list[Cell]] = [["sheet", "column", "what belongs there"]]
    for table in ws.TABLES:
        rows.append([table.name, None, table.about])
        rows += [[table.name, column.title, column.note] for column in table.columns if column.note]
    rows.append([None, None, "Write amounts in pounds without a comma, days as 2026-04-01, one number a cell."])
    rows.append([None, None, "Sheets and columns whose title begins with notes are yours: they are not read."])
    return Sheet(ws.NOTES, rows)


def _more_columns(table: ws.Table, rows: list[Row], bundle: Bundle) -> Iterator[ws.Column]:
    definition = bundle.file.definition
    if table is ws.POINTS:
        numbers = {level.level for strand in definition.strands for level in strand.levels}
        yield from map(ws.level_column, sorted(numbers))
    if table is ws.TESTS:
        known: Mapping[str, Iterable[str]] = {
            "levels": [strand.id for strand in definition.strands],
            "context": [context.id for context in definition.contexts],
            "numbers": [measure.id for measure in definition.measures if measure.kind == "number"],
        }
        for key in ws.FACTS:
            used = [id_ for row in rows for id_ in row.get(key, ())]
            yield from (ws.fact_column(key, id_) for id_ in dict.fromkeys((*known[key], *used)))


def _page(table: ws.Table, columns: tuple[ws.Column, ...], rows: Mapping[str, list[Row]]) -> Sheet:
    made: list[list[Cell]] = [[column.title for column in columns]]
    for number, row in enumerate(rows[table.name], start=2):
        made.append([_cell(table, column, row, number) for column in columns])
        _all_written(table, columns, row)
    return Sheet(table.name, made)


def _transposed(table: ws.Table, row: Row) -> Sheet:
    made: list[list[Cell]] = [["item", "value", "notes"]]
    for number, column in enumerate(table.columns, start=2):
        made.append([column.title, _cell(table, column, row, number), column.note or None])
    return Sheet(table.name, made)


def _cell(table: ws.Table, column: ws.Column, row: Row, number: int) -> Cell:
    here: Any = row
    for n, part in enumerate(column.key, start=1):
        if column.mark and here == {} and n == len(column.key):
            return cells.MARK
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    if here is None and column.mark:
        return cells.MARK
    if here is None and column.kind not in ("band", "bespoke"):
        return None
    try:
        return cells.write(column.kind, here)
    except cells.TooLong as fault:
        where = Where(sheet=table.name, row=number, column=column.title)
        raise CellTooLongError(
            where=where, sheet=table.name, row=number, column=column.title, most=cells.LONGEST
        ) from fault


def _all_written(table: ws.Table, columns: tuple[ws.Column, ...], row: Row) -> None:
    """Make sure that every value of ROW has a column: a key of the format without one must never be lost."""
    known = {column.key for column in columns}
    for path, value in _leaves(row):
        if value is not None and not any(path[: len(key)] == key for key in known):
            raise LookupError(f"{table.name}: no column for {'.'.join(path)}")


def _leaves(row: Row, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in row.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*path, key))
        elif not isinstance(value, dict):
            yield (*path, key), value


def _dump(model: BaseModel) -> Row:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _rows(bundle: Bundle) -> dict[str, list[Row]]:
    """Return the rows of every sheet, as objects by the keys of its columns."""
    rows: dict[str, list[Row]] = {table.name: [] for table in ws.TABLES}
    definition = _dump(bundle.file.definition)
    life = {} if bundle.file.life is None else _dump(bundle.file.life)
    form = {} if bundle.form is None else _dump(bundle.form)
    rows["answers"] = life.pop("answers", [])
    rows["you said"] = life.pop("you_said_we_did", [])
    rows["form"], rows["evidence"] = form.pop("questions", []), form.pop("evidence", [])
    rows["wording"] = form.pop("wording", [])
    reasons = definition["override"].pop("reasons", [])
    rows["reasons"] = [{"id": reason} if isinstance(reason, str) else reason for reason in reasons]
    rows["areas"], rows["bands"] = definition.pop("areas", []), definition.pop("bands")
    _strand_rows(definition.pop("strands"), rows)
    for context in definition.pop("contexts", []):
        rows["contexts"] += _context_rows(context)
    _decision_rows(definition.pop("decide"), 0, rows)
    for rule in definition.pop("adjust", []):
        rows["rules"] += _rule_rows({"rule": rule.pop("kind"), **rule})
    for guard in definition.pop("guards", []):
        rows["rules"] += _rule_rows({"rule": "guard", "when": guard.pop("never"), **guard})
    by_number = {s.id: [str(level.level) for level in s.levels] for s in bundle.file.definition.strands}
    for measure in definition.pop("measures", []):
        _measure_rows(measure, by_number, rows)
    _test_rows(definition.pop("tests", []), rows)
    for n, crosswalk in enumerate(definition.pop("crosswalks", []), start=1):
        bands = crosswalk.pop("rows")
        rows["crosswalks"] += [{"id": f"C{n}", **(crosswalk if m == 0 else {}), **band} for m, band in enumerate(bands)]
    rows["sources"] = [{"of": "framework", **source} for source in definition.pop("provenance", [])]
    for n, tariff in enumerate(bundle.tariffs, start=1):
        _tariff_rows(f"T{n}", {"kind": tariff.kind, **_dump(tariff)}, rows)
    rows["meta"] = [_meta_row(definition, life, form)]
    return rows


def _meta_row(definition: Row, life: Row, form: Row) -> Row:
    row: Row = {}
    for part, values, columns in (("", definition, ws.DEFINITION), ("life", life, ws.LIFE), ("form", form, ws.FORM)):
        _all_written(ws.META, columns, values)
        row |= {part: values} if part else values
    return row


def _strand_rows(strands: list[Row], rows: dict[str, list[Row]]) -> None:
    for strand in strands:
        for level in strand.pop("levels"):
            here = {"strand": strand["id"], "level": level["level"]}
            rows["descriptors"] += [{**here, **descriptor} for descriptor in level.pop("descriptors", [])]
            rows["levels"].append({**level, **here})
        rows["strands"].append(strand)


def _context_rows(context: Row) -> Iterator[Row]:
    values, labels = context.pop("values"), context.pop("labels", None)
    for n, value in enumerate(values):
        label = {} if labels is None else {"label": labels[n]}
        yield {**(context if n == 0 else {"id": context["id"]}), "value": value, **label}


def _measure_rows(measure: Row, numbers: Mapping[str, list[str]], rows: dict[str, list[Row]]) -> None:
    id_ = measure["id"]
    for row in measure.pop("table", []):
        points = dict(zip(numbers[row["strand"]], row.pop("points"), strict=True))
        rows["points"].append({"measure": id_, **row, "level": points})
    for cap in measure.pop("group_caps", []):
        why = {"why": cap["why"]} if "why" in cap else {}
        rows["rules"].append({"rule": "group_cap", "of": id_, "capped": cap["strands"], "points": cap["max"], **why})
    for addition in measure.pop("add_if", []):
        rows["rules"] += _rule_rows({"rule": "addition", "of": id_, "points": addition.pop("add"), **addition})
    if measure["kind"] == "primary":
        rows["main needs"] += [{"measure": id_, **stands_for} for stands_for in measure.pop("strands")]
    rows["rates"] += [{"measure": id_, **rate} for rate in measure.pop("rates", [])]
    rows["measures"].append(measure)


def _decision_rows(decide: Row, indent: int, rows: dict[str, list[Row]]) -> None:
    id_ = f"D{sum('id' in row for row in rows['decision']) + 1}"
    inner, kind = decide.pop("of", []), decide["kind"]
    of_kind, cards = decide.pop("rows", []), decide.pop("cards", [])
    rows["decision"].append({"id": id_, "indent": indent, **decide})
    rows["decision"] += [{"kind": "card", **card} for card in cards]
    if kind == "thresholds":
        rows["decision"] += [{"kind": "rung", **rung} for rung in of_kind]
    elif kind == "cases":
        for case in of_kind:
            rows["rules"] += _rule_rows({"rule": "case", "of": id_, **case})
    for way in inner:
        _decision_rows(way, indent + 1, rows)


def _rule_rows(rule: Row) -> Iterator[Row]:
    """Yield the rule with the root of its condition, then a row for each further part."""
    parts = _condition_rows(rule.pop("when"), 0)
    yield {**rule, **next(parts)}
    yield from parts


def _condition_rows(condition: Row, indent: int) -> Iterator[Row]:
    inner = condition.get("of", [])
    yield {"indent": indent, **{key: value for key, value in condition.items() if key != "of"}}
    for part in inner if isinstance(inner, list) else [inner]:
        yield from _condition_rows(part, indent + 1)


def _test_rows(tests: list[Row], rows: dict[str, list[Row]]) -> None:
    for test in tests:
        for list_, lines in test.pop("lines", {}).items():
            here = {"test": test["id"], "list": list_}
            rows["test lines"] += [{**here, **line} for line in lines] or [{**here, "what": None}]
        rows["tests"].append(test)


def _tariff_rows(id_: str, tariff: Row, rows: dict[str, list[Row]]) -> None:
    rows["sources"] += [{"of": id_, **source} for source in tariff.pop("provenance", [])]
    for addon in tariff.pop("addons", []):
        rows["rules"] += _rule_rows({"rule": "add_on", "of": id_, **addon})
    kind = tariff["kind"]
    uses = {"bases": "base", "weights": "weight", "amounts": "strand_amount", "caps": "cap", "floors": "floor"}
    uses |= {"rows": "rate" if kind == "rate" else "amount"}
    for key, use in uses.items():
        for row in tariff.pop(key, []):
            terms = {"terms": dict(zip("012", row.pop("terms"), strict=True))} if "terms" in row else {}
            rows["values"].append({"tariff": id_, "use": use, **row, **terms})
    rows["tariffs"].append({"tariff": id_, **tariff})
