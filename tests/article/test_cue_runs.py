"""Subtitles whose sentences run over several cues, and what of a cue is no speech."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.units import blocks_of, check_laws, segments_of, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.markup import project_marks
from translate_pipe.model import Document, TranslationUnit

CASES = Path(__file__).parents[3] / "shared" / "cases" / "articles"


def stamp(tenths: int) -> str:
    return f"00:{tenths // 600:02}:{tenths // 10 % 60:02},{tenths % 10}00"


def srt(*cues: tuple[int, int, str]) -> str:
    """Return a file of cues, each with its start and end in tenths of a second."""
    return "\n".join(
        f"{number}\n{stamp(start)} --> {stamp(end)}\n{text}\n"
        for number, (start, end, text) in enumerate(cues, 1)
    )


def read(text: str, input_format: str = "srt") -> Document:
    return read_article(None, content=text.encode(), input_format=input_format)


def texts(text: str, input_format: str = "srt") -> list[str]:
    return [block for _, block in blocks_of(read(text, input_format))]


def write(text: str, targets: dict[str, str], input_format: str = "srt") -> str:
    """Translate by the table, with marks placed as a run places them."""
    document = read(text, input_format)
    units = [
        TranslationUnit(one, target, target_marks=project_marks(one, target, (), ()))
        for one in segments_of(document)
        if (target := targets.get(one.source)) is not None
    ]
    return write_article(document, units, target_locale="ru").decode()


ENDED = (500, 510, "It is over.")


def test_sentence_is_shared_out_by_the_times_of_its_cues() -> None:
    text = srt((0, 30, "The old bridge, which"), (31, 41, "fell on Monday, is shut."))
    target = "Старый мост, который рухнул в понедельник, закрыт."
    source = "The old bridge, which fell on Monday, is shut."
    assert write(text, {source: target}) == (
        srt((0, 30, "Старый мост, который рухнул в понедельник,"), (31, 41, "закрыт."))
    )
    slower = srt((0, 10, "The old bridge, which"), (11, 41, "fell on Monday, is shut."))
    assert write(slower, {source: target}) == (
        srt((0, 10, "Старый мост,"), (11, 41, "который рухнул в понедельник, закрыт."))
    )


def test_three_cues_get_words_each_and_keep_their_times() -> None:
    text = srt((0, 10, "The council,"), (11, 21, "which met late,"), (22, 32, "said no."))
    assert write(text, {"The council, which met late, said no.": "Совет сказал нет."}) == (
        srt((0, 10, "Совет"), (11, 21, "сказал"), (22, 32, "нет."))
    )


def test_target_of_fewer_words_than_cues_leaves_the_last_ones_empty() -> None:
    text = srt((0, 10, "Well, if you"), (11, 21, "say so."), ENDED)
    assert write(text, {"Well, if you say so.": "Ладно."}) == srt((0, 10, "Ладно."), (11, 21, ""), ENDED)


def test_markup_over_the_end_of_a_cue_is_closed_and_opened_again() -> None:
    text = srt((0, 10, "The council <b>met</b> on"), (11, 21, "a rainy Monday."))
    document = read(text)
    (segment,) = segments_of(document)
    target = "Совет собрался в понедельник."
    marks = project_marks(segment, target, (), ())
    bold = [
        type(m)(m.id, m.kind, type(m.span)(6, 16), m.attributes) if m.kind == "bold" else m for m in marks
    ]
    unit = TranslationUnit(segment, target, target_marks=tuple(bold))
    assert write_article(document, [unit], target_locale="ru").decode() == (
        srt((0, 10, "Совет <b>собрался</b>"), (11, 21, "<b>в</b> понедельник."))
    )


def test_breaks_say_which_cue_begins() -> None:
    document = read(srt((0, 10, "The council,"), (11, 21, "which met, said no.")))
    (mark,) = document.marks
    attributes = dict(mark.attributes)
    assert (mark.kind, attributes["cue"], attributes["time"]) == (
        "break", "2", "00:00:01,100 --> 00:00:02,100",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("The council, which met", "on Monday, said no.", True),
        ("He went to see", "“the old bridge”.", True),
        ("They met with the president", "Smith on Monday.", True),
        ("The council met.", "on Monday", False),
        ("Is it so?", "yes.", False),
        ("Chapter One", "The council met.", False),
        ("The council, which", "- on Monday?", False),
        ("- The council, which", "met, said no.", True),
        ("The council, which", "ANN: no, not now.", False),
        ("The council, which", "[coughs] met.", False),
        ("The council, which [coughs]", "met.", False),
        ("♪ la la, la ♪", "♪ la la ♪", False),
        ("The council, which", "{\\an8}met.", False),
        ("He was…", "thinking.", False),
    ],
)
def test_only_cues_of_one_sentence_are_joined(first: str, second: str, joined: bool) -> None:
    assert len(texts(srt((0, 10, first), (11, 21, second), ENDED))) == (2 if joined else 3)


def test_long_pause_and_another_voice_part_cues() -> None:
    assert len(texts(srt((0, 10, "The council,"), (60, 70, "which met,"), ENDED))) == 3
    voices = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>The council,\n\n"
    voices += "00:02.000 --> 00:03.000\n<v {}>which met.\n"
    assert texts(voices.format("Ann"), "vtt") == ["The council, which met."]
    assert texts(voices.format("Bob"), "vtt") == ["The council,", "which met."]


def test_captions_without_punctuation_are_not_joined() -> None:
    cues = [(n * 10, n * 10 + 9, "and so the council went on") for n in range(12)]
    assert len(texts(srt(*cues))) == 12


@pytest.mark.parametrize(
    ("cue", "spoken"),
    [
        ("ANN: Yes.", ["Yes."]),
        ("ANN [ON PHONE]: Yes.", ["Yes."]),
        ("<i>ANN:</i> Yes.", ["Yes."]),
        ("[Ann] Yes.", ["Yes."]),
        ("[ANN]: Yes.", ["Yes."]),
        ("Yes. [sighs]", ["Yes."]),
        ("Yes [sighs] indeed.", ["Yes indeed."]),
        ("(SIGHS) Yes.", ["Yes."]),
        ("(he says) Yes.", ["(he says) Yes."]),
        ("♪ Yes, yes ♪", ["Yes, yes"]),
        ("ANN: Yes.\nBOB: No.", ["Yes.", "No."]),
        ("- ANN: Yes.\n- No.", ["Yes.", "No."]),
        ("- Yes, and\nit goes on.\n- No.", ["Yes, and it goes on.", "No."]),
        ("[door slams]", []),
        ("(laughter)", []),
        ("<i>[door slams]</i>", []),
        ("♪♪", []),
        ("", []),
        ("DANGER: KEEP OUT", ["DANGER: KEEP OUT"]),
        ("Note: it is late.", ["Note: it is late."]),
        ("At 10:30 we left.", ["At 10:30 we left."]),
    ],
)
def test_labels_sounds_and_music_signs_stay(cue: str, spoken: list[str]) -> None:
    text = srt((0, 10, cue), ENDED)
    document = read(text)
    check_laws(document)
    assert texts(text) == [*spoken, "It is over."]
    done = write_article(document, translate(document, unchanged), target_locale="ru")
    assert done.decode() == text
    upper = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    expected = cue.replace("\n", " ")
    for speech in spoken:
        words = speech if speech in expected else "Yes"
        expected = expected.replace(words, words.upper())
    result = upper.decode().split("\n2\n")[0].split("\n", 2)[2].strip().replace("\n", " ")
    assert result == expected.replace("indeed", "INDEED")


CUES = st.lists(
    st.tuples(
        st.sampled_from(["The council", "met", "said,", "<i>no", "yes</i>", "{\\an8}a", "[x]", "ANN:", "♪",
                         "- b", "<b>c</b>", "d.", "\n", "(E)", "7", "-->", "f\ng"]),
        st.sampled_from([" ", "\n", ". "]),
    ).map("".join),
    max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(CUES, min_size=1, max_size=5))
def test_copying_gives_back_the_file(cues: list[str]) -> None:
    text = srt(*[(n * 10, n * 10 + 9, cue) for n, cue in enumerate(cues)], ENDED)
    document = read(text)
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == text.encode()


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("name", ["cues.srt", "voices.vtt"])
def test_shared_case_keeps_its_form(name: str) -> None:
    content = (CASES / name).read_bytes()
    document = read_article(CASES / name)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
    done = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    if name == "voices.vtt":
        assert b"<v Anna>WE WILL <c.loud>NOT</c> GIVE UP.</v>" in done
        assert content.split(b"intro")[0] in done
        return
    assert any(
        text.startswith("The council, which met on Monday, decided") for _, text in blocks_of(document)
    )
    kept = (
        '<font color="#ffff00">LEO [ON PHONE]:</font> THEY',
        "\u266a LA LA LA \u266a",
        "{\\an8}- IS",
        "MY NAME IS</b> BOB",
    )
    for part in (*kept, "5\n00:00:07,000 --> 00:00:08,000\n\n"):
        assert part in done.decode()
