"""An English term goes in; its plural and its verb forms come out."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_pipe.glossary.words import word_set

# Plurals that no rule gives. Source: any school grammar; words of news and law first.
_PLURALS: dict[str, tuple[str, ...]] = {
    "man": ("men",),
    "woman": ("women",),
    "child": ("children",),
    "person": ("people", "persons"),
    "foot": ("feet",),
    "tooth": ("teeth",),
    "goose": ("geese",),
    "mouse": ("mice",),
    "louse": ("lice",),
    "ox": ("oxen",),
    "die": ("dice",),
    "penny": ("pence", "pennies"),
    "half": ("halves",),
    "calf": ("calves",),
    "knife": ("knives",),
    "leaf": ("leaves",),
    "life": ("lives",),
    "loaf": ("loaves",),
    "self": ("selves",),
    "shelf": ("shelves",),
    "thief": ("thieves",),
    "wife": ("wives",),
    "wolf": ("wolves",),
    "scarf": ("scarves", "scarfs"),
    "wharf": ("wharves", "wharfs"),
    "hoof": ("hooves", "hoofs"),
    "analysis": ("analyses",),
    "axis": ("axes",),
    "basis": ("bases",),
    "crisis": ("crises",),
    "diagnosis": ("diagnoses",),
    "emphasis": ("emphases",),
    "hypothesis": ("hypotheses",),
    "oasis": ("oases",),
    "parenthesis": ("parentheses",),
    "synthesis": ("syntheses",),
    "thesis": ("theses",),
    "criterion": ("criteria",),
    "phenomenon": ("phenomena",),
    "addendum": ("addenda",),
    "bacterium": ("bacteria",),
    "curriculum": ("curricula", "curriculums"),
    "datum": ("data",),
    "erratum": ("errata",),
    "forum": ("forums", "fora"),
    "medium": ("media", "mediums"),
    "memorandum": ("memoranda", "memorandums"),
    "millennium": ("millennia", "millenniums"),
    "moratorium": ("moratoria", "moratoriums"),
    "ovum": ("ova",),
    "referendum": ("referendums", "referenda"),
    "spectrum": ("spectra", "spectrums"),
    "stadium": ("stadiums", "stadia"),
    "stratum": ("strata",),
    "symposium": ("symposia", "symposiums"),
    "ultimatum": ("ultimatums", "ultimata"),
    "alumnus": ("alumni",),
    "bacillus": ("bacilli",),
    "cactus": ("cacti", "cactuses"),
    "focus": ("focuses", "foci"),
    "fungus": ("fungi", "funguses"),
    "nucleus": ("nuclei",),
    "radius": ("radii", "radiuses"),
    "stimulus": ("stimuli",),
    "syllabus": ("syllabuses", "syllabi"),
    "terminus": ("termini", "terminuses"),
    "appendix": ("appendices", "appendixes"),
    "index": ("indices", "indexes"),
    "matrix": ("matrices", "matrixes"),
    "vertex": ("vertices", "vertexes"),
    "antenna": ("antennas", "antennae"),
    "formula": ("formulas", "formulae"),
    "larva": ("larvae",),
    "nebula": ("nebulae", "nebulas"),
    "apparatus": ("apparatuses", "apparatus"),
    "bureau": ("bureaux", "bureaus"),
    "chateau": ("chateaux", "chateaus"),
    "château": ("châteaux",),
    "plateau": ("plateaus", "plateaux"),
    "tableau": ("tableaux",),
    "kibbutz": ("kibbutzim",),
    "quiz": ("quizzes",),
    "bus": ("buses", "busses"),
    "gas": ("gases", "gasses"),
    "buffalo": ("buffaloes", "buffalos"),
    "cargo": ("cargoes", "cargos"),
    "echo": ("echoes",),
    "embargo": ("embargoes",),
    "hero": ("heroes",),
    "mosquito": ("mosquitoes", "mosquitos"),
    "potato": ("potatoes",),
    "tomato": ("tomatoes",),
    "tornado": ("tornadoes", "tornados"),
    "torpedo": ("torpedoes",),
    "veto": ("vetoes",),
    "volcano": ("volcanoes", "volcanos"),
    "passerby": ("passersby",),
    "stomach": ("stomachs",),
    "monarch": ("monarchs",),
    "patriarch": ("patriarchs",),
    "oligarch": ("oligarchs",),
    "epoch": ("epochs",),
    "czech": ("czechs",),
}
# These never change. Source: as above.
_UNCHANGED = word_set(
    """
    aircraft bison cod craft deer fish headquarters hovercraft means moose news offspring police salmon
    series sheep shrimp spacecraft species staff swine trout warcraft watercraft works
    """
)
_HEAD_ENDS = word_set("of for in to at on with by from against under without de du la")
# The noun comes first and the adjective after it: attorneys general, courts martial.
_LATE_ADJECTIVES = word_set("general martial laureate emeritus elect designate extraordinary")

# Verb, past and past participle where they differ from the verb; regular in -ed besides these.
_IRREGULAR = """
arise arose arisen|become became|begin began begun|bind bound|bleed bled|blow blew blown|break broke broken
breed bred|bring brought|broadcast|build built|burn burnt|burst|buy bought|catch caught|choose chose chosen
cling clung|come came|cost|creep crept|cut|deal dealt|dig dug|draw drew drawn|drink drank drunk
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled
fly flew flown|forbid forbade forbidden|forecast|forget forgot forgotten|forgive forgave forgiven
freeze froze frozen|get got gotten|give gave given|go went gone|grind ground|grow grew grown|hang hung
have has had|hear heard|hide hid hidden|hit|hold held|hurt|keep kept|know knew known|lay laid|lead led
lean leant|learn learnt|leave left|lend lent|let|lie lay lain|lose lost|make made|mean meant|meet met
mislead misled|mistake mistook mistaken|overcome overcame|override overrode overridden|overrun overran
oversee oversaw overseen|overtake overtook overtaken|overthrow overthrew overthrown|pay paid|put|quit|read
rebuild rebuilt|repay repaid|resell resold|rewrite rewrote rewritten|rid|ride rode ridden|ring rang rung
rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|set|shake shook shaken|shed
shoot shot|show shown|shrink shrank shrunk|shut|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid
speak spoke spoken|spend spent|spin spun|split|spread|spring sprang sprung|stand stood|steal stole stolen
stick stuck|strike struck stricken|strive strove striven|swear swore sworn|sweep swept|swim swam swum
swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
undergo underwent undergone|understand understood|undertake undertook undertaken|undo undid undone
uphold upheld|upset|wake woke woken|wear wore worn|weave wove woven|win won|withdraw withdrew withdrawn
withhold withheld|withstand withstood|write wrote written
"""
_VERBS = {
    verb: tuple(forms)
    for verb, *forms in (part.split() for part in _IRREGULAR.replace("|", "\n").splitlines() if part)
}
# A last consonant is doubled where the last syllable is stressed; one-syllable words and these.
_DOUBLED = word_set(
    """
    admit allot annul begin commit compel confer control defer deter dispel embed emit enrol equip excel
    expel forbid forget incur infer outfit outwit omit overrun patrol permit prefer propel rebut recur
    refer regret repel submit transfer transmit upset cancel counsel fuel label level marshal model
    signal total travel
    """
)


@lru_cache(maxsize=65536)
def pluralise_noun(word: str) -> tuple[str, ...]:
    """Return the plurals of one lower-case word, the usual one first; () where it does not change."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word in _UNCHANGED or not word[-1:].isalpha():
        return ()
    for ending, plural in (("woman", "women"), ("fish", ""), ("craft", "")):
        if word.endswith(ending):
            return (word[: -len(ending)] + plural,) if plural else ()
    if word.endswith("man") and word not in ("german", "human", "roman", "ottoman", "talisman", "shaman"):
        return (word[:-3] + "men",)
    if word.endswith(("s", "x", "z", "ch", "sh", "ß")):
        return (word + "es",)
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ies", word + "s")
    return (word + "s",)


