"""A workbook read back into a framework, its tariffs and its form: every fault at its cell, all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from bandingdesk import sheet_traps, sheets
from bandingdesk.matrix import files, references, tariff_references
from bandingdesk.matrix.files import Bundle, FrameworkInvalidError
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.references import Problem
from bandingdesk.matrix.tariff import Tariff
from bandingdesk.matrix.workbook import rules as workbook_rules
from bandingdesk.matrix.workbook import tables as ws
from bandingdesk.matrix.workbook.cells import UNREAD
from bandingdesk.matrix.workbook.draft import Draft
from bandingdesk.matrix.workbook.pages import Item, Key, Pages, Place, gather
from bandingdesk.matrix.workbook.rules import Owner
from bandingdesk.sheet_zips import Limits

LIMITS = Limits(unpacked=64 * 1024 * 1024, area=1_000_000)
_ORDER = {table.name: n for n, table in enumerate(ws.TABLES)}
_USES = {
    "amount": "rows", "rate": "rows", "base": "bases", "weight": "weights", "strand_amount": "amounts",
    "cap": "caps", "floor": "floors",
}  # fmt: skip


def read_any(data: bytes, name: str) -> Bundle:
    """Return the framework in DATA, a workbook or JSON. Raises FrameworkInvalidError, and what `sheets` raises."""
    return read(data, name) if files.is_workbook(data) else Bundle(files.read_framework_file(data, name))


def read(data: bytes, name: str) -> Bundle:
    """Return the framework, tariffs and form in the xlsx DATA; NAME is the file's name for messages.

    Raises FrameworkInvalidError with every fault, and what `sheets.read_bytes` raises for a file that is none.
    """
    if len(data) > files.MAX_BYTES:
        problem = Problem("$", f"{len(data):,} bytes", f"at most {files.MAX_BYTES:,}")
        raise FrameworkInvalidError(name=name, problems=[problem])
    found = sheets.read_bytes(data, name, LIMITS)
    if not sheet_traps.is_xlsx(data):
        problem = Problem("$", "a workbook of another kind", "an .xlsx workbook: open it and save it as one")
        raise FrameworkInvalidError(name=name, problems=[problem])
    return _Reader(gather(found, sheet_traps.find(data))).bundle(name)


class _Reader:
    """Puts the rows of the sheets together; faults gather in the pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.draft = Draft(Place("meta"), {"definition": {}})
        self.form = Draft(Place("form"))
        self.tariffs: dict[str, Draft] = {}
        self.measures: dict[str, Owner] = {}
        self.numbers: dict[str, list[Any]] = {}  # strand -> its level numbers in order

    def bundle(self, name: str) -> Bundle:
        """Return what the workbook holds. Raises FrameworkInvalidError."""
        self._meta()
        self._lists()
        self._strands()
        self._contexts()
        self._measures()
        self._tariffs()
        decisions = workbook_rules.decision(self.pages, self.draft)
        owners = {"decision": decisions, "measures": self.measures,
                  "tariffs": {id_: (draft, "", draft.raw) for id_, draft in self.tariffs.items()}}  # fmt: skip
        top = (self.draft, "definition", self.draft.raw["definition"])
        workbook_rules.read(self.pages, lambda sheet, id_: owners[sheet].get(id_), top)
        self._tests()
        self._crosswalks()
        self._sources()
        made = self._checked()
        if self.pages.faults:
            found = sorted(dict.fromkeys(self.pages.faults), key=_place_in_file)
            raise FrameworkInvalidError(name=name, problems=found[: files.MOST_PROBLEMS])
        assert made is not None
        return made

    def _checked(self) -> Bundle | None:
        file, problems = files.check_framework_file(self.draft.raw)
        self.pages.faults += self.draft.translated(problems)
        definition = None if file is None else file.definition
        tariffs = [self._tariff(draft, definition) for draft in self.tariffs.values()]
        form = None
        if self.form.raw:
            form, problems = files.check_form(self.form.raw)
            if form is not None and definition is not None:
                problems = references.form_problems(definition, form)
            self.pages.faults += self.form.translated(problems)
        if file is None or None in tariffs:
            return None
        return Bundle(file, tuple(tariff for tariff in tariffs if tariff is not None), form)

    def _tariff(self, draft: Draft, definition: Framework | None) -> Tariff | None:
        tariff, problems = files.check_tariff(draft.raw)
        if tariff is not None and definition is not None:
            problems = tariff_references.problems(definition, tariff)
        self.pages.faults += draft.translated(problems)
        return tariff

    def _meta(self) -> None:
        item = next(iter(self.pages.items(ws.META)), Item(Place("meta")))
        life, form = item.raw.pop("life", None), item.raw.pop("form", None)
        self.draft.raw["definition"] |= item.raw
        within = {column.key for column in ws.DEFINITION}
        self.draft.lay("definition", item, only=within)
        self.draft.lay("life", _below(item, "life"))
        self.form.lay("", _below(item, "form"))
        if life:
            self.draft.raw["life"] = life
        self.form.raw |= form or {}

    def _lists(self) -> None:
        """Take the sheets that are lists of the format as they stand."""
        definition = self.draft.raw["definition"]
        for table in (ws.AREAS, ws.BANDS):
            self._list(table, self.draft, "definition", definition, table.name)
        if reasons := self.pages.items(ws.REASONS):
            override = definition.setdefault("override", {})
            override["reasons"] = [item.raw if "text" in item.raw else item.raw.get("id") for item in reasons]
            for n, item in enumerate(reasons):
                self.draft.lay(f"definition.override.reasons[{n}]", item)
        for table, key in ((ws.ANSWERS, "answers"), (ws.YOU_SAID, "you_said_we_did")):
            if items := self.pages.items(table):
                self._list(table, self.draft, "life", self.draft.raw.setdefault("life", {}), key, items)
        for table, key in ((ws.QUESTIONS, "questions"), (ws.EVIDENCE, "evidence"), (ws.WORDING, "wording")):
            self._list(table, self.form, "", self.form.raw, key)

    def _list(
        self,
        table: ws.Table,
        draft: Draft,
        path: str,
        holder: dict[str, Any],
        key: str,
        items: list[Item] | None = None,
    ) -> None:
        items = self.pages.items(table) if items is None else items
        draft.places[f"{path}.{key}".removeprefix(".")] = Place(table.name)
        if items:
            holder[key] = [item.raw for item in items]
        for n, item in enumerate(items):
            draft.lay(f"{path}.{key}[{n}]".removeprefix("."), item)

    def _strands(self) -> None:
        levels: dict[str, list[Item]] = {}
        for item in self.pages.items(ws.LEVELS):
            levels.setdefault(item.raw.get("strand", ""), []).append(item)
        descriptors: dict[tuple[str, Any], list[Item]] = {}
        for item in self.pages.items(ws.DESCRIPTORS):
            descriptors.setdefault((item.raw.pop("strand", ""), item.raw.pop("level", None)), []).append(item)
        strands = self.draft.raw["definition"]["strands"] = []
        self.draft.places["definition.strands"] = Place("strands")
        for n, item in enumerate(self.pages.items(ws.STRANDS)):
            path, id_ = f"definition.strands[{n}]", item.raw.get("id", "")
            self.draft.lay(path, item)
            self.draft.places[f"{path}.levels"] = item.at("id")
            own = sorted(levels.pop(id_, []), key=lambda level: level.raw.get("level", 1000))
            self.numbers.setdefault(id_, [level.raw["level"] for level in own if "level" in level.raw])
            for m, level in enumerate(own):
                self.draft.lay(f"{path}.levels[{m}]", level, but={("strand",)})
                within = descriptors.pop((id_, level.raw.get("level")), [])
                level.raw.pop("strand", None)
                level.raw |= {"descriptors": [descriptor.raw for descriptor in within]} if within else {}
                for k, descriptor in enumerate(within):
                    self.draft.lay(f"{path}.levels[{m}].descriptors[{k}]", descriptor, but={("strand",), ("level",)})
            strands.append({**item.raw, "levels": [level.raw for level in own]})
        for item in (item for items in levels.values() for item in items):
            self._unknown(item, "strand", "strands", self.numbers)
        for (strand, level), items in descriptors.items():
            for item in items:
                self._lost_descriptor(item, strand, level)

    def _lost_descriptor(self, item: Item, strand: str, level: Any) -> None:
        if strand not in self.numbers:
            item.raw |= {"strand": strand} if strand else {}
            self._unknown(item, "strand", "strands", self.numbers)
        elif ("level",) not in item.bad:
            found = "an empty cell" if level is None else f"level {level}"
            numbers = ", ".join(str(number) for number in self.numbers[strand])
            self.pages.fault(item.at("level"), found, f"a level of {strand} on the sheet levels ({numbers})")

    def _unknown(self, item: Item, key: str, sheet: str, known: Collection[str]) -> None:
        """Note that KEY of ITEM names nothing of SHEET, unless the cell is faulty itself."""
        if (key,) in item.bad or UNREAD in known:
            return
        value = item.raw.get(key)
        found = "an empty cell" if value is None else f'"{value}"'
        listed = ", ".join(list(known)[:12]) or "there is none"
        self.pages.fault(item.at(key), found, f"an id of the sheet {sheet} ({listed})")

    def _grouped(self, table: ws.Table, heads: tuple[str, ...]) -> Iterator[tuple[str, list[Item]]]:
        """Yield the rows of one id together. Only the first has HEADS; a later row may say the same again."""
        groups: dict[str, list[Item]] = {}
        for item in self.pages.items(table):
            if "id" not in item.raw:
                if ("id",) not in item.bad:
                    self.pages.fault(item.at("id"), "an empty cell", "the id, the same in each of its rows")
                continue
            rows = groups.setdefault(item.raw["id"], [])
            for head in heads if rows else ():
                if head in item.raw and item.raw[head] != rows[0].raw.get(head):
                    self.pages.fault(
                        item.at(head), "another value", f"the value of row {rows[0].place.row}, or nothing"
                    )
            rows.append(item)
        yield from groups.items()

    def _contexts(self) -> None:
        contexts = []
        for n, (id_, items) in enumerate(self._grouped(ws.CONTEXTS, ("name",))):
            path, first = f"definition.contexts[{n}]", items[0]
            made: dict[str, Any] = {"id": id_, "values": [item.raw.get("value") for item in items]}
            made |= {"name": first.raw["name"]} if "name" in first.raw else {}
            self.draft.lay(path, first, only={("id",), ("name",)})
            if any("label" in item.raw for item in items):
                made["labels"] = [item.raw.get("label") for item in items]
            for m, item in enumerate(items):
                names: dict[Key, str] = {("value",): f"values[{m}]", ("label",): f"labels[{m}]"}
                self.draft.lay(path, item, names, only=names)
                for key in (key for key in ("value", "label") if f"{key}s" in made and key not in item.raw):
                    self.draft.bad.add(f"{path}.{key}s[{m}]")
                    if (key,) not in item.bad:
                        self.pages.fault(item.at(key), "an empty cell", "a value, as in the rows beside it")
            contexts.append(made)
        if contexts:
            self.draft.raw["definition"]["contexts"] = contexts

    def _measures(self) -> None:
        measures = []
        for n, item in enumerate(self.pages.items(ws.MEASURES)):
            path = f"definition.measures[{n}]"
            self.draft.lay(path, item)
            measures.append(item.raw)
            self.measures.setdefault(item.raw.get("id", ""), (self.draft, path, item.raw))
        if measures:
            self.draft.raw["definition"]["measures"] = measures
        for table, key in ((ws.POINTS, "table"), (ws.MAIN_NEEDS, "strands"), (ws.RATES, "rates")):
            for item in self.pages.items(table):
                owner = self.measures.get(item.raw.get("measure", ""))
                if owner is None:
                    self._unknown(item, "measure", "measures", self.measures)
                    continue
                draft, path, measure = owner
                rows = measure.setdefault(key, [])
                here = f"{path}.{key}[{len(rows)}]"
                draft.places.setdefault(f"{path}.{key}", item.place)
                draft.lay(here, item, but={("measure",)})
                row = {name: value for name, value in item.raw.items() if name not in ("measure", "level")}
                if table is ws.POINTS:
                    row["points"] = self._points(item, here)
                rows.append(row)

    def _points(self, item: Item, path: str) -> list[int]:
        """Return a row's points, lowest level first; levels without a cell, and cells without a level, are named."""
        given: dict[str, Any] = item.raw.get("level", {})
        strand = item.raw.get("strand", "")
        numbers = [str(number) for number in self.numbers.get(strand, given)]
        self.draft.places[f"{path}.points"] = item.place
        points = []
        for n, number in enumerate(numbers):
            key = ("level", number)
            place = item.places.get(key, Place("points", item.place.row, f"level {number}"))
            self.draft.places[f"{path}.points[{n}]"] = place
            if number not in given and key not in item.bad:
                self.pages.fault(place, "an empty cell", f"the points of level {number}: {strand} has this level")
            if number not in given or key in item.bad:
                self.draft.bad.add(f"{path}.points[{n}]")
            points.append(given.get(number, 0))
        for number in given:
            if number not in numbers:
                self.pages.fault(item.at("level", number), "a value", f"an empty cell: {strand} has no level {number}")
        return points

    def _tariffs(self) -> None:
        for item in self.pages.items(ws.TARIFFS):
            id_ = item.raw.pop("tariff", None)
            if id_ is None or id_ in self.tariffs:
                if ("tariff",) not in item.bad:
                    found = "an empty cell" if id_ is None else f'the tariff "{id_}" again'
                    self.pages.fault(item.at("tariff"), found, "an id, each once")
                continue
            draft = self.tariffs[id_] = Draft(item.place, item.raw)
            draft.lay("", item, but={("tariff",)})
            if item.raw.get("kind") == "base_times_weight":
                draft.raw |= {"bases": [], "weights": []}
        for item in self.pages.items(ws.VALUES):
            of, use = item.raw.pop("tariff", None), item.raw.pop("use", None)
            if of not in self.tariffs:
                item.raw |= {} if of is None else {"tariff": of}
                self._unknown(item, "tariff", "tariffs", self.tariffs)
                continue
            if use is None:
                if ("use",) not in item.bad:
                    self.pages.fault(item.at("use"), "an empty cell", f"one of: {', '.join(ws.USES)}")
                continue
            self._value(self.tariffs[of], item, _USES[use])

    def _value(self, draft: Draft, item: Item, key: str) -> None:
        rows = draft.raw.setdefault(key, [])
        path = f"{key}[{len(rows)}]"
        names: dict[Key, str] = {("terms", str(n)): f"terms[{n}]" for n in range(3)}
        draft.places.setdefault(key, item.place)
        draft.lay(path, item, names, but={("tariff",), ("use",)})
        if "terms" in item.raw:
            terms = item.raw["terms"]
            item.raw["terms"] = [terms.get(str(n)) for n in range(3)]
            for n in (n for n in range(3) if str(n) not in terms):
                draft.bad.add(f"{path}.terms[{n}]")
                if ("terms", str(n)) not in item.bad:
                    self.pages.fault(item.at("terms", str(n)), "an empty cell", "an amount: all three terms or none")
        rows.append(item.raw)

    def _tests(self) -> None:
        items = self.pages.items(ws.TESTS)
        by_id: dict[str, tuple[dict[str, Any], str]] = {}
        for n, item in enumerate(items):
            path = f"definition.tests[{n}]"
            self.draft.lay(path, item)
            item.raw.setdefault("levels", {})
            by_id.setdefault(item.raw.get("id", ""), (item.raw, path))
        if items:
            self.draft.raw["definition"]["tests"] = [item.raw for item in items]
        for item in self.pages.items(ws.TEST_LINES):
            test, path = by_id.get(item.raw.get("test", ""), ({}, ""))
            if not path:
                self._unknown(item, "test", "tests", by_id)
                continue
            list_ = item.raw.get("list")
            if list_ is None:
                if ("list",) not in item.bad:
                    self.pages.fault(item.at("list"), "an empty cell", "the cost measure's lines")
                continue
            lines = test.setdefault("lines", {}).setdefault(list_, [])
            if item.is_marked:
                continue
            self.draft.lay(f"{path}.lines.{list_}[{len(lines)}]", item, but={("test",), ("list",)})
            lines.append({key: value for key, value in item.raw.items() if key not in ("test", "list")})

    def _crosswalks(self) -> None:
        made = []
        heads = ("framework", "version", "rule", "why")
        for n, (_, items) in enumerate(self._grouped(ws.CROSSWALKS, heads)):
            path = f"definition.crosswalks[{n}]"
            self.draft.lay(path, items[0], only={(head,) for head in heads})
            rows = []
            for m, item in enumerate(items):
                self.draft.lay(f"{path}.rows[{m}]", item, only={("other",), ("band",)})
                rows.append({key: item.raw[key] for key in ("other", "band") if key in item.raw})
            made.append({**{head: items[0].raw[head] for head in heads if head in items[0].raw}, "rows": rows})
        if made:
            self.draft.raw["definition"]["crosswalks"] = made

    def _sources(self) -> None:
        for item in self.pages.items(ws.SOURCES):
            of = item.raw.pop("of", None)
            draft, path, holder = self.draft, "definition.", self.draft.raw["definition"]
            if of in self.tariffs:
                draft, path, holder = self.tariffs[of], "", self.tariffs[of].raw
            elif of != "framework":
                item.raw |= {} if of is None else {"of": of}
                self._unknown(item, "of", "tariffs, or framework", self.tariffs)
                continue
            rows = holder.setdefault("provenance", [])
            draft.lay(f"{path}provenance[{len(rows)}]", item, but={("of",)})
            rows.append(item.raw)


def _below(item: Item, part: str) -> Item:
    """Return what ITEM holds below PART."""
    places = {key[1:]: place for key, place in item.places.items() if key[0] == part}
    return Item(item.place, {}, places, {key[1:] for key in item.bad if key[0] == part})


def _place_in_file(problem: Problem) -> tuple[int, int, str]:
    return (_ORDER.get(problem.sheet or "", -1), problem.row or 0, problem.column or "")
