"""What was named on a command goes in; the articles come out, those of folders with their places there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from translate_pipe.article import FORMATS
from translate_pipe.bilingual import BITEXT_EXTENSION
from translate_pipe.errors import ArticleError, UsageError

# Folders of packages and caches, which no author writes into; hidden ones are passed over besides.
_PASSED_OVER = frozenset(("node_modules", "__pycache__"))
MOST_NAMED = 5
"""How many files a notice names."""


@dataclass(frozen=True, slots=True)
class Input:
    """An article to translate: its file (None is standard input), and what it is called.

    `root` is the folder it was found in, None if it was named itself; `name` then is its path from there,
    with slashes. `whole_name` says that its files keep its extension in their names, since an article beside
    it has the same name but for that.
    """

    path: Path | None
    name: str
    root: Path | None = None
    whole_name: bool = False

    @property
    def subfolder(self) -> PurePosixPath:
        """Return the folder that it lies in, seen from its root."""
        return PurePosixPath(self.name).parent if self.root is not None else PurePosixPath()


@dataclass(frozen=True, slots=True)
class Inputs:
    """The articles of a request, what a person should know of what was left out, and what cannot be read."""

    articles: tuple[Input, ...]
    notices: tuple[str, ...] = ()
    faults: tuple[ArticleError, ...] = ()


def gather_inputs(
    articles: Sequence[Path | None],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    input_format: str | None = None,
    out: Path | None = None,
) -> Inputs:
    """Return the articles that were named, and those in the folders that were named, each once.

    Of a folder every file that can be read as an article is one, by its extension; hidden files, the folder
    to write to and what an earlier run wrote are not.

    Args:
        include: patterns, one of which the path of an article in a folder must match, if there are any.
        exclude: patterns none of which it may match.
        input_format: the format that all articles have; then files with its extensions are articles, or
            whatever `include` names.

    Raises:
        UsageError: a pattern is none, or a folder is to be written to itself.
        ArticleError: a folder holds no article.
    """
    is_wanted = choose_names(include, exclude, input_format)
    found: dict[Path | None, Input] = {}
    notices: list[str] = []
    faults: list[ArticleError] = []
    for article in articles:
        if article is None or not article.is_dir():
            found.setdefault(
                article and article.resolve(), Input(article, "-" if article is None else article.name)
            )
            continue
        inputs = search_folder(article, out, is_wanted)
        if not inputs.articles and not inputs.faults:
            raise ArticleError(
                "holds no article to translate",
                path=article,
                remedy="check --include and --exclude" if include or exclude else "name another folder",
            )
        for one in inputs.articles:
            found.setdefault(_key(one.path), one)
        notices += inputs.notices
        faults += inputs.faults
    return Inputs(_keep_apart(found.values()), tuple(notices), tuple(faults))


def choose_names(
    include: Sequence[str], exclude: Sequence[str], input_format: str | None
) -> Callable[[str], bool]:
    """Return what tells whether the path of a file in a folder is that of an article; see `gather_inputs`.

    Raises:
        UsageError: a pattern is none.
    """
    patterns = [compile_glob(pattern) for pattern in include], [compile_glob(pattern) for pattern in exclude]
    suffixes = (
        FORMATS.get(input_format, ()) if input_format else tuple(s for f in FORMATS.values() for s in f)
    )

    def is_wanted(name: str) -> bool:
        included, excluded = ([p for p in some if p.fullmatch(name)] for some in patterns)
        if excluded or (patterns[0] and not included):
            return False
        return bool(input_format and included) or name.lower().endswith(suffixes)

    return is_wanted


def refuse_outputs_among_inputs(
    plans: Sequence[Mapping[str, Path]], inputs: Sequence[Input], out: Path | None
) -> None:
    """Refuse to write into a folder of articles, where the next run would read what this one writes.

    Raises:
        UsageError: a file to write lies there, and not in the folder to write to.
    """
    roots = {one.root.resolve() for one in inputs if one.root is not None}
    if out is None or not roots:
        return
    passed_over = out.resolve()
    exposed = [root for root in roots if not passed_over.is_relative_to(root)]
    for folder in {path.parent.resolve() for plan in plans for path in plan.values()}:
        for root in exposed:
            if folder.is_relative_to(root):
                raise UsageError(
                    f"is among the articles of {root}, and would be read as one by the next run",
                    path=folder,
                    remedy="choose another folder with --out",
                )


def compile_glob(pattern: str) -> re.Pattern[str]:
    """Return what matches the paths that a pattern means, and all paths below them.

    `*` and `?` stand for anything within a name, `[…]` for one of some characters, `**` for any number of
    folders. A pattern without a slash means a name in any folder.

    Raises:
        UsageError: it is empty, or what stands in brackets makes no sense.
    """
    path = pattern.replace(os.sep, "/").removeprefix("./")
    bare = path.strip("/")
    if not bare:
        raise UsageError(f"{pattern!r} is no pattern", remedy="write drafts/ or *.md, for instance")
    whole = bare if "/" in path.rstrip("/") else f"**/{bare}"
    below = "/.+" if path.endswith("/") else "(?:/.*)?"
    try:
        return re.compile("".join(map(_translate_part, _split_glob(whole))) + below, re.DOTALL)
    except re.error as error:
        raise UsageError(f"{pattern!r} is no pattern: {error.msg}", remedy="check the brackets") from None


_PARTS = re.compile(r"(?:\*\*/)+|\*+|\?|\[[!^]?\]?[^\]]*\]|[^*?\[]+|\[")


def _split_glob(pattern: str) -> list[str]:
    return _PARTS.findall(pattern)


def _translate_part(part: str) -> str:
    if part.startswith("**/"):
        return "(?:[^/]+/)*"
    if part.startswith("*"):
        return "[^/]*" if part == "*" else ".*"
    if part == "?":
        return "[^/]"
    if part.startswith("[") and len(part) > 1:
        negated = part[1] in "!^"
        inner = re.sub(r"([^\w\s-])", r"\\\1", part[1 + negated : -1])
        return f"(?!/)[{'^' if negated else ''}{inner}]"
    return re.escape(part)


def search_folder(root: Path, out: Path | None, is_wanted: Callable[[str], bool]) -> Inputs:
    """Return the articles of a folder in the order of their paths, folder by folder."""
    links: list[str] = []
    faults: list[ArticleError] = []
    articles = tuple(walk_folder(root, out, is_wanted, links, faults))
    return Inputs(articles, describe_links(root, links), tuple(faults))


def walk_folder(
    root: Path,
    out: Path | None,
    is_wanted: Callable[[str], bool],
    links: list[str],
    faults: list[ArticleError],
) -> Iterator[Input]:
    """Yield the articles of a folder in the order of their paths, few of them in memory at a time.

    Args:
        links: gets what lies there but is a link that is not followed.
        faults: gets what cannot be read.

    Raises:
        UsageError: the folder is to be written to itself.
    """
    top = root.resolve()
    passed_over = None if out is None else out.resolve()
    if top == passed_over:
        raise UsageError(
            "is the folder of the articles as well as that to write to",
            path=root,
            remedy=f"choose another with --out, such as {root / 'translated'}",
        )

    def note_fault(error: OSError) -> None:
        faults.append(
            ArticleError(
                f"cannot be read: {error.strerror or error}",
                path=error.filename,
                remedy="check that you may read it",
            )
        )

    for place, folders, files in os.walk(root, onerror=note_fault):
        here = Path(place)
        below = here.relative_to(root)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in _PASSED_OVER and top / below / name != passed_over
        )
        links += [(below / name).as_posix() for name in folders if (here / name).is_symlink()]
        for name in _without_outputs(files):
            path, called = here / name, (below / name).as_posix()
            if not is_wanted(called):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(top):
                links.append(called)
            elif path.is_file():
                yield Input(path, called, root)


def _without_outputs(files: Collection[str]) -> Iterator[str]:
    """Yield, in order, the names that are not hidden and are not those of files that a run has written."""
    stems = {name.removesuffix(BITEXT_EXTENSION) for name in files if name.endswith(BITEXT_EXTENSION)}
    for name in sorted(files):
        beginnings = {name[: dot.start()] for dot in re.finditer(r"\.", name)}
        if not name.startswith(".") and not beginnings & stems:
            yield name


def describe_links(root: Path, links: Sequence[str]) -> tuple[str, ...]:
    """Return what a person should know of links that were not followed."""
    if not links:
        return ()
    named = ", ".join(links[:MOST_NAMED]) + (", …" if len(links) > MOST_NAMED else "")
    return (f"{root}: links that lead out of it or to folders are not followed: {named}",)


def _keep_apart(inputs: Collection[Input]) -> tuple[Input, ...]:
    """Let articles that differ in their extensions alone keep these in the names of their files."""
    stems: dict[tuple[Path | None, str], int] = {}
    keys = [(one.root, PurePosixPath(one.name).with_suffix("").as_posix()) for one in inputs]
    for key in keys:
        stems[key] = stems.get(key, 0) + 1
    return tuple(
        replace(one, whole_name=one.root is not None and stems[key] > 1)
        for one, key in zip(inputs, keys, strict=True)
    )


def _key(path: Path | None) -> Path | None:
    return None if path is None else path.resolve()
