"""`translate-pipe translate` from its arguments to its files, on a real if tiny package."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate_pipe.bilingual import read_bitext
from translate_pipe.cli import build_app
from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.errors import EngineError
from translate_pipe.morphology import load_morphology

ROOT = Path(__file__).parents[2]
ARTICLE = "The Kremlin supported the petition. The old woman criticised Vladimir Putin on Monday.\n"
GLOSSARY = "en,ru,pos,gender,animate\nKremlin,Кремль,name,m,no\npetition,петиция,noun,f,no\n"

Run = Callable[..., Result]


@pytest.fixture
def run(pocket_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in a folder of its own with the pocket package; see `Result.output`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(pocket_packages))
    (tmp_path / "news.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")

    def invoke(*arguments: str, **options: bytes) -> Result:
        return CliRunner().invoke(build_app(), list(arguments), **options)  # type: ignore[arg-type]

    return invoke


def test_article_and_bilingual_files_are_written(run: Run, tmp_path: Path) -> None:
    result = run("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out", "--format", "tsv")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "news.ru.bitext.jsonl",
        "news.ru.tsv",
        "news.ru.txt",
    ]
    bitext = read_bitext(tmp_path / "out" / "news.ru.bitext.jsonl")
    assert [unit.segment.source for unit in bitext.units] == [
        "The Kremlin supported the petition.",
        "The old woman criticised Vladimir Putin on Monday.",
    ]
    assert "translate-en_ru 0.1" in result.output


def test_every_match_is_in_the_account(run: Run) -> None:
    result = run("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out", "--json")
    (report,) = json.loads(result.stdout)["translations"]
    terms = report["terms"]
    assert terms["matches"] == 2
    assert sum(count for state, count in terms.items() if state != "matches") == 2
    assert [one["term"] for one in report["account"]] == ["Kremlin", "petition"]


def test_closing_table_says_what_to_install_for_a_language(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pivot_packages: Path
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(pivot_packages))
    (tmp_path / "terms.csv").write_text("en,ru,de\nKremlin,Кремль,Kreml\n", encoding="utf-8")
    advice = 'pip install "translate-pipe[german]" inflects and recognises terms'
    assert advice not in run("translate", "news.txt", "--to", "de", "-g", "terms.csv", "-o", "out").output
    monkeypatch.setattr("translate_pipe.morphology.german.find_spec", lambda _: None)
    monkeypatch.setattr("translate_pipe.morphology.lemmas.is_installed", lambda: False)
    load_morphology.cache_clear()
    try:
        to_german = run("translate", "news.txt", "--to", "de", "-g", "terms.csv", "-o", "out")
        to_russian = run("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out")
        termless = run("translate", "news.txt", "--to", "de", "-o", "out2")
    finally:
        load_morphology.cache_clear()
    assert advice in to_german.output
    assert "pip install" not in to_russian.output + termless.output


def test_same_input_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    formats = [part for name in ("html", "tsv", "tmx", "xliff", "xlsx") for part in ("--format", name)]
    for folder in ("one", "two"):
        assert (
            run("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", folder, *formats).exit_code
            == 0
        )
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_standard_input_goes_to_standard_output(run: Run, tmp_path: Path) -> None:
    result = run("translate", "-", "--to", "ru", input=b"The Kremlin supported the petition.\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("\n")
    assert "Кремль" in result.stdout
    assert "segments" not in result.stdout
    assert "segments" in result.stderr
    assert not (tmp_path / "translated").exists()


def test_nothing_is_translated_twice(run: Run) -> None:
    arguments = ("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out")
    run(*arguments)
    again = run(*arguments)
    assert "2 segments as in the earlier run, 0 translated anew" in again.output


def test_a_changed_glossary_row_touches_only_its_segments(run: Run, tmp_path: Path) -> None:
    arguments = ("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out")
    run(*arguments)
    (tmp_path / "terms.csv").write_text(GLOSSARY.replace("петиция", "прошение"), encoding="utf-8")
    assert "1 segments as in the earlier run, 1 translated anew" in run(*arguments).output


def test_reviewed_targets_stand_whatever_changes(run: Run, tmp_path: Path) -> None:
    arguments = ("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out")
    run(*arguments)
    path = tmp_path / "out" / "news.ru.bitext.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    edited = json.loads(lines[1]) | {"target": "Кремль поддержал обращение.", "state": "reviewed"}
    lines[1] = json.dumps(edited, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "terms.csv").write_text(GLOSSARY.replace("петиция", "прошение"), encoding="utf-8")
    assert run(*arguments, "--fresh").exit_code == 0
    units = read_bitext(path).units
    assert units[0].target == "Кремль поддержал обращение."
    assert [outcome.state for outcome in units[0].terms] == ["already", "overruled"]
    assert (
        (tmp_path / "out" / "news.ru.txt")
        .read_text(encoding="utf-8")
        .startswith("Кремль поддержал обращение.")
    )


def test_reviewed_segments_that_left_the_article_are_kept_aside(run: Run, tmp_path: Path) -> None:
    arguments = ("translate", "news.txt", "--to", "ru", "-o", "out")
    run(*arguments)
    path = tmp_path / "out" / "news.ru.bitext.jsonl"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"state":"translated"', '"state":"reviewed"'),
        encoding="utf-8",
    )
    (tmp_path / "news.txt").write_text("The Kremlin supported the petition.\n", encoding="utf-8")
    result = run(*arguments)
    assert "no longer in news.txt" in result.output
    kept = read_bitext(tmp_path / "out" / "news.ru.dropped.jsonl").units
    assert [unit.segment.source for unit in kept] == ["The old woman criticised Vladimir Putin on Monday."]


def test_damaged_file_of_an_earlier_run_stops_the_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "news.ru.bitext.jsonl"
    path.write_text("precious but broken", encoding="utf-8")
    result = run("translate", "news.txt", "--to", "ru", "-o", "out")
    assert result.exit_code == 3
    assert "may hold reviewed targets" in result.output
    assert path.read_text(encoding="utf-8") == "precious but broken"


def test_explanation_names_candidates_and_the_reason(run: Run) -> None:
    result = run("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out", "--explain", "1")
    assert result.exit_code == 0, result.output
    assert "chosen:" in result.output
    assert "petition → " in result.output


def test_explanation_of_an_unknown_segment_is_refused(run: Run) -> None:
    result = run("translate", "news.txt", "--to", "ru", "-o", "out", "--explain", "99")
    assert result.exit_code == 2
    assert "no segment '99'" in result.output


def test_verify_only_and_strict_report_without_changing(run: Run) -> None:
    glossary = "en,ru\nKremlin,Бастион\n"
    Path("terms.csv").write_text(glossary, encoding="utf-8")
    arguments = ("translate", "news.txt", "--to", "ru", "-g", "terms.csv", "-o", "out", "--verify-only")
    loose = run(*arguments)
    assert loose.exit_code == 0
    assert "unresolved: “Kremlin”" in loose.output
    assert run(*arguments, "--strict").exit_code == 1


def test_verify_only_accounts_for_figures_if_they_are_accounted_for(run: Run) -> None:
    Path("news.txt").write_text("The Kremlin supported the petition 15 times.\n", encoding="utf-8")
    arguments = ("translate", "news.txt", "--to", "ru", "-o", "out", "--verify-only", "--json", "--fresh")

    def count(*more: str) -> int:
        report = json.loads(run(*arguments, *more).stdout)["translations"][0]
        return int(report["figures"]["found"])

    assert count() == 1
    assert count("--numbers", "off") == 0


def test_checks_can_be_silenced_and_made_fatal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("The Kremlin supported the petition 15 times.\n", encoding="utf-8")
    arguments = ("translate", "news.txt", "--to", "ru", "-o", "out")
    assert run(*arguments, "--check", "numbers=error", "--fail-on", "error").exit_code == 1
    report = json.loads(run(*arguments, "--check", "numbers=off", "--json").stdout)["translations"][0]
    assert "numbers" not in {issue["check"] for issue in report["issues"]["found"]}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["news.txt"], 2, "no target language given"),
        (["news.txt", "--to", "klingon"], 2, "unknown language 'klingon'"),
        (["news.txt", "--to", "en"], 2, "source and target language are both en"),
        (["news.txt", "--to", "fr"], 4, "translate-pipe models install en fr"),
        (["missing.txt", "--to", "ru"], 3, "missing.txt"),
        (["empty.txt", "--to", "ru"], 3, "empty.txt"),
        (["binary.txt", "--to", "ru"], 3, "binary.txt"),
        (["news.txt", "--to", "ru", "-g", "broken.csv"], 3, "broken.csv:3"),
        (["news.txt", "--to", "ru", "-g", "none.csv"], 3, "none.csv"),
        (["news.txt", "--to", "ru", "--format", "pdf"], 2, "unknown format 'pdf'"),
        (["news.txt", "--to", "ru", "--check", "numbres=off"], 2, "numbers"),
        (["news.ru.txt", "--to", "ru", "-o", "."], 0, ""),
        (["news.txt", "a/news.txt", "--to", "ru"], 2, "would both be written"),
    ],
)
def test_bad_input_says_what_where_and_what_to_do(
    run: Run, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "broken.csv").write_text('en,ru\nKremlin,Кремль\n"open,quote\n', encoding="utf-8")
    (tmp_path / "news.ru.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "news.txt").write_text(ARTICLE, encoding="utf-8")
    result = run("translate", *arguments)
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output
    if code:
        assert not (tmp_path / "translated").exists()


def test_output_never_overwrites_the_article(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ru").mkdir()
    link = tmp_path / "news.ru.txt"
    link.symlink_to(tmp_path / "news.txt")
    result = run("translate", "news.txt", "--to", "ru", "-o", ".")
    assert result.exit_code == 2
    assert "would overwrite the article" in result.output
    assert (tmp_path / "news.txt").read_text(encoding="utf-8") == ARTICLE


def test_folder_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be", encoding="utf-8")
    result = run("translate", "news.txt", "--to", "ru", "-o", "out")
    assert result.exit_code == 3
    assert "cannot write" in result.output


def test_full_disk_leaves_no_half_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("translate", "news.txt", "--to", "ru", "-o", "out")
    assert result.exit_code == 3
    assert "No space left" in result.output
    assert list((tmp_path / "out").iterdir()) == []


def test_interruption_leaves_no_half_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    result = run("translate", "news.txt", "--to", "ru", "-o", "out")
    assert result.exit_code == 130
    assert result.stderr.endswith("translate-pipe: interrupted\n")
    assert list((tmp_path / "out").iterdir()) == []


def test_interruption_does_not_wait_for_the_engine(
    pocket_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(pocket_packages))
    (tmp_path / "news.txt").write_text(ARTICLE, encoding="utf-8")
    code = """
