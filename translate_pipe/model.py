"""The values that flow from stage to stage; all frozen, all positions in Unicode code points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of text, `text[start:end]`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the text that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return the span moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


BlockKind = Literal["paragraph", "heading", "list-item", "table-cell", "quote", "caption", "cue", "verse"]
MarkKind = Literal[
    "bold", "italic", "underline", "strike", "code", "link", "footnote", "image", "break", "other"
]


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup over `span` of the text it belongs to; an empty span is a point (footnote, image, break).

    `id` is unique in the document and the same on both sides, so that formats can pair the two.
    """

    id: str
    kind: MarkKind
    span: Span
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like stretch of a document; segments never cross its ends.

    `address` is the reader's own locator of the block in the original file; only the writer of the same
    format reads it.
    """

    kind: BlockKind
    span: Span
    address: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: its text, where its translatable blocks lie, and the file it came from.

    `text` is what a reader would see, in order, without inline markup; text outside every block (code,
    front matter, white space) is never translated. `origin` is the file that the writer puts targets into;
    of plain text `text` is the whole decoded file, and `origin` only the byte order mark before it.
    """

    name: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    protected: tuple[Span, ...] = ()
    encoding: str = "utf-8"
    origin: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """What is translated at one go: a sentence, a heading, a list item, a cell.

    `document.text[span.start:span.end] == source`. `id` depends on the source text and its occurrence alone
    (so it survives changes elsewhere); `number` counts from 1 in the document. `marks` and `protected`
    have positions within `source`; protected stretches (URLs, addresses, code) are copied to the letter.
    """

    id: str
    number: int
    span: Span
    source: str
    block: int
    block_kind: BlockKind = "paragraph"
    marks: tuple[Mark, ...] = ()
    protected: tuple[Span, ...] = ()


TermStatus = Literal["preferred", "admitted", "forbidden", "do-not-translate"]
PartOfSpeech = Literal["noun", "name", "adjective", "verb", "adverb", "phrase", "other"]
Gender = Literal["m", "f", "n"]
Number = Literal["singular", "plural"]
MatchRule = Literal["inflected", "exact"]


