"""Settings: found upwards, checked with their lines, overridden by options."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.config import (
    Config,
    find_config,
    list_settings,
    load_config,
    merge_options,
    read_config,
    require_known_checks,
    severity_floor,
)
from translate_pipe.config_draft import draft_config, write_draft
from translate_pipe.errors import UsageError

FULL = """\
# A project
source = "EN"
targets = ["ru", "pt_br"]
glossaries = [
    "glossaries/news.csv",
    "/srv/house.tsv",
]
formats = ["TSV", "html"]
out = "translations"
memory = false
packages_dir = "models"
fail_on = "warning"
ui_locale = "uk"

[checks]
doubled-words = "off"
numbers = "error"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "translate-pipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    path = write(folder, text)
    with pytest.raises(UsageError) as caught:
        load_config(folder)
    message = str(caught.value)
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


def test_every_setting_is_read_and_normalised(tmp_path: Path) -> None:
    write(tmp_path, FULL)
    config = load_config(tmp_path)
    assert config.source == "en"
    assert config.targets == ("ru", "pt-BR")
    assert config.glossaries == (tmp_path / "glossaries/news.csv", Path("/srv/house.tsv"))
    assert config.formats == ("tsv", "html")
    assert config.out == tmp_path / "translations"
    assert config.memory is False
    assert config.packages_dir == tmp_path / "models"
    assert config.checks == (("doubled-words", "off"), ("numbers", "error"))
    assert config.fail_on == "warning"
    assert config.ui_locale == "uk"


def test_settings_are_found_in_a_folder_above(tmp_path: Path) -> None:
    path = write(tmp_path, 'source = "de"\n')
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) == path
    assert load_config(deep).source == "de"


def test_the_nearest_file_is_taken_alone(tmp_path: Path) -> None:
    write(tmp_path, 'source = "de"\nfail_on = "info"\n')
    near = tmp_path / "near"
    near.mkdir()
    write(near, 'source = "fr"\n')
    config = load_config(near)
    assert (config.source, config.fail_on) == ("fr", "never")


def test_without_a_file_everything_is_the_default(tmp_path: Path) -> None:
    config = load_config(tmp_path)
    assert config == Config()
    assert str(config.origin("targets")) == "default"


def test_origins_name_the_line(tmp_path: Path) -> None:
    path = write(tmp_path, FULL)
    config = load_config(tmp_path)
    assert str(config.origin("source")) == f"{path}:2"
    assert str(config.origin("formats")) == f"{path}:8"
    assert str(config.origin("checks.numbers")) == f"{path}:17"


def test_a_line_inside_a_long_string_is_no_setting(tmp_path: Path) -> None:
    path = write(tmp_path, 'out = """\\\nfail_on = \\\n"""\nfail_on = "info"\n')
    assert str(read_config(path).origin("fail_on")) == f"{path}:4"


def test_unknown_key_is_refused_with_its_line_and_the_likely_name(tmp_path: Path) -> None:
    message = refused(tmp_path, 'source = "en"\n\nglossary = ["a.csv"]\n')
    assert message == ": there is no setting 'glossary'; did you mean 'glossaries'?".replace(":", ":3:", 1)


def test_unknown_key_unlike_any_lists_the_known_ones(tmp_path: Path) -> None:
    message = refused(tmp_path, "zzz = 1\n")
    assert message.startswith(":1: there is no setting 'zzz'; known are source, targets")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("targets = 3\n", ":1: targets must be a list, not the number 3"),
        ('source = ["en"]\n', ":1: source must be a text, not a list"),
        ('source = "xx-nowhere"\n', ":1: source: unknown language 'xx-nowhere'"),
        ('\ntargets = ["ru", 4]\n', ":2: targets must be a text, not the number 4"),
        ('fail_on = "warnings"\n', ":1: fail_on cannot be 'warnings'; did you mean 'warning'?"),
        ('checks = "off"\n', ":1: checks must be a table"),
        ('[checks]\nnumbers = "on"\n', ":2: checks.numbers cannot be 'on'"),
        ("memory = true\n", ":1: memory must be a text, not true"),
        ('source = "en\n', ":1: not TOML"),
        ('source = "en"\nsource = "de"\n', ":2: not TOML"),
    ],
)
def test_wrong_values_are_refused_with_their_line(tmp_path: Path, text: str, problem: str) -> None:
    assert refused(tmp_path, text).startswith(problem)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "translate-pipe.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not UTF-8"):
        load_config(tmp_path)


