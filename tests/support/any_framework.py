"""Hypothesis strategies for any framework, tariff, form and life that the format and its references allow."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some

from bandingdesk.matrix.files import Bundle, check_form, check_framework_file, check_tariff

Draw = Any

ids = some.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,6}\Z")
odd = some.sampled_from(
    ["=1+1", '"x"; y', "(empty)", "\\(empty)", "10-14", "_x0041_", "a\nb", "TRUE", "1,494", "'x", "refer"]
)
words = (
    some.text(
        some.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
    ).filter(lambda text: text.strip() == text)
    | odd
)
points = some.integers(-1_000_000, 1_000_000)
pence = some.integers(0, 10_000_000_000)
days = some.dates().map(str)
reference = some.none() | words
awards = some.lists(words, min_size=1, max_size=3, unique=True).flatmap(
    lambda lengths: some.fixed_dictionaries(
        {"lengths": some.just(lengths)}, optional={"usual": some.sampled_from(lengths), "why": words}
    )
)


@some.composite
def bundles(draw: Draw) -> Bundle:
    """Return a framework with any number of tariffs and perhaps a form; what the format refuses is not drawn."""
    definition = draw(definitions())
    raw: dict[str, Any] = {"definition": definition, **given(draw, life=lives(definition))}
    file, problems = check_framework_file(raw)
    assert file is not None, [problem.text() for problem in problems]
    assert not problems, [problem.text() for problem in problems]
    tariffs = []
    for made in draw(some.lists(any_tariff(definition), max_size=2)):
        tariff, problems = check_tariff(made)
        assert tariff is not None, [problem.text() for problem in problems]
        tariffs.append(tariff)
    form = None
    if draw(some.booleans()):
        form, problems = check_form(draw(forms(definition)))
        assert form is not None, [problem.text() for problem in problems]
    return Bundle(file, tuple(tariffs), form)


def given(draw: Draw, **keys: Any) -> dict[str, Any]:
    """Return some of KEYS, each with a value drawn for it."""
    return {key.rstrip("_"): draw(value) for key, value in keys.items() if draw(some.booleans())}


def several(draw: Draw, most: int = 3, least: int = 1) -> list[str]:
    made: list[str] = draw(some.lists(ids, min_size=least, max_size=most, unique=True))
    return made


def among(options: Any, least: int = 1) -> Any:
    return some.lists(some.sampled_from(sorted(options)), min_size=least, max_size=3, unique=True)


@some.composite
def definitions(draw: Draw) -> dict[str, Any]:
    contexts = [_context(draw, id_) for id_ in several(draw, 2, 0)]
    strands = [_strand(draw, id_, n) for n, id_ in enumerate(several(draw, 3))]
    names = several(draw, 3)
    bands = [
        {"id": f"B{id_}", "name": draw(words), "rank": n, **given(draw, summary=words)} for n, id_ in enumerate(names)
    ]
    known: dict[str, Any] = {
        "levels": {strand["id"]: [level["level"] for level in strand["levels"]] for strand in strands},
        "descriptors": [d["id"] for s in strands for level in s["levels"] for d in level.get("descriptors", [])],
        "contexts": {context["id"]: context["values"] for context in contexts},
        "bands": [band["id"] for band in bands],
        "measures": [],
    }
    settings = known["contexts"].get("setting")
    if settings:
        bands[0] |= given(draw, settings=among(settings))
    measures = [_measure(draw, f"m{n}", known) for n in range(draw(some.integers(0, 4)))]
    rules = iter([f"r{n}" for n in range(99)])
    adjust = [_adjustment(draw, next(rules), known) for _ in range(draw(some.integers(0, 2)))]
    guards = [
        {"id": next(rules), "never": draw(conditions(known)), "why": draw(words),
         "action": draw(some.sampled_from(["refuse", "refer", "warn"]))}
        for _ in range(draw(some.integers(0, 2)))
    ]  # fmt: skip
    reasons = some.lists(ids, max_size=3, unique=True).map(
        lambda many: [id_ if n % 2 else {"id": id_, "text": "In words"} for n, id_ in enumerate(many)]
    )
    return {
        "schema": "banding/1", "id": draw(ids), "version": draw(ids), "title": draw(words),
        "authority": {"name": draw(words), **given(draw, ons=some.just("E10000000"))},
        "effective": {"from": "2026-04-01", **given(draw, to=some.none() | some.just("2027-03-31"))},
        "strands": strands, "contexts": contexts, "bands": bands, "measures": measures,
        "decide": draw(decisions(known)), "adjust": adjust, "guards": guards,
        "missing": draw(some.sampled_from(["error", "lowest", "interval"])),
        "override": {"allowed": draw(some.booleans()), **given(draw, reasons=reasons)},
        "tests": [_test(draw, f"t{n}", known, measures) for n in range(draw(some.integers(0, 2)))],
        **given(
            draw,
            provenance=sources(),
            supersedes=some.just("sha256:" + "0" * 64),
            change_note=reference,
            year_basis=some.sampled_from(["financial", "academic", None]),
            scope=scopes(),
            monotone=some.sampled_from(["required", "not_promised"]),
            crosswalks=some.lists(crosswalks(known), max_size=2),
            areas=some.just([{"id": "A", "name": "Area"}, {"id": "B", "name": "Other"}]),
        ),
    }  # fmt: skip


def sources() -> Any:
    return some.lists(some.fixed_dictionaries({"what": words, "ref": words}, optional={"date": days}), max_size=2)


def scopes() -> Any:
    ages = some.tuples(some.integers(0, 25), some.integers(0, 25)).map(list)
    return some.fixed_dictionaries(
        {}, optional={"plans": some.lists(words, max_size=3), "ages": ages, "other_authorities": some.booleans()}
    )


@some.composite
def crosswalks(draw: Draw, known: Any) -> dict[str, Any]:
    rows = some.fixed_dictionaries({"other": ids, "band": some.none() | some.sampled_from(known["bands"])})
    rule = draw(some.sampled_from(["published", "nearest", "nearest_up", "equal_value"]))
    many = draw(some.lists(rows, min_size=1, max_size=3, unique_by=lambda row: row["other"]))
    return {"framework": draw(ids), "rule": rule, "rows": many, **given(draw, version=ids, why=words)}


def _context(draw: Draw, id_: str) -> dict[str, Any]:
    values = several(draw, 3)
    labels = some.lists(words, min_size=len(values), max_size=len(values))
    return {"id": id_, "values": values, **given(draw, name=words, labels=labels)}


def _strand(draw: Draw, id_: str, n: int) -> dict[str, Any]:
    numbers = sorted(draw(some.lists(some.integers(-100, 100), min_size=2, max_size=4, unique=True)))
    text = some.fixed_dictionaries({"default": words}, optional={"early_years": words, "post16": reference})
    levels = []
    for number in numbers:
        descriptors = [
            {"id": f"d{n}.{number}.{k}", "text": draw(text), **given(draw, evidence=some.lists(words, max_size=2))}
            for k in range(draw(some.integers(0, 2)))
        ]
        levels.append({"level": number, "descriptors": descriptors, **given(draw, name=words)})
    kind = some.sampled_from(["best_fit", "highest_descriptor", "assessor_choice"])
    rating = some.fixed_dictionaries({"kind": kind}, optional={"ties": some.sampled_from(["up", "down", "refer"])})
    optional = given(draw, rating=rating, question=words, optional=some.booleans())
    return {"id": id_, "name": draw(words), "area": draw(some.sampled_from("AB")), "levels": levels, **optional}


def _measure(draw: Draw, id_: str, known: dict[str, Any]) -> dict[str, Any]:
    kinds = ["points", "count", "highest", "cost", "number"]
    kinds += ["primary"] if known["contexts"] else []
    kinds += ["descriptors_met"] if known["descriptors"] else []
    kind = draw(some.sampled_from(kinds))
    strands = some.none() | among(known["levels"])
    made = {"kind": kind, "id": id_, **given(draw, name=words)}
    if kind == "points":
        made |= _points(draw, id_, known)
    elif kind == "count":
        made |= {"level": draw(some.integers(-100, 100)), **given(draw, strands=strands)}
    elif kind == "highest":
        made |= given(draw, rank=some.just(1), strands=strands)
    elif kind == "primary":
        context = draw(some.sampled_from(sorted(known["contexts"])))
        stands_for = some.sampled_from(sorted(known["levels"]))
        rows = [{"value": value, "strand": draw(stands_for)} for value in known["contexts"][context]]
        made |= {"context": context, "strands": rows}
    elif kind == "descriptors_met":
        made |= {"set": draw(ids), "descriptors": draw(among(known["descriptors"]))}
    elif kind == "cost":
        made |= _cost(draw, f"lines{id_}")
    else:
        made |= {"min": draw(some.sampled_from([0, -9])), "max": draw(some.integers(0, 999))}
        made |= given(draw, unit=words, scale=some.sampled_from([1, 10, 100]))
    known["measures"].append(id_)
    return made


def _points(draw: Draw, id_: str, known: dict[str, Any]) -> dict[str, Any]:
    table = []
    for strand in draw(among(known["levels"])):
        many = len(known["levels"][strand])
        row = {"strand": strand, "points": draw(some.lists(points, min_size=many, max_size=many))}
        table.append(row | given(draw, weight=some.integers(0, 1000)))
    scored = [row["strand"] for row in table]
    caps = some.fixed_dictionaries({"strands": some.just(scored), "max": points}, optional={"why": words})
    rule = some.fixed_dictionaries({"when": conditions(known), "add": points, "why": words})
    added = [{"id": f"{id_}.{n}", **draw(rule)} for n in range(draw(some.integers(0, 2)))]
    optional = given(draw, group_caps=some.lists(caps, max_size=1), scale=some.sampled_from([1, 10, 100]))
    return {"table": table, "add_if": added, **optional}


def _cost(draw: Draw, lines: str) -> dict[str, Any]:
    rate = some.fixed_dictionaries(
        {"id": ids, "name": words, "per": some.sampled_from(["minute", "hour", "weekly_hour"]),
         "pence": some.integers(0, 1_000_000_000)},
        optional={"max_minutes": some.integers(0, 10_000)},
    )  # fmt: skip
    optional = given(
        draw,
        weeks=some.integers(1, 53),
        scale=some.sampled_from([1, 10, 100, 1000]),
        rounding=some.sampled_from(["half_up", "half_even", "down", "up"]),
    )
    rates = some.lists(rate, min_size=1, max_size=2, unique_by=lambda one: one["id"])
    return {"lines": lines, "rates": draw(rates), **optional}


def conditions(known: dict[str, Any]) -> Any:
    """Return any condition over what is KNOWN by now."""
    strand = some.sampled_from(sorted(known["levels"]))
    kinds = [
        strand.flatmap(
            lambda id_: some.fixed_dictionaries(
                {"kind": some.just("strand_at_least"), "strand": some.just(id_),
                 "level": some.sampled_from(known["levels"][id_])}
            )
        ),
        some.fixed_dictionaries(
            {"kind": some.just("count_at_least"), "level": some.integers(-100, 100), "n": some.integers(0, 1)},
            optional={"strands": among(known["levels"]), "exactly": some.booleans()},
        ),
    ]  # fmt: skip
    if known["measures"]:
        measure = {"kind": some.just("measure"), "measure": some.sampled_from(list(known["measures"]))}
        kinds.append(some.fixed_dictionaries(measure, optional={"from": points, "to": some.none() | points}))
    if known["contexts"]:
        context = some.sampled_from(sorted(known["contexts"]))
        kinds.append(
            context.flatmap(
                lambda id_: some.fixed_dictionaries(
                    {"kind": some.just("context"), "context": some.just(id_), "values": among(known["contexts"][id_])}
                )
            )
        )
    if known["descriptors"]:
        descriptor = some.sampled_from(known["descriptors"])
        kinds.append(some.fixed_dictionaries({"kind": some.just("descriptor_met"), "descriptor": descriptor}))
    return some.recursive(
        some.one_of(kinds),
        lambda inner: (
            some.fixed_dictionaries(
                {"kind": some.sampled_from(["all", "any"]), "of": some.lists(inner, min_size=1, max_size=3)}
            )
            | some.fixed_dictionaries({"kind": some.just("not"), "of": inner})
        ),
        max_leaves=5,
    )


@some.composite
def decisions(draw: Draw, known: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """Return any way to decide."""
    kinds = ["cases", "best_fit"] + (["thresholds"] if known["measures"] else []) + (["best_of"] if depth < 2 else [])
    kind = draw(some.sampled_from(kinds))
    band = some.sampled_from(known["bands"])
    if kind == "best_of":
        return {"kind": kind, "of": draw(some.lists(decisions(known, depth + 1), min_size=2, max_size=3))}
    if kind == "best_fit":
        strand = draw(some.sampled_from(sorted(known["levels"])))
        cards = [{"level": level, "band": draw(band)} for level in known["levels"][strand]]
        optional = given(draw, relied_on=some.sampled_from(["required", "optional"]))
        return {"kind": kind, "strand": strand, "cards": cards, **optional}
    if kind == "cases":
        row = some.fixed_dictionaries({"when": conditions(known), "band": band, "why": words})
        rows = [{"id": f"c{n}", **draw(row)} for n in range(draw(some.integers(1, 3)))]
        policy = draw(some.sampled_from(["first", "unique", "any", "highest_band"]))
        return {"kind": kind, "policy": policy, "rows": rows, **given(draw, otherwise=band | some.just("refer"))}
    rung = some.tuples(points, points, band).map(lambda one: {"from": min(one[:2]), "to": max(one[:2]), "band": one[2]})
    refer = some.sampled_from(["refer", None])
    rows = draw(some.lists(rung, min_size=1, max_size=3))
    measure = draw(some.sampled_from(list(known["measures"])))
    return {"kind": kind, "measure": measure, "rows": rows, **given(draw, above=refer, below=refer)}


def _adjustment(draw: Draw, id_: str, known: dict[str, Any]) -> dict[str, Any]:
    kind = draw(some.sampled_from(["move", "floor", "cap"]))
    what = {"by": draw(some.integers(-20, 20))} if kind == "move" else {"band": draw(some.sampled_from(known["bands"]))}
    return {"kind": kind, "id": id_, "when": draw(conditions(known)), "why": draw(words), **what}


def _test(draw: Draw, id_: str, known: dict[str, Any], measures: list[dict[str, Any]]) -> dict[str, Any]:
    levels = {strand: draw(some.sampled_from(known["levels"][strand])) for strand in draw(among(known["levels"], 0))}
    context = {id_: draw(some.sampled_from(values)) for id_, values in known["contexts"].items()}
    numbers = {m["id"]: draw(some.integers(m["min"], m["max"])) for m in measures if m["kind"] == "number"}
    lines = {
        m["lines"]: draw(some.lists(_lines([rate["id"] for rate in m["rates"]]), max_size=2))
        for m in measures
        if m["kind"] == "cost"
    }
    if draw(some.booleans()):
        expect = {"band": None, "bands": draw(some.just([]) | among(known["bands"]))}
    else:
        expect = {"band": draw(some.none() | some.sampled_from(known["bands"]))}
    period = some.sampled_from(["year", "term", "week", "one_off"])
    expect |= given(draw, points=points, pence=pence, year=some.just("2026-27"), period=period)
    optional = given(
        draw,
        context=some.just(context),
        numbers=some.just(numbers),
        lines=some.just(lines),
        paid_before=pence,
        on=days,
    )
    if known["descriptors"]:
        optional |= given(draw, descriptors=among(known["descriptors"]))
    return {"id": id_, "levels": levels, "source": draw(words), "expect": expect, **optional}


def _lines(rates: list[str]) -> Any:
    of_a_rate = some.fixed_dictionaries(
        {"what": words, "rate": some.sampled_from(rates)},
        optional={"minutes": some.integers(0, 10_080), "group": some.integers(1, 1000), "weeks": some.integers(1, 53)},
    )
    return of_a_rate | some.fixed_dictionaries({"what": words, "fixed": pence})


@some.composite
def lives(draw: Draw, definition: dict[str, Any]) -> dict[str, Any]:
    """Return any life beside the definition."""
    paper = some.fixed_dictionaries(
        {}, optional={"ref": words, "sha256": some.just("0" * 64), "reason": words, "officer": words}
    )
    answer = some.fixed_dictionaries({"code": words, "where": words, "text": words}, optional={"by": words})
    strand = some.sampled_from([strand["id"] for strand in definition["strands"]])
    said = some.fixed_dictionaries({"said": words, "did": words}, optional={"strand": strand})
    trial = some.fixed_dictionaries(
        {"from": some.just("2026-01-01"), "to": some.just("2026-03-31")}, optional={"reason": words, "found": words}
    )
    return {
        "status": draw(some.sampled_from(["draft", "consulted", "trial", "adopted", "retired"])),
        **given(
            draw, note=words, consulted_on=days, trial=trial, adopted_on=days, adopted_by=words, starts=days,
            retired_on=days, minute=words, equality=paper, consultation=paper,
            answers=some.lists(answer, max_size=2), you_said_we_did=some.lists(said, max_size=2),
        ),
    }  # fmt: skip


@some.composite
def forms(draw: Draw, definition: dict[str, Any]) -> dict[str, Any]:
    """Return any form of the definition."""
    strand = some.sampled_from([strand["id"] for strand in definition["strands"]])
    question = some.fixed_dictionaries(
        {"id": ids, "text": words}, optional={"strand": strand, "required": some.booleans()}
    )
    evidence = some.fixed_dictionaries({"id": ids, "name": words})
    own = some.fixed_dictionaries(
        {"word": some.sampled_from(["strand", "level"]), "one": words}, optional={"many": words}
    )
    return {
        "schema": "banding-form/1", "framework": definition["id"], "version": draw(ids),
        **given(
            draw,
            questions=some.lists(question, max_size=2, unique_by=lambda one: one["id"]),
            evidence=some.lists(evidence, max_size=2, unique_by=lambda one: one["id"]),
            wording=some.lists(own, max_size=2, unique_by=lambda one: one["word"]),
        ),
    }  # fmt: skip


@some.composite
def any_tariff(draw: Draw, definition: dict[str, Any]) -> dict[str, Any]:
    """Return any tariff of the definition."""
    contexts = {context["id"]: context["values"] for context in definition["contexts"]}
    known = {
        "levels": {strand["id"]: [level["level"] for level in strand["levels"]] for strand in definition["strands"]},
        "descriptors": [], "contexts": contexts, "measures": [measure["id"] for measure in definition["measures"]],
    }  # fmt: skip
    numbers = [m["id"] for m in definition["measures"] if m["kind"] == "number" and m["min"] >= 0]
    places = _places(draw, contexts)
    period = some.sampled_from(["year", "term", "week", "one_off"])
    bound = some.fixed_dictionaries({"pence": pence, "why": words}, optional={"where": places})
    addon = some.fixed_dictionaries({"when": conditions(known), "pence": pence, "why": words})
    made = {
        "framework": definition["id"], "year": draw(some.sampled_from(["2026-27", "2026"])), "period": draw(period),
        "rounding": draw(some.sampled_from(["half_up", "half_even", "down", "up"])),
        **given(
            draw, version=ids, title=words, provenance=sources(), round_to=some.sampled_from([1, 10, 100, 1000]),
            effective=some.just({"from": "2026-04-01"}), addons=some.lists(addon, max_size=1),
            caps=some.lists(bound, max_size=1), floors=some.lists(bound, max_size=1),
            deduct=some.fixed_dictionaries({"pence": pence, "why": words}),
            protection=some.fixed_dictionaries({"until": days, "why": words}),
            route=some.fixed_dictionaries({"above": pence, "to": words, "why": words}),
            award=awards,
        ),
    }  # fmt: skip
    for key in ("addons", "caps", "floors"):
        for rule in made.get(key, []):
            rule["id"] = key[:3]
    if numbers:
        part = {"number": some.sampled_from(numbers), "full": some.integers(1, 200)}
        made |= given(draw, proration=some.fixed_dictionaries(part, optional={"why": words}))
    return made | _amounts(draw, definition, known, places, numbers)


def _places(draw: Draw, contexts: dict[str, list[str]]) -> Any:
    if not contexts:
        return some.just([])
    id_ = draw(some.sampled_from(sorted(contexts)))
    place = some.sampled_from(contexts[id_]).map(lambda value: {"context": id_, "value": value})
    return some.lists(place, max_size=1)


def _amounts(draw: Draw, definition: dict[str, Any], known: Any, places: Any, numbers: list[str]) -> dict[str, Any]:
    """Return what one kind of tariff says beside the others."""
    of_kind = {kind: [m["id"] for m in definition["measures"] if m["kind"] == kind] for kind in ("cost", "primary")}
    kinds = ["table", "base_times_weight", "sum_by_strand"]
    kinds += (["rate"] if numbers else []) + (["measure"] if of_kind["cost"] else [])
    kind = draw(some.sampled_from(kinds))
    bands = some.sampled_from([band["id"] for band in definition["bands"]])
    period = some.sampled_from(["year", "term", "week", "one_off"])
    if kind == "table":
        row = some.fixed_dictionaries(
            {"band": bands, "pence": some.none() | pence},
            optional={"where": places, "period": period, "terms": some.tuples(pence, pence, pence).map(list)},
        )
        rows = {"rows": draw(some.lists(row, min_size=1, max_size=3))}
        return rows | ({"kind": kind} if draw(some.booleans()) else {})
    if kind == "base_times_weight":
        base = some.fixed_dictionaries({"pence": pence}, optional={"where": places})
        weight = some.fixed_dictionaries({"band": bands, "weight": some.integers(0, 999)})
        weights = draw(some.lists(weight, max_size=2, unique_by=lambda row: row["band"]))
        scale = draw(some.sampled_from([1, 10, 100, 1000]))
        return {"kind": kind, "scale": scale, "bases": draw(some.lists(base, max_size=2)), "weights": weights}
    if kind == "sum_by_strand":
        strand = draw(some.sampled_from(sorted(known["levels"])))
        amount = some.fixed_dictionaries(
            {"strand": some.just(strand), "level": some.sampled_from(known["levels"][strand]), "pence": pence},
            optional={"where": places},
        )
        combined = given(draw, combine=some.sampled_from(["sum", "highest"]))
        if of_kind["primary"] and draw(some.booleans()):
            combined = {"combine": "primary", "primary": draw(some.sampled_from(of_kind["primary"]))}
        return {"kind": kind, "amounts": draw(some.lists(amount, min_size=1, max_size=3)), **combined}
    if kind == "rate":
        row = some.fixed_dictionaries({"band": bands, "rate": pence}, optional={"where": places})
        rows = draw(some.lists(row, min_size=1, max_size=2))
        return {"kind": kind, "rows": rows, "times": [numbers[0]], **given(draw, scale=some.sampled_from([1, 10]))}
    return {"kind": kind, "measure": draw(some.sampled_from(of_kind["cost"]))}
