"""The colours keep the contrasts that the user-experience design sets (4.1), by the WCAG formula."""

import pytest

from bandingdesk.ui.theme import tokens
from bandingdesk.ui.theme.tokens import CONTRAST, DARK, LIGHT, Tokens

GROUNDS = ("bg", "surface", "sunken")
STATES = ("danger", "warn", "ok", "info", "demo")
# token, contrast on surface light, dark: the table of ux.md 4.1
TABLE = [("text", 16.5, 13.9), ("text2", 8.3, 9.2), ("text3", 6.2, 6.7), ("border", 1.4, 1.4), ("strong", 3.9, 4.6)]
# state on its own soft ground, light, dark: the same table
SOFT = [("danger", 5.6, 7.0), ("warn", 6.6, 8.3), ("ok", 6.0, 7.8), ("info", 7.0, 7.9), ("demo", 6.2, 7.8)]


def test_the_formula_gives_the_published_ends():
    assert tokens.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert tokens.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # WebAIM's well-known near miss


@pytest.mark.parametrize(("name", "light", "dark"), TABLE)
def test_text_and_edges_have_the_contrasts_of_the_table(name, light, dark):
    assert tokens.contrast(LIGHT.colour(name), LIGHT.surface) == pytest.approx(light, abs=0.06)
    assert tokens.contrast(DARK.colour(name), DARK.surface) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize(("name", "light", "dark"), SOFT)
def test_states_read_on_their_soft_ground_about_as_the_table_says(name, light, dark):
    assert tokens.contrast(LIGHT.colour(name), LIGHT.colour(f"{name}_soft")) == pytest.approx(light, abs=0.15)
    assert tokens.contrast(DARK.colour(name), DARK.colour(f"{name}_soft")) >= 7


def test_accent_focus_and_rail_have_the_contrasts_of_the_table():
    assert tokens.contrast(LIGHT.on_accent, LIGHT.accent) == pytest.approx(7.8, abs=0.1)
    assert tokens.contrast(DARK.on_accent, DARK.accent) == pytest.approx(7.9, abs=0.1)
    assert tokens.contrast(LIGHT.accent, LIGHT.accent_soft) == pytest.approx(6.6, abs=0.1)
    # The table says 7.3; its own two colours give 6.1, which is what counts.
    assert tokens.contrast(DARK.accent, DARK.accent_soft) == pytest.approx(6.1, abs=0.1)
    assert tokens.contrast(LIGHT.rail_text, LIGHT.rail) == pytest.approx(10.4, abs=0.1)
    assert tokens.contrast(DARK.rail_text, DARK.rail) == pytest.approx(9.4, abs=0.1)
    assert tokens.contrast(CONTRAST.accent, CONTRAST.bg) == pytest.approx(17.2, abs=0.1)
    assert tokens.contrast(CONTRAST.focus, CONTRAST.bg) == pytest.approx(13.7, abs=0.1)


@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=lambda theme: theme.name)
def test_every_text_reads_on_every_ground(theme: Tokens):
    for ground in GROUNDS:
        assert tokens.contrast(theme.text, theme.colour(ground)) >= 7
        for name in ("text2", "text3", *STATES):
            assert tokens.contrast(theme.colour(name), theme.colour(ground)) >= 4.5, (name, ground)
        for name in ("strong", "focus"):
            assert tokens.contrast(theme.colour(name), theme.colour(ground)) >= 3, (name, ground)
    assert tokens.contrast(theme.rail_text, theme.rail_soft) >= 4.5
    assert tokens.contrast(theme.text, theme.highlight) >= 7
    assert tokens.contrast(theme.text, theme.accent_soft) >= 7


@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=lambda theme: theme.name)
def test_chart_colours_stand_off_their_ground(theme: Tokens):
    assert len(set(theme.series)) == 6
    assert all(tokens.contrast(colour, theme.surface) >= 3 for colour in theme.series)


def test_a_name_that_is_no_colour_is_refused():
    with pytest.raises(ValueError, match="no colour token"):
        LIGHT.colour("series")
    with pytest.raises(ValueError, match="no colour token"):
        LIGHT.colour("petrol")


def test_bands_run_from_one_end_of_the_ramp_to_the_other():
    assert tokens.ramp_colour(LIGHT, 0, 6) == "#E3F1F4"
    assert tokens.ramp_colour(LIGHT, 5, 6) == "#07414E"
    assert tokens.ramp_colour(LIGHT, 0, 1) == "#E3F1F4"
    with pytest.raises(ValueError, match="rank 6 of 6"):
        tokens.ramp_colour(LIGHT, 6, 6)


@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("count", range(1, 11))
def test_a_band_name_reads_on_each_step_of_the_ramp(theme: Tokens, count):
    for rank in range(count):
        ground = tokens.ramp_colour(theme, rank, count)
        assert tokens.contrast(tokens.text_on(theme, ground), ground) >= 4.5
