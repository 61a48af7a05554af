"""An article in two languages: what stands where, and that a copy changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.article.units import segments_of
from translate_pipe.article import read_article
from translate_pipe.article.bilingual import FORMATS, stream_bilingual
from translate_pipe.errors import UsageError
from translate_pipe.model import Layout, TranslationUnit

SEEDS = Path(__file__).parents[2] / "seeds"


def both(
    content: bytes,
    targets: dict[str, str] | None,
    input_format: str,
    *,
    layout: Layout = "paragraphs",
    locale: str = "ru",
) -> bytes:
    """Write an article in two languages; without targets each segment is copied."""
    document = read_article(None, content=content, input_format=input_format)
    units = [
        TranslationUnit(one, one.source if targets is None else targets.get(one.source, one.source))
        if targets is not None and one.source in targets
        else TranslationUnit(one, one.source, target_marks=one.marks)
        for one in segments_of(document)
    ]
    parts = stream_bilingual(document, units, source_locale="en", target_locale=locale, layout=layout)
    return b"".join(parts)


def written(text: str, targets: dict[str, str], input_format: str, **options: str) -> str:
    return both(text.encode(), targets, input_format, **options).decode()  # type: ignore[arg-type]


def test_paragraph_of_a_text_is_followed_by_its_target() -> None:
    text = "One day.\n\nTwo days later.\n\n* * *\n\n2024\n"
    targets = {"One day.": "Один день.", "Two days later.": "Два дня спустя."}
    assert written(text, targets, "txt") == (
        "One day.\n\nОдин день.\n\nTwo days later.\n\nДва дня спустя.\n\n* * *\n\n2024\n"
    )


def test_wrapped_paragraph_is_wrapped_in_both() -> None:
    first = "The old woman supported the petition on a Monday in the month of"
    second = "March, and so did the lawmaker who had criticised it in the long"
    third = "winter before."
    target = "Старая женщина поддержала петицию в марте, и законодатель тоже поддержал её."
    found = written(f"{first}\n{second}\n{third}\n", {f"{first}\n{second}\n{third}": target}, "txt")
    assert found == (
        f"{first}\n{second}\n{third}\n\n"
        "Старая женщина поддержала петицию в марте, и законодатель тоже\nподдержал её.\n"
    )


def test_paragraphs_on_lines_of_their_own_take_turns() -> None:
    long, short = "The first paragraph is a long one, " * 4 + "and it ends.", "The second is not."
    found = written(f"{long}\n{short}\n", {long: "Первый.", short: "Второй."}, "txt")
    assert found == f"{long}\nПервый.\n{short}\nВторой.\n"


def test_stanza_is_followed_by_its_stanza() -> None:
    text = "Roses are red\nViolets blue\n\nNext\n"
    targets = {"Roses are red": "Розы красны", "Violets blue": "Фиалки сини", "Next": "Дальше"}
    assert written(text, targets, "txt") == (
        "Roses are red\nViolets blue\n\nРозы красны\nФиалки сини\n\nNext\n\nДальше\n"
    )


def test_target_of_a_list_item_is_indented_below_it() -> None:
    text = "- Apples\r\n- Pears\r\n  1. Ripe\r\n"
    targets = {"Apples": "Яблоки", "Pears": "Груши", "Ripe": "Спелые"}
    assert written(text, targets, "txt") == (
        "- Apples\r\n  Яблоки\r\n- Pears\r\n  Груши\r\n  1. Ripe\r\n     Спелые\r\n"
    )


@pytest.mark.parametrize(
    ("text", "targets", "expected"),
    [
        ("One.\n", {"One.": "*Раз*"}, "One.\n\n\\*Раз\\*\n"),
        ("# One {#x}\n\nTwo\n", {"One": "Раз", "Two": "Два"}, "# One {#x}\n\n# Раз\n\nTwo\n\nДва\n"),
        ("One\n===\n", {"One": "Раз"}, "One\n===\n\nРаз\n===\n"),
        ("> One\n", {"One": "Раз"}, "> One\n>\n> Раз\n"),
        ("- One\n- Two\n", {"One": "Раз", "Two": "Два"}, "- One  \n  Раз\n- Two  \n  Два\n"),
        ("| One | 2 |\n|---|---|\n", {"One": "Раз"}, "| One<br />Раз | 2 |\n|---|---|\n"),
        ("---\ntitle: One\n---\n\nTwo\n", {"One": "Раз"}, "---\ntitle: One / Раз\n---\n\nTwo\n"),
        ("![One](a.png)\n", {"One": "Раз"}, "![One / Раз](a.png)\n"),
        (":::note[One]\n:::\n", {"One": "Раз"}, ":::note[One / Раз]\n:::\n"),
        ("Term\n: One\n", {"Term": "Термин"}, "Term<br />Термин\n: One\n"),
        ("<div>\nOne\n</div>\n", {"One": "Раз"}, "<div>\nOne<br />Раз\n</div>\n"),
        ("One.\r\n\r\nTwo.\r\n", {"One.": "Раз."}, "One.\r\n\r\nРаз.\r\n\r\nTwo.\r\n"),
        ('One <a id="x">two</a>.\n', {"One two.": "Раз."}, 'One <a id="x">two</a>.\n\nРаз<a></a>.\n'),
    ],
)
def test_markdown_holds_both(text: str, targets: dict[str, str], expected: str) -> None:
    found = written(text, targets, "md")
    if "<a id" in text:
        assert found.count("id=") == 1
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("page", "targets", "expected"),
    [
        ('<p class="a" id="b">One.</p>', {"One.": "Раз."},
         '<p class="a" id="b">One.</p>\n<p lang="ru" class="a">Раз.</p>'),
        ("<p><em>One.</em></p>", {"One.": "Раз."},
         '<p><em>One.</em></p>\n<p lang="ru"><em>Раз.</em></p>'),
        ('<p><img src="a.png"> One.</p>', {"One.": "Раз."},
         '<p><img src="a.png"> One.<br><span lang="ru">Раз.</span></p>'),
        ("<p>One.", {"One.": "Раз."}, '<p>One.<br><span lang="ru">Раз.</span>'),
        ("<h1>One</h1>", {"One": "Раз"}, '<h1>One<br><span lang="ru">Раз</span></h1>'),
        ("<ul><li>One</ul>", {"One": "Раз"}, '<ul><li>One<br><span lang="ru">Раз</span></ul>'),
        ("<p>One &amp; so</p>", {"One & so": "<Раз>"},
         '<p>One &amp; so</p>\n<p lang="ru">&lt;Раз&gt;</p>'),
        ("<p>12</p>", {}, "<p>12</p>"),
    ],
)  # fmt: skip
def test_page_holds_both(page: str, targets: dict[str, str], expected: str) -> None:
    found = written(f"<body>{page}</body>", targets, "html")
    assert found == f"<body>{expected}</body>"


def test_title_and_descriptions_hold_both() -> None:
    page = '<html lang="en"><head><title>One</title></head><body><p>Two</p><img alt="Two"></body></html>'
    found = written(page, {"One": "Раз", "Two": "Два"}, "html")
    assert '<html lang="en">' in found
    assert '<img alt="Two / Два">' in found


def test_direction_is_told_where_it_differs() -> None:
    found = written("<body><p>One.</p></body>", {"One.": "واحد."}, "html", locale="ar")
    assert '<p lang="ar" dir="rtl">واحد.</p>' in found


def test_columns_stand_side_by_side_but_in_cells() -> None:
    page = "<body><p>One.</p><table><tr><td>Two</td></tr></table></body>"
    found = written(page, {"One.": "Раз.", "Two": "Два"}, "html", layout="columns")
    assert '<span>One.</span><span lang="ru">Раз.</span></span></p>' in found
    assert '<td>Two<br><span lang="ru">Два</span></td>' in found


def test_other_formats_are_refused() -> None:
    document = read_article(SEEDS / "ferry.po")
    with pytest.raises(UsageError, match="two languages"):
        list(stream_bilingual(document, [], source_locale="en", target_locale="ru", layout="columns"))


@pytest.mark.parametrize("layout", ["paragraphs", "columns"])
@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SEEDS.iterdir()) if path.suffix.lstrip(".") in FORMATS],
    ids=lambda path: path.name,
)
def test_copy_of_a_seed_changes_nothing(path: Path, layout: Layout) -> None:
    content = path.read_bytes()
    assert both(content, None, path.suffix.lstrip("."), layout=layout) == content


LINES = st.sampled_from(
    [
        "One day.",
        "- Item",
        "  more",
        "> Quote",
        "",
        "# Head",
        "Long words of a line that goes on and on, and",
        "* * *",
    ]
)


@given(st.lists(LINES, min_size=1, max_size=9), st.sampled_from(["\n", "\r\n"]))
def test_copy_of_any_text_changes_nothing(lines: list[str], newline: str) -> None:
    content = newline.join(["Begin", *lines]).encode()
    for input_format in ("txt", "md"):
        assert both(content, None, input_format) == content


@given(st.lists(LINES, min_size=1, max_size=9))
def test_every_line_of_the_source_is_still_there(lines: list[str]) -> None:
    text = "\n".join(["Begin", *lines])
    document = read_article(None, content=text.encode(), input_format="txt")
    targets = {one.source: "Перевод" for one in segments_of(document)}
    found = iter(written(text, targets, "txt").split("\n"))
    assert all(line in found for line in text.split("\n"))
