"""What happens to a version of a framework: beside its definition, and never hashed.

So a case decided in a trial names the same hash after adoption.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bandingdesk.matrix.conditions import Id, LevelNumber, Part, Words
from bandingdesk.matrix.framework import Framework


class Answer(Part):
    """A written answer to a finding, and who gave it."""

    code: Words
    where: Words
    text: Words
    by: Words | None = None


class Paper(Part):
    """A paper of the adoption, named by its hash; or a named officer's written reason why it is not needed."""

    ref: Words | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    reason: Words | None = None
    officer: Words | None = None


class Trial(Part):
    """The days of a trial, both included: scored beside the scheme in force, it changes no child's band or money.

    `reason`: why before a consultation. `found`: what it showed, once it has ended.
    """

    from_: Annotated[date, Field(alias="from")]
    to: date
    reason: Words | None = None
    found: Words | None = None


class YouSaid(Part):
    """One thing said in the consultation and what was done; `strand` and `level` where it was about a descriptor."""

    said: Words
    did: Words
    strand: Id | None = None
    level: LevelNumber | None = None


class Life(Part):
    """What happens to a version: beside the definition, and never hashed.

    `adopted_on` is the day of the decision, `starts` the first day in force, `retired_on` the last.
    """

    status: Literal["draft", "consulted", "trial", "adopted", "retired"]
    note: Words | None = None
    consulted_on: date | None = None
    trial: Trial | None = None
    adopted_on: date | None = None
    adopted_by: Words | None = None
    starts: date | None = None
    retired_on: date | None = None
    minute: Words | None = None
    equality: Paper | None = None
    consultation: Paper | None = None
    answers: tuple[Answer, ...] = ()
    you_said_we_did: tuple[YouSaid, ...] = ()


class FrameworkFile(Part):
    """A file: the definition, and its life beside it."""

    definition: Framework
    life: Life | None = None


FrameworkFile.model_rebuild()
