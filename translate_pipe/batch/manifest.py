"""What a user names goes in (a folder, a pattern, a list, a JSONL manifest, articles); entries come out."""

from __future__ import annotations

import glob
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from translate_pipe.errors import ArticleError, UsageError
from translate_pipe.folders import choose_names, describe_links, walk_folder
from translate_pipe.locales import parse_locale

MANIFESTS = (".jsonl", ".ndjson")
LISTS = (".txt", ".lst", ".list")
_IS_ARTICLE = choose_names((), (), None)
_WILD = ("*", "?", "[")
# Longest line of a manifest that is believed.
_LONGEST_LINE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a batch.

    `id` tells it apart and says where its files go: `2024/0001` is `0001` in the folder `2024` of the output.
    `source`, `targets` and `glossaries` are its own; "", () and None stand for those of the run.
    """

    id: str
    path: Path
    source: str = ""
    targets: tuple[str, ...] = ()
    glossaries: tuple[Path, ...] | None = None


def find_entries(
    named: Sequence[str],
    out: Path,
    stdin: Sequence[str] = (),
    *,
    is_wanted: Callable[[str], bool] = _IS_ARTICLE,
    say: Callable[[str], object] = lambda _: None,
) -> Iterator[Entry]:
    """Yield the articles that are named, in an order that is the same each time.

    Args:
        named: folders, patterns (`news/**/*.md`), JSONL manifests, articles; one `.txt` alone is a list of
            paths, as is `-`, whose lines are `stdin`.
        out: the folder of the output, in which no articles are looked for.
        is_wanted: tells of a path in a folder whether it is that of an article.
        say: is told what was passed over.

    Raises:
        ArticleError: a folder cannot be read.
        UsageError: something is not there, or a line of a manifest is at fault.
    """
    if not named:
        raise UsageError("no articles given", remedy="name a folder, a pattern, a list or a manifest")
    for one in named:
        path = Path(one)
        if one == "-":
            yield from _read_list(stdin, Path(), "standard input")
        elif path.is_dir():
            yield from _walk(path, out, is_wanted, say)
        elif path.suffix.lower() in MANIFESTS:
            yield from _read_manifest(path)
        elif path.is_file() and len(named) == 1 and path.suffix.lower() in LISTS:
            yield from _read_list(_lines(path), path.parent, str(path))
        elif path.is_file() and len(named) == 1:
            raise UsageError(
                "is one article, not a list of them", path=path, remedy="`translate-pipe translate` takes it"
            )
        elif not path.exists() and any(sign in one for sign in _WILD):
            yield from _match(one)
        else:
            yield Entry(_id_of(path), path)


def _walk(
    folder: Path, out: Path, is_wanted: Callable[[str], bool], say: Callable[[str], object]
) -> Iterator[Entry]:
    """Yield the articles that `translate` would find in a folder."""
    links: list[str] = []
    faults: list[ArticleError] = []
    for one in walk_folder(folder, out, is_wanted, links, faults):
        assert one.path is not None
        yield Entry(one.name, one.path)
    for notice in describe_links(folder, links):
        say(notice)
    if faults:
        raise faults[0]


def _match(pattern: str) -> Iterator[Entry]:
    """Yield the articles that a pattern names, by their path below its first part without a wild card."""
    parts = Path(pattern).parts
    wild = next(place for place, part in enumerate(parts) if any(sign in part for sign in _WILD))
    base = Path(*parts[:wild]) if wild else Path()
    found = sorted(name for name in glob.iglob(pattern, recursive=True) if Path(name).is_file())  # noqa: PTH207
    if not found:
        raise UsageError(f"no file is named like {pattern!r}", remedy="check the pattern and its folder")
    for name in found:
        yield Entry(Path(name).relative_to(base).as_posix(), Path(name))


def _read_list(lines: Sequence[str] | Iterator[str], folder: Path, shown: str) -> Iterator[Entry]:
    first = True
    for line in lines:
        name = line.strip()
        if not name or name.startswith("#"):
            continue
        path = folder / name
        if first and not path.exists():
            raise UsageError(
                f"its first line names no file ({name[:80]!r})",
                path=shown,
                remedy="a list holds one path a line; `translate-pipe translate` takes single articles",
            )
        first = False
        yield Entry(_id_of(Path(name)), path)
    if first:
        raise UsageError("names no article", path=shown, remedy="write one path a line")


def _read_manifest(path: Path) -> Iterator[Entry]:
    number = 0
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            yield _read_row(line, path, number)
    if not number:
        raise UsageError("names no article", path=path, remedy='write lines such as {"path": "a.txt"}')


def _read_row(line: str, manifest: Path, number: int) -> Entry:
    def fault(problem: str, remedy: str) -> UsageError:
        return UsageError(problem, path=manifest, line=number, remedy=remedy)

    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise fault(f"no JSON: {error}", 'write a line such as {"path": "news/1.txt", "to": "ru"}') from None
    if not isinstance(row, dict) or not isinstance(row.get("path"), str) or not row["path"]:
        raise fault("says no path", 'write a line such as {"path": "news/1.txt", "to": "ru"}')
    for name in ("id", "from"):
        if not isinstance(row.get(name, ""), str):
            raise fault(f"{name!r} is no text", f"put {name} into quotation marks")
    several: dict[str, tuple[str, ...] | None] = {}
    for name in ("to", "glossaries"):
        value = row.get(name)
        value = [value] if isinstance(value, str) else value
        if value is not None and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise fault(f"{name!r} is neither a text nor a list of texts", f'write "{name}": ["…"]')
        several[name] = None if value is None else tuple(value)
    try:
        source = parse_locale(row["from"]) if row.get("from") else ""
        targets = tuple(dict.fromkeys(parse_locale(target) for target in several["to"] or ()))
        own = row.get("id") or _id_of(Path(row["path"]))
        entry_id = check_id(own)
    except UsageError as error:
        raise fault(error.problem, error.remedy or "mend the line") from None
    if row.get("id") and not entry_id.endswith(Path(row["path"]).suffix):
        # The translated article is of the same kind as the article.
        entry_id += Path(row["path"]).suffix
    glossaries = several["glossaries"]
    return Entry(
        entry_id,
        manifest.parent / row["path"],
        source,
        targets,
        None if glossaries is None else tuple(manifest.parent / name for name in glossaries),
    )


def check_id(text: str) -> str:
    """Return an id that is a path within the folder of the output.

    Raises:
        UsageError: it leads out of that folder, or is no name of a file.
    """
    parts = PurePosixPath(text).parts
    if (
        not parts
        or parts[0] == "/"
        or any(part == ".." or part.startswith(".") for part in parts)
        or any(ord(sign) < 32 or sign == "\\" for sign in text)
    ):
        raise UsageError(
            f"{text!r} is no id", remedy="an id is a name such as 0001 or 2024/0001, without .. and \\"
        )
    return PurePosixPath(text).as_posix()


def _id_of(path: Path) -> str:
    """Return the id of an article that is named by its path alone: the path, without what leads elsewhere."""
    parts = [part for part in path.parts if part not in (path.anchor, "..", ".")]
    # A hidden name would hide the output.
    return "/".join(part.lstrip(".") or "_" for part in parts) or "article"


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), start=1):
                if len(line) == _LONGEST_LINE:
                    raise UsageError("a line is longer than 1 MiB", path=path, line=number)
                try:
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    raise UsageError(
                        "not in UTF-8", path=path, line=number, remedy="save it as UTF-8 text"
                    ) from None
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error.strerror or error}", path=path, remedy="check its name"
        ) from error
