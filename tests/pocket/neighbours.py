"""Hand-written German and Polish words go in; sentence pairs for the pocket packages into them come out.

Each noun stands in every case, after verbs and prepositions that govern it, so that a model trained on the
sentences inflects articles, adjectives and nouns. Singular only: what a small model can learn.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.pocket.sentences import start

# English → gender and forms in German (nominative, genitive, dative, accusative), then in Polish (those,
# instrumental, locative). A name has no article, which its English form tells.
_NOUNS = """
the councillor | m Stadtrat Stadtrats Stadtrat Stadtrat | m radny radnego radnemu radnego radnym radnym
the president | m Präsident Präsidenten Präsidenten Präsidenten | \
m prezydent prezydenta prezydentowi prezydenta prezydentem prezydencie
the journalist | m Journalist Journalisten Journalisten Journalisten | \
m dziennikarz dziennikarza dziennikarzowi dziennikarza dziennikarzem dziennikarzu
the reader | m Leser Lesers Leser Leser | \
m czytelnik czytelnika czytelnikowi czytelnika czytelnikiem czytelniku
the woman | f Frau Frau Frau Frau | f kobieta kobiety kobiecie kobietę kobietą kobiecie
the teacher | f Lehrerin Lehrerin Lehrerin Lehrerin | \
f nauczycielka nauczycielki nauczycielce nauczycielkę nauczycielką nauczycielce
Putin | m Putin Putins Putin Putin | m Putin Putina Putinowi Putina Putinem Putinie
the government | f Regierung Regierung Regierung Regierung | i rząd rządu rządowi rząd rządem rządzie
the council | m Rat Rats Rat Rat | f rada rady radzie radę radą radzie
the parliament | n Parlament Parlaments Parlament Parlament | \
i parlament parlamentu parlamentowi parlament parlamentem parlamencie
the court | n Gericht Gerichts Gericht Gericht | i sąd sądu sądowi sąd sądem sądzie
the newspaper | f Zeitung Zeitung Zeitung Zeitung | f gazeta gazety gazecie gazetę gazetą gazecie
the army | f Armee Armee Armee Armee | f armia armii armii armię armią armii
the petition | f Petition Petition Petition Petition | f petycja petycji petycji petycję petycją petycji
the book | n Buch Buchs Buch Buch | f książka książki książce książkę książką książce
the law | n Gesetz Gesetzes Gesetz Gesetz | f ustawa ustawy ustawie ustawę ustawą ustawie
the plan | m Plan Plans Plan Plan | i plan planu planowi plan planem planie
the report | m Bericht Berichts Bericht Bericht | i raport raportu raportowi raport raportem raporcie
the letter | m Brief Briefs Brief Brief | i list listu listowi list listem liście
the war | m Krieg Krieges Krieg Krieg | f wojna wojny wojnie wojnę wojną wojnie
the decision | f Entscheidung Entscheidung Entscheidung Entscheidung | \
f decyzja decyzji decyzji decyzję decyzją decyzji
the question | f Frage Frage Frage Frage | n pytanie pytania pytaniu pytanie pytaniem pytaniu
the road | f Straße Straße Straße Straße | f droga drogi drodze drogę drogą drodze
"""
# The same for Polish alone, of whose endings twenty nouns show too few.
_POLISH_NOUNS = """
the mayor | m burmistrz burmistrza burmistrzowi burmistrza burmistrzem burmistrzu
the minister | m minister ministra ministrowi ministra ministrem ministrze
the soldier | m żołnierz żołnierza żołnierzowi żołnierza żołnierzem żołnierzu
the doctor | m lekarz lekarza lekarzowi lekarza lekarzem lekarzu
the student | m student studenta studentowi studenta studentem studencie
the witness | m świadek świadka świadkowi świadka świadkiem świadku
the lawyer | m prawnik prawnika prawnikowi prawnika prawnikiem prawniku
the writer | f pisarka pisarki pisarce pisarkę pisarką pisarce
the city | n miasto miasta miastu miasto miastem mieście
the ministry | n ministerstwo ministerstwa ministerstwu ministerstwo ministerstwem ministerstwie
the meeting | n zebranie zebrania zebraniu zebranie zebraniem zebraniu
the statement | n oświadczenie oświadczenia oświadczeniu oświadczenie oświadczeniem oświadczeniu
the task | n zadanie zadania zadaniu zadanie zadaniem zadaniu
the talk | n spotkanie spotkania spotkaniu spotkanie spotkaniem spotkaniu
the window | n okno okna oknu okno oknem oknie
the sentence | n zdanie zdania zdaniu zdanie zdaniem zdaniu
the story | n opowiadanie opowiadania opowiadaniu opowiadanie opowiadaniem opowiadaniu
the answer | f odpowiedź odpowiedzi odpowiedzi odpowiedź odpowiedzią odpowiedzi
the house | i dom domu domowi dom domem domu
the contract | i kontrakt kontraktu kontraktowi kontrakt kontraktem kontrakcie
the project | i projekt projektu projektowi projekt projektem projekcie
the order | i rozkaz rozkazu rozkazowi rozkaz rozkazem rozkazie
the ban | i zakaz zakazu zakazowi zakaz zakazem zakazie
the article | i artykuł artykułu artykułowi artykuł artykułem artykule
the table | i stół stołu stołowi stół stołem stole
the festival | i festiwal festiwalu festiwalowi festiwal festiwalem festiwalu
the poster | i plakat plakatu plakatowi plakat plakatem plakacie
the senate | i senat senatu senatowi senat senatem senacie
the country | i kraj kraju krajowi kraj krajem kraju
the key | i klucz klucza kluczowi klucz kluczem kluczu
the document | i dokument dokumentu dokumentowi dokument dokumentem dokumencie
the budget | i budżet budżetu budżetowi budżet budżetem budżecie
the magazine | i tygodnik tygodnika tygodnikowi tygodnik tygodnikiem tygodniku
the rock | i kamień kamienia kamieniowi kamień kamieniem kamieniu
the action | f akcja akcji akcji akcję akcją akcji
the revolution | f rewolucja rewolucji rewolucji rewolucję rewolucją rewolucji
the reform | f reforma reformy reformie reformę reformą reformie
the party | f partia partii partii partię partią partii
the school | f szkoła szkoły szkole szkołę szkołą szkole
the change | f zmiana zmiany zmianie zmianę zmianą zmianie
the crisis | i kryzys kryzysu kryzysowi kryzys kryzysem kryzysie
the protest | i protest protestu protestowi protest protestem proteście
the complaint | f skarga skargi skardze skargę skargą skardze
the threat | f groźba groźby groźbie groźbę groźbą groźbie
the map | f mapa mapy mapie mapę mapą mapie
the election commission | f komisja wyborcza komisji wyborczej komisji wyborczej komisję wyborczą \
komisją wyborczą komisji wyborczej
the military unit | f jednostka wojskowa jednostki wojskowej jednostce wojskowej jednostkę wojskową \
jednostką wojskową jednostce wojskowej
the secret mission | f tajna misja tajnej misji tajnej misji tajną misję tajną misją tajnej misji
"""
# English → the German and the Polish verb with its preposition, and the case of what follows.
_VERBS = """
supported | unterstützte | 3 | poparł | 3
criticised | kritisierte | 3 | skrytykował | 3
discussed | besprach | 3 | omówił | 3
saw | sah | 3 | zobaczył | 3
answered | antwortete | 2 | odpowiedział | 2
helped | half | 2 | pomógł | 2
believed | glaubte | 2 | uwierzył | 2
spoke about | sprach über | 3 | mówił o | 5
spoke with | sprach mit | 2 | rozmawiał z | 4
voted against | stimmte gegen | 3 | głosował przeciwko | 2
demanded | verlangte | 3 | zażądał | 1
"""
_FRAMES = """
Without {}. | Ohne {}. | 3 | Bez {}. | 1
After {}. | Nach {}. | 2 | Po {}. | 5
We live with {}. | Wir leben mit {}. | 2 | Żyjemy z {}. | 4
Here is {}. | Hier ist {}. | 0 | Oto {}. | 0
I see {}. | Ich sehe {}. | 3 | Widzę {}. | 3
We think about {}. | Wir denken an {}. | 3 | Myślimy o {}. | 5
Because of {}. | Wegen {}. | 1 | Z powodu {}. | 1
"""
_ARTICLES = {"m": "der des dem den", "f": "die der der die", "n": "das des dem das"}
_WEAK = {"m": "e en en en", "f": "e en en e", "n": "e en en e"}
_POLISH_ENDINGS = {
    "m": "y ego emu ego ym ym",
    "i": "y ego emu y ym ym",
    "f": "a ej ej ą ą ej",
    "n": "e ego emu e ym ym",
}
_ADJECTIVES = {"new": ("neu", "now"), "old": ("alt", "star"), "important": ("wichtig", "ważn")}
# Before s, z and the like with another consonant z is ze.
_BEFORE_A_GROUP = re.compile(r" z (?=[szśźż]z?[bcdfghjklłmnprstwćń])")
_PAST = {"m": "", "i": "", "f": "a", "n": "o"}


@dataclass(frozen=True, slots=True)
class Named:
    """An English noun phrase with its gender and its forms in another language."""

    english: str
    gender: str
    forms: tuple[str, ...]


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def phrases(language: str) -> list[Named]:
    """Return every noun of a language, bare and with each adjective, with article where it has one."""
    found = []
    for english, *columns in (*_rows(_NOUNS), *(_rows(_POLISH_NOUNS) if language == "pl" else ())):
        gender, *words = columns[0 if language == "de" else -1].split()
        # A noun may bring an adjective of its own.
        size = len(words) // (4 if language == "de" else 6)
        forms = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
        for adjective in ("", *_ADJECTIVES) if english.startswith("the ") else ("",):
            shown = english.replace("the ", f"the {adjective} ") if adjective else english
            found.append(Named(shown, gender, tuple(_modified(language, english, gender, forms, adjective))))
    return found


def _modified(language: str, english: str, gender: str, forms: list[str], adjective: str) -> Iterator[str]:
    for place, form in enumerate(forms):
        words = [form]
        if adjective and language == "de":
            words.insert(0, _ADJECTIVES[adjective][0] + _WEAK[gender].split()[place])
        elif adjective:
            words.insert(0, _ADJECTIVES[adjective][1] + _POLISH_ENDINGS[gender].split()[place])
        if language == "de" and english.startswith("the "):
            words.insert(0, _ARTICLES[gender].split()[place])
        yield " ".join(words)


def _agree(verb: str, gender: str) -> str:
    """Return a Polish verb in the past tense of a subject: pomógł, pomogła."""
    first, *rest = verb.split()
    if _PAST[gender]:
        first = first.replace("mógł", "mogł") + _PAST[gender]
    return " ".join((first, *rest))


def act(language: str, subject: Named, row: list[str], thing: Named) -> tuple[str, str]:
    """Return "subject verb object" in both languages."""
    verb, place = (row[1], row[2]) if language == "de" else (_agree(row[3], subject.gender), row[4])
    told = f"{subject.forms[0]} {verb} {thing.forms[int(place)]}"
    return f"{start(subject.english)} {row[0]} {thing.english}.", f"{start(told)}."


def published(language: str, thing: Named, owner: Named) -> tuple[str, str]:
    """Return a sentence about a thing of an owner, who stands in the genitive."""
    told = f"{thing.forms[0]} {owner.forms[1]}"
    if language == "de":
        state = "wurde veröffentlicht"
    else:
        state = {"f": "została opublikowana", "n": "zostało opublikowane"}.get(
            thing.gender, "został opublikowany"
        )
    return f"{start(thing.english)} of {owner.english} was published.", f"{start(told)} {state}."


def neighbours(language: str, count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield `count` distinct pairs of English and `de` or `pl`, always the same ones for the same seed."""
    choose, nouns, verbs, frames = random.Random(seed), phrases(language), _rows(_VERBS), _rows(_FRAMES)
    seen: set[str] = set()
    while len(seen) < count:
        kind, one, other = choose.random(), choose.choice(nouns), choose.choice(nouns)
        if kind < 0.6:
            pair = act(language, one, choose.choice(verbs), other)
        elif kind < 0.75 and other.english.startswith("the "):
            pair = published(language, one, other)
        else:
            english, german, fourth, polish, case = choose.choice(frames)
            target, place = (german, fourth) if language == "de" else (polish, case)
            pair = english.format(one.english), target.format(one.forms[int(place)])
        if language == "pl":
            pair = pair[0], _BEFORE_A_GROUP.sub(" ze ", pair[1])
        if pair[0] not in seen:
            seen.add(pair[0])
            yield pair
