"""Run argos-translate as it is, in its own environment; nothing of this project is imported here.

    PYTHON argos_runner.py api LINES     one "seconds cpu bytes" line on stdout for each line read from stdin
    PYTHON argos_runner.py command       what `argos-translate -f en -t ru` does with standard input

Its sentence splitter needs a model from the network. A rule stands in for it, which takes no time; the
figures are thus in favour of argos-translate.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def prepare(*, split: bool) -> Any:
    """Import argostranslate's translation module and put the rule in the place of the splitter."""
    from argostranslate import sbd, translate

    def sentences(_self: Any, text: str) -> list[str]:
        return SENTENCE_END.split(text) if split else [text]

    sbd.MiniSBDSentencizer.split_sentences = sentences
    sbd.MiniSBDSentencizer.__init__ = lambda self, pkg: setattr(self, "pkg", pkg)
    return translate


def main() -> None:
    """Run one of the two modes."""
    if sys.argv[1] == "command":
        prepare(split=True)
        from argostranslate import cli

        sys.argv = ["argos-translate", "--from-lang", "en", "--to-lang", "ru"]
        cli.main()
        return
    text = Path(sys.argv[2]).read_text(encoding="utf-8")
    translation = prepare(split=False).get_translation_from_codes("en", "ru")
    # It remembers the last text; every round is to be translated.
    translation = getattr(translation, "underlying", translation)
    translation.translate("Hello.")
    print("ready", flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        translation.translate(text)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(time.perf_counter() - wall, time.process_time() - cpu, peak, flush=True)


if __name__ == "__main__":
    main()
