"""The terms of casework: read from a policy, put back into one, and what is not shown stays."""

from __future__ import annotations

import pytest

from bandingdesk.casework import terms
from bandingdesk.casework.contacts.policy import PolicyUnfitError
from bandingdesk.casework.provision.rates import RatesUnfitError
from bandingdesk.casework.terms import Called, Criteria, Expected, ReplyDays, RoleRate, RoleRates

HELD = {
    "contacts": {"reply_days": 10, "ways": ["phone|Phone"]},
    "provision_rates": {"weeks": 39, "days": 5, "ta": ["Teaching assistant", "1842", "TA", "LSA"]},
    "local_criteria": {"REVIEW": "Two terms (invented)."},
    "profiles": {"expected": ["setting", "panel"]},
    "forms": {"called": "name"},
}


@pytest.mark.parametrize("key", terms.KEYS)
def test_what_is_read_and_adopted_anew_is_the_same_policy(key):
    term = terms.read(key, HELD[key])
    assert term is not None
    assert terms.key(term) == key
    found = terms.value(term, HELD[key])
    assert {name: list(one) if isinstance(one, tuple) else one for name, one in found.items()} == HELD[key]


def test_without_a_policy_what_ships_is_shown():
    assert [terms.read(key, None) for key in terms.KEYS] == [
        ReplyDays(None),
        RoleRates(),
        Criteria({}),
        Expected(("setting", "officer")),
        Called("initials"),
    ]


@pytest.mark.parametrize(
    ("key", "value", "term"),
    [
        ("contacts", {"reply_days": "soon", "ways": ["?"]}, ReplyDays(10)),
        ("provision_rates", {"weeks": 99, "ta": "much"}, RoleRates((RoleRate("", "TA", 1842),))),
        ("forms", {"called": "nickname"}, Called("nothing")),
    ],
)
def test_what_cannot_be_read_is_no_obstacle_to_adopting_anew(key, value, term):
    assert terms.read(key, value) is None
    assert terms.read(key, terms.value(term, value)) is not None


def test_a_new_role_gets_an_id_of_its_own_and_no_name_of_another_field():
    roles = (RoleRate("ta", "Teaching assistant", 1900), RoleRate("", "Weeks", 1), RoleRate("", "TA", 2))
    found = terms.value(RoleRates(roles), HELD["provision_rates"])
    assert found["ta"] == ("Teaching assistant", "1900", "TA", "LSA")
    assert (found["weeks"], found["weeks_2"], found["ta_2"]) == (39, ("Weeks", "1"), ("TA", "2"))


def test_guidance_that_is_blank_is_left_out_and_no_reply_time_is_none():
    assert terms.value(Criteria({"REVIEW": "  ", "CEASE": " Ask first. "}), None) == {"CEASE": "Ask first."}
    assert terms.value(ReplyDays(None), HELD["contacts"]) == {"ways": ("phone|Phone",)}


@pytest.mark.parametrize(
    ("term", "refused"),
    [
        (ReplyDays(0), PolicyUnfitError),
        (ReplyDays(251), PolicyUnfitError),
        (RoleRates((RoleRate("ta", "Teaching assistant", 0),)), RatesUnfitError),
        (RoleRates((RoleRate("ta", " ", 1842),)), RatesUnfitError),
        (Expected(()), terms.NobodyExpectedError),
    ],
)
def test_what_cannot_be_meant_is_refused(term, refused):
    with pytest.raises(refused):
        terms.value(term, None)
