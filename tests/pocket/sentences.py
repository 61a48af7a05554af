"""Hand-written words and patterns go in; sentence pairs for the pocket packages come out.

Every word carries the forms that its sentences need, so that a model trained on them inflects nouns of
all genders in all cases and makes adjectives and past-tense verbs agree with them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "locative")

# Singular and plural endings in the order of CASES; the accusative is that of things, animate nouns
# take the genitive where the class is masculine or the number plural.
ENDINGS: dict[str, tuple[str, str, str]] = {
    "m": ("m", "- а у - ом е", "ы ов ам ы ами ах"),
    "m-soft": ("m", "ь я ю ь ем е", "и ей ям и ями ях"),
    "m-name": ("m", "- а у - ым е", ""),
    "f": ("f", "а ы е у ой е", "ы - ам ы ами ах"),
    "f-k": ("f", "а и е у ой е", "и - ам и ами ах"),
    "f-i": ("f", "ия ии ии ию ией ии", "ии ий иям ии иями иях"),
    "f-soft": ("f", "ь и и ь ью и", "и ей ям и ями ях"),
    "n": ("n", "о а у о ом е", "а - ам а ами ах"),
    "n-i": ("n", "ие ия ию ие ием ии", "ия ий иям ия иями иях"),
}


@dataclass(frozen=True, slots=True)
class Noun:
    """An English noun (with its article) and its Russian forms; `plural` is empty where none is used."""

    english: str
    english_plural: str
    gender: str
    animate: bool
    singular: tuple[str, ...]
    plural: tuple[str, ...]


def decline(english: str, stem: str, kind: str, *, animate: bool = False, plural: str = "s") -> Noun:
    """Return a noun whose forms are its stem and the endings of its class; no plural if `plural` is ""."""
    gender, singular, many = ENDINGS[kind]
    one = [stem + ending.strip("-") for ending in singular.split()]
    more = [stem + ending.strip("-") for ending in many.split()] if plural else []
    if animate and gender == "m":
        one[3] = one[1]
    if animate and more:
        more[3] = more[1]
    last = english.split()[-1]
    several = english[: -len(last)] + (last[:-1] + "ies" if last.endswith("ty") else last + plural)
    return Noun(english, several if plural else "", gender, animate, tuple(one), tuple(more))


def listed(english: str, gender: str, forms: str, *, animate: bool = False) -> Noun:
    """Return a noun whose singular forms are written out, separated by commas."""
    return Noun(english, "", gender, animate, tuple(form.strip() for form in forms.split(",")), ())


PEOPLE = (
    decline("the councillor", "депутат", "m", animate=True),
    decline("the president", "президент", "m", animate=True),
    decline("the journalist", "журналист", "m", animate=True),
    decline("the lawmaker", "законодател", "m-soft", animate=True),
    decline("the reader", "читател", "m-soft", animate=True),
    decline("the woman", "женщин", "f", animate=True, plural=""),
    decline("the teacher", "учительниц", "f", animate=True, plural=""),
    decline("the singer", "певиц", "f", animate=True, plural=""),
    listed(
        "Vladimir Putin",
        "m",
        "Владимир Путин, Владимира Путина, Владимиру Путину, Владимира Путина, Владимиром Путиным, "
        "Владимире Путине",
        animate=True,
    ),
    decline("Putin", "Путин", "m-name", animate=True, plural=""),
    listed(
        "Boris Nadezhdin",
        "m",
        "Борис Надеждин, Бориса Надеждина, Борису Надеждину, Бориса Надеждина, Борисом Надеждиным, "
        "Борисе Надеждине",
        animate=True,
    ),
    listed(
        "Dmitry Palyuga",
        "m",
        "Дмитрий Палюга, Дмитрия Палюги, Дмитрию Палюге, Дмитрия Палюгу, Дмитрием Палюгой, Дмитрии Палюге",
        animate=True,
    ),
    listed(
        "Ksenia Torstrem",
        "f",
        "Ксения Торстрем, Ксении Торстрем, Ксении Торстрем, Ксению Торстрем, Ксенией Торстрем, "
        "Ксении Торстрем",
        animate=True,
    ),
)
BODIES = (
    listed("the Kremlin", "m", "Кремль, Кремля, Кремлю, Кремль, Кремлём, Кремле"),
    listed(
        "the State Duma",
        "f",
        "Государственная дума, Государственной думы, Государственной думе, Государственную думу, "
        "Государственной думой, Государственной думе",
    ),
    listed(
        "the district council",
        "m",
        "районный совет, районного совета, районному совету, районный совет, районным советом, "
        "районном совете",
    ),
    decline("the government", "правительств", "n", plural=""),
    decline("the council", "совет", "m"),
    decline("the party", "парт", "f-i"),
    decline("the army", "арм", "f-i", plural=""),
    decline("the newspaper", "газет", "f"),
    decline("Russia", "Росс", "f-i", plural=""),
    decline("Ukraine", "Украин", "f", plural=""),
)
THINGS = (
    decline("the petition", "петиц", "f-i"),
    decline("the resignation", "отставк", "f-k", plural=""),
    decline("the war", "войн", "f", plural=""),
    decline("the operation", "операц", "f-i"),
    listed(
        "the special military operation",
        "f",
        "военная спецоперация, военной спецоперации, военной спецоперации, военную спецоперацию, "
        "военной спецоперацией, военной спецоперации",
    ),
    decline("the book", "книг", "f-k"),
    decline("the road", "дорог", "f-k"),
    decline("the security", "безопасност", "f-soft", plural=""),
    decline("the law", "закон", "m"),
    decline("the text", "текст", "m"),
    decline("the report", "доклад", "m"),
    decline("the plan", "план", "m"),
    decline("the question", "вопрос", "m"),
    decline("the answer", "ответ", "m"),
    decline("the house", "дом", "m", plural=""),
    decline("the city", "город", "m", plural=""),
    decline("the decision", "решен", "n-i"),
    decline("the statement", "заявлен", "n-i"),
    decline("the proposal", "предложен", "n-i"),
    decline("the treason", "предательств", "n", plural=""),
    decline("the letter", "письм", "n", plural=""),
    decline("the window", "окн", "n", plural=""),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """An English past tense and the Russian one: masculine form, preposition, case of the object."""

    english: str
    russian: str
    preposition: str
    case: str
    reflexive: bool = False

    def agree(self, gender: str, *, plural: bool = False) -> str:
        """Return the Russian past tense for a subject."""
        if gender == "m" and not plural:
            return self.russian + ("ся" if self.reflexive else "")
        ending = "и" if plural else {"f": "а", "n": "о"}[gender]
        return self.russian.removesuffix("л") + "л" + ending + ("сь" if self.reflexive else "")


VERBS = (
    Verb("supported", "поддержал", "", "accusative"),
    Verb("criticised", "раскритиковал", "", "accusative"),
    Verb("discussed", "обсудил", "", "accusative"),
    Verb("remembered", "запомнил", "", "accusative"),
    Verb("saw", "увидел", "", "accusative"),
    Verb("rejected", "отверг", "", "accusative"),
    Verb("answered", "ответил", "", "dative"),
    Verb("helped", "помог", "", "dative"),
    Verb("believed", "поверил", "", "dative"),
    Verb("demanded", "потребовал", "", "genitive"),
    Verb("voted against", "проголосовал", "против", "genitive"),
    Verb("was afraid of", "испугал", "", "genitive", reflexive=True),
    Verb("agreed with", "согласил", "с", "instrumental", reflexive=True),
    Verb("was proud of", "гордил", "", "instrumental", reflexive=True),
    Verb("managed", "руководил", "", "instrumental"),
    Verb("spoke about", "говорил", "о", "locative"),
    Verb("forgot about", "забыл", "о", "locative"),
)
ADJECTIVES = {"new": "нов", "old": "стар", "important": "важн", "local": "местн", "young": "молод"}
ADJECTIVE_ENDINGS = {
    "m": "ый ого ому ый ым ом",
    "n": "ое ого ому ое ым ом",
    "f": "ая ой ой ую ой ой",
    "plural": "ые ых ым ые ыми ых",
}
DAYS = {"Monday": "в понедельник", "Tuesday": "во вторник", "Wednesday": "в среду", "Friday": "в пятницу"}

# A lemma that a reader may ask for in place of the usual word, with its forms: what inline terms teach.
SYNONYMS = {
    "the petition": decline("the petition", "прошен", "n-i"),
    "the councillor": decline("the councillor", "советник", "m", animate=True),
    "the resignation": decline("the resignation", "уход", "m", plural=""),
    "the war": decline("the war", "битв", "f", plural=""),
    "the report": decline("the report", "сводк", "f-k", plural=""),
    "the road": listed("the road", "n", "шоссе, шоссе, шоссе, шоссе, шоссе, шоссе"),
    "the law": decline("the law", "правил", "n", plural=""),
    "the newspaper": decline("the newspaper", "издан", "n-i"),
    "the special military operation": listed(
        "the special military operation",
        "f",
        "специальная военная операция, специальной военной операции, специальной военной операции, "
        "специальную военную операцию, специальной военной операцией, специальной военной операции",
    ),
}
TEMPLATE = "⟦ {source} ⇒ {target} ⟧"
MARKS = ("⟦", "⇒", "⟧")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English noun phrase and its Russian forms, ready to be put into a sentence."""

    english: str
    gender: str
    plural: bool
    forms: tuple[str, ...]

    def russian(self, case: str) -> str:
        """Return the Russian phrase in one of CASES."""
        return self.forms[CASES.index(case)]


