"""The first paint glances at the settings file; the whole is read later, and a change is written at once."""

import pytest

from bandingdesk import settings
from bandingdesk.ui.preferences import Look, Preferences, glance


def test_without_a_file_everything_is_as_usual(tmp_path):
    assert glance(tmp_path / "settings.toml") == Look()


def test_the_glance_takes_what_fits_and_leaves_the_rest_as_usual(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('theme = "dark"\ntext_size = 400\nreduced_motion = "yes"\nsingle_keys = false\n', encoding="utf-8")
    assert glance(path) == Look(theme="dark", single_keys=False)


@pytest.mark.parametrize("text", ["theme = ", "theme = 3", "\x00"])
def test_a_damaged_file_never_stops_the_first_paint(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    assert glance(path) == Look()


def test_a_glance_agrees_with_the_whole_reading(tmp_path):
    path = tmp_path / "settings.toml"
    settings.write(settings.change(settings.Settings(), theme="contrast", text_size=150), path)
    whole = settings.read(path)
    assert glance(path) == Look(whole.theme, whole.text_size, whole.typeface, whole.reduced_motion, whole.single_keys)


def test_a_change_is_written_and_told(tmp_path, qtbot):
    path = tmp_path / "settings.toml"
    preferences = Preferences(path)
    with qtbot.waitSignal(preferences.changed):
        preferences.change(text_size=125)
    assert settings.read(path).text_size == 125
    with pytest.raises(settings.SettingsFileError):
        preferences.change(text_size=300)
    assert preferences.now().text_size == 125