@lru_cache(maxsize=16384)
def conjugate_verb(word: str) -> tuple[str, ...]:
    """Return the other forms of one lower-case verb: third person, past, participles."""
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = word + "es"
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        third = word[:-1] + "ies"
    else:
        third = word + "s"
    stem = word
    syllables = len(re.findall(r"[aeiouy]+", word))
    short = re.search(r"(?:^|[^aeiou])[aeiouy][^aeiouwxy]$", word)
    if word in _DOUBLED or (syllables == 1 and short):
        stem = word + word[-1]
    if word.endswith("ie"):
        present = word[:-2] + "ying"
    elif word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        present = word[:-1] + "ing"
    else:
        present = stem + "ing"
    if word in _VERBS:
        past: tuple[str, ...] = _VERBS[word]
    elif word.endswith("e"):
        past = (word + "d",)
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        past = (word[:-1] + "ied",)
    else:
        past = (stem + "ed",)
    return tuple(form for form in dict.fromkeys((third, *past, present)) if form != word)


def find_head(words: tuple[str, ...]) -> int:
    """Return the position of the word that takes the plural: before the first preposition, else the last.

    >>> find_head(("president", "of", "the", "russian", "federation"))
    0
    """
    for index, word in enumerate(words[1:], start=1):
        if word in _HEAD_ENDS:
            return index - 1
    if len(words) == 2 and words[1] in _LATE_ADJECTIVES:
        return 0
    return len(words) - 1
