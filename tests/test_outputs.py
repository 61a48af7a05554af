"""Where the files of a translation go."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.outputs import output_paths

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.mark.parametrize(
    ("article", "format_name", "expected"),
    [
        ("ferry.po", "po", "ferry.ru.bitext.po"),
        ("ferry.xlf", "xliff", "ferry.ru.bitext.xlf"),
        ("ferry.xlf", "xliff2", "ferry.ru.xliff"),
        ("petition.txt", "po", "petition.ru.po"),
    ],
)
def test_bilingual_file_does_not_take_the_place_of_the_article(
    article: str, format_name: str, expected: str, tmp_path: Path
) -> None:
    path = SEEDS / article
    paths = output_paths(path.name, path, tmp_path, "ru", [format_name])
    assert paths[format_name] == tmp_path / expected
    assert paths["article"] == tmp_path / f"{path.stem}.ru{path.suffix}"
