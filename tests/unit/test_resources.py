"""Shipped files open by name; a missing one is told as what it is."""

import pytest

from bandingdesk import resources


def test_a_shipped_file_opens_by_its_name():
    assert "SIL OPEN FONT LICENSE" in resources.text("fonts/Inter-OFL.txt").upper()


def test_a_missing_file_is_named():
    with pytest.raises(resources.ResourceMissingError) as caught:
        resources.shipped("letters/en/none.md")
    assert caught.value.name == "letters/en/none.md"
    assert caught.value.exit_code == 4


def test_the_wheels_copy_comes_before_the_checkouts(tmp_path, monkeypatch):
    packed, checkout = tmp_path / "packed", tmp_path / "checkout"
    for root in (packed, checkout):
        root.mkdir()
        (root / "a.txt").write_text(root.name, encoding="utf-8")
    (checkout / "b.txt").write_text("only here", encoding="utf-8")
    monkeypatch.setattr(resources, "_ROOTS", (packed, checkout))
    assert resources.text("a.txt") == "packed"
    assert resources.text("b.txt") == "only here"


@pytest.mark.parametrize(
    "name",
    [
        "Inter-Regular",
        "Inter-Medium",
        "Inter-SemiBold",
        "Inter-Bold",
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
    ],
)
def test_each_font_is_truetype_and_has_the_letters_of_welsh_and_polish_names(name):
    from fontTools.ttLib import TTFont

    font = TTFont(resources.shipped(f"fonts/{name}.ttf"))
    letters = font.getBestCmap()
    assert "glyf" in font  # ReportLab takes TrueType outlines only
    assert font["OS/2"].fsType == 0  # installable embedding: letters may carry the font
    assert all(ord(letter) in letters for letter in "ŵŷŴŶâêîôûłńśżźćęąóçñøåäöüßœæéèëï£–—‘’“”…•×−≤≥")


def test_icons_are_tinted_by_the_screen():
    icons = sorted(resources.shipped("icons").glob("*.svg"))
    assert len(icons) >= 90
    for icon in icons:
        text = icon.read_text(encoding="utf-8")
        assert 'stroke="currentColor"' in text, icon.name
        assert 'viewBox="0 0 24 24"' in text, icon.name
