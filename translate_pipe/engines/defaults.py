"""A packages folder goes in; which package users want for a pair, where they said so, comes out.

The wish lies in the packages folder, because it is about what is installed there; argos-translate and
LibreTranslate look at folders only and pass the file over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from translate_pipe.errors import EngineError
from translate_pipe.files import write_atomically

FILE_NAME = "translate-pipe.json"
Pair = tuple[str, str]


def read_defaults(folder: Path) -> dict[Pair, str]:
    """Return the name of the package that is wanted for a pair of locales, by pair.

    Raises:
        EngineError: the file is there and cannot be read.
    """
    named = _read(folder).get("defaults", {})
    pairs = {tuple(pair.split()): name for pair, name in named.items()} if isinstance(named, dict) else {}
    return {
        (pair[0], pair[1]): name for pair, name in pairs.items() if len(pair) == 2 and isinstance(name, str)
    }


def write_default(folder: Path, pair: Pair, name: str | None) -> None:
    """Keep the name of the package that is wanted for a pair; None forgets it.

    Raises:
        EngineError: the file that is there cannot be read.
        TranslatePipeError: the folder cannot be written.
    """
    content = dict(_read(folder))
    defaults = read_defaults(folder)
    defaults.pop(pair, None)
    if name is not None:
        defaults[pair] = name
    content["defaults"] = {" ".join(one): wanted for one, wanted in sorted(defaults.items())}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_atomically(folder / FILE_NAME, text.encode("utf-8"))


def _read(folder: Path) -> Mapping[str, object]:
    path = folder / FILE_NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path) from error
    if not isinstance(content, dict):
        raise _unreadable(path)
    return content


def _unreadable(path: Path) -> EngineError:
    return EngineError(
        "the defaults of the model packages cannot be read",
        path=path,
        remedy="mend the file or delete it, and say `translate-pipe models default` again",
    )
