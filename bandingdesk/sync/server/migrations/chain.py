"""The revisions of the shared store's tables, as Alembic orders them, written out as one script.

Nothing runs while it is written: the script is shown, and what was shown is what runs. A revision only adds (a table,
a column with a default); what nobody reads any more goes in a later one, when `min_client` has passed it.
"""

from __future__ import annotations

import io
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import context
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

FOLDER = Path(str(resources.files("bandingdesk.sync.server"))) / "migrations"


def latest() -> str:
    """Return the newest revision."""
    return str(_scripts().get_current_head())


def revisions() -> list[str]:
    """Return all revisions, the oldest first."""
    return [one.revision for one in reversed(list(_scripts().walk_revisions()))]


def script(since: str | None, upto: str = "head") -> str:
    """Return the SQL that takes the tables from revision SINCE (None: nothing is there) to UPTO, and says so."""
    scripts, written = _scripts(), io.StringIO()

    def steps(revision: Any, _context: Any) -> Any:
        return scripts._upgrade_revs(upto, revision)

    with EnvironmentContext(
        Config(), scripts, fn=steps, as_sql=True, starting_rev=since, destination_rev=upto
    ) as environment:
        environment.configure(
            dialect_name="postgresql", output_buffer=written, version_table_schema="desk", transactional_ddl=False
        )
        environment.run_migrations()
    return written.getvalue()


def emit(name: str) -> None:
    """Write the SQL file of a revision into the script, as it is: a colon in it is no parameter."""
    context.get_context().impl.static_output((FOLDER / "versions" / f"{name}.sql").read_text(encoding="utf-8"))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))
