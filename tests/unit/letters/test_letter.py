"""What a letter holds, what it refuses, and what it names as missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bandingdesk import resources
from bandingdesk.letters import letter, sample, wording
from bandingdesk.letters.blocks import Grid
from bandingdesk.statute import required_letters


def words_of(made: letter.Letter) -> str:
    return "\n".join(made.texts())


def block_of(made: letter.Letter, id_: str) -> str:
    return "\n".join(next(block for block in made.blocks if block.id == id_).texts())


@pytest.mark.parametrize("template", ["L7", "L8", "L15"])
def test_every_block_the_matrix_asks_for_stands_in_the_letter(template: str) -> None:
    made = letter.compose(template, sample.facts(template))
    assert set(letter.matrix().row(template).blocks) <= set(made.block_ids())
    assert not re.search(r"[{}]|\ue000", words_of(made)), "a merge field was left over"


@pytest.mark.parametrize("role", ["parent", "young_person"])
@pytest.mark.parametrize("template", ["L7", "L8"])
def test_parent_and_young_person_get_the_same_blocks(template: str, role: str) -> None:
    assert letter.block_ids(template, role) == letter.block_ids(template, "parent")


def test_letter_to_a_young_person_speaks_to_the_young_person() -> None:
    made = letter.compose("L7", replace(sample.facts("L7"), recipient=sample.YOUNG_PERSON))
    assert made.title == "We are keeping your plan as it is"
    assert "your education, health and care plan" in block_of(made, "DECISION")


@pytest.mark.parametrize("template", ["L7", "L8"])
def test_notice_to_the_setting_holds_the_decision_and_its_date_only(template: str) -> None:
    facts = replace(sample.facts(template), recipient=sample.SETTING)
    made = letter.compose(template, facts)
    assert made.block_ids() == ("DECISION",)
    assert "Monday 23 November 2026" in words_of(made)
    assert facts.decision is not None
    for kept_back in (*facts.decision.reasons, *facts.changes, *facts.enclosures):
        assert kept_back not in words_of(made)


def test_mediation_block_has_the_six_limbs_of_regulation_32() -> None:
    """SI 2014/1530 reg. 32(a)-(f): right, certificate, adviser, time, what to tell the council, whom to tell."""
    text = block_of(letter.compose("L7", sample.facts("L7")), "MED32")
    limbs = next(
        part for block in letter.compose("L7", sample.facts("L7")).blocks if block.id == "MED32" for part in block.parts
        if hasattr(part, "entries")
    )  # fmt: skip
    assert len(limbs.entries) == 6
    for said in (
        "sections 53 and 54",
        "certificate before you appeal",
        "Midway Mediation (invented), phone 01632 960 130",
        "Saturday 23 January 2027",  # two months from Monday 23 November 2026, reg. 33
        "what health care you want the plan to set out",
        "Case officer Hazel (invented), phone 01632 960 117",
    ):
        assert said in text


def test_time_block_states_both_limits_and_the_day_sent() -> None:
    """SI 2008/2699 r20(1)(c) and r12: two months end on Saturday 23 January 2027 and roll to Monday."""
    text = block_of(letter.compose("L7", sample.facts("L7")), "TIME")
    assert "We sent this letter on Monday 23 November 2026." in text
    assert "two months after we sent this letter. That is Monday 25 January 2027" in text
    assert "one month after the date on your mediation certificate" in text


def test_proposal_counts_fifteen_days_beginning_with_service_and_eight_weeks_from_sending() -> None:
    """SI 2014/1530 reg. 22(2)(c) and 22(3). Served Wednesday 25 November 2026; sent Monday 23 November 2026."""
    made = letter.compose("L8", sample.facts("L8"))
    assert "Your last day is Wednesday 9 December 2026." in block_of(made, "COMMENT")
    assert "Monday 18 January 2027" in block_of(made, "NEXT")


def test_proposal_has_no_right_of_appeal_and_says_why() -> None:
    made = letter.compose("L8", sample.facts("L8"))
    assert not required_letters.RIGHTS & set(made.block_ids())
    assert "we have not made up our mind" in block_of(made, "NOAPPEAL")


def test_band_letter_has_no_right_of_appeal_and_does_not_limit_section_f() -> None:
    made = letter.compose("L15", sample.facts("L15"))
    assert not required_letters.RIGHTS & set(made.block_ids())
    limit = block_of(made, "LIMIT")
    assert "The band is how funding is worked out. It does not limit the provision in Section F." in limit
    assert "the plan comes first" in limit


def test_band_letter_names_the_pupil_by_reference_only() -> None:
    facts = sample.facts("L15")
    text = words_of(letter.compose("L15", facts))
    assert facts.pupil_reference in text
    assert facts.child_name not in text


def test_band_letter_shows_the_three_elements_and_this_year() -> None:
    money = next(block for block in letter.compose("L15", sample.facts("L15")).blocks if block.id == "MONEY")
    grid = next(part for part in money.parts if isinstance(part, Grid))
    assert [row[1] for row in grid.rows] == ["£4,000 a year", "£6,000 a year", "£10,950 a year", "£3,450"]
    assert grid.right == (1,)


def test_weekly_band_shows_its_own_period() -> None:
    facts = sample.facts("L15")
    assert facts.band is not None
    weekly = replace(facts, band=replace(facts.band, pence=25150, period="week"))
    assert "£251.50 a week" in words_of(letter.compose("L15", weekly))


@pytest.mark.parametrize("template", ["L7", "L8"])
def test_letter_about_the_plan_never_shows_a_band_it_was_given(template: str) -> None:
    facts = replace(sample.facts(template), band=sample.facts("L15").band)
    text = words_of(letter.compose(template, facts))
    assert "Band F" not in text
    assert "£" not in text


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("The school gets £10,950 for this.", "£10,950"),
        ("The help is paid from Band F.", "Band F"),
        ("It would cost 400 pounds more.", "400 pounds"),
    ],
)
def test_reason_with_a_band_or_money_is_refused(reason: str, found: str) -> None:
    facts = sample.facts("L7")
    assert facts.decision is not None
    facts = replace(facts, band=sample.facts("L15").band, decision=replace(facts.decision, reasons=(reason,)))
    with pytest.raises(letter.BandInLetterError) as refused:
        letter.compose("L7", facts)
    assert (refused.value.words, refused.value.block) == (found, "REASONS")


def test_text_that_claims_an_appeal_on_a_band_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(name: str) -> str:
        return "title: Band\nfor: setting\n\n## AWARD: Band\nBand.\n\n## APPEAL: Appeal\nYou can appeal.\n"

    real = resources.text
    monkeypatch.setattr(resources, "text", lambda name: planted(name) if name.endswith("l15.md") else real(name))
    with pytest.raises(letter.AppealOnBandError):
        letter.compose("L15", sample.facts("L15"))


def test_every_missing_fact_is_named_at_once() -> None:
    facts = sample.facts("L7")
    assert facts.decision is not None
    council = replace(facts.council, sendiass=None, mediation=letter.Contact("Midway", ""))
    decision = replace(facts.decision, reasons=(), evidence=())
    with pytest.raises(letter.LetterIncompleteError) as refused:
        letter.compose("L7", replace(facts, council=council, decision=decision, sent=None))
    assert set(refused.value.missing) == {
        "REASONS: reasons",
        "EVID: evidence relied on",
        "TIME: date sent",
        "MED32: date sent",
        "MED32: mediation adviser's phone",
        "IAS: SENDIASS name",
        "IAS: SENDIASS phone",
    }


def test_band_letter_without_a_band_names_all_its_facts() -> None:
    with pytest.raises(letter.LetterIncompleteError) as refused:
        letter.compose("L15", replace(sample.facts("L15"), band=None))
    assert {"AWARD: band", "MONEY: element 3", "DATES: start of the funding"} <= set(refused.value.missing)


def test_every_need_has_a_plain_name() -> None:
    for template, roles in {
        "L7": ("parent", "young_person", "setting"),
        "L8": ("parent", "setting"),
        "L15": ("setting",),
    }.items():
        for role in roles:
            text = wording.parse(letter._source(template, role))
            for path in [*text.title_needs, *(need for section in text.sections for need in section.needs)]:
                assert wording.label(path) == path or "_" not in wording.label(path)
                assert path in wording._LABELS


def test_every_merge_field_of_a_text_is_listed_as_a_need() -> None:
    """A field that is not listed would leave a hole in a letter, or an error instead of a named fact."""
    import jinja2
    from jinja2 import meta

    free = {"tribunal", "comments_by", "final_by", "mediation_by", "appeal_by", "council"}
    for template, role in (
        ("L7", "parent"),
        ("L7", "young_person"),
        ("L7", "setting"),
        ("L8", "parent"),
        ("L15", "setting"),
    ):
        title_needs = wording.parse(letter._source(template, role)).title_needs
        for section in wording.parse(letter._source(template, role)).sections:
            environment = jinja2.Environment()
            environment.filters |= {"day": str, "money": str}
            used = meta.find_undeclared_variables(environment.parse(section.body))
            named = {need.partition(".")[0] for need in (*title_needs, *section.needs)}
            assert used - free <= named, f"{template} {section.id}"
            for attribute in re.findall(r"{{ ((?:council|decision|band)\.[a-z_0-9.]+)", section.body):
                optional = f"if {attribute}" in section.body
                assert attribute in section.needs or optional, f"{template} {section.id}: {attribute}"


def test_letter_of_the_other_outcome_is_refused() -> None:
    with pytest.raises(letter.OutcomeMismatchError):
        letter.compose("L8", replace(sample.facts("L8"), decision=sample.facts("L7").decision))


@pytest.mark.parametrize(("template", "role"), [("L3", "parent"), ("L15", "parent")])
def test_letter_without_a_text_for_the_recipient_is_refused(template: str, role: str) -> None:
    recipient = replace(sample.FAMILY, role=role)
    with pytest.raises(letter.LetterTextMissingError):
        letter.compose(template, replace(sample.facts(template), recipient=recipient))


@pytest.mark.parametrize("template", ["L7", "L8"])
def test_family_letters_read_at_about_eleven(template: str) -> None:
    made = letter.compose(template, sample.facts(template))
    assert wording.reading_age([text for block in made.blocks for text in block.texts()]) <= 11.5


def test_letters_keep_to_plain_words() -> None:
    banned = re.compile(
        r"\bplease\b|successfully|!|\be\.g\.|suffers? from|low functioning|\bSEN child\b", re.IGNORECASE
    )
    for template in letter.ready():
        assert not banned.search(words_of(letter.compose(template, sample.facts(template))))


def test_council_is_read_from_its_policy() -> None:
    read = letter.council_from(
        {
            "name": "Exampleshire",
            "lines": "County Hall, Exampleton ZZ99 3VZ",
            "phone": "01632 960 100",
            "email": "send@example.org",
            "sendiass_name": "Advice (invented)",
            "sendiass_phone": "01632 960 120",
        }
    )
    assert read.lines == ("County Hall", "Exampleton ZZ99 3VZ")
    assert read.sendiass == letter.Contact("Advice (invented)", "01632 960 120")
    assert read.mediation is None


def test_only_letters_with_a_text_are_ready() -> None:
    assert letter.ready() == ("L7", "L8", "L15")
