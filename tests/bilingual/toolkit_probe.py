"""Run in a process of its own: opens a file with translate-toolkit (GPL), prints its units, may save it.

Arguments: the file, and optionally a file to save to with the target of the second unit changed.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from translate.storage import po, tmx, xliff, xliff2

FORMATS: dict[str, Any] = {
    ".tmx": tmx.tmxfile,
    ".xlf": xliff.Xliff1File,
    ".xliff": xliff2.Xliff2File,
    ".po": po.pofile,
}


def main() -> None:
    path, *saved = sys.argv[1:]
    store = FORMATS["." + path.rsplit(".", 1)[1]].parsefile(path)
    units = [unit for unit in store.units if not unit.isheader()]
    json.dump([[str(unit.source), str(unit.target or "")] for unit in units], sys.stdout)
    if saved:
        units[1].target = "Он собрался в среду."
        store.savefile(saved[0])


main()
