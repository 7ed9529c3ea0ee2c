"""The project stands on its own: no path of somebody's machine, no neighbour folder, no address of a mirror."""

import re

import pytest

from tests.support import source

TEXT = {".py", ".md", ".toml", ".sh", ".ps1", ".txt", ".json", ".spec", ".yml", ".yaml", ".cfg", ".qss", ".csv", ""}
MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root)/|\.\./" + "shared" + r"|(?<!emit-)index-url|--extra-index",
)
FILES = [path for path in source.files(source.ROOT) if path.suffix in TEXT and path.stat().st_size < 2_000_000]


def test_the_pattern_finds_what_it_is_for():
    for text in ("/wo" + "rk/main/x", "../sha" + "red/design", "/ro" + "ot/.local"):
        assert MACHINE.search(text), text
    assert not MACHINE.search("bandingdesk/work/ and a/root/b")


@pytest.mark.parametrize("folder", sorted({source.name(path).split("/")[0] for path in FILES}))
def test_no_path_of_a_machine_stands_in_a_file(folder):
    for path in FILES:
        if source.name(path).split("/")[0] == folder and path.name != "test_no_machine_paths.py":
            text = path.read_text(encoding="utf-8", errors="replace")
            found = MACHINE.search(text)
            assert not found, f"{source.name(path)}: {found.group(0)}"
