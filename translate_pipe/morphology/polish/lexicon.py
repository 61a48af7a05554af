"""A Polish word goes in; its readings by Morfeusz and their inflected forms come out.

Polish has three masculine genders: of men (m1), of animals (m2), of things (m3). Here all are "m"; the first
two are animate, and the first alone is virile, which decides the plural of adjectives (nowi, nowe).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.readings import Form, Parse, Reading
from translate_pipe.morphology.words import tidy, word_set

_CASES = {
    "nom": "nominative",
    "gen": "genitive",
    "dat": "dative",
    "acc": "accusative",
    "inst": "instrumental",
    "loc": "locative",
    "voc": "vocative",
}
_NUMBERS = {"sg": "singular", "pl": "plural"}
_GENDERS = {"m1": "m", "m2": "m", "m3": "m", "f": "f", "n": "n"}
_POS = {
    "subst": ("noun", "NOUN"),
    "ger": ("noun", "NOUN"),
    "adj": ("adjective", "ADJF"),
    "ppas": ("participle", "PRTF"),
    "pact": ("participle", "PRTF"),
    "num": ("numeral", "NUMR"),
    "ppron12": ("pronoun", "NPRO"),
    "ppron3": ("pronoun", "NPRO"),
    "fin": ("verb", "VERB"),
    "bedzie": ("verb", "VERB"),
    "praet": ("verb", "VERB"),
    "winien": ("verb", "VERB"),
    "impt": ("verb", "impr"),
    "imps": ("verb", "impr"),
    "inf": ("verb", "INFN"),
    "adv": ("adverb", "ADVB"),
    "prep": ("preposition", "PREP"),
}
_NAMES = {"imię": "Name", "nazwisko": "Surn", "nazwa_geograficzna": "Geox"}
# Qualifiers of forms and words that nobody would write in prose.
_UNUSUAL = frozenset(
    {"daw.", "przest.", "arch.", "pot.", "gwar.", "wulg.", "rzad.", "hist.", "żart.", "pogard."}
)
_LATIN = re.compile("[a-ząćęłńóśźż]", re.IGNORECASE)
# How much less likely than a common noun each kind of reading is in a glossary.
_RARE = {
    "Surn": 0.3,
    "depr": 0.05,
    "ger": 0.4,
    "unusual": 0.2,
    "Fixd": 0.1,
    "winien": 0.05,
    "impr": 0.1,
}
# Of adjectives that are nouns too (radny), participles beside a noun, and things that decline as animals.
_LESS = {"adj": 0.4, "pact": 0.3, "m2": 0.5, "f": 0.3}
# Men of rank, whose plural in -owie is the usual one of two.
_RANKS = word_set(
    "burmistrz profesor senator ambasador kapitan admirał inżynier doktor rektor prefekt konsul premier",
    "gubernator dyktator marszałek pułkownik major",
)
# Men whose singular has endings of a noun too, which are seldom used.
_JUDGES = word_set("sędzia hrabia margrabia")


class _Cell(NamedTuple):
    """One interpretation by Morfeusz, its alternatives told apart."""

    text: str
    lemma: str
    kind: str
    number: str
    case: str
    genders: frozenset[str]
    names: frozenset[str]
    unusual: bool
    rest: frozenset[str]


class PolishLexicon(Lexicon):
    """The readings of Polish words; every word is looked up once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generated = lru_cache(maxsize=4096)(self._generate)
        self._cells_of = lru_cache(maxsize=4096)(self._analyse)
        self.readings = lru_cache(maxsize=16384)(self._read_word)
        self.forms = lru_cache(maxsize=16384)(self._forms_of)

    def preload(self) -> None:
        """Load the dictionary now, in the background perhaps."""
        assert self._analyser is not None

    @property
    def _analyser(self) -> Any:
        with self._lock:
            return self._loaded_analyser

    @cached_property
    def _loaded_analyser(self) -> Any:
        import morfeusz2

        return morfeusz2.Morfeusz()

    def _parse_word(self, word: str) -> list[Parse]:  # noqa: ARG002 - not asked here
        return []

    def _analyse(self, word: str) -> tuple[_Cell, ...]:
        """Return the interpretations of a word, as written and in small letters, else as a name."""
        if not _LATIN.search(word):
            return ()
        found: dict[_Cell, None] = {}
        for spelling in dict.fromkeys((word, word.lower(), word.capitalize())):
            if found and spelling not in (word, word.lower()):
                break
            edges = self._analyser_call(spelling)
            last = max((end for _, end, _ in edges), default=0)
            for start, end, (text, lemma, tag, names, qualifiers) in edges:
                if (start, end) == (0, last) and tag != "ign":
                    found |= dict.fromkeys(_cells(text, lemma, tag, names, qualifiers))
        return tuple(found)

    def _analyser_call(
        self, word: str
    ) -> Sequence[tuple[int, int, tuple[str, str, str, list[str], list[str]]]]:
        analyser = self._analyser
        # One analyser keeps state of the text it reads; two threads must not use it at once.
        with self._lock:
            return list(analyser.analyse(word))

    def _generate(self, lemma: str) -> tuple[_Cell, ...]:
        """Return all forms of a lemma; `radny:S` gives those of the noun only."""
        analyser = self._analyser
        with self._lock:
            forms = list(analyser.generate(lemma))
        return tuple(cell for form in forms if form[1] == lemma for cell in _cells(*form))

    def _read_word(self, word: str) -> tuple[Reading, ...]:
        """Return the readings of a word, likeliest first; an unknown one has none but of its last part."""
        word = tidy(word)
        cells = self._cells_of(word)
        if not cells and "-" in word:
            return self._read_joined(*word.rsplit("-", 1))
        readings = [
            replace(reading, score=reading.score * _weight(cell, cells))
            for index, cell in enumerate(cells)
            for reading in [self._reading(word, index, cell)]
        ]
        total = sum(reading.score for reading in readings) or 1.0
        scored = [replace(reading, score=reading.score / total) for reading in readings]
        return tuple(sorted(scored, key=lambda reading: -reading.score))

    def _read_joined(self, left: str, right: str) -> tuple[Reading, ...]:
        """Return the readings of a hyphenated word as its last part's; the first part stays."""
        first = left.lower()
        return tuple(
            replace(r, text=f"{first}-{r.text}", lemma=f"{first}-{r.lemma}", left_text=first)
            for r in self.readings(right)
            if r.case
        )

    def _reading(self, word: str, index: int, cell: _Cell) -> Reading:
        pos, tag = _POS.get(cell.kind, ("other", cell.kind))
        tags = {tag, *(_NAMES[name] for name in cell.names if name in _NAMES)}
        tags |= {"1per"} if "pri" in cell.rest else {"2per"} if "sec" in cell.rest else set()
        tags |= {"Imps"} if cell.kind == "imps" else set()
        tags |= {"Pltm"} if "pt" in cell.rest else set()
        if self._never_changes(cell):
            tags.add("Fixd")
        names = tags & {"Name", "Surn", "Geox"}
        score = 1.0
        for mark, weight in _RARE.items():
            marked = mark in tags or mark == cell.kind or (mark == "unusual" and cell.unusual)
            score *= weight if marked and not (mark == "Surn" and names - {"Surn"}) else 1.0
        lemma = _bare(cell.lemma).lower()
        gender = _gender(cell.genders)
        participle = cell.text.lower() if tag == "PRTF" else ""
        return Reading(
            word=word,
            index=index,
            text=cell.text.lower(),
            lemma=self._participle_lemma(cell) if participle else lemma,
            pos=pos,
            case=cell.case,
            number=cell.number,
            gender=gender,
            animate=_animate(cell),
            tags=frozenset(tags),
            score=score,
            known=True,
            verb=lemma if participle else "",
            virile=_virile(cell),
        )

    def _never_changes(self, cell: _Cell) -> bool:
        if cell.kind != "subst":
            return False
        own = [c for c in self._generated(cell.lemma) if c.kind == "subst" and c.genders == cell.genders]
        return bool(own) and len({c.text for c in own}) == 1 and len({c.case for c in own}) > 5

    def _participle_lemma(self, cell: _Cell) -> str:
        for form in self._same(cell):
            if (form.case, form.number) == ("nominative", "singular") and "m3" in form.genders:
                return form.text.lower()
        return _bare(cell.lemma).lower()

    def _same(self, cell: _Cell) -> Iterator[_Cell]:
        """Yield the forms of the same lexeme: of a noun those of its gender, of an adjective its degree."""
        for form in self._generated(cell.lemma):
            same = form.kind == cell.kind and form.rest == cell.rest
            if same and (cell.kind != "subst" or (form.genders == cell.genders and form.names == cell.names)):
                yield form

    def _forms_of(self, reading: Reading) -> tuple[Form, ...]:
        """Return all forms of the reading's lexeme that have a case, in small letters."""
        cell = self._cells_of(reading.word)[reading.index]
        agreeing = reading.modifies or reading.pos == "numeral"
        left = f"{reading.left_text}-" if reading.left_text else ""
        forms = []
        for each in self._same(cell):
            if not each.case or each.case == "vocative":
                continue
            genders = sorted({_GENDERS[g] for g in each.genders if g in _GENDERS}) if agreeing else [""]
            if each.number == "plural":
                genders = [""]
            for gender in genders:
                forms.append(
                    Form(
                        left + each.text.lower(),
                        each.case,
                        each.number,
                        gender,
                        _form_animate(each, gender) if agreeing else None,
                        rank=int(each.unusual or _is_lesser(each)),
                        virile=_virile(each) if agreeing and each.number == "plural" else None,
                    )
                )
        return tuple(dict.fromkeys(forms))

    def verb_forms(self, reading: Reading) -> tuple[tuple[str, frozenset[str]], ...]:
        """Return the forms of a verb with their tags, infinitive first, participles left out."""
        cell = self._cells_of(reading.word)[reading.index]
        wanted = ("inf", "fin", "praet", "impt", "imps", "bedzie", "winien")
        forms = [
            (each.text.lower(), frozenset({_POS[each.kind][1]}))
            for each in self._generated(cell.lemma)
            if each.kind in wanted and not each.unusual
        ]
        return tuple(dict.fromkeys(sorted(forms, key=lambda form: "INFN" not in form[1])))

    def short_forms(self, reading: Reading) -> tuple[str, ...]:  # noqa: ARG002 - Polish has next to none
        """Return (): an adjective in a predicate has its full form."""
        return ()