@dataclass(frozen=True, slots=True)
class TermEntry:
    """What the glossary says of one source term for one pair of locales.

    Rows with the same source term are one entry: `targets` holds the preferred rendering first, then the
    admitted ones, all in the dictionary form; `forbidden` holds renderings that must not be used. With
    status `do-not-translate` the source is copied. `forms` are explicit inflected forms that the row
    gives for the first target. `gender`, `number`, `animate`, `indeclinable` win over any analyser.
    `case_sensitive` None means: as the source term is written (a lower-case term is not).
    """

    source: str
    targets: tuple[str, ...]
    status: TermStatus = "preferred"
    forbidden: tuple[str, ...] = ()
    pos: PartOfSpeech | None = None
    gender: Gender | None = None
    number: Number | None = None
    animate: bool | None = None
    indeclinable: bool = False
    forms: tuple[str, ...] = ()
    case_sensitive: bool | None = None
    match: MatchRule = "inflected"
    note: str = ""
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One occurrence of a term entry; `span` lies within the source of its segment.

    `count` is the whole number that counts it (two petitions), None where none does. `numbered` says that the
    source shows whether it is one or several.
    """

    entry: TermEntry
    span: Span
    surface: str
    plural: bool = False
    possessive: bool = False
    count: int | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The engine attends from `target` to `source` with `weight` between 0 and 1."""

    source: Span
    target: Span
    weight: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One engine output; `score` is the mean log-probability (natural) per target token."""

    text: str
    score: float
    links: tuple[Link, ...] = ()


TermState = Literal["already", "applied", "kept", "overruled", "unresolved"]
Method = Literal["n-best", "stand-in", "repair", "prefix", "annotation", "copy"]


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """How one term match ended: exactly one state, and where it can be seen in the target.

    `surface` is the form in the target; `grammemes` says which it is in words (`accusative singular`);
    `method` says how an `applied` or `kept` form came there; `reason` says why a match is `unresolved`
    or `overruled`.
    """

    match: TermMatch
    state: TermState
    span: Span | None = None
    surface: str = ""
    grammemes: str = ""
    method: Method | None = None
    reason: str = ""


Severity = Literal["error", "warning", "info"]
FigureState = Literal["already", "applied", "overruled", "unresolved"]


@dataclass(frozen=True, slots=True)
class FigureOutcome:
    """How one figure of the source ended: exactly one state, and where the target says it in figures.

    `target_span` is None where the target says it in words, or not at all; `method` says how an `applied` one
    was put right, `reason` why one is `unresolved` or `overruled`.
    """

    span: Span
    surface: str
    state: FigureState
    target_span: Span | None = None
    target: str = ""
    method: Method | None = None
    reason: str = ""


Layout = Literal["paragraphs", "columns"]
LAYOUTS: tuple[Layout, ...] = ("paragraphs", "columns")
"""How the two languages of a bilingual article stand: one below the other, or side by side."""

NumbersMode = Literal["locale", "keep", "off", "verify"]
NUMBERS_MODES: tuple[NumbersMode, ...] = ("locale", "keep", "off")
"""What a user may choose among; figures are only verified, as terms are, where nothing is to be changed."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding of a check, in the words of a person; `span` lies within the named side of the unit."""

    check: str
    severity: Severity
    segment_id: str
    message: str
    side: Literal["source", "target"] = "target"
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a target after the engine produced it: by which step, from what, to what."""

    step: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """A unit of the translation memory that resembles a segment.

    `score` is 101 for the same source in the same context, 100 for the same source, else the similarity
    in percent.
    """

    source: str
    target: str
    score: int
    article: str = ""
    date: str = ""


UnitState = Literal["translated", "recalled", "reviewed", "untranslated"]


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A segment with its target and everything that is known about how the target came to be.

    `engine_text` is what the engine gave before anything was changed; `changes` leads from there to
    `target`, step by step. `target_marks` have positions within `target`. `inner_terms` stand within longer
    words (pro-Kremlin): they are no matches, nothing is enforced for them, and the checks tell.
    """

    segment: Segment
    target: str
    state: UnitState = "translated"
    engine_text: str = ""
    score: float | None = None
    terms: tuple[TermOutcome, ...] = ()
    figures: tuple[FigureOutcome, ...] = ()
    issues: tuple[Issue, ...] = ()
    changes: tuple[Change, ...] = ()
    target_marks: tuple[Mark, ...] = ()
    suggestions: tuple[MemoryMatch, ...] = ()
    comment: str = ""
    inner_terms: tuple[TermMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything that affects the result, and nothing else (no clock): the signature of a bitext."""

    tool: str
    engine: str = ""
    packages: tuple[str, ...] = ()
    glossary_digest: str = ""
    segmenter: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def signature(self) -> str:
        """Return one short line with every setting."""
        parts = [self.tool, f"engine:{self.engine}", f"packages:{'+'.join(self.packages) or 'none'}"]
        parts += [f"glossary:{self.glossary_digest or 'none'}", f"segmenter:{self.segmenter}"]
        parts += [f"{name}:{value}" for name, value in self.options]
        return "|".join(parts)


@dataclass(frozen=True, slots=True)
class Bitext:
    """All units of one article in one target locale, in document order.

    `units` is a tuple, but for a very long article a sequence that reads them from the disk.
    """

    article: str
    source_locale: str
    target_locale: str
    units: Sequence[TranslationUnit]
    provenance: Provenance


class Engine(Protocol):
    """A translator that gets segments and returns one result per segment, in order; it never re-segments."""

    source_locale: str
    target_locale: str
    name: str
    packages: tuple[str, ...]
    annotation: str | None
    """Template with `{source}` and `{target}` if the packages were trained for inline terms, else None."""

    @property
    def fingerprint(self) -> str:
        """What tells the models apart by their content: two packages may share name and version."""

    def translate(
        self,
        sources: Sequence[str],
        *,
        n_best: int = 1,
        prefixes: Sequence[str] | None = None,
        suppress: Sequence[Sequence[str]] | None = None,
        annotated: bool = False,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate n sources into n tuples of at most `n_best` hypotheses, best first.

        Args:
            prefixes: n beginnings that the targets must have ("" for none).
            suppress: n lists of target strings that must not be generated.
            annotated: the sources carry inline terms in the form of `annotation`; otherwise marks of the
                annotation in the sources are escaped.
        """

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return n mean log-probabilities per target token of `targets[i]` given `sources[i]`."""

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Return, for each pair, which source words the target's words attend to."""


MORPHOLOGY_CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "locative")