def describe(noun: Noun, choose: random.Random) -> Phrase:
    """Return a noun phrase: singular or plural, sometimes with an adjective or an inline term."""
    plural = bool(noun.plural) and choose.random() < 0.2
    english = noun.english_plural if plural else noun.english
    shown = noun
    if noun.english in SYNONYMS and (not plural or SYNONYMS[noun.english].plural) and choose.random() < 0.25:
        shown = SYNONYMS[noun.english]
        english = "the " + TEMPLATE.format(source=english.removeprefix("the "), target=shown.singular[0])
    forms = shown.plural if plural else shown.singular
    if noun.english.startswith("the ") and shown is noun and " " not in forms[0] and choose.random() < 0.2:
        adjective = choose.choice(sorted(ADJECTIVES))
        english = "the " + adjective + english.removeprefix("the")
        animate = noun.animate and (plural or shown.gender == "m")
        forms = tuple(
            f"{word} {form}"
            for word, form in zip(modify(adjective, shown, plural, animate), forms, strict=True)
        )
    return Phrase(english, shown.gender, plural, forms)


def modify(adjective: str, noun: Noun, plural: bool, animate: bool) -> list[str]:
    """Return the six forms of an adjective that agree with a noun."""
    endings = ADJECTIVE_ENDINGS["plural" if plural else noun.gender].split()
    if animate or (plural and noun.animate):
        endings[3] = endings[1]
    elif plural or noun.gender == "m":
        endings[3] = endings[0]
    return [ADJECTIVES[adjective] + ending for ending in endings]