import os, signal, sys, time
from translate_pipe.cli import main
from translate_pipe.engines.argos import ArgosEngine

# A process in the background of a shell begins deaf to interruptions.
signal.signal(signal.SIGINT, signal.default_int_handler)

def translate(*_, **__):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(600)

ArgosEngine.translate = translate
sys.argv = ["translate-pipe", "translate", "news.txt", "--to", "ru", "-o", "out"]
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    assert (done.returncode, done.stderr) == (130, "translate-pipe: interrupted\n")


def test_settings_of_the_project_are_used_and_options_win(run: Run, tmp_path: Path) -> None:
    (tmp_path / "translate-pipe.toml").write_text(
        'targets = ["ru"]\nglossaries = ["terms.csv"]\nformats = ["tsv"]\nout = "from-settings"\n',
        encoding="utf-8",
    )
    assert run("translate", "news.txt").exit_code == 0
    assert (tmp_path / "from-settings" / "news.ru.tsv").exists()
    assert run("translate", "news.txt", "-o", "from-option").exit_code == 0
    assert (tmp_path / "from-option" / "news.ru.tsv").exists()


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "seeds").iterdir() if path.is_file()))
def test_sample_articles_translate_into_their_own_format(run: Run, tmp_path: Path, name: str) -> None:
    glossary = str(ROOT / "glossaries" / "news.csv")
    result = run("translate", str(ROOT / "seeds" / name), "--to", "ru", "-g", glossary, "-o", "out")
    assert result.exit_code == 0, result.output
    stem, _, extension = name.rpartition(".")
    assert (tmp_path / "out" / f"{stem}.ru.{extension}").exists()


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_broken_run_is_taken_up_where_it_broke(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setattr("translate_pipe.chunks.ENGINE_CHUNK", 1)
    lines = ["The Kremlin supported the petition.", "The old woman came.", "The lawmaker said no."]
    (tmp_path / "long.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    whole = ArgosEngine.translate

    def fail_late(self: ArgosEngine, sources: list[str], **options: object) -> object:
        if lines[2] in sources:
            raise EngineError("the power went out")
        return whole(self, sources, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ArgosEngine, "translate", fail_late)
    command = ("translate", "long.txt", "--to", "ru", *options, "-o", "out", "--format", "tsv")
    broken = run(*command)
    assert broken.exit_code == 4
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".long.ru.bitext.jsonl.unfinished"]
    asked: list[str] = []

    def note(self: ArgosEngine, sources: list[str], **options: object) -> object:
        asked.extend(sources)
        return whole(self, sources, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ArgosEngine, "translate", note)
    assert run(*command).exit_code == 0
    assert asked == [lines[2]]
    assert ".long.ru.bitext.jsonl.unfinished" not in [path.name for path in (tmp_path / "out").iterdir()]
    bitext = read_bitext(tmp_path / "out" / "long.ru.bitext.jsonl")
    assert [unit.segment.source for unit in bitext.units] == lines
    fresh = run(*command[:-4], "-o", "other", "--format", "tsv")
    assert fresh.exit_code == 0
    assert read_bitext(tmp_path / "other" / "long.ru.bitext.jsonl") == bitext


def test_what_another_kind_of_run_left_is_not_taken_for_fresh(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("translate_pipe.chunks.ENGINE_CHUNK", 1)
    lines = ["The Kremlin supported the petition.", "The lawmaker said no."]
    (tmp_path / "long.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    whole = ArgosEngine.translate
    asked: list[str] = []
    failing = True

    def note(self: ArgosEngine, sources: list[str], **options: object) -> object:
        if failing and lines[1] in sources:
            raise EngineError("the power went out")
        asked.extend(sources)
        return whole(self, sources, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ArgosEngine, "translate", note)
    command = ("translate", "long.txt", "--to", "ru", "-o", "out", "--format", "tsv")
    assert run(*command).exit_code == 4
    asked.clear()
    failing = False
    assert run(*command, "--fresh").exit_code == 0
    assert sorted(asked) == sorted(lines)


def test_article_in_two_languages_is_written_on_demand(run: Run, tmp_path: Path) -> None:
    arguments = ("news.txt", "--to", "ru", "-o", "out", "--format", "tsv", "--no-memory")
    assert run("translate", "--bilingual", *arguments).exit_code == 0
    text = (tmp_path / "out" / "news.ru.bilingual.txt").read_text(encoding="utf-8")
    target = (tmp_path / "out" / "news.ru.txt").read_text(encoding="utf-8")
    assert text == f"{ARTICLE}\n{target}"
    again = run("translate", *arguments, "--bilingual", "columns")
    assert "2 segments as in the earlier run" in again.output
    assert "in paragraphs, since their formats have no columns: news.txt" in again.output


def test_setting_for_two_languages_is_overruled_by_the_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "translate-pipe.toml").write_text('bilingual = "columns"\n', encoding="utf-8")
    run("translate", "news.txt", "--to", "ru", "-o", "one")
    run("translate", "news.txt", "--to", "ru", "-o", "two", "--bilingual", "off")
    assert (tmp_path / "one" / "news.ru.bilingual.txt").exists()
    assert not (tmp_path / "two" / "news.ru.bilingual.txt").exists()
    result = run("translate", "news.txt", "--to", "ru", "--bilingual=rows")
    assert result.exit_code == 2
    assert "bilingual cannot be 'rows'" in result.output
