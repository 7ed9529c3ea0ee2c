"""Where a person's files of this program live: settings, logs, the usual store. Loads nothing heavy."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "BANDINGDESK_HOME"  # moves every file of a person elsewhere: tests, the demo, a portable folder


def home() -> Path:
    """Return the folder that holds a person's files, which need not exist yet."""
    moved = os.environ.get(HOME_VARIABLE)
    if moved:
        return Path(moved)
    import platformdirs

    return Path(platformdirs.user_data_dir("Banding Desk", appauthor=False, roaming=False))


def settings_file() -> Path:
    """Return the path of the settings file."""
    return home() / "settings.toml"


def usual_store() -> Path:
    """Return the path of the store where the settings name none."""
    return home() / "banding.desk"


def log_folder() -> Path:
    """Return the folder of the log files."""
    return home() / "logs"


def cache_folder() -> Path:
    """Return the folder for what can be made again, such as the built demo."""
    moved = os.environ.get(HOME_VARIABLE)
    if moved:
        return Path(moved) / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir("Banding Desk", appauthor=False))
