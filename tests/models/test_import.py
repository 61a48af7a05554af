"""Models that people have become packages, and translate as their own weights say."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sentencepiece
from typer.testing import CliRunner

from tests.conftest import unpack_pocket
from tests.models import marian
from tests.models.marian import (
    SOURCE_LINES,
    TARGET_LINES,
    Tiny,
    decode_greedily,
    make_tiny,
    split,
    write_release,
)
from translate_pipe.cli import build_app
from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.engines.importing import ImportRequest, import_model
from translate_pipe.engines.packages import Package, find_packages
from translate_pipe.errors import EngineError, UsageError

pytestmark = pytest.mark.long
README = """\
# opus-2020-02-11.zip

* dataset: opus
* source language(s): eng
* target language(s): rus
"""
# Random weights seldom give something that ends; with these seeds the lines named here do.
SEPARATE, SHARED, TAGGED = 10, 48, 4


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return path


def text_of(model: bytes, pieces: Sequence[str]) -> str:
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    return str(processor.decode_pieces(list(pieces))).replace("▁", " ").strip()


def assert_it_translates_as_its_weights_say(
    package: Package, tiny: Tiny, lines: Sequence[int], *, tag: str = "", begun: str = "", decode: bool = True
) -> None:
    engine = ArgosEngine(package, beam=1, threads=1)
    lead, start = [tag] if tag else [], [begun] if begun else []
    for number in lines:
        source = lead + split(tiny.source_model, SOURCE_LINES[number])
        if decode:
            greedy = decode_greedily(tiny, source)
            [(hypothesis,)] = engine.translate([SOURCE_LINES[number]])
            assert hypothesis.text == text_of(tiny.target_model, greedy)
            own = marian.score(tiny, source, greedy, decoding=True)
            assert hypothesis.score == pytest.approx(own, abs=0.0005)
        wanted = start + split(tiny.target_model, TARGET_LINES[number])
        [found] = engine.score([SOURCE_LINES[number]], [TARGET_LINES[number]])
        assert found == pytest.approx(marian.score(tiny, source, wanted, begun=len(start)), abs=0.0005)


def test_a_release_with_two_tokenizers_and_two_vocabularies(tmp_path: Path, packages_dir: Path) -> None:
    tiny = make_tiny(shared=False, seed=SEPARATE)
    release = zipped(write_release(tiny, tmp_path / "r", readme=README), tmp_path / "opus-2020-02-11.zip")

    package = import_model(ImportRequest(release, quantization="float32"), packages_dir)

    assert (package.source_locale, package.target_locale) == ("en", "ru")
    assert package.path == packages_dir / "translate-en_ru-opus-2020_02_11"
    assert package.name == "translate-en_ru opus 2020.02.11"
    assert package.beyond_argos == "a tokenizer of its own for the target"
    assert find_packages(packages_dir) == (package,)
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]
    assert_it_translates_as_its_weights_say(package, tiny, [0, 1, 3])


def test_a_marian_folder_with_one_vocabulary(tmp_path: Path, packages_dir: Path) -> None:
    tiny = make_tiny(shared=True, seed=SHARED)
    folder = write_release(tiny, tmp_path / "en-ru")

    package = import_model(ImportRequest(folder, quantization="float32"), packages_dir)

    assert package.name == "translate-en_ru marian 1.0"
    assert_it_translates_as_its_weights_say(package, tiny, [0, 1, 2])


def test_attention_falls_on_words_and_not_on_the_tag(tmp_path: Path, packages_dir: Path) -> None:
    tiny = make_tiny(shared=True, tags=(">>rus<<", ">>ukr<<"), seed=SHARED)
    package = import_model(ImportRequest(write_release(tiny, tmp_path / "en-ru")), packages_dir)

    [links] = ArgosEngine(package, beam=1, threads=1).align([SOURCE_LINES[0]], [TARGET_LINES[0]])

    words = {SOURCE_LINES[0][link.source.start : link.source.end] for link in links}
    assert words
    assert words <= set(SOURCE_LINES[0].split())


@pytest.mark.parametrize(
    ("tags", "chosen"),
    [
        ((">>rus<<", ">>ukr<<"), (">>rus<<", "")),
        ((">>rus<<",), (">>rus<<", "")),
        (("eng_Latn", "rus_Cyrl", "zho_Hans"), ("eng_Latn", "rus_Cyrl")),
        (("__en__", "__ru__", "__uk__"), ("__en__", "__ru__")),
        (("en_XX", "ru_RU"), ("en_XX", "ru_RU")),
        (("<2ru>", "<2en>", "<2zh_Latn>"), ("<2ru>", "")),
        ((), ("", "")),
    ],
)
def test_language_tags_go_into_the_metadata(
    tags: tuple[str, ...], chosen: tuple[str, str], tmp_path: Path, packages_dir: Path
) -> None:
    tiny = make_tiny(shared=True, tags=tags, seed=TAGGED)
    folder = ctranslate2_folder(tiny, tmp_path, decoder_start="</s>")

    package = import_model(ImportRequest(folder, "en", "ru", exact=True), packages_dir)

    assert (package.source_prefix, package.target_prefix) == chosen
    metadata = json.loads((package.path / "metadata.json").read_text(encoding="utf-8"))
    assert (metadata["source_prefix"], metadata["target_prefix"]) == chosen
    readme = (package.path / "README.md").read_text(encoding="utf-8")
    assert ("argos-translate and LibreTranslate cannot run it" in readme) == bool(package.beyond_argos)
    assert_it_translates_as_its_weights_say(package, tiny, [1], tag=chosen[0], begun=chosen[1], decode=False)


def ctranslate2_folder(tiny: Tiny, tmp_path: Path, *, decoder_start: str) -> Path:
    """Return a folder as CTranslate2's converter of Transformers writes it: the end is left to the caller."""
    from ctranslate2.converters import OpusMTConverter

    release = write_release(tiny, tmp_path / "release")
    folder = tmp_path / "converted"
    OpusMTConverter(str(release)).convert(str(folder), quantization="float32")
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    settings |= {"add_source_eos": False, "decoder_start_token": decoder_start}
    (folder / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(release / name, folder / name)
    return folder


def test_a_folder_whose_decoder_starts_with_a_beginning_gets_no_end(
    tmp_path: Path, packages_dir: Path
) -> None:
    folder = ctranslate2_folder(make_tiny(shared=True, seed=TAGGED), tmp_path, decoder_start="<s>")

    package = import_model(ImportRequest(folder, "en", "ru"), packages_dir)

    settings = json.loads((package.path / "model" / "config.json").read_text(encoding="utf-8"))
    assert settings["add_source_eos"] is False


def test_a_language_without_a_tag_is_an_error_that_names_some(tmp_path: Path, packages_dir: Path) -> None:
    tiny = make_tiny(shared=True, tags=("eng_Latn", "rus_Cyrl"), seed=TAGGED)
    folder = write_release(tiny, tmp_path / "m")

    with pytest.raises(EngineError, match=r"no language tag for German \(de\); it has eng_Latn, rus_Cyrl"):
        import_model(ImportRequest(folder, "en", "de"), packages_dir)
    assert list(packages_dir.iterdir()) == []
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]


