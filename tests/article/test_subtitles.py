"""SRT and VTT: cues, their markup and their lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.units import blocks_of, check_laws, rewrite, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError

TIMES = "00:00:01,000 --> 00:00:03,500"


def srt(*cues: str) -> str:
    return "\n".join(f"{number}\n{TIMES}\n{cue}\n" for number, cue in enumerate(cues, 1))


def blocks(text: str, input_format: str = "srt") -> list[tuple[str, str]]:
    return blocks_of(read_article(None, content=text.encode(), input_format=input_format))


def write(text: str, targets: dict[str, str], input_format: str = "srt") -> str:
    return rewrite(text.encode(), targets, input_format=input_format).decode()


def test_cue_is_a_block_and_its_lines_are_joined() -> None:
    assert blocks(srt("The old bridge\nis closed.", "12 men")) == [
        ("cue", "The old bridge is closed."),
        ("cue", "12 men"),
    ]


def test_speakers_of_one_cue_are_blocks_without_their_dashes() -> None:
    assert blocks(srt("- Is it?\n- Yes.")) == [("cue", "Is it?"), ("cue", "Yes.")]
    assert write(srt("- Is it?\n- Yes."), {"Yes.": "Да."}) == srt("- Is it?\n- Да.")


def test_dash_on_the_first_line_alone_does_not_part_the_cue() -> None:
    assert blocks(srt("- How are\nyou?")) == [("cue", "How are you?")]


def test_tags_around_the_cue_and_positions_stay_outside() -> None:
    text = srt("{\\an8}<i>The bridge</i>")
    document = read_article(None, content=text.encode(), input_format="srt")
    assert document.marks == ()
    assert write(text, {"The bridge": "Мост"}) == srt("{\\an8}<i>Мост</i>")


def test_tags_inside_the_cue_are_marks() -> None:
    text = srt("The <i>old</i> <font color='red'>bridge</font> & co")
    document = read_article(None, content=text.encode(), input_format="srt")
    assert [(m.kind, m.span.of(document.text)) for m in document.marks] == [
        ("italic", "old"),
        ("other", "bridge"),
    ]
    upper = translate(document, lambda s: (s.source.upper(), s.marks))
    assert write_article(document, upper, target_locale="ru").decode() == (
        srt("THE <i>OLD</i> <font color='red'>BRIDGE</font> & CO")
    )


def test_less_than_sign_is_no_tag() -> None:
    assert blocks(srt("1 < 2 and 3 > 2")) == [("cue", "1 < 2 and 3 > 2")]


@pytest.mark.parametrize(
    ("original", "target", "expected"),
    [
        ("The old bridge\nis closed.", "Мост закрыт.", "Мост закрыт."),
        ("One.", "слово " * 9 + "конец", "слово слово слово слово слово\nслово слово слово слово конец"),
        ("One\ntwo.", "слово " * 9 + "конец", "слово слово слово слово слово\nслово слово слово слово конец"),
        ("One.", "н" * 60, "н" * 60),
        ("One.", "короткая строка", "короткая строка"),
    ],
)  # fmt: skip
def test_target_is_broken_into_at_most_two_lines_when_it_is_long(
    original: str, target: str, expected: str
) -> None:
    source = " ".join(original.split())
    assert write(srt(original), {source: target}) == srt(expected)


def test_vtt_header_notes_styles_settings_and_voices_stay() -> None:
    text = (
        "WEBVTT - Title\n\nSTYLE\n::cue { color: red }\n\nNOTE a comment\nof two lines\n\n"
        "intro\n00:01.000 --> 00:03.000 align:start\n<v Bob>Fish &amp; <c.loud>chips</c>\n\n"
        "00:04.000 --> 00:05.000\n<00:04.500>Yes\n"
    )
    assert blocks(text, "vtt") == [("cue", "Fish & chips"), ("cue", "Yes")]
    written = write(text, {"Yes": "Да --> <нет>"}, "vtt")
    assert written == text.replace("Yes", "Да --&gt; &lt;нет&gt;")


def test_arrow_in_a_target_cannot_become_a_time_line() -> None:
    assert write(srt("One."), {"One.": "а --> б"}) == srt("а → б")


def test_line_ends_and_missing_numbers_are_kept() -> None:
    text = f"{TIMES}\r\nOne.\r\n\r\n\r\n{TIMES}\r\nTwo."
    assert write(text, {"Two.": "Два."}) == text.replace("Two.", "Два.")


def test_file_without_cues_is_refused() -> None:
    with pytest.raises(ArticleError, match="has no cue"):
        blocks("Just some text")


@given(
    st.lists(
        st.sampled_from(["1", TIMES, "<i>", "</i>", "word", "- ", " ", "\n", "\r\n", "{\\an8}", "&", "<"])
    )
)
@settings(deadline=None)
def test_any_subtitles_are_rebuilt_exactly(parts: list[str]) -> None:
    content = (srt("Hello") + "\n" + "".join(parts)).encode()
    document = read_article(None, content=content, input_format="srt")
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