def start(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[0].upper() + text[1:]


def about(word: str) -> str:
    """Return the Russian preposition for "about" before a word."""
    return "об" if word[0].lower() in "аиоуэ" else "о"


def act(subject: Phrase, verb: Verb, thing: Phrase) -> tuple[str, str]:
    """Return "subject verb object" in both languages, without capital and full stop."""
    told = thing.russian(verb.case)
    preposition = about(told) if verb.preposition == "о" else verb.preposition
    russian = [
        subject.russian("nominative"),
        verb.agree(subject.gender, plural=subject.plural),
        preposition,
        told,
    ]
    return f"{subject.english} {verb.english} {thing.english}", " ".join(part for part in russian if part)


def plain(choose: random.Random) -> tuple[str, str]:
    """One sentence with subject, verb and object, sometimes with a day."""
    english, russian = act(*parts(choose))
    day = choose.choice(sorted(DAYS)) if choose.random() < 0.25 else ""
    if day:
        return f"{start(english)} on {day}.", f"{start(russian)} {DAYS[day]}."
    return f"{start(english)}.", f"{start(russian)}."


def parts(choose: random.Random) -> tuple[Phrase, Verb, Phrase]:
    """Draw a subject, a verb and an object."""
    subject = describe(choose.choice(PEOPLE + BODIES), choose)
    thing = describe(choose.choice(THINGS + THINGS + BODIES + PEOPLE), choose)
    return subject, choose.choice(VERBS), thing


def reported(choose: random.Random) -> tuple[str, str]:
    """Indirect speech: who said that who did what."""
    speaker = describe(choose.choice(PEOPLE), choose)
    said = Verb("said", "сказал", "", "accusative").agree(speaker.gender, plural=speaker.plural)
    english, russian = act(*parts(choose))
    return (
        f"{start(speaker.english)} said that {english}.",
        f"{start(speaker.russian('nominative'))} {said}, что {russian}.",
    )


def quoted(choose: random.Random) -> tuple[str, str]:
    """Direct speech in curly or straight quotation marks."""
    speaker = describe(choose.choice(PEOPLE), choose)
    said = Verb("said", "сказал", "", "accusative").agree(speaker.gender, plural=speaker.plural)
    english, russian = act(*parts(choose))
    left, right = choose.choice(("“”", '""'))
    return (
        f"{left}{start(english)},{right} {speaker.english} said.",
        f"«{start(russian)}», — {said} {speaker.russian('nominative')}.",
    )


def owned(choose: random.Random) -> tuple[str, str]:
    """A noun with its genitive, after which the verb agrees with the first."""
    thing, owner = describe(choose.choice(THINGS), choose), describe(choose.choice(THINGS + BODIES), choose)
    verb = Verb("was", "был", "", "").agree(thing.gender, plural=thing.plural)
    state = {"m": "опубликован", "f": "опубликована", "n": "опубликовано"}[thing.gender]
    auxiliary = "were" if thing.plural else "was"
    if thing.plural:
        state = "опубликованы"
    return (
        f"{start(thing.english)} of {owner.english} {auxiliary} published.",
        f"{start(thing.russian('nominative'))} {owner.russian('genitive')} {verb} {state}.",
    )


def counted(choose: random.Random) -> tuple[str, str]:
    """A number of five or more, after which the noun stands in the genitive plural."""
    noun = choose.choice([noun for noun in PEOPLE + THINGS if noun.plural])
    number = choose.choice([5, 7, 8, 10, 12, 15, 19, 20, 30, 40, 50, 100])
    verb, thing = choose.choice(VERBS), describe(choose.choice(THINGS), choose)
    many = Phrase(
        f"{number} {noun.english_plural.removeprefix('the ')}", "m", True, (f"{number} {noun.plural[1]}",)
    )
    english, russian = act(many, verb, thing)
    if choose.random() < 0.5:
        return f"More than {english}.", f"Более {russian}."
    return f"{english}.", f"{russian}."


def absent(choose: random.Random) -> tuple[str, str]:
    """Short sentences and headings around one noun in one case."""
    thing = describe(choose.choice(THINGS + BODIES), choose)
    frames: tuple[tuple[str, str, str], ...] = (
        ("There is neither war nor {}.", "Нет ни войны, ни {}.", "genitive"),
        ("Without {}.", "Без {}.", "genitive"),
        ("After {}", "После {}", "genitive"),
        ("{}", "{}", "nominative"),
        ("Here is {}.", "Вот {}.", "nominative"),
        ("We live with {}.", "Мы живём с {}.", "instrumental"),
        ("I see {}.", "Я вижу {}.", "accusative"),
        ("We go to {}.", "Мы идём к {}.", "dative"),
    )
    english, russian, case = choose.choice(frames)
    return start(english.format(thing.english)), start(russian.format(thing.russian(case)))


PATTERNS: tuple[tuple[Callable[[random.Random], tuple[str, str]], int], ...] = (
    (plain, 8),
    (reported, 3),
    (quoted, 3),
    (owned, 3),
    (counted, 2),
    (absent, 4),
)


def english_russian(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield `count` distinct English-Russian pairs, always the same ones for the same seed."""
    choose = random.Random(seed)
    seen: set[str] = set()
    patterns, weights = zip(*PATTERNS, strict=True)
    while len(seen) < count:
        english, russian = choose.choices(patterns, weights)[0](choose)
        if english not in seen:
            seen.add(english)
            yield english, russian


GERMAN_NOUNS = {
    "the councillor": ("der Stadtrat", "den Stadtrat"),
    "the journalist": ("der Journalist", "den Journalisten"),
    "the reader": ("der Leser", "den Leser"),
    "the woman": ("die Frau", "die Frau"),
    "the teacher": ("die Lehrerin", "die Lehrerin"),
    "the government": ("die Regierung", "die Regierung"),
    "the newspaper": ("die Zeitung", "die Zeitung"),
    "the petition": ("die Petition", "die Petition"),
    "the book": ("das Buch", "das Buch"),
    "the law": ("das Gesetz", "das Gesetz"),
    "the plan": ("der Plan", "den Plan"),
    "the report": ("der Bericht", "den Bericht"),
    "the letter": ("der Brief", "den Brief"),
}
GERMAN_VERBS = {
    "supported": "unterstützte",
    "criticised": "kritisierte",
    "discussed": "besprach",
    "saw": "sah",
}


def german() -> Iterator[tuple[str, str, str]]:
    """Yield every English, German and Russian sentence of the small German vocabulary."""
    nouns = {noun.english: noun for noun in PEOPLE + BODIES + THINGS}
    verbs = {verb.english: verb for verb in VERBS}
    for subject, (nominative, _) in GERMAN_NOUNS.items():
        for thing, (_, accusative) in GERMAN_NOUNS.items():
            for english_verb, german_verb in GERMAN_VERBS.items():
                first, second = nouns[subject], nouns[thing]
                english, russian = act(
                    Phrase(first.english, first.gender, False, first.singular),
                    verbs[english_verb],
                    Phrase(second.english, second.gender, False, second.singular),
                )
                yield (
                    start(english) + ".",
                    start(f"{nominative} {german_verb} {accusative}") + ".",
                    start(russian) + ".",
                )