@dataclass(frozen=True, slots=True)
class WordForm:
    """One reading of a word: its lemma and grammatical features in plain words.

    `pos` is `noun`, `adjective`, `verb`, `participle`, `pronoun`, `numeral`, `adverb`, `preposition`,
    `other`; `case` is one of `MORPHOLOGY_CASES` or "" ; `number` "singular", "plural" or "";
    `gender` "m", "f", "n" or "". `known` is False where the dictionary lacks the word and it was guessed.
    """

    text: str
    lemma: str
    pos: str
    case: str = ""
    number: str = ""
    gender: str = ""
    animate: bool | None = None
    known: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class PhraseForm:
    """One inflected form of a term: its text and the case and number it stands in.

    `number` is "singular", "plural" or "paucal", the Russian form after 2, 3, 4 (два муниципальных совета);
    both are "" for a verb, an adverb and a form of which nothing is known.
    """

    text: str
    case: str
    number: str


class Morphology(Protocol):
    """What a language offers for finding and inflecting terms; one implementation per language."""

    locale: str

    def analyse(self, word: str) -> tuple[WordForm, ...]:
        """Return every reading of a word, likeliest first; an unknown word has one, its own lemma."""

    def dictionary_form(self, phrase: str) -> str:
        """Return the phrase with its head noun phrase in the nominative (singular unless plural-only)."""

    def paradigm(self, entry: TermEntry, target: str | None = None) -> tuple[PhraseForm, ...]:
        """Return the forms of a target (default: the first) of an entry: distinct (case, number) pairs.

        The locative may come twice (о лесе, в лесу), the pairs of an adjective once for each gender.
        """

    def inflect_phrase(
        self, entry: TermEntry, case: str, number: str | None = None, target: str | None = None
    ) -> str | None:
        """Return the target in a case and number, or None where there is no such form."""

    def inflect_with_numeral(
        self, entry: TermEntry, number: int, case: str = "nominative", target: str | None = None
    ) -> str | None:
        """Return the target as it stands after a whole number in a case; the number is not part of it."""

    def head(self, entry: TermEntry, target: str | None = None) -> WordForm | None:
        """Return the head noun of a target with gender, number and animacy, or None if there is none."""

    def find_term(self, entry: TermEntry, text: str) -> tuple[tuple[Span, PhraseForm | None], ...]:
        """Return where any target of the entry stands in `text`, in any inflected form, as whole words.

        A word counts if one of its readings has the lemma of the term's word at that place. The form is
        None where the words are those of the term but no case and number suits them all.
        """

    def agree(self, text: str, span: Span, entry: TermEntry | None = None) -> bool | None:
        """Tell whether the phrase at `span` agrees with the words around it; None if nothing can be told.

        False only where a disagreement is sure. The entry that the phrase renders makes the verdict surer.
        """


@runtime_checkable
class SuitingMorphology(Morphology, Protocol):
    """A morphology of a language in which prepositions have two shapes: Polish z, ze."""

    def suit_before(self, text: str, place: Span) -> tuple[str, Span]:
        """Return the text with the preposition before a place as it sounds well, and where the place is."""


@runtime_checkable
class WeighingMorphology(Morphology, Protocol):
    """A morphology that knows how likely each reading of a word is: Russian стали, seldom of сталь."""

    def is_other_word(self, entry: TermEntry, text: str, span: Span) -> bool:
        """Tell whether the word at `span` is likelier a form of another word than of the term."""

    def case_at(self, text: str, span: Span) -> str:
        """Return the case of the noun at `span` by its readings and what is around; "" if none is known."""


@runtime_checkable
class FittingMorphology(Morphology, Protocol):
    """A morphology of a language in which the words before a term change with it: German articles."""

    def fit_form(
        self, text: str, place: Span, entry: TermEntry, form: str, number: str = ""
    ) -> tuple[tuple[str, Span], ...]:
        """Return the texts with a form of the entry in a place, articles and adjectives before it fitted.

        With `number` the form counts in that number only, where the term has it. Each comes
        with where the form stands in it; none if the place asks for another form.
        """
