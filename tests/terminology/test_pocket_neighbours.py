"""Terms are repaired in German and Polish translations of real, if tiny, models."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.pocket import load_pocket, put_terms, read_asked
from translate_pipe.morphology import load_morphology

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("locale", "least"), [("de", 18), ("pl", 18)])
def test_terms_come_out_in_their_forms(locale: str, least: int, tmp_path: Path) -> None:
    rows = read_asked(locale)
    made = put_terms(rows, load_pocket(locale, tmp_path), load_morphology(locale))
    assert all(len(one.outcomes) == 1 for one in made)
    assert sum(one.target == row.expected for one, row in zip(made, rows, strict=True)) >= least