def _cells(
    text: str, lemma: str, tag: str, names: Sequence[str], qualifiers: Sequence[str]
) -> Iterator[_Cell]:
    kind, *fields = tag.split(":")
    parts = [frozenset(field.split(".")) for field in fields]
    numbers = next((part for part in parts if part & _NUMBERS.keys()), frozenset({""}))
    cases = next((part for part in parts if part & _CASES.keys()), frozenset({""}))
    genders = next((part for part in parts if part & _GENDERS.keys()), frozenset())
    rest = frozenset(value for part in parts if part not in (numbers, cases, genders) for value in part)
    if kind == "prep":
        numbers = cases = frozenset({""})
    unusual = bool(_UNUSUAL & {mark for each in qualifiers for mark in re.split("[|,]", each)})
    for number in sorted(numbers, reverse=True):
        for case in _CASES if cases != {""} else ("",):
            if case in cases:
                yield _Cell(
                    text.lower(),
                    lemma,
                    kind,
                    _NUMBERS.get(number, ""),
                    _CASES.get(case, ""),
                    genders,
                    frozenset(names),
                    unusual,
                    rest - {"rec", "congr", "ncol", "col"},
                )


def _weight(cell: _Cell, others: Sequence[_Cell]) -> float:
    """Weigh an interpretation by what else the word can be."""
    nouns = [other for other in others if other.kind == "subst" and not other.unusual]
    if cell.kind == "adj" and cell.lemma.endswith(":A") and nouns:
        return _LESS["adj"]
    if cell.kind == "pact" and nouns:
        return _LESS["pact"]
    if "pt" in cell.rest:
        # Niemcy is rather the country than several Germans, but państwo and morze have a singular.
        single = any(noun.lemma != cell.lemma and _bare(noun.lemma) == _bare(cell.lemma) for noun in nouns)
        return 0.6 if single or "nazwa_geograficzna" not in cell.names else 1.1
    adjectival = any(other.kind == "adj" and other.genders == {"f"} for other in others)
    if cell.genders == {"f"} and adjectival and any("f" not in noun.genders for noun in nouns):
        # Prawa, rather the plural of prawo than the right hand.
        return _LESS["f"]
    twin = any(other.genders == {"m3"} and _bare(other.lemma) == _bare(cell.lemma) for other in nouns)
    return _LESS["m2"] if cell.genders == {"m2"} and twin else 1.0


