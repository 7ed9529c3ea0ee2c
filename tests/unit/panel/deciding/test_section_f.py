"""A lower band with an unchanged plan: what is asked for, line by line, before anybody signs."""

from __future__ import annotations

from typing import Any

import pytest

from bandingdesk.panel import decision, officer
from bandingdesk.panel.deciding import section_f
from bandingdesk.panel.deciding.section_f import LineChangeError, SectionFOpenError
from bandingdesk.panel.ops import ProvisionLine
from tests.support.panel_builders import BANDS, OFFICER, PROVISION, Panel, an_agreed_panel, hand

DOWN = {"band": "B1", "reason_code": "R1", "reason": "Less help is used", "fits": False, "outcome": "keep"}
FULL = tuple(ProvisionLine(line, "Still needed as it is", "The school's own budget", True) for line in PROVISION)
SHORT = tuple(ProvisionLine(line, "", "The school's own budget", True) for line in PROVISION)


@pytest.mark.parametrize(
    ("band", "in_force", "indicated", "lower"),
    [
        ("B2", "B3", "B2", ("in_force",)),
        ("B2", "B2", "B3", ("indicated",)),
        ("B1", "B3", "B2", ("in_force", "indicated")),
        ("B3", "B2", "B2", ()),
        ("B2", None, "B2", ()),
        ("B2", "Old band 9", "B2", ()),  # a band of another scheme compares with nothing
        (None, "B2", "B2", ("no_band",)),
    ],
)
def test_it_says_what_the_band_is_lower_than(
    band: str | None, in_force: str | None, indicated: str, lower: tuple[str, ...]
) -> None:
    assert section_f.lower_than(BANDS, band, in_force=in_force, indicated=indicated) == lower


def lowered(**changes: Any) -> Panel:
    """Return a panel with a lower band that has its second signature."""
    panel = an_agreed_panel()
    panel.propose(**{**DOWN, **changes})
    op = decision.countersign(panel.decision, panel.sitting, hand("ep"), "Agreed", pin_checked=True, roles=())
    panel.ledger.take(op)
    return panel


def check(panel: Panel, lines: Any, words: str = "", **more: Any) -> None:
    more = {"provision": PROVISION, "lower": ("in_force",), **more}
    panel.ledger.take(decision.check_section_f(panel.decision, panel.sitting, hand(), lines, words, **more))


@pytest.mark.parametrize("lower", [("in_force",), ("indicated",), ("in_force", "indicated"), ("no_band",)])
def test_a_lower_band_with_an_unchanged_plan_needs_what_the_setting_says(lower: Any) -> None:
    panel = lowered()
    with pytest.raises(SectionFOpenError) as caught:
        check(panel, SHORT, lower=lower)
    assert (caught.value.lower_than, caught.value.count) == (lower, 2)
    assert not panel.decision.provision
    check(panel, FULL, lower=lower)
    assert panel.decision.provision
    assert panel.decision.provision.lower_than == lower


def test_a_band_that_is_not_lower_takes_the_ordinary_check() -> None:
    panel = an_agreed_panel()
    panel.propose()
    check(panel, SHORT, lower=())
    assert panel.decision.provision.band == "B2"


def test_a_line_that_is_not_secured_needs_words_on_what_follows() -> None:
    panel = lowered()
    lines = (FULL[0], ProvisionLine(PROVISION[1], "10 hours", "", False))
    with pytest.raises(decision.ProvisionOpenError):
        check(panel, lines)
    check(panel, lines, "The council buys the hours itself")


def test_where_no_line_is_on_record_words_say_how_the_plan_stays_secured() -> None:
    panel = lowered()
    with pytest.raises(SectionFOpenError):
        check(panel, (), provision=())
    check(panel, (), "The plan's provision is bought by the council", provision=())


def test_lines_change_by_an_amended_plan_alone() -> None:
    panel = lowered()  # outcome: keep
    changed = ProvisionLine(PROVISION[0], "Less often", "As agreed", True, "changed", "Speech therapy, fortnightly")
    with pytest.raises(LineChangeError) as caught:
        check(panel, (changed, FULL[1]))
    assert caught.value.line == PROVISION[0]
    panel = lowered(outcome="amend", changes=("Section F, line 1",))
    with pytest.raises(LineChangeError):  # its new words are missing
        check(panel, (ProvisionLine(PROVISION[0], "", "", True, "changed"), FULL[1]))
    with pytest.raises(LineChangeError):  # why it goes is missing
        check(panel, (ProvisionLine(PROVISION[0], "", "", True, "removed"), FULL[1]))
    check(panel, (changed, SHORT[1]))  # the plan changes with the band: the ordinary check is enough


def test_the_decision_maker_cannot_go_lower_than_the_check_covers() -> None:
    panel = an_agreed_panel()
    panel.propose(outcome="keep")
    check(panel, SHORT, lower=())
    panel.show_money()
    panel.recommend()
    given: dict[str, Any] = {"agrees": False, "outcome": "keep", "words": "Less help is used", "pin_checked": True}
    more: dict[str, Any] = {"roles": ("decision_maker",), "bands": BANDS, "provision": PROVISION}
    with pytest.raises(SectionFOpenError):
        officer.sign(
            panel.decision, panel.sitting, hand(OFFICER), **given, **more, band="B1", lower=("in_force", "indicated")
        )
    op = officer.sign(panel.decision, panel.sitting, hand(OFFICER), **given, **more, band="B3", lower=())
    panel.ledger.take(op)
    assert panel.decision.decided.band == "B3"