def test_one_target_may_be_written_without_a_list(tmp_path: Path) -> None:
    write(tmp_path, 'targets = "ru"\n')
    assert load_config(tmp_path).targets == ("ru",)


def test_options_win_over_the_file_and_say_so(tmp_path: Path) -> None:
    write(tmp_path, FULL)
    config = merge_options(
        load_config(tmp_path), targets=["uk"], out=Path("elsewhere"), checks={"numbers": "off"}, source=None
    )
    assert config.targets == ("uk",)
    assert config.out == Path("elsewhere")
    assert config.checks == (("doubled-words", "off"), ("numbers", "off"))
    assert str(config.origin("targets")) == "option"
    assert str(config.origin("checks.numbers")) == "option"
    assert config.origin("checks.doubled-words").kind == "file"
    assert config.origin("source").kind == "file"


def test_empty_options_change_nothing(tmp_path: Path) -> None:
    write(tmp_path, FULL)
    config = load_config(tmp_path)
    assert merge_options(config, targets=[], glossaries=None, checks={}) == config


def test_an_option_with_a_wrong_value_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^fail_on cannot be 'eror'; did you mean 'error'"):
        merge_options(Config(), fail_on="eror")


def test_a_check_option_with_a_wrong_level_is_refused() -> None:
    with pytest.raises(UsageError, match="numbers cannot be 'loud'"):
        merge_options(Config(), checks={"numbers": "loud"})


def test_an_option_that_is_no_setting_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="no such setting: colour"):
        merge_options(Config(), colour="red")


def test_unknown_checks_are_refused_where_they_stand(tmp_path: Path) -> None:
    path = write(tmp_path, '[checks]\nnumber = "off"\n')
    with pytest.raises(UsageError) as caught:
        require_known_checks(load_config(tmp_path), ["numbers", "length"])
    assert str(caught.value) == f"{path}:2: there is no check 'number'; did you mean 'numbers'?"


def test_known_checks_pass(tmp_path: Path) -> None:
    write(tmp_path, FULL)
    require_known_checks(load_config(tmp_path), ["numbers", "doubled-words"])


def test_severity_floor() -> None:
    assert severity_floor(Config()) is None
    assert severity_floor(merge_options(Config(), fail_on="error")) == "error"


def test_list_settings_shows_every_setting_once(tmp_path: Path) -> None:
    path = write(tmp_path, FULL)
    shown = {row.name: (row.value, str(row.origin)) for row in list_settings(load_config(tmp_path))}
    assert shown["targets"] == ("ru, pt-BR", f"{path}:3")
    assert shown["memory"] == ("none", f"{path}:10")
    assert shown["checks.doubled-words"] == ("off", f"{path}:16")
    assert {row.name: row.value for row in list_settings(Config())}["out"] == "not set"


def test_a_draft_reads_back_as_what_was_given(tmp_path: Path) -> None:
    path = write_draft(tmp_path, source="en", targets=["RU", "de"], glossaries=["glossaries/news.csv"])
    config = read_config(path)
    assert config.targets == ("ru", "de")
    assert config.glossaries == (tmp_path / "glossaries/news.csv",)
    assert config.formats == ()


def test_the_examples_of_a_draft_are_right_once_uncommented(tmp_path: Path) -> None:
    head, examples = draft_config(targets=["ru"]).split("# Bilingual files", 1)
    lines = ("# Bilingual files" + examples).splitlines()
    uncommented = [line[2:] if " = " in line or line.startswith("# [") else line for line in lines]
    config = read_config(write(tmp_path, head + "\n".join(uncommented)))
    assert config.formats == ("tsv", "html")
    assert config.checks == (("doubled-words", "off"),)


def test_a_draft_never_overwrites(tmp_path: Path) -> None:
    path = write(tmp_path, "# mine\n")
    with pytest.raises(UsageError, match="there is a settings file already"):
        write_draft(tmp_path)
    assert path.read_text(encoding="utf-8") == "# mine\n"


def test_a_draft_with_an_unknown_language_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown language"):
        write_draft(tmp_path, targets=["qqq-zz"])
    assert list(tmp_path.iterdir()) == []
