"""The registry: one key in one scope, refusals, what the palette finds."""

import pytest

from bandingdesk.ui.commands import ANYWHERE, Command, CommandClashError, Registry, key_text, tip_text


def nothing() -> None:
    """Do nothing."""


def command(id_, text="Do it", **more):
    return Command(id_, text, more.pop("run", nothing), **more)


def test_a_second_use_of_a_key_in_one_scope_is_a_clash():
    registry = Registry()
    registry.add([command("scoring.lock", key="Ctrl+L", scope="scoring")])
    with pytest.raises(CommandClashError, match=r"scoring\.lock and of scoring\.leave"):
        registry.add([command("scoring.leave", key="Ctrl+L", scope="scoring")])


def test_a_key_that_works_anywhere_is_free_nowhere_else():
    registry = Registry()
    registry.add([command("window.find", key="Ctrl+K")])
    with pytest.raises(CommandClashError):
        registry.add([command("scoring.keep", key="Ctrl+K", scope="scoring")])
    registry.add([command("scoring.level_1", key="1", scope="scoring")])
    registry.add([command("audit.met", key="1", scope="audit")])


def test_a_further_key_clashes_too():
    registry = Registry()
    registry.add([command("window.larger", key="Ctrl++", also=("Ctrl+=",))])
    with pytest.raises(CommandClashError):
        registry.add([command("window.equal", key="Ctrl+=")])


def test_an_id_stands_once_and_has_a_text():
    registry = Registry()
    registry.add([command("scoring.lock")])
    with pytest.raises(CommandClashError, match="there already"):
        registry.add([command("scoring.lock")])
    with pytest.raises(CommandClashError, match="no text"):
        registry.add([command("scoring.keep", text="")])


def test_a_removed_command_gives_its_key_back():
    registry = Registry()
    registry.add([command("scoring.lock", key="Ctrl+L", scope="scoring")])
    registry.remove("scoring.lock")
    registry.add([command("scoring.lock", key="Ctrl+L", scope="scoring")])
    assert registry.get("scoring.lock").key == "Ctrl+L"


def test_a_refused_command_does_not_run_and_says_why():
    ran = []
    registry = Registry()
    registry.add([command("scoring.lock", key="Ctrl+L", run=lambda: ran.append(1), refusal=lambda: "6 strands left")])
    assert not registry.run("scoring.lock")
    assert ran == []
    assert tip_text(registry.get("scoring.lock")) == "6 strands left\nKey: Ctrl L"


def test_words_find_what_they_mean():
    registry = Registry()
    registry.add(
        [
            command("window.dark", "Use the dark theme"),
            command("window.keys", "Show all keys"),
            command("scoring.lock", "Lock my scores", scope="scoring"),
            command("window.close", "Close what opened last", listed=False),
        ]
    )
    assert registry.search("dark")[0].id == "window.dark"
    assert [found.id for found in registry.search("")] == ["window.dark", "window.keys"]
    assert "scoring.lock" in [found.id for found in registry.search("lock", (ANYWHERE, "scoring"))]
    assert "scoring.lock" not in [found.id for found in registry.search("lock")]
    assert registry.search("xylophone") == []


@pytest.mark.parametrize(
    ("key", "shown"), [("Ctrl+L", "Ctrl L"), ("Ctrl++", "Ctrl +"), ("Alt+Left", "Alt ←"), ("F8", "F8")]
)
def test_a_key_is_shown_as_on_its_cap(key, shown):
    assert key_text(key) == shown
