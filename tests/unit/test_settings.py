"""Preferences come back as written; a bad file is told and never overwritten."""

import os

import pytest

from bandingdesk import places, settings


def test_without_a_file_the_usual_settings_hold(own_home):
    assert settings.read() == settings.Settings()
    assert not own_home.exists()


def test_what_is_written_is_read_again():
    chosen = settings.Settings(
        theme="contrast", text_size=175, typeface="hyperlegible", single_keys=False, store="/x.desk"
    )
    settings.write(chosen)
    assert settings.read() == chosen


def test_only_what_differs_from_the_usual_is_written():
    settings.write(settings.Settings(theme="dark"))
    assert places.settings_file().read_text(encoding="utf-8").split() == ["theme", "=", '"dark"']


def test_nothing_is_left_beside_the_file(own_home):
    settings.write(settings.Settings(theme="dark"))
    settings.write(settings.Settings(theme="light"))
    assert [path.name for path in own_home.iterdir()] == ["settings.toml"]


def test_a_write_that_fails_leaves_the_old_file(monkeypatch):
    settings.write(settings.Settings(theme="dark"))

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        settings.write(settings.Settings(theme="light"))
    assert settings.read().theme == "dark"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("theme = 'pink'", "theme"),
        ("text_size = 90", "text_size"),
        ("text_size = 'big'", "text_size"),
        ("colour = 'red'", "colour"),
        ("theme = ", "the text"),
        ("\udcff", "the text"),
    ],
)
def test_a_bad_file_is_told_with_its_field_and_kept(text, field):
    path = places.settings_file()
    path.parent.mkdir(parents=True)
    before = text.encode("utf-8", "surrogateescape")
    path.write_bytes(before)
    with pytest.raises(settings.SettingsFileError) as caught:
        settings.read()
    assert caught.value.field == field
    assert caught.value.exit_code == 3
    assert path.read_bytes() == before


def test_a_change_is_checked():
    usual = settings.Settings()
    assert settings.change(usual, text_size=125).text_size == 125
    with pytest.raises(settings.SettingsFileError) as caught:
        settings.change(usual, text_size=180)
    assert caught.value.field == "text_size"


def test_every_setting_has_a_title_and_one_line_of_help():
    for name, field in settings.Settings.model_fields.items():
        assert field.title, name
        assert field.description, name
        assert field.description.endswith("."), name


def test_the_store_is_the_one_named_or_the_usual_one(own_home):
    assert settings.store_place(settings.Settings()) == str(own_home / "banding.desk")
    assert settings.store_place(settings.Settings(store="/records/a.desk")) == "/records/a.desk"
