"""A place in a text and a form of a term go in; texts in which the words around agree come out.

Where "la guerra rusa" gives way to "conflicto", it becomes "el conflicto ruso"; "del Gobierno" and
"Presidencia" become "de la Presidencia".
"""

from __future__ import annotations

from collections.abc import Iterator

from translate_pipe.model import Span
from translate_pipe.morphology.romance.context import Surroundings
from translate_pipe.morphology.romance.grammar import Grammar
from translate_pipe.morphology.romance.plan import Plan
from translate_pipe.morphology.romance.words import capital_like, is_elided, key, split_words
from translate_pipe.morphology.words import Word, gap

Edit = tuple[Span, str]


def fit_form(grammar: Grammar, plan: Plan, text: str, place: Span, form: str) -> tuple[tuple[str, Span], ...]:
    """Return the texts with the form in the place, and where it stands; () if the place asks for another.

    Args:
        place: what gives way to the form; articles at its beginning count as standing before it.
        form: a form of the plan, without the article that the glossary may have before the term.
    """
    words = split_words(text)
    inside = [i for i, word in enumerate(words) if place.overlaps(word.span)]
    numbers = [number for written, number in plan.forms if written == form]
    if not inside or plan.kind != "noun" or not numbers:
        return ()
    start = _past_determiners(grammar, words, inside)
    if start > inside[0]:
        place = Span(words[start].span.start, place.end)
    else:
        within = place.of(text)
        place = Span(place.start + len(within) - len(within.lstrip()), place.end)
    fitter = _Fitter(grammar, plan, text, place, Surroundings(grammar, words, start, inside[-1] + 1), form)
    if fitter.around.counted and "plural" not in numbers:
        return ()
    number = fitter.around.number() if fitter.around.number() in numbers else numbers[0]
    found: dict[str, Span] = {}
    for fitted, span in fitter.fit(number):
        found.setdefault(fitted, span)
    return tuple(found.items())


def _past_determiners(grammar: Grammar, words: tuple[Word, ...], inside: list[int]) -> int:
    start = inside[0]
    while start < inside[-1]:
        word = words[start].text
        small = key(word) in grammar.words("prepositions") or is_elided(word)
        if not (grammar.read_determiner(word) or grammar.contraction(word) or small):
            break
        start += 1
    return start


