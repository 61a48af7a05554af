"""The words of a phrase go in; the names of persons among them come out, with the forms of each word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from translate_pipe.model import MORPHOLOGY_CASES, Gender, PartOfSpeech
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.readings import Form, Reading
from translate_pipe.morphology.words import QUOTES, Word, fold, gap, word_set

_OBLIQUE_ENDINGS = word_set(
    "ого ому ого ому ым им ім ом ем єм ой ей ої ій ою ею єю ую юю у ю а я ы и і ї е ові еві"
)
_NOMINATIVE_ENDINGS = ("", "ий", "ый", "ой", "а", "я", "ая", "яя", "ь", "й", "о")


@dataclass(frozen=True, slots=True)
class Person:
    """A name of a person: word positions `start` to `end` (exclusive), gender, and the forms of each word.

    A word without forms stays as it is. `certain` tells a full name from a lone surname. `case` is the one
    the name stands in among the words.
    """

    start: int
    end: int
    gender: Gender
    forms: tuple[tuple[Form, ...], ...]
    certain: bool
    case: str = "nominative"


def find_persons(
    lexicon: Lexicon,
    language: Language,
    words: Sequence[Word],
    pos: PartOfSpeech | None,
    gender: Gender | None,
    animate: bool | None,
) -> tuple[Person, ...]:
    """Return the names of persons among the words, in order; one for each case that a name can stand in."""
    if animate is False or pos not in (None, "name", "noun", "phrase"):
        return ()
    finder = _Finder(lexicon, language, words, pos, gender, animate)
    persons: list[Person] = []
    for start, end in finder.runs():
        person = finder.person(start, end)
        persons += [person] if person else []
        persons += finder.oblique_persons(start, end)
    return tuple(persons)


@dataclass(frozen=True, slots=True)
class _Finder:
    lexicon: Lexicon
    language: Language
    words: Sequence[Word]
    pos: PartOfSpeech | None
    gender: Gender | None
    animate: bool | None

    def runs(self) -> list[tuple[int, int]]:
        """Return the stretches of capitalised words and name particles that only spaces or initials part."""
        runs: list[tuple[int, int]] = []
        start = 0
        while start < len(self.words):
            if not self.words[start].text[0].isupper():
                start += 1
                continue
            end = start + 1
            while end < len(self.words) and self._continues(end):
                end += 1
            while fold(self.words[end - 1].text) in self.language.name_particles and end - 1 > start:
                end -= 1
            runs.extend(self._split_title(start, end))
            start = end
        return runs

    def _split_title(self, start: int, end: int) -> list[tuple[int, int]]:
        """A title may be capitalised too (Президент Владимир Путин): leave it out of the run."""
        while end - start > 1 and self._is_title(start):
            start += 1
        return [(start, end)]

    def _is_title(self, position: int) -> bool:
        readings = [r for r in self._nominative(position) if r.known]
        common = any(r.pos == "noun" and not r.proper and r.animate for r in readings)
        return common and not any(r.proper for r in readings)

    def _continues(self, position: int) -> bool:
        word = self.words[position]
        between = gap(word.before)
        if any(mark in word.before for mark in QUOTES):
            return False
        if between and not (between == "." and self._is_initial(position - 1)):
            return False
        return word.text[0].isupper() or fold(word.text) in self.language.name_particles

    def _is_initial(self, position: int) -> bool:
        word = self.words[position].text
        if position + 1 == len(self.words):
            return len(word) == 1 and word.isupper() and position > 0
        return len(word) <= 2 and word[0].isupper() and self.words[position + 1].before.startswith(".")

    def _nominative(self, position: int) -> list[Reading]:
        return [
            reading
            for reading in self.lexicon.readings(self.words[position].text)
            if reading.case == "nominative" and reading.number == "singular"
        ]

    def _tagged(self, position: int, tag: str, *, known: bool = True) -> list[Reading]:
        return [r for r in self._nominative(position) if tag in r.tags and (r.known or not known)]

    def person(self, start: int, end: int) -> Person | None:
        """Return the person whom the run names, or None if it names something else."""
        certain = self._is_full_name(start, end)
        if not certain and not self._is_lone_name(start, end):
            return None
        gender = self.gender or self._gender_of(start, end)
        forms = tuple(self._forms(position, start, end, gender) for position in range(start, end))
        return Person(start, end, gender, forms, certain)

    def _is_modified_noun(self, start: int, end: int) -> bool:
        """Tell whether a run is an adjective and a common noun that looks like a name: Верховної Ради."""
        first, last = (self.lexicon.readings(self.words[at].text) for at in (start, end - 1))
        nouns = {(r.case, r.number) for r in last if r.pos == "noun" and r.known and not r.proper}
        adjective = bool(first) and all(r.modifies and r.known for r in first)
        return end - start > 1 and adjective and any((r.case, r.number) in nouns for r in first)

    def oblique_persons(self, start: int, end: int) -> list[Person]:
        """Return the persons whom the run can name in each case but the nominative."""
        found: list[Person] = []
        initials = any(self._is_initial(position) for position in range(start, end))
        telling = {"Name", "Patr", "Surn"} if initials else {"Name", "Patr"}
        known = [
            r
            for position in range(start, end)
            for r in self.lexicon.readings(self.words[position].text)
            if r.known and r.tags & telling and r.number == "singular" and r.case
        ]
        genders: tuple[Gender, ...] = (self.gender,) if self.gender else ("m", "f")
        if self._is_modified_noun(start, end):
            return []
        for case in MORPHOLOGY_CASES[1:] if end - start > 1 else ():
            for gender in genders:
                if not any(r.case == case and r.gender in ("", gender) for r in known):
                    continue
                forms = [self._oblique_forms(i, start, end, case, gender) for i in range(start, end)]
                sure = [each for each in forms if each is not None]
                if len(sure) == len(forms):
                    found.append(Person(start, end, gender, tuple(sure), True, case))
        return found

    def _oblique_forms(
        self, position: int, start: int, end: int, case: str, gender: Gender
    ) -> tuple[Form, ...] | None:
        """Return the forms of a word that stands in `case`, () if it never changes, None if it cannot."""
        word = self.words[position].text
        particle = fold(word) in self.language.name_particles and position > start
        if particle or self._is_initial(position) or not self.language.letters.fullmatch(word):
            return ()
        names = [r for r in self.lexicon.readings(word) if r.known and r.tags & {"Name", "Patr", "Surn"}]
        first = position < end - 1 or any(r.tags & {"Name", "Patr"} for r in names)
        if names and "-" not in word:
            fitting = [r for r in names if r.case == case and r.gender in ("", gender)]
            if not fitting:
                return None
            if all("Fixd" in r.tags for r in fitting):
                return ()
        decline = self.language.decline_first_name if first else self.language.decline_surname
        tags = {"Name", "Patr"} if first else {"Surn"}
        options = [[*self._nominatives(part, case, tags), part.lower()] for part in word.split("-")]
        for parts in product(*options):
            forms = decline(self.lexicon, "-".join(parts), gender)
            if any(form.case == case and fold(form.text) == fold(word) for form in forms):
                return forms
        return () if not decline(self.lexicon, word, gender) else None

    def _nominatives(self, word: str, case: str, tags: set[str]) -> Iterator[str]:
        """Yield what the nominative of a name in `case` may be: by the dictionary, then by endings."""
        for reading in self.lexicon.readings(word):
            if reading.case == case and reading.known and reading.tags & tags:
                for form in self.lexicon.forms(reading):
                    if form.case == "nominative" and form.number == "singular":
                        yield form.text
        word = word.lower()
        for length in (3, 2, 1):
            stem = word[:-length]
            if word[-length:] in _OBLIQUE_ENDINGS and len(stem) > 1:
                yield from (stem + ending for ending in _NOMINATIVE_ENDINGS)

    def _is_full_name(self, start: int, end: int) -> bool:
        content = [i for i in range(start, end) if self.words[i].text[0].isupper()]
        if len(content) < 2:
            return False
        rest = [i for i in content if not self._is_initial(i)]
        if not rest or not all(self._may_be_name(i) for i in rest):
            return False
        if len(rest) < len(content):
            return True
        if any(self._tagged(i, "Name") or self._tagged(i, "Patr") for i in rest):
            # Верховна Рада: an adjective before the only name.
            return not self._is_adjective(rest[0]) or bool(
                self.gender and self.pos == "name" and self.animate
            )
        unknown_first = self._tagged(rest[0], "Name", known=False)
        if unknown_first and self.lexicon.readings(self.words[rest[0]].text)[0].tags & {"Name"}:
            return True
        last = self.lexicon.readings(self.words[rest[-1]].text)
        others_unknown = all(self._is_person_word(i) or not self._is_known(i) for i in rest[:-1])
        if not self._is_known(rest[-1]) and last and "Surn" in last[0].tags and others_unknown:
            return True
        clan = fold(self.words[rest[0]].text) in self.language.clan_names
        return (clan or self.pos == "name") and not self._is_known(rest[-1])

    def _is_adjective(self, position: int) -> bool:
        adjective = any(r.modifies and r.known for r in self._nominative(position))
        return adjective and not self._tagged(position, "Name")

    def _is_lone_name(self, start: int, end: int) -> bool:
        stated = self.pos == "name" and bool(self.gender or self.animate)
        if stated and all(self._is_person_word(i) for i in range(start, end)):
            return True
        if stated and end - start > 1:
            # Илон Маск: known words both, but no noun phrase begins like this.
            return not any(r.pos == "noun" or r.modifies for r in self._nominative(start))
        if end - start > 1 or self.pos == "noun" or len(self.words[start].text) < 3:
            return False
        surnames = self._tagged(start, "Surn")
        if surnames:
            others = [r for r in self._nominative(start) if "Surn" not in r.tags]
            # Львов is rather the city: a name of a place wins a tie, its accusative counted in.
            readings = self.lexicon.readings(self.words[start].text)
            place = sum(r.score for r in readings if "Geox" in r.tags)
            best = max(r.score for r in surnames)
            return best > place and best >= max((r.score for r in others), default=0.0)
        if self._follows_title(start) and (self._tagged(start, "Name") or not self._is_known(start)):
            return True
        word = self.words[start].text
        return (
            not self._is_known(start) and not word.isupper() and word.endswith(self.language.surname_endings)
        )

    def _follows_title(self, start: int) -> bool:
        return start > 0 and not gap(self.words[start].before) and self._is_title(start - 1)

    def _is_person_word(self, position: int) -> bool:
        if self._tagged(position, "Name") or self._tagged(position, "Surn") or self._tagged(position, "Patr"):
            return True
        if self._is_known(position) or not self.language.letters.fullmatch(self.words[position].text):
            return fold(self.words[position].text) in self.language.name_particles
        readings = self.lexicon.readings(self.words[position].text)
        consonant = not self.words[position].text.endswith(tuple("аеёиоуыэюяіїєйaeiouyąęó"))
        woman = self.gender == "f" and consonant
        return bool(woman or self.animate or (readings and readings[0].tags & {"Name", "Surn"}))

    def _is_known(self, position: int) -> bool:
        return any(r.known for r in self.lexicon.readings(self.words[position].text))

    def _may_be_name(self, position: int) -> bool:
        word = self.words[position].text
        if not self.language.letters.fullmatch(word):
            return len(word) <= 6 and word.isupper()
        return not self._is_known(position) or bool(self._nominative(position))

    def _gender_of(self, start: int, end: int) -> Gender:
        for tag, known in (("Patr", True), ("Name", True), ("Surn", True), ("Name", False)):
            for position in range(start, end):
                if self._is_initial(position) and end - start > 1:
                    continue
                # A last word that could be a first name (Камала Харрис) is one only after a surname.
                surname = end - start > 1 and position == end - 1 and not self._tagged(start, "Surn")
                if tag == "Name" and surname:
                    continue
                telling = tag != "Surn" or self._is_gendered(position)
                for reading in sorted(self._tagged(position, tag, known=known), key=lambda r: -r.score):
                    if reading.gender in ("m", "f") and telling and "Fixd" not in reading.tags:
                        return "m" if reading.gender == "m" else "f"
        last = fold(self.words[end - 1].text)
        if last.endswith(self.language.feminine_surname_endings):
            return "f"
        first = fold(self.words[start].text)
        return "f" if end - start > 1 and first.endswith(("а", "я", "a")) else "m"

    def _is_gendered(self, position: int) -> bool:
        """Tell whether a surname has another form for the other gender (Иванов, not Харрис)."""
        word = fold(self.words[position].text)
        alone = len([w for w in self.words if w.text[0].isupper()]) == 1
        return alone or word.endswith(self.language.gendered_surname_endings)

    def _forms(self, position: int, start: int, end: int, gender: str) -> tuple[Form, ...]:
        word = self.words[position].text
        particle = fold(word) in self.language.name_particles and position > start
        if particle or self._is_initial(position) or not self.language.letters.fullmatch(word):
            return ()
        clan = (
            end - start == 3
            and position < end - 1
            and fold(self.words[start].text) in self.language.clan_names
        )
        if clan:
            return ()
        first = self._tagged(position, "Name") or self._tagged(position, "Patr")
        surname = self._tagged(position, "Surn")
        is_last = position == end - 1
        if (first and not (is_last and surname)) or (not surname and not is_last and end - start > 1):
            return self.language.decline_first_name(self.lexicon, word, gender)
        return self.language.decline_surname(self.lexicon, word, gender)
