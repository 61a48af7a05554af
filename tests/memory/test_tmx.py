"""TMX in and out, from this and other tools, and files that must not be trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from translate_pipe.cli.memory import register
from translate_pipe.errors import MemoryFileError, UsageError
from translate_pipe.memory import open_memory
from translate_pipe.memory.index import key_of
from translate_pipe.memory.store import MemoryUnit, TranslationMemory
from translate_pipe.memory.tmx import ExportReport, ImportReport, export_tmx, import_tmx

HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="{}" datatype="plaintext"/>'
)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[TranslationMemory]:
    with open_memory(tmp_path / "memory.sqlite") as opened:
        yield opened


def write_tmx(
    path: Path, *units: str, srclang: str = "en-US", prolog: str = "", encoding: str = "utf-8"
) -> Path:
    body = "\n".join(units)
    text = f'{prolog}<tmx version="1.4">{HEADER.format(srclang)}<body>\n{body}\n</body></tmx>'
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'.encode(encoding))
    return path


def tu(source: str, target: str, attributes: str = "", extra: str = "") -> str:
    return (
        f'<tu {attributes}>{extra}<tuv xml:lang="en-US"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="ru-RU"><seg>{target}</seg></tuv></tu>'
    )


def test_units_of_another_tool_are_remembered(memory: TranslationMemory, tmp_path: Path) -> None:
    path = write_tmx(
        tmp_path / "a.tmx",
        tu(
            "One &amp; two.",
            "Раз и два.",
            'changedate="20260102T030405Z"',
            '<prop type="x-document">a.docx</prop>',
        ),
        tu("Three.", "Три."),
        prolog='<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
    )
    assert import_tmx(memory, path) == ImportReport(2, 0)
    assert list(memory.units()) == [
        MemoryUnit("One & two.", "Раз и два.", "en-US", "ru-RU", None, None, "a.docx", "2026-01-02"),
        MemoryUnit("Three.", "Три.", "en-US", "ru-RU"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_encodings_are_read(memory: TranslationMemory, tmp_path: Path, encoding: str) -> None:
    assert import_tmx(memory, write_tmx(tmp_path / "a", tu("One.", "Раз."), encoding=encoding)).units == 1
    assert memory.find("раз")[0].target == "Раз."


def test_native_codes_go_and_highlighted_text_stays(memory: TranslationMemory, tmp_path: Path) -> None:
    coded = (
        '<bpt i="1">&lt;b&gt;</bpt>Bold<ept i="1">&lt;/b&gt;</ept> and <hi>marked<ph/></hi> '
        '<it pos="begin">x</it>text'
    )
    import_tmx(memory, write_tmx(tmp_path / "a", tu(coded, "Цель.")))
    assert [unit.source for unit in memory.units()] == ["Bold and marked text"]


def test_context_of_other_tools_is_understood(memory: TranslationMemory, tmp_path: Path) -> None:
    extra = '<prop type="prev">Before.</prop><prop type="next">After.</prop>'
    import_tmx(memory, write_tmx(tmp_path / "a", tu("One.", "Раз.", extra=extra)))
    (unit,) = memory.units()
    assert (unit.before, unit.after) == (key_of("Before."), key_of("After."))


def test_languages_can_be_chosen(memory: TranslationMemory, tmp_path: Path) -> None:
    three = (
        '<tu><tuv xml:lang="en"><seg>One.</seg></tuv><tuv xml:lang="ru"><seg>Раз.</seg></tuv>'
        '<tuv lang="DE"><seg>Eins.</seg></tuv></tu>'
    )
    path = write_tmx(tmp_path / "a", three, srclang="*all*")
    assert import_tmx(memory, path, "de", "ru") == ImportReport(1, 0)
    assert [(unit.source, unit.target) for unit in memory.units()] == [("Eins.", "Раз.")]
    assert import_tmx(memory, path, "en").units == 2


def test_source_language_must_be_known(memory: TranslationMemory, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--from"):
        import_tmx(memory, write_tmx(tmp_path / "a", tu("One.", "Раз."), srclang="*all*"))


def test_elements_without_use_are_counted(memory: TranslationMemory, tmp_path: Path) -> None:
    path = write_tmx(
        tmp_path / "a",
        tu("", "Пусто."),
        tu("Empty.", " "),
        '<tu><tuv xml:lang="en-US"><seg>Alone.</seg></tuv></tu>',
        '<tu><tuv xml:lang="en-US"><seg>One.</seg></tuv><tuv xml:lang="klingon"><seg>wa.</seg></tuv></tu>',
        tu("One.", "Раз."),
    )
    assert import_tmx(memory, path) == ImportReport(1, 4)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "not well-formed"),
        ("no XML at all", "not well-formed"),
        ('<tmx version="1.4"><body><tu>', "not well-formed"),
        ("<html><body/></html>", "not TMX"),
    ],
)
def test_file_that_is_no_tmx_is_refused(
    memory: TranslationMemory, tmp_path: Path, content: str, problem: str
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(content)
    with pytest.raises(MemoryFileError, match=problem):
        import_tmx(memory, path)


def test_missing_file_is_refused(memory: TranslationMemory, tmp_path: Path) -> None:
    with pytest.raises(MemoryFileError, match="cannot be read"):
        import_tmx(memory, tmp_path / "missing.tmx")


def test_nothing_is_remembered_of_a_file_that_breaks_off(memory: TranslationMemory, tmp_path: Path) -> None:
    path = write_tmx(tmp_path / "a", tu("One.", "Раз."), tu("Two.", "Два."))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(MemoryFileError, match=r"a:\d+: is not well-formed"):
        import_tmx(memory, path)
    assert list(memory.units()) == []


def test_entities_are_not_followed(memory: TranslationMemory, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    prolog = f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "yyyy">]>'
    for entity in ("&x;", "&y;"):
        with pytest.raises(MemoryFileError, match="entity"):
            import_tmx(memory, write_tmx(tmp_path / "a", tu(f"One {entity}.", "Раз."), prolog=prolog))
    assert list(memory.units()) == []


def test_export_is_tmx_with_everything_the_memory_knows(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.add([MemoryUnit("One <b> & ]]>.", "«Раз»", "en", "ru", 5, None, "a&b.txt", "2026-01-02")])
    assert export_tmx(memory, tmp_path / "out.tmx") == ExportReport(1, 0)
    content = (tmp_path / "out.tmx").read_bytes()
    assert content.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">")
    root = etree.fromstring(content)
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    assert [seg.text for seg in root.iter("seg")] == ["One <b> & ]]>.", "«Раз»"]
    assert root.find("body/tu").get("changedate") == "20260102T000000Z"  # type: ignore[union-attr]
    assert {prop.get("type"): prop.text for prop in root.iter("prop")} == {
        "x-article": "a&b.txt",
        "x-context-before": "5",
    }


def test_export_is_valid_by_the_official_dtd(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.add([MemoryUnit("One.", "Раз.", "en", "ru", 5, 7, "a.txt", "2026-01-02")])
    export_tmx(memory, tmp_path / "a.tmx")
    dtd = etree.DTD(str(Path(__file__).parents[1] / "schemas" / "tmx14.dtd"))
    assert dtd.validate(etree.parse(tmp_path / "a.tmx")), dtd.error_log


def test_export_is_the_same_every_time_and_can_be_one_pair(memory: TranslationMemory, tmp_path: Path) -> None:
    memory.add([MemoryUnit("One.", "Раз.", "en", "ru"), MemoryUnit("One.", "Eins.", "en", "de")])
    export_tmx(memory, tmp_path / "a")
    export_tmx(memory, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert export_tmx(memory, tmp_path / "c", "en", "de").units == 1


def test_character_that_xml_cannot_hold_is_replaced_and_counted(
    memory: TranslationMemory, tmp_path: Path
) -> None:
    memory.add([MemoryUnit("A\x07b", "Ц", "en", "ru"), MemoryUnit("C", "Ц", "en", "ru")])
    assert export_tmx(memory, tmp_path / "a") == ExportReport(2, 1)
    assert "A\ufffdb" in (tmp_path / "a").read_text(encoding="utf-8")


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\t\n\r<>&\"']"),
    min_size=1,
).filter(str.strip)
UNITS = st.builds(
    MemoryUnit,
    TEXT,
    TEXT,
    st.just("en"),
    st.sampled_from(["ru", "de"]),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.just("") | TEXT,
    st.sampled_from(["", "2026-01-02"]),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(UNITS, max_size=5))
def test_export_then_import_is_identity(
    tmp_path_factory: pytest.TempPathFactory, units: list[MemoryUnit]
) -> None:
    folder = tmp_path_factory.mktemp("tmx")
    with open_memory(folder / "a.sqlite") as first, open_memory(folder / "b.sqlite") as second:
        first.add(units)
        export_tmx(first, folder / "a.tmx")
        import_tmx(second, folder / "a.tmx")
        assert list(second.units()) == list(first.units())


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def test_commands_import_find_count_and_export(app: typer.Typer, tmp_path: Path) -> None:
    path = write_tmx(tmp_path / "a.tmx", tu("The Kremlin.", "Кремль."), tu("", "x"))
    option = ["--memory", str(tmp_path / "m.sqlite")]
    imported = CliRunner().invoke(app, ["memory", "import", str(path), *option])
    assert imported.stdout == f"{path}: 1 units; 1 had no source, no target or no known language\n"
    found = CliRunner().invoke(app, ["memory", "find", "кремль", *option])
    assert found.stdout == "en-US → ru-RU\tThe Kremlin.\tКремль.\t\t\n"
    as_json = CliRunner().invoke(app, ["memory", "find", "кремль", "--json", *option])
    assert json.loads(as_json.stdout)["target"] == "Кремль."
    stats = CliRunner().invoke(app, ["memory", "stats", *option])
    assert "units     1" in stats.stdout
    assert "en-US → ru-RU  1" in stats.stdout
    assert json.loads(CliRunner().invoke(app, ["memory", "stats", "--json", *option]).stdout)["units"] == 1
    exported = CliRunner().invoke(app, ["memory", "export", str(tmp_path / "b.tmx"), *option])
    assert exported.stdout == f"{tmp_path / 'b.tmx'}: 1 units\n"
    assert "Кремль." in (tmp_path / "b.tmx").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["stats"], ["find", "x"], ["export", "out.tmx"]])
def test_looking_does_not_make_a_memory(app: typer.Typer, tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "none.sqlite"
    result = CliRunner().invoke(app, ["memory", *command, "--memory", str(path)])
    assert isinstance(result.exception, MemoryFileError)
    assert "there is no translation memory" in str(result.exception)
    assert not path.exists()