class _Fitter:
    """One form on its way into one place."""

    def __init__(
        self, grammar: Grammar, plan: Plan, text: str, place: Span, around: Surroundings, form: str
    ) -> None:
        self.grammar, self.plan, self.text, self.place = grammar, plan, text, place
        self.around, self.form = around, form
        self.words = around.words
        self.curly = "\u2019" in text and "'" not in text

    def fit(self, number: str) -> Iterator[tuple[str, Span]]:
        """Yield the texts, the likeliest first: with an article where the term has one, without where not."""
        around = self.around
        gender = self.plan.gender_in(number)
        if not gender:
            shown, genders = self._shown_gender(), self._own_genders(number)
            if shown and shown not in genders:
                # Another form of the term is that of the gender that the words around show.
                return
            gender = shown or (genders if len(genders) == 1 else self.plan.shown_gender(number))
        alone = len(around.determiners) == 1 and not around.adjectives
        definite = alone and around.readings(around.determiners[0])[0].name == "definite"
        free = not (around.determiners or around.adjectives or around.counted)
        if any(self._lacks(position, gender, number) for position in around.determiners):
            return
        if definite and self._is_bare():
            yield self._apply(gender, number, article="drop")
        elif free and self._has_article():
            yield self._apply(gender, number, article="add")
        yield self._apply(gender, number)

    def _lacks(self, position: int, gender: str, number: str) -> bool:
        """Tell whether a determiner has no form in a number: it. ogni, nessuno."""
        readings = self.around.readings(position)
        return all(self.grammar.write_determiner(r.name, gender, number, "") is None for r in readings)

    def _is_bare(self) -> bool:
        """Tell whether the term has no article here: Mosca, in Russia."""
        if self.plan.naming == "place":
            preposition = self._preposition_of_place(self.around.preposition_text())
            return self.grammar.is_bare_after(preposition) and not self._keeps_article(preposition)
        return self.plan.naming == "bare"

    def _keeps_article(self, preposition: str) -> bool:
        """Tell whether the name of a place has its article even where others have none: fr. au Japon."""
        kept = str(self.grammar.mapping("articled_after").get(self.grammar.base(preposition), "")).split()
        number = self.plan.numbers[0]
        gender, onset = self.plan.shown_gender(number), self._onset(self.form)
        return self.grammar.write_determiner("definite", gender, number, onset) in kept

    def _has_article(self) -> bool:
        """Tell whether the term has an article here although what gives way had none."""
        if self.plan.naming == "place":
            replaced = key(self.text[self.words[self.around.start].span.start : self.place.end])
            kept = self._keeps_article(self.around.preposition_text())
            return kept or (not self._is_bare() and self.grammar.naming_of(replaced) != "place")
        if self.plan.naming == "articled":
            return True
        return not self.plan.naming and self._is_bare_name(self.words[self.around.start].text)

    def _own_genders(self, number: str) -> str:
        """Return the genders that the form of a noun that may have either can have."""
        head = self.plan.head
        if head is None or number == "singular":
            return "mf"
        return self.grammar.genders_shown(head.lemma, split_words(self.form)[self.plan.head_at].text)

    def _shown_gender(self) -> str:
        genders = {gender for gender, _ in self.around.cells()}
        return genders.pop() if len(genders) == 1 else ""

    def _is_bare_name(self, replaced: str) -> bool:
        """Tell whether what gives way was a name without article."""
        if not replaced[0].isupper():
            return False
        last = self.words[self.around.end - 1].text
        common = key(replaced) in self.grammar.words("name_heads")
        return last[0].isupper() and not common and not self.grammar.singulars(replaced)

    def _apply(self, gender: str, number: str, article: str = "") -> tuple[str, Span]:
        edits = [*self._edits_before(gender, number, article), *self._edits_after(gender, number)]
        text, place = self.text, self.place
        capital = text[:1].isupper()
        for span, written in sorted(edits, key=lambda edit: edit[0], reverse=True):
            written = written.replace("'", "\u2019") if self.curly else written
            if span.of(text) == written:
                continue
            text = text[: span.start] + written + text[span.end :]
            if span.start < place.start or (span.start == place.start and not len(span)):
                shift = len(written) - len(span)
                place = Span(place.start + shift, place.end + shift)
        made = text[: place.start] + self.form + text[place.end :]
        made = made[:1].upper() + made[1:] if capital else made
        return made, Span(place.start, place.start + len(self.form))

    def _edits_before(self, gender: str, number: str, article: str) -> list[Edit]:
        """Return the changes to the words before the place, each up to where the next word begins."""
        around, grammar = self.around, self.grammar
        made, edits = {around.start: self.form}, []
        determiner = ""
        for position in range(around.start - 1, around.first - 1, -1):
            following = made.get(position + 1, self.words[position + 1].text)
            if position in around.adjectives:
                word, onset = self.words[position].text, self._onset(following)
                # Un vieux et grand homme, but un vieil homme.
                before = key(following) not in grammar.words("and")
                written = grammar.inflect_adjective(word, gender, number, before=before, onset=onset)
            elif position in around.determiners and article != "drop":
                written = self._determiner(position, gender, number, following)
            else:
                continue
            made[position] = written
            if position == around.first and position in around.determiners:
                determiner = written
            else:
                edits.append((self._whole(position), _spaced(written)))
        following = made.get(around.first, self.words[around.first].text)
        if article == "drop":
            following = self.form
        elif article == "add":
            determiner = grammar.write_determiner("definite", gender, number, self._onset(following)) or ""
        edits.append(self._edit_join(determiner, following))
        if around.partitive is not None:
            edits.append(self._edit_pronoun(around.partitive, gender))
        return edits

    def _edit_pronoun(self, position: int, gender: str) -> Edit:
        word = self.words[position]
        read = self.grammar.read_pronoun(word.text)
        assert read is not None
        written = self.grammar.write_pronoun(read[0], gender, read[2])
        parts = self.grammar.contraction(word.text)
        if parts is not None:
            both = self.grammar.contract(parts[0], written, optional=True)
            written = both or f"{parts[0]} {written}"
        return word.span, capital_like(written, word.text)

    def _onset(self, following: str) -> str:
        words = split_words(following)
        return self.grammar.onset(words[0].text) if words else ""

    def _determiner(self, position: int, gender: str, number: str, following: str) -> str:
        readings = self.around.readings(position)
        shown = self.words[position].text
        name = readings[0].name
        written = self.grammar.write_determiner(name, gender, number, self._onset(following))
        if position == self.around.preposition or written is None:
            return written or shown
        return capital_like(written, shown)

    def _edit_join(self, determiner: str, following: str) -> Edit:
        """Return the change to the preposition and first determiner, or to the word before the phrase."""
        around, grammar = self.around, self.grammar
        first = around.determiners[0] if around.determiners else None
        contracted = around.contracted is not None
        if around.contracted is not None:
            assert first is not None
            begin, end = self._whole(first).start, self._whole(first).end
            preposition = capital_like(around.contracted[0], self.words[first].text)
        else:
            begin = end = self.words[around.first].span.start
            if around.first == around.start:
                # Quotation marks before the place stay before it.
                begin = end = min(begin, self.place.start)
            if first is not None:
                end = self._whole(first).end
            preposition = ""
            if around.first > 0 and not gap(self.words[around.first].before):
                preposition = self.words[around.first - 1].text
                begin = self.words[around.first - 1].span.start
                end = end if first is not None else self._whole(around.first - 1).end
        preposition = preposition if determiner else self._preposition_of_place(preposition)
        both = grammar.contract(preposition, determiner.lower(), optional=contracted) if determiner else None
        if first is None and determiner:
            both = grammar.contract_added(preposition, determiner.lower()) or both
        if both is not None:
            return Span(begin, end), _spaced(capital_like(both, preposition))
        words = split_words(determiner or following)
        joined = grammar.join_before(preposition, words[0].text) if preposition and words else None
        if joined is not None:
            preposition = capital_like(joined, preposition)
        written = (_spaced(preposition) if preposition else "") + (_spaced(determiner) if determiner else "")
        return Span(begin, end), written

    def _preposition_of_place(self, preposition: str) -> str:
        """Return the preposition before the name of a place where another gives way: en Russie, à Moscou."""
        written = None
        if self.plan.naming == "place":
            written = self.grammar.mapping("place_prepositions").get(key(preposition))
        elif self.plan.naming == "bare" and key(self.plan.target) not in self.grammar.words("bare_places"):
            written = self.grammar.mapping("bare_prepositions").get(key(preposition))
        return capital_like(str(written), preposition) if written else preposition

    def _whole(self, position: int) -> Span:
        """Return a word with the space after it, up to the next word or the quotation marks before that."""
        span, after = self.words[position].span, self.words[position + 1].before
        return Span(span.start, span.end + len(after) - len(after.lstrip()))

    def _edits_after(self, gender: str, number: str) -> Iterator[Edit]:
        """Yield the changes to adjectives after the place that agreed with what stood there.

        Those behind a verb change in gender only, since the verb keeps its number.
        """
        around, grammar = self.around, self.grammar
        before = around.cells() & self._replaced_cells()
        yield from self._edits_of(around.after, before, gender, number)
        if around.partitive is not None:
            read = grammar.read_pronoun(self.words[around.partitive].text)
            before, number = (frozenset({(read[1], read[2])}), read[2]) if read else (before, number)
        if any(shown == number for _, shown in before):
            yield from self._edits_of(around.predicates, before, gender, number)

    def _edits_of(
        self, positions: tuple[int, ...], before: frozenset[tuple[str, str]], gender: str, number: str
    ) -> Iterator[Edit]:
        for position in positions:
            word = self.words[position]
            if not self.grammar.adjective_forms(word.text) & before:
                return
            yield word.span, self.grammar.inflect_adjective(word.text, gender, number)

    def _replaced_cells(self) -> frozenset[tuple[str, str]]:
        """Return the genders and numbers that the words which give way can have."""
        cells = self.grammar.cells_of(self.words[self.around.start].text)
        sure = len({gender for gender, _ in cells}) == 1
        return cells if sure or self.around.end - self.around.start == 1 else frozenset()


def _spaced(word: str) -> str:
    return word if is_elided(word) or word.endswith(" ") else word + " "
