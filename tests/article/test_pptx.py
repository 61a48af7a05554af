"""PPTX: slides, tables, diagrams, charts and notes, there and back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.pptx_samples import A, make_pptx, paragraph, run, shape
from tests.article.units import blocks_of, check_laws, rewrite, segments_of, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Segment, Span

SEED = Path(__file__).parents[2] / "seeds" / "harbour.pptx"
RED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
LINK = '<a:hlinkClick r:id="x1"/>'


def read(content: bytes) -> Document:
    return read_article(None, content=content, input_format="pptx")


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def slide_of(content: bytes) -> str:
    """Return the paragraphs of the first slide, without the declarations of names."""
    found = re.search(r"<a:p>.*</a:p>", part_of(content, "ppt/s/1.xml"), re.DOTALL)
    assert found is not None
    return found[0]


def test_slides_come_in_the_order_of_the_presentation() -> None:
    document = read(make_pptx(*(shape(paragraph(run(text))) for text in ("One", "Two", "Three"))))
    assert blocks_of(document) == [("paragraph", "One"), ("paragraph", "Two"), ("paragraph", "Three")]


@pytest.mark.parametrize(
    ("placeholder", "kind"),
    [
        ('<p:ph type="title"/>', "heading"), ('<p:ph type="ctrTitle"/>', "heading"),
        ('<p:ph type="subTitle" idx="1"/>', "heading"), ('<p:ph idx="1"/>', "list-item"),
        ('<p:ph type="body" idx="1"/>', "list-item"), ("", "paragraph"), ('<p:ph type="ftr"/>', "paragraph"),
    ],
)  # fmt: skip
def test_kind_of_a_paragraph_is_that_of_its_placeholder(placeholder: str, kind: str) -> None:
    document = read(make_pptx(shape(paragraph(run("One")), placeholder=placeholder)))
    assert blocks_of(document) == [(kind, "One")]


def test_cells_and_groups_and_descriptions_are_read() -> None:
    table = f"<a:tbl><a:tr><a:tc><a:txBody>{paragraph(run('Boat'))}</a:txBody></a:tc></a:tr></a:tbl>"
    frame = f"<p:graphicFrame><a:graphic><a:graphicData>{table}</a:graphicData></a:graphic></p:graphicFrame>"
    inside = shape(paragraph(run("Inside")), description=' descr="A map"')
    group = f"<p:grpSp>{inside}</p:grpSp>"
    assert blocks_of(read(make_pptx(frame + group))) == [
        ("table-cell", "Boat"), ("caption", "A map"), ("paragraph", "Inside"),
    ]  # fmt: skip


def test_runs_of_one_look_are_one_and_another_look_is_a_mark() -> None:
    text = paragraph(run("The "), run("old", ' b="1"'), run(" bo", ' dirty="0"'), run("at", ' err="1" b="0"'))
    content = make_pptx(shape(text))
    document = read(content)
    assert blocks_of(document) == [("paragraph", "The old boat")]
    assert [(m.kind, m.span.of(document.text)) for m in document.marks] == [("bold", "old")]

    def give(segment: Segment) -> tuple[str, tuple[Mark, ...]]:
        return "Старый бот", (Mark(segment.marks[0].id, "bold", Span(0, 6)),)

    assert slide_of(write_article(document, translate(document, give), target_locale="ru")) == (
        '<a:p><a:r><a:rPr lang="ru-RU" b="1"/><a:t>Старый</a:t></a:r>'
        '<a:r><a:rPr lang="ru-RU"/><a:t> бот</a:t></a:r></a:p>'
    )


@pytest.mark.parametrize(
    ("attributes", "children", "kind"),
    [
        (' b="1"', "", "bold"), (' i="1"', "", "italic"), (' u="sng"', "", "underline"),
        (' strike="sngStrike"', "", "strike"), ("", RED, "other"),
        (' sz="900"', "", "other"), (' u="none" b="0" strike="noStrike" baseline="0" dirty="0"', "", None),
    ],
)  # fmt: skip
def test_looks_that_are_marks(attributes: str, children: str, kind: str | None) -> None:
    odd = run("boat", attributes, children)
    document = read(make_pptx(shape(paragraph(run("The great and "), odd))))
    assert [mark.kind for mark in document.marks] == ([kind] if kind else [])


def test_white_space_before_a_mark_does_not_take_its_look_away() -> None:
    content = make_pptx(shape(paragraph(run(" "), run("Boat", ' b="1"'), run(" and harbour"))))
    written = slide_of(rewrite(content, {"Boat and harbour": "Бот и порт"}, input_format="pptx"))
    assert '<a:r><a:rPr lang="ru-RU" b="1"/><a:t>Бот</a:t></a:r>' in written


def test_link_goes_to_its_word_and_keeps_its_address() -> None:
    text = paragraph(run("The "), run("old ", "", LINK), run("boat", ' b="1"', LINK), run(" sails far away"))
    content = make_pptx(shape(text), relations=[("hyperlink", "https://a.b/c")])
    document = read(content)
    marks = [(m.kind, m.span.of(document.text), dict(m.attributes).get("href")) for m in document.marks]
    assert marks == [("link", "old boat", "https://a.b/c"), ("bold", "boat", None)]
    written = slide_of(
        rewrite(content, {"The old boat sails far away": "Далеко плывёт бот"}, input_format="pptx")
    )
    assert written.count("hlinkClick") == written.count("<a:r>") - 1


def test_break_stays_a_break_and_a_field_a_field() -> None:
    number = '<a:fld id="{A}" type="slidenum"><a:rPr lang="en-US"/><a:t>7</a:t></a:fld>'
    text = paragraph(run("Boats sail"), '<a:br><a:rPr lang="en-US"/></a:br>', run("on Monday "), number)
    content = make_pptx(shape(text))
    assert blocks_of(read(content)) == [("paragraph", "Boats sail\non Monday")]
    written = slide_of(
        rewrite(content, {"Boats sail\non Monday": "Боты плывут в понедельник"}, input_format="pptx")
    )
    assert re.sub(r"<a:rPr[^>]*/>", "", written) == (
        "<a:p><a:r><a:t>Боты плывут</a:t></a:r><a:br></a:br>"
        "<a:r><a:t>в понедельник </a:t></a:r>" + number.replace('<a:rPr lang="en-US"/>', "") + "</a:p>"
    )


def test_tab_stays_a_tab_in_the_look_of_its_run() -> None:
    content = make_pptx(shape(paragraph(run("Boats\tin May", ' b="1"'))))
    assert blocks_of(read(content)) == [("paragraph", "Boats\tin May")]
    written = slide_of(rewrite(content, {"Boats\tin May": "Боты в мае"}, input_format="pptx"))
    assert re.findall("<a:t>(.*?)</a:t>", written) == ["Боты", "\t", "в мае"]
    assert written.count(' b="1"') == 3


def test_properties_of_the_paragraph_stay_and_its_end_stays_the_end() -> None:
    text = paragraph('<a:pPr lvl="1"/>', run("Boat"), '<a:endParaRPr lang="en-US" sz="1200"/>')
    written = slide_of(rewrite(make_pptx(shape(text)), {"Boat": "Бот"}, input_format="pptx"))
    assert written == (
        '<a:p><a:pPr lvl="1"/><a:r><a:rPr lang="ru-RU"/><a:t>Бот</a:t></a:r>'
        '<a:endParaRPr lang="en-US" sz="1200"/></a:p>'
    )


@pytest.mark.parametrize(
    ("given", "properties"),
    [("", '<a:pPr rtl="1" algn="r"/>'), ('<a:pPr algn="ctr"/>', '<a:pPr algn="ctr" rtl="1"/>')],
)
def test_direction_is_set_for_languages_that_run_to_the_left(given: str, properties: str) -> None:
    content = make_pptx(shape(paragraph(given, run("Boat"))))
    written = slide_of(rewrite(content, {"Boat": "قارب"}, input_format="pptx", locale="ar"))
    assert written == f'<a:p>{properties}<a:r><a:rPr lang="ar-EG"/><a:t>قارب</a:t></a:r></a:p>'


def test_formula_keeps_its_lowered_figure() -> None:
    document = read(
        make_pptx(shape(paragraph(run("Water is H"), run("2", ' baseline="-25000"'), run("O too"))))
    )
    assert [span.of(document.text) for span in document.protected] == ["H2O"]


def test_copy_for_old_programs_says_the_same() -> None:
    box = shape(paragraph(run("Boat")))
    sides = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<mc:AlternateContent>{sides}</mc:AlternateContent>"
    content = make_pptx(both)
    assert len(read(content).blocks) == 1
    assert slide_of(rewrite(content, {"Boat": "Бот"}, input_format="pptx")).count("Бот") == 2


BOMB = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
NOTES = (
    f'<p:notes xmlns:p="p" xmlns:a="{A}"><p:sp><p:nvSpPr><p:nvPr><p:ph type="body"/></p:nvPr></p:nvSpPr>'
    f"<a:p><a:r><a:t>Greet the guests.</a:t></a:r></a:p></p:sp></p:notes>"
)
DIAGRAM = (
    f'<d:dataModel xmlns:d="d" xmlns:a="{A}"><d:pt><d:t>'
    "<a:p><a:r><a:rPr/><a:t>The </a:t></a:r><a:r><a:rPr b='1'/><a:t>boat</a:t></a:r></a:p>"
    "</d:t></d:pt></d:dataModel>"
)
DRAWING = (
    f'<s:drawing xmlns:s="s" xmlns:a="{A}"><a:p><a:r><a:rPr sz="900"/><a:t>The </a:t></a:r>'
    '<a:r><a:rPr sz="900" b="1"/><a:t>boat</a:t></a:r></a:p>'
    "<a:p><a:r><a:t>Other</a:t></a:r></a:p></s:drawing>"
)
CHART = (
    f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="{A}"><c:title><c:tx>'
    "<c:rich><a:p><a:r><a:t>Guests</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser><c:v>May</c:v></c:ser></c:chart>"
)


def test_notes_diagrams_and_titles_of_charts_follow_their_slide() -> None:
    content = make_pptx(
        shape(paragraph(run("Slide"))),
        relations=[("notesSlide", "../n.xml"), ("diagramData", "../d.xml"), ("diagramDrawing", "../w.xml"),
                   ("chart", "../c.xml")],
        extra={"ppt/n.xml": NOTES, "ppt/d.xml": DIAGRAM, "ppt/w.xml": DRAWING, "ppt/c.xml": CHART},
    )  # fmt: skip
    document = read(content)
    assert blocks_of(document) == [
        ("paragraph", "Slide"), ("paragraph", "The boat"), ("heading", "Guests"),
        ("paragraph", "Greet the guests."),
    ]  # fmt: skip
    targets = {"The boat": "Этот бот", "Guests": "Гости", "Greet the guests.": "Поздравьте гостей."}
    written = rewrite(content, targets, input_format="pptx")
    assert "Поздравьте гостей." in part_of(written, "ppt/n.xml")
    assert "<a:t>Гости</a:t>" in part_of(written, "ppt/c.xml")
    drawing = part_of(written, "ppt/w.xml")
    assert [re.findall('sz="900"( b="1")?', drawing), re.findall("<a:t>(.*?)</a:t>", drawing)] == [
        ["", ' b="1"'], ["Этот ", "бот", "Other"],
    ]  # fmt: skip


def test_only_changed_parts_are_written_anew() -> None:
    content = make_pptx(*(shape(paragraph(run(text))) for text in ("One", "Two")))
    written = rewrite(content, {"Two": "Два"}, input_format="pptx")
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(written)) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["ppt/s/2.xml"]


def test_copying_gives_back_the_file() -> None:
    content = make_pptx(shape(paragraph(run("One"), run("two", ' b="1"'))))
    document = read(content)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file and no PPTX"),
        (b"PK\x03\x04", "is no PPTX file"),
        (make_pptx(shape(paragraph(run("…")))), "holds no text"),
        (make_pptx(shape(paragraph(run("&x;"))), extra={"a": "b"}), r"is damaged in ppt/s/1.xml"),
        (make_pptx("", extra={"ppt/p.xml": "<document/>"}), "is an Office file, but no presentation"),
        (make_pptx("", extra={"ppt/_rels/p.xml.rels": "<a/>"}), "names a slide that is not there"),
        (make_pptx("", extra={"ppt/s/1.xml": BOMB}), "has a document type"),
        (make_pptx("", extra={"bomb": "0" * (64 * 2**20)}), "unpacks to 64 MiB"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_bad_file_is_refused_in_words(content: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        read(content)


RUNS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["The ", "boat", "a", "x"]),
            st.sampled_from(["", ' b="1"', ' i="1"']),
            st.sampled_from(["", LINK]),
        ).map(lambda made: run(*made)),
        st.sampled_from(["<a:br/>", '<a:fld id="{A}" type="slidenum"><a:t>7</a:t></a:fld>']),
    ),
    max_size=6,
)  # fmt: skip


def _looks(content: bytes) -> list[tuple[str, bool, bool, bool]]:
    """Return each letter of the first slide: whether it is bold, in italics, a link."""
    runs = re.findall(r"<a:r>(.*?)<a:t>(.*?)</a:t></a:r>", slide_of(content))
    return [
        (char, ' b="1"' in properties, ' i="1"' in properties, "hlinkClick" in properties)
        for properties, text in runs
        for char in text
        if not char.isspace()
    ]


@settings(deadline=None, max_examples=100)
@given(st.lists(RUNS, min_size=1, max_size=3))
def test_every_paragraph_comes_back_with_what_it_holds(paragraphs: list[list[str]]) -> None:
    content = make_pptx(shape(*(paragraph(*runs) for runs in paragraphs)))
    try:
        document = read(content)
    except ArticleError:
        return  # there is no text
    check_laws(document)
    written = write_article(
        document, translate(document, lambda s: (s.source.swapcase(), s.marks)), target_locale="ru"
    )
    again = read(written)
    assert blocks_of(again) == [(kind, text.swapcase()) for kind, text in blocks_of(document)]
    assert _looks(written) == [(char.swapcase(), *look) for char, *look in _looks(content)]
    for furniture in ("<a:br", "<a:fld"):
        assert slide_of(written).count(furniture) == slide_of(content).count(furniture)


def test_slides_of_the_sample_say_what_they_said_in_other_words() -> None:
    document = read_article(SEED)
    written = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    text = part_of(written, "ppt/slides/slide2.xml")
    assert '<a:rPr lang="ru-RU"><a:hlinkClick r:id="rId2"/></a:rPr><a:t>PETITION</a:t>' in text
    assert len(segments_of(read(written))) == len(document.blocks)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_translated_of_its_own_and_of_the_sample(tmp_path: Path) -> None:
    def convert(path: Path, kind: str) -> bool:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return path.with_suffix(f".{kind}").exists()

    sample = tmp_path / "sample.pptx"
    sample.write_bytes(SEED.read_bytes())
    if not convert(sample, "odp"):
        pytest.skip("LibreOffice has no Impress")
    sample.unlink()
    assert convert(tmp_path / "sample.odp", "pptx")
    for name, path in (("own", sample), ("seed", SEED)):
        document = read_article(path)
        units = translate(document, lambda s: (s.source.upper(), s.marks))
        out = tmp_path / f"{name}.pptx"
        out.write_bytes(write_article(document, units, target_locale="ru"))
        assert convert(out, "odp")
        slides = part_of(out.with_suffix(".odp").read_bytes(), "content.xml")
        shown = re.sub(r"<[^>]*>", "", slides.replace("<text:s/>", " "))
        for words in (
            "THE LAWMAKER READ THE PETITION ALOUD.",
            "OLD FERRY",
            "ASK THE CAPTAIN.",
            "GREET THE GUESTS",
        ):
            assert words in shown