def test_an_argos_package_is_imported_as_a_file_and_as_a_folder(tmp_path: Path, packages_dir: Path) -> None:
    folder = unpack_pocket("en_ru", tmp_path)

    package = import_model(ImportRequest(folder), packages_dir)

    assert package.path == packages_dir / folder.name
    [(one,)] = ArgosEngine(package).translate(["The book"])
    assert one.text == "Книга"
    with pytest.raises(UsageError, match="lies there already"):
        import_model(ImportRequest(package.path), packages_dir)


def test_the_model_folder_of_a_package_is_imported_and_translates_as_before(
    pocket_package: Path, packages_dir: Path
) -> None:
    request = ImportRequest(pocket_package / "model", "en", "ru", label="Mine 2")

    package = import_model(request, packages_dir)

    assert package.name == "translate-en_ru mine_2 1.0"
    [(one,)] = ArgosEngine(package).translate(["The book"])
    assert one.text == "Книга"


def cut_weights(folder: Path) -> None:
    content = (folder / "opus.model.npz").read_bytes()
    (folder / "opus.model.npz").write_bytes(content[: len(content) // 2])


def name_another_folder(folder: Path) -> None:
    (folder / "decoder.yml").write_text("models: [../../secret.npz]\nvocabs: [opus.vocab.yml]\n", "utf-8")


def make_pickle_of_weights(folder: Path) -> None:
    import numpy as np

    arrays: dict[str, Any] = {"special:model.yml": np.array([{}], dtype=object)}
    np.savez(folder / "opus.model.npz", **arrays)


def drop_tokenizer(folder: Path) -> None:
    (folder / "source.spm").unlink()


def write_broken_settings(folder: Path) -> None:
    (folder / "decoder.yml").write_text("models: [", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut_weights, "cannot be converted"),
        (name_another_folder, "no weights"),
        (make_pickle_of_weights, "cannot be converted"),
        (drop_tokenizer, "--tokenizer"),
        (write_broken_settings, "settings of the Marian model"),
    ],
)
def test_a_bad_release_leaves_nothing(spoil: object, said: str, tmp_path: Path, packages_dir: Path) -> None:
    folder = write_release(make_tiny(shared=True, seed=SHARED), tmp_path / "en-ru")
    assert callable(spoil)
    spoil(folder)

    with pytest.raises(EngineError, match=said):
        import_model(ImportRequest(folder), packages_dir)
    assert list(packages_dir.iterdir()) == []
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]


def test_a_release_that_climbs_out_is_refused(tmp_path: Path, packages_dir: Path) -> None:
    path = tmp_path / "opus-2020-02-11.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil", "x")

    with pytest.raises(EngineError, match="leads outside"):
        import_model(ImportRequest(path, "en", "ru"), packages_dir)


def test_a_checkpoint_says_what_to_install(
    tmp_path: Path, packages_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"")
    (tmp_path / "source.spm").write_bytes(b"")

    with pytest.raises(EngineError, match="pip install transformers torch"):
        import_model(ImportRequest(tmp_path, "en", "ru"), packages_dir)


def test_the_command_says_what_argos_cannot_run(tmp_path: Path, packages_dir: Path) -> None:
    tiny = make_tiny(shared=True, tags=(">>rus<<",), seed=SHARED)
    folder = write_release(tiny, tmp_path / "model")
    begin = ["models", "import", str(folder), "--packages-dir", str(packages_dir)]

    assert "--from and --to" in CliRunner().invoke(build_app(), begin).output
    result = CliRunner().invoke(build_app(), [*begin, "--from", "en", "--to", "ru", "--name", "tiny"])

    assert result.exit_code == 0
    assert "imported translate-en_ru tiny 1.0" in result.stdout
    assert "source prefix >>rus<<" in result.stderr
    listed = CliRunner().invoke(build_app(), ["models", "list", "--packages-dir", str(packages_dir)])
    assert "translate-en_ru tiny" in listed.stdout
    assert "not for argos-translate: source prefix >>rus<<" in listed.stdout
