"""A synthetic caseload: plans sampled from national weights, and the untidy list in which a council would send them.

Nothing here is a real child or school: names are "Testpupil" and a plant with a number, schools say "(invented)",
identifiers lie in ranges that are never issued (statute.md 4). `random.Random(seed)` is used on purpose, so that one
seed gives one caseload on every machine.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bandingdesk import resources
from bandingdesk.casework import cells, identifiers
from bandingdesk.casework.intake import PlanRow
from bandingdesk.sheets import Cell, Sheet

FIRST_DAY = date(2014, 9, 1)  # no plan under Part 3 of the Act is older (SI 2014/889)

_ETHNICITY = {
    "Any other ethnic group": "OOTH", "Asian - Any other Asian background": "AOTH", "Asian - Bangladeshi": "ABAN",
    "Asian - Chinese": "CHNE", "Asian - Indian": "AIND", "Asian - Pakistani": "APKN",
    "Black - Any other Black background": "BOTH", "Black - Black African": "BAFR", "Black - Black Caribbean": "BCRB",
    "Mixed - Any other Mixed background": "MOTH", "Mixed - White and Asian": "MWAS",
    "Mixed - White and Black African": "MWBA", "Mixed - White and Black Caribbean": "MWBC", "Unclassified": "NOBT",
    "White - Any other White background": "WOTH", "White - Gypsy/Roma": "WROM", "White - Irish": "WIRI",
    "White - Traveller of Irish heritage": "WIRT", "White - White British": "WBRI",
}  # fmt: skip
_FAMILIES = {"mainstream_total_pc": "Mainstream", "special_total_pc": "Special", "fe_total_pc": "FE",
             "ed_elsewhere_pc": "Educated elsewhere"}  # fmt: skip
_LOOKED_AFTER = 5  # per cent of plans; invented, no national figure stands in the weights
_SECOND_NEED = 45  # per cent of plans; invented


@dataclass(frozen=True, slots=True)
class School:
    """An invented setting and its number."""

    name: str
    urn: str
    estab: str  # four digits


def plans(count: int, seed: int, today: date, bands: Sequence[Mapping[str, Any]] | None = None) -> list[PlanRow]:
    """Return COUNT invented plans as they stand on TODAY; the same arguments give the same plans.

    BANDS are {"band", "main", "other", "weight"} with pence a year in mainstream and elsewhere; without them the
    invented ones of `resources/demo/invented.json` are used. Weights: DfE, EHC plans 2025 (OGL v3.0).
    """
    return _Sampler(count, seed, today, bands).sample(count)


class _Sampler:
    """The weights made ready, and the counters that keep identifiers apart."""

    def __init__(self, count: int, seed: int, today: date, bands: Sequence[Mapping[str, Any]] | None) -> None:
        self._random = random.Random(seed)
        self._today = today
        self._weights: dict[str, Any] = json.loads(resources.text("demo/demo_weights.json"))
        self._words: dict[str, Any] = json.loads(resources.text("demo/invented.json"))
        self._bands = list(bands or self._words["bands"])
        self._nhs = 999_000_000
        self._upns: dict[str, int] = {}
        self._used: set[str] = set()
        self._schools = self._make_schools(count)
        by_placement = self._weights["need_by_placement"]
        self._need_totals = {need: sum(ages[need] for ages in self._weights["need_by_age"].values())
                             for need in next(iter(self._weights["need_by_age"].values()))}  # fmt: skip
        self._placements = {
            family: {name: row for name, row in by_placement.items()
                     if name.startswith(f"{family} -") and not name.endswith("total")}
            for family in ("Mainstream", "Special", "FE", "Educated elsewhere", "AP/PRU")
        }  # fmt: skip
        self._placements["Non-maintained early years"] = {
            "Non-maintained early years": by_placement["Non-maintained early years"]
        }

    def sample(self, count: int) -> list[PlanRow]:
        return [self._plan(number) for number in range(1, count + 1)]

    def _plan(self, number: int) -> PlanRow:
        rng = self._random
        age_words = self._pick(self._weights["age_counts"])
        age = 2 if age_words == "under 3" else int(age_words.removeprefix("age "))
        dob = _years_before(self._today, age) - timedelta(days=rng.randrange(365))
        needs = {need: n for need, n in self._weights["need_by_age"][age_words].items() if need != "need_unknown"}
        need = self._pick(needs)
        second = self._pick({n: w for n, w in needs.items() if n != need}) if rng.randrange(100) < _SECOND_NEED else ""
        placement = self._placement(age_words, age, need)
        year = school_year(dob, self._today)
        phase = cells.phase_of(year)
        school = self._school(placement, phase)
        start = self._start(dob, age)
        last, due = self._reviews(start)
        kind = setting_type(placement)
        band = self._band(kind)
        return PlanRow(
            surname=self._surname(number), forename="Testpupil", dob=dob, reference=f"{number:06d}",
            sex=self._pick({"F": self._weights["sex_counts"]["Female"], "M": self._weights["sex_counts"]["Male"]}),
            ethnicity=_ETHNICITY[self._pick(self._weights["ethnicity_counts"])],
            upn=self._upn(school, dob) if year not in ("N1", "N2") and phase != "p19" else "",
            nhs_number=self._next_nhs(), postcode=self._postcode(),
            setting_name=school.name if school else "", setting_urn=school.urn if school else "", setting_type=kind,
            year_group=year, primary_need=need.upper(), secondary_need=second.upper(), plan_start=start,
            last_review=last, next_review=due, current_band=str(band["band"]),
            current_pence=int(band["main" if kind == "main" else "other"]),
            looked_after=rng.randrange(100) < _LOOKED_AFTER, phase=phase,
        )  # fmt: skip

    def _pick(self, weights: Mapping[str, float]) -> str:
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def _placement(self, age_words: str, age: int, need: str) -> str:
        """Return a row name of `need_by_placement`: the family by age and need, then the place by need."""
        shares = self._weights["mainstream_special_by_age"][age_words]
        families = {_FAMILIES[key]: float(share) for key, share in shares.items()}
        rest = max(100 - sum(families.values()), 0.0)  # the columns leave out early years and alternative provision
        families["Non-maintained early years" if age < 5 else "AP/PRU" if age < 16 else "FE"] = rest
        for family in families:
            families[family] *= self._lift(family, need)
        family = self._pick(families)
        return self._pick({name: row[need] for name, row in self._placements[family].items()})

    def _lift(self, family: str, need: str) -> float:
        """Return how much commoner NEED is in FAMILY than among all plans."""
        rows = self._placements[family].values()
        inside, all_inside = sum(row[need] for row in rows), sum(sum(row.values()) for row in rows)
        return float((inside / all_inside) / (self._need_totals[need] / sum(self._need_totals.values())))

    def _surname(self, number: int) -> str:
        words = self._words["marked" if self._random.randrange(100) < self._words["marked_share"] else "trees"]
        return f"{self._random.choice(words)}-{number:03d}"

    def _start(self, dob: date, age: int) -> date:
        """Return a day the plan may have begun: a request at an age of the national weights, and 20 weeks."""
        asked = {key: n for key, n in self._weights["requests_by_age_2024"].items() if _asked_at(key) is not None}
        at = {key: n for key, n in asked.items() if (_asked_at(key) or 0) <= age}
        day = _years_before(dob, -(_asked_at(self._pick(at)) or 0)) + timedelta(days=self._random.randrange(365) + 140)
        if day > self._today:
            day = self._today - timedelta(days=self._random.randrange(1, 150))
        return max(day, FIRST_DAY + timedelta(days=self._random.randrange(1, 700)))

    def _reviews(self, start: date) -> tuple[date | None, date]:
        """Return the last review, if any, and the day the next is due: a day less than 12 months on (CFA s44(1))."""
        last: date | None = None
        if (self._today - start).days > 365:
            last = max(start + timedelta(days=180), self._today - timedelta(days=self._random.randrange(5, 440)))
        since = last or start
        return last, _years_before(since, -1) - timedelta(days=1)

    def _band(self, kind: str) -> Mapping[str, Any]:
        lean = 1 if kind == "main" else 3  # plans outside mainstream sit higher on the ladder
        weights = [
            entry["weight"] * (lean if at >= len(self._bands) // 2 else 1) for at, entry in enumerate(self._bands)
        ]
        chosen: Mapping[str, Any] = self._random.choices(self._bands, weights=weights)[0]
        return chosen

    def _next_nhs(self) -> str:
        while True:
            self._nhs += 1
            check = identifiers.nhs_check(str(self._nhs))
            if check is not None:
                return f"{self._nhs}{check}"

    def _upn(self, school: School | None, dob: date) -> str:
        stem = f"999{school.estab if school else '9998'}{(dob.year + 5) % 100:02d}"
        serial = self._upns[stem] = self._upns.get(stem, 0) + 1
        if serial > 999:
            stem, serial = f"9999{serial // 1000:03d}{stem[-2:]}", serial % 1000
        rest = f"{stem}{serial:03d}"
        return identifiers.upn_letter(rest) + rest

    def _postcode(self) -> str:
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        return f"ZZ99 {self._random.randrange(10)}{self._random.choice(letters)}{self._random.choice(letters)}"

    def _make_schools(self, count: int) -> dict[str, list[School]]:
        wanted = {
            "Primary": max(6, count // 40),
            "High School": max(3, count // 160),
            "Special School": max(3, count // 280),
            "Nursery": max(2, count // 500),
            "College": max(2, count // 600),
            "Centre": 2,
        }
        stems = [f"{start}{end}" for start in self._words["school_starts"] for end in self._words["school_ends"]]
        self._random.shuffle(stems)
        schools: dict[str, list[School]] = {}
        at = 0
        for kind, number in wanted.items():
            for _ in range(number):
                stem = stems[at % len(stems)] + (f" {['North', 'South', 'East', 'West'][at // len(stems) % 4]}"
                                                 if at >= len(stems) else "")  # fmt: skip
                schools.setdefault(kind, []).append(
                    School(f"{stem} {kind} (invented)", str(900001 + at), f"{1000 + at}")
                )
                at += 1
        return schools

    def _school(self, placement: str, phase: str) -> School | None:
        if placement.startswith("Mainstream"):
            kind = "High School" if phase in ("ks34", "p16", "p19") else "Primary"
        elif placement.startswith("Special"):
            kind = "Special School"
        elif placement.startswith("FE"):
            kind = "College"
        elif placement.startswith("AP"):
            kind = "Centre"
        elif placement.startswith("Non-maintained"):
            kind = "Nursery"
        else:
            return None
        return self._random.choice(self._schools[kind])


def setting_type(placement: str) -> str:
    """Return main, base, special or other for a row name of the national weights."""
    if placement.startswith("Mainstream"):
        return "base" if "(" in placement else "main"
    return "special" if placement.startswith("Special") else "other"


def school_year(dob: date, today: date) -> str:
    """Return the year group on TODAY: by the age reached on 31 August before the school year, as R is at 4."""
    august = date(today.year if today >= date(today.year, 9, 1) else today.year - 1, 8, 31)
    age = august.year - dob.year - ((dob.month, dob.day) > (8, 31))
    if age < 4:
        return "N1" if age < 3 else "N2"
    return "R" if age == 4 else str(min(age - 4, 14))


def _asked_at(words: str) -> int | None:
    digits = "".join(char for char in words if char.isdigit())
    return int(digits) if digits else None


def _years_before(day: date, years: int) -> date:
    """Return the same day YEARS earlier (later when negative); 29 February becomes the 28th."""
    year = day.year - years
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) and year % 4 else day.replace(year=year)


# ---- the list as a council sends it --------------------------------------------------------------------------------

GROUPS = ["", "Child", *[""] * 8, "Placement", *[""] * 3, "Need", "", "Plan", "", "", "Funding", "", ""]
TITLES = ["Case ref", "Surname", "Forename", "D.O.B.", "Gender", "Ethnic group", "UPN", "NHS no.", "Post code",
          "LAC (Y/N)", "Name", "URN", "Type", "NCY", "Main", "Second", "Start date", "Last review", "Next review due",
          "Band", "Top up £ p.a.", "Caseworker team"]  # fmt: skip
_SETTING_WORDS = {"main": ("Mainstream - academy", "Mainstream - maintained", "Free school"),
                  "base": ("SEN unit", "Resourced provision"), "special": ("Special - academy", "Special - maintained"),
                  "other": ("Other",)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UntidyList:
    """A caseload as it arrives: the sheet, the header's row, the damaged rows with their code, the twins' rows."""

    sheet: Sheet
    header_row: int
    damaged: dict[int, str]
    twins: tuple[int, int]
    plans: tuple[PlanRow, ...]


def untidy(count: int, seed: int, today: date) -> UntidyList:
    """Return COUNT plans as one untidy sheet: COUNT rows of which 25 are damaged and the last is a child twice.

    Title rows, two header rows, dates as text and as dates, Y and N in many spellings, blank rows, leading zeros,
    diacritics. COUNT is at least 100.
    """
    made = plans(count - 1, seed, today)
    rng = random.Random(seed + 1)
    named = [plan for plan in made if plan.upn]
    made.append(rng.choice(named[: len(named) // 2]))
    rows: list[list[Cell]] = [
        ["Exampleshire County Council (invented)"], [f"SYNTHETIC: EHC plans as at {today:%d/%m/%Y}"], [],
        list(GROUPS), list(TITLES),
    ]  # fmt: skip
    header_row = len(rows)
    whole = [at for at in range(count - 1) if made[at] is not made[-1]]
    hurt = dict(zip(sorted(rng.sample(whole, len(DAMAGE))), DAMAGE, strict=True))
    damaged: dict[int, str] = {}
    row_of: dict[int, int] = {}
    for at, plan in enumerate(made):
        if at and at % 400 == 0:
            rows += [[], []]
        written = _as_written(plan, at, rng)
        if at in hurt:
            name, wrong, code = hurt[at]
            written[TITLES.index(name)] = wrong(plan) if callable(wrong) else wrong
            damaged[len(rows) + 1] = code
        rows.append(written)
        row_of[at] = len(rows)
    rows = [[*row, *[None] * (len(TITLES) - len(row))] for row in rows]
    rows = [[None if cell == "" else cell for cell in row] for row in rows]
    return UntidyList(Sheet("EHCP caseload", rows), header_row, damaged,
                      (row_of[made.index(made[-1])], row_of[count - 1]), tuple(made))  # fmt: skip


def _as_written(plan: PlanRow, at: int, rng: random.Random) -> list[Cell]:
    """Return PLAN as people type it: the same thing in several spellings."""

    def day(value: date | None, form: int) -> Cell:
        if value is None:
            return None
        forms: list[Cell] = [value, f"{value:%d/%m/%Y}", f"{value:%d.%m.%Y}", f"{value.day} {value:%b %Y}"]
        return forms[form % 4]

    money: Cell = None
    if plan.current_pence is not None:
        pounds = plan.current_pence // 100
        written: list[Cell] = [pounds, f"£{pounds:,}", f"{pounds:,}.00"]
        money = written[at % 3]
    nhs: Cell = plan.nhs_number
    if at % 3:
        nhs = f"{plan.nhs_number[:3]} {plan.nhs_number[3:6]} {plan.nhs_number[6:]}" if at % 2 else int(plan.nhs_number)
    looked = rng.choice(("Y", "y", "Yes", "YES") if plan.looked_after else ("N", "n", "No", "", ""))
    year: Cell = int(plan.year_group) if plan.year_group.isdigit() else plan.year_group
    return [
        plan.reference, plan.surname, plan.forename, day(plan.dob, at), rng.choice([plan.sex, plan.sex.lower()]),
        plan.ethnicity, plan.upn, nhs, plan.postcode, looked, plan.setting_name, plan.setting_urn,
        rng.choice(_SETTING_WORDS[plan.setting_type]), year, plan.primary_need, plan.secondary_need,
        day(plan.plan_start, at + 1), day(plan.last_review, at + 3), day(plan.next_review, at + 2), plan.current_band,
        money, rng.choice(["North", "South", "Moved in"]),
    ]  # fmt: skip


def _before_birth(plan: PlanRow) -> Cell:
    return plan.dob - timedelta(days=40)


def _before_start(plan: PlanRow) -> Cell:
    return (plan.plan_start or plan.dob) - timedelta(days=30)


# Column, what stands in it instead, and the code by which it is refused.
DAMAGE: tuple[tuple[str, Cell | Callable[[PlanRow], Cell], str], ...] = (
    ("D.O.B.", "31/02/2016", "IM-07"), ("D.O.B.", "30/02/2015", "IM-07"), ("D.O.B.", None, "IM-09"),
    ("D.O.B.", "not known", "IM-08"), ("D.O.B.", "10-14", "IM-08"), ("D.O.B.", date(2031, 5, 4), "IM-17"),
    ("D.O.B.", date(1986, 3, 9), "IM-20"), ("D.O.B.", "#N/A", "IM-19"), ("Surname", None, "IM-09"),
    ("Surname", "#REF!", "IM-19"), ("Forename", None, "IM-09"), ("Gender", "Q", "IM-10"), ("Main", "XYZ", "IM-10"),
    ("Main", "to follow", "IM-10"), ("Second", "ADHX", "IM-10"), ("Type", "Moon", "IM-10"),
    ("Start date", "31/09/2024", "IM-07"), ("Start date", None, "IM-09"), ("Start date", _before_birth, "IM-18"),
    ("Last review", "00/00/0000", "IM-07"), ("Next review due", _before_start, "IM-18"),
    ("Top up £ p.a.", "£4,5OO", "IM-15"), ("Top up £ p.a.", "-£300", "IM-15"), ("LAC (Y/N)", "maybe", "IM-16"),
    ("Band", date(2026, 10, 14), "IM-24"),
)  # fmt: skip
