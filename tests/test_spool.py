"""What goes into a spool comes out of it, whether it fits into memory or not."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.bilingual.samples import make_unit, sample
from translate_pipe.errors import TranslatePipeError
from translate_pipe.model import TranslationUnit
from translate_pipe.spool import Spool

UNITS = [
    *sample().units,
    *(make_unit(number, f"Source {number}.", f"Цель {number}.") for number in range(9, 15)),
]


@pytest.fixture(params=[3, 100], ids=["on the disk", "in memory"])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("translate_pipe.spool.IN_MEMORY", request.param)
    return int(request.param)


def test_values_come_back_equal_in_any_order(limit: int) -> None:
    spool = Spool(UNITS)
    assert list(spool) == UNITS
    assert [spool[place] for place in (4, 0, -1, 2)] == [UNITS[place] for place in (4, 0, -1, 2)]
    assert spool[2:7:2] == UNITS[2:7:2]
    assert len(spool) == len(UNITS)
    with pytest.raises(IndexError):
        spool[len(UNITS)]
    assert (spool.settle() is spool) is (limit < len(UNITS))
    assert list(spool.settle()) == UNITS


@pytest.mark.usefixtures("limit")
def test_places_are_filled_in_any_order_and_values_replaced() -> None:
    spool = Spool[TranslationUnit](places=len(UNITS))
    for place in reversed(range(len(UNITS))):
        spool[place] = UNITS[place]
    changed = replace(UNITS[1], target="Иначе.")
    spool[1] = changed
    spool.append(UNITS[0])
    assert list(spool) == [UNITS[0], changed, *UNITS[2:], UNITS[0]]


@dataclass(frozen=True)
class One:
    """A dataclass with a single member, which is taken apart in pickle's own way."""

    word: str


@pytest.mark.usefixtures("limit")
def test_other_values_are_kept_too() -> None:
    values = [One("a"), ("b", 2), "c", One("d"), {"e": (1, 2)}]
    assert list(Spool(values)) == values


def test_two_readers_do_not_disturb_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.spool.IN_MEMORY", 1)
    spool = Spool(range(50))
    assert [(one, other) for one, other in zip(spool, spool, strict=True) if one != other] == []


def test_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("translate_pipe.spool.IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(TranslatePipeError, match=r"gone: .*No such file.*TMPDIR"):
        Spool([1, 2, 3])


def test_disk_that_is_full_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.spool.IN_MEMORY", 1)
    with Path("/dev/full").open("r+b", buffering=0) as full:
        monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full)
        with pytest.raises(TranslatePipeError, match="No space left"):
            Spool([1, 2, 3])
