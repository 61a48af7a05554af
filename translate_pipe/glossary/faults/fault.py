"""A finding about a glossary file, and how findings become one error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.errors import GlossaryError
from translate_pipe.model import Severity

_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: `line` counts from 1, `column` is the header cell ("" where the whole row is meant)."""

    kind: str
    severity: Severity
    path: str
    line: int
    column: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.path else f"line {self.line}: "
        return where + self.message + (f"; {self.remedy}" if self.remedy else "")


def refuse_errors(faults: Sequence[Fault]) -> None:
    """Raise one GlossaryError that lists every error among `faults`, if there is any.

    Raises:
        GlossaryError: at least one fault is an error; more than twenty are counted, not listed.
    """
    errors = [fault for fault in faults if fault.severity == "error"]
    if not errors:
        return
    first, rest = errors[0], errors[1:_MOST_LISTED]
    remedy = first.remedy or "correct the row"
    if rest:
        remedy += "".join(f"\n{fault}" for fault in rest)
    if len(errors) > _MOST_LISTED:
        remedy += f"\nand {len(errors) - _MOST_LISTED} more; `translate-pipe glossary check` lists them all"
    raise GlossaryError(first.message, path=first.path or None, line=first.line, remedy=remedy)