def _is_lesser(cell: _Cell) -> bool:
    """Tell whether a form is the lesser of two: burmistrze beside burmistrzowie, sędzi beside sędziemu."""
    lemma, form = _bare(cell.lemma), (cell.case, cell.number)
    if lemma in _RANKS:
        return form == ("nominative", "plural") and not cell.text.endswith("owie")
    oblique = cell.case in ("genitive", "dative", "accusative") and cell.number == "singular"
    return lemma in _JUDGES and oblique and not cell.text.endswith(("ego", "emu"))


def _bare(lemma: str) -> str:
    return lemma.split(":")[0] if len(lemma) > 1 else lemma


def _gender(genders: frozenset[str]) -> str:
    found = {_GENDERS[gender] for gender in genders if gender in _GENDERS}
    return found.pop() if len(found) == 1 else ""


def _animate(cell: _Cell) -> bool | None:
    """Tell whether a reading is animate: of adjectives only the masculine accusative shows it."""
    men = cell.genders & {"m1", "m2", "m3"}
    if cell.kind in ("subst", "ger"):
        return "m3" not in men if men and cell.genders == men else None
    if cell.number == "singular" and cell.case == "accusative" and men:
        return "m3" not in men if len(men) < 3 else None
    return None


def _form_animate(cell: _Cell, gender: str) -> bool | None:
    return _animate(cell) if gender == "m" else None


def _virile(cell: _Cell) -> bool | None:
    """Tell whether a reading is of men; None where it may be of anyone."""
    if not cell.genders or not cell.genders & {"m1"}:
        return False if cell.genders else None
    return True if cell.genders == {"m1"} else None
