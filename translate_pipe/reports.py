"""A translated article comes in; what became of it goes out, for a table, JSON or a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipe.article import describe_open, write_article
from translate_pipe.engines.choice import explain_choice, wish_for
from translate_pipe.engines.packages import find_packages
from translate_pipe.errors import ArticleError, BitextError, TranslatePipeError, UnsuitableError
from translate_pipe.figures.account import count_figures
from translate_pipe.job import Job, Translation
from translate_pipe.model import SEVERITIES, Bitext, FigureState, Severity, TranslationUnit
from translate_pipe.terminology import Candidate, TermAccount, count_states


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What became of one article in one target locale.

    `text` is the translated article where no folder was given to write to; `candidates` answers
    `explain`; `seconds` is the wall-clock time of its batch of articles in this locale.
    """

    article: str
    target_locale: str
    bitext: Bitext
    encoding: str
    terms: TermAccount
    figures: Mapping[FigureState, int]
    issues: Mapping[Severity, int]
    reused: int
    dropped: tuple[TranslationUnit, ...]
    files: tuple[Path, ...]
    seconds: float
    text: bytes | None = None
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def tell_nobody(said: str) -> None:
    """Keep what was said to oneself."""


class Faults:
    """Gathers what is wrong with single articles where the others are to go on (`spare`).

    Elsewhere what is wrong with one ends the run. An article that holds nothing to translate is no fault,
    but `tell` is told.
    """

    def __init__(
        self, found: Sequence[TranslatePipeError], tell: Callable[[str], object], *, spare: bool
    ) -> None:
        self.found = list(found)
        self._tell = tell
        self._spare = spare

    @contextmanager
    def catch(self) -> Iterator[None]:
        """Do what is within for one article."""
        try:
            yield
        except UnsuitableError as error:
            if not self._spare:
                raise
            self._tell(f"left out: {error}")
        except (ArticleError, BitextError) as error:
            if not self._spare:
                raise
            self.found.append(error)


class FaultyArticlesError(ArticleError):
    """Some articles of a folder could not be translated; all others were, and `reports` tells of them."""

    def __init__(self, faults: Sequence[TranslatePipeError], reports: Sequence[ArticleReport]) -> None:
        self.faults = tuple(faults)
        self.reports = tuple(reports)
        count = "1 article was" if len(faults) == 1 else f"{len(faults)} articles were"
        super().__init__("\n".join([f"{count} not translated:", *(f"  {fault}" for fault in faults)]))


def make_report(
    translation: Translation,
    files: tuple[Path, ...],
    seconds: float,
    *,
    notices: Sequence[str] = (),
    with_text: bool,
) -> ArticleReport:
    """Return what a person or a program is told of one translated article.

    Args:
        notices: what `describe_means` says of the job.
        with_text: put the translated article into the report.

    Raises:
        ArticleError: the translated article cannot be made.
    """
    bitext = translation.bitext
    severities = Counter(issue.severity for unit in bitext.units for issue in unit.issues)
    still_open = describe_open(translation.document, bitext.units, target_locale=bitext.target_locale)
    text = None
    if with_text:
        text = write_article(translation.document, bitext.units, target_locale=bitext.target_locale)
    return ArticleReport(
        article=bitext.article,
        target_locale=bitext.target_locale,
        bitext=bitext,
        encoding=translation.document.encoding,
        terms=count_states(bitext.units),
        figures=count_figures(bitext.units),
        issues={severity: severities[severity] for severity in SEVERITIES},
        reused=translation.reused,
        dropped=translation.dropped,
        files=files,
        seconds=seconds,
        text=text,
        candidates=translation.candidates,
        notices=tuple(filter(None, (*notices, still_open))),
    )


def describe_means(job: Job, packages_dir: Path | None, package: Sequence[str]) -> tuple[str, ...]:
    """Say what the glossary leaves open, which package was taken of several, and how to get a better one.

    Args:
        packages_dir: where packages are installed.
        package: what packages were asked for.
    """
    notices = []
    if job.glossary.untargeted:
        count, locale = job.glossary.untargeted, job.target_locale
        notices.append(f"{count} glossary entries have no {locale} target and are left to the engine")
    packages = find_packages(packages_dir)
    named = wish_for(job.target_locale, package)
    for name in job.engine.packages:
        used = next((one for one in packages if one.name == name), None)
        if used is not None and used.is_starter and not used.answers_to(named):
            pair = f"{used.source_code} {used.target_code}"
            notices.append(
                f"{name} is the small starter; `translate-pipe models install {pair}` gets Argos's own"
            )
        elif used is not None and not used.answers_to(named):
            notices.append(explain_choice(used.pair, packages))
    return tuple(notices)
