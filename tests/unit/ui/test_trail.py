"""Back and Forward, as in a browser."""

from bandingdesk.ui.trail import Stop, Trail


def test_back_and_forward_walk_the_same_way():
    trail = Trail()
    for place in ("today", "cases", "scoring"):
        trail.go(Stop(place, {}))
    assert trail.back() == Stop("cases", {})
    assert trail.back() == Stop("today", {})
    assert trail.back() is None
    assert trail.forward() == Stop("cases", {})


def test_a_new_place_forgets_what_lay_ahead():
    trail = Trail()
    for place in ("today", "cases"):
        trail.go(Stop(place, {}))
    trail.back()
    trail.go(Stop("letters", {}))
    assert trail.forward() is None
    assert trail.back() == Stop("today", {})


def test_the_same_place_again_is_no_new_stop_but_another_case_is():
    trail = Trail()
    trail.go(Stop("cases", {"case_id": "a"}))
    trail.go(Stop("cases", {"case_id": "a"}))
    trail.go(Stop("cases", {"case_id": "b"}))
    assert trail.back() == Stop("cases", {"case_id": "a"})
    assert trail.back() is None


def test_another_person_starts_with_an_empty_trail():
    trail = Trail()
    trail.go(Stop("today", {}))
    trail.clear()
    assert trail.here is None
    assert trail.back() is None
