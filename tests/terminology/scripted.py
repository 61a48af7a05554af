"""An engine that says what a test tells it to say, and short ways to make segments and matches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from translate_pipe.model import Hypothesis, Link, Segment, Span, TermEntry, TermMatch

OPERATION = TermEntry("special military operation", ("специальная военная операция",), pos="noun")
COUNCIL = TermEntry("district council", ("районный совет",), pos="noun")
COUNCILLOR = TermEntry("councillor", ("муниципальный депутат",), pos="noun", gender="m", animate=True)
FEDERATION = TermEntry("Russian Federation", ("Российская Федерация",), pos="name")
PRESIDENT = TermEntry(
    "President of the Russian Federation", ("президент Российской Федерации",), pos="noun", gender="m"
)
KREMLIN = TermEntry("Kremlin", ("Кремль",), pos="name")
PARTY = TermEntry("United Russia", ("«Единая Россия»",), pos="name")
TWITTER = TermEntry("Twitter", (), status="do-not-translate")


class ScriptedEngine:
    """Translates by a table; scores by a function; attends where the test says."""

    source_locale = "en"
    target_locale = "ru"
    name = "scripted"
    packages: tuple[str, ...] = ("scripted 1",)
    fingerprint = "scripted"

    def __init__(
        self,
        answers: Mapping[str, Sequence[str]] | None = None,
        *,
        score: Callable[[str], float] = lambda text: -float(len(text)) / 100,
        links: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        continuations: Mapping[str, str] | None = None,
        annotation: str | None = None,
    ) -> None:
        self.answers = dict(answers or {})
        self.score_one = score
        self.links = dict(links or {})
        self.continuations = dict(continuations or {})
        self.annotation = annotation
        self.asked: list[str] = []
        self.calls = 0

    def translate(
        self,
        sources: Sequence[str],
        *,
        n_best: int = 1,
        prefixes: Sequence[str] | None = None,
        suppress: Sequence[Sequence[str]] | None = None,
        annotated: bool = False,  # noqa: ARG002 - the table knows the annotated sources as they are
    ) -> list[tuple[Hypothesis, ...]]:
        self.calls += 1
        self.asked += sources
        results = []
        for position, source in enumerate(sources):
            prefix = prefixes[position] if prefixes else ""
            texts = (
                [self.continuations.get(prefix, prefix + " и так далее.")]
                if prefix
                else list(self.answers.get(source, ["Ничего."]))
            )
            banned = suppress[position] if suppress else ()
            texts = [text for text in texts if not any(word in text for word in banned)] or texts[-1:]
            results.append(tuple(Hypothesis(text, self.score_one(text)) for text in texts[:n_best]))
        return results

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        self.calls += 1
        assert len(sources) == len(targets)
        return [self.score_one(target) for target in targets]

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        return [
            tuple(
                Link(place(source, left), place(target, right), 1.0)
                for left, right in self.links.get(target, ())
            )
            for source, target in zip(sources, targets, strict=True)
        ]


def place(text: str, part: str) -> Span:
    """Return where a part stands in a text that holds it once."""
    assert text.count(part) == 1, (text, part)
    return Span(text.index(part), text.index(part) + len(part))


def segment(source: str, number: int = 1, protected: Sequence[str] = ()) -> Segment:
    return Segment(
        f"s{number:08x}",
        number,
        Span(0, len(source)),
        source,
        0,
        protected=tuple(place(source, part) for part in protected),
    )


def match(
    source: str, surface: str, entry: TermEntry, *, plural: bool = False, occurrence: int = 0
) -> TermMatch:
    start = -1
    for _ in range(occurrence + 1):
        start = source.index(surface, start + 1)
    return TermMatch(
        entry,
        Span(start, start + len(surface)),
        surface,
        plural=plural,
        possessive=surface.endswith(("'s", "’s", "s'")),
    )
