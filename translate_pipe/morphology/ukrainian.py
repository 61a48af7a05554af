"""Ukrainian: its function words, and how its names decline; needs the optional dictionary."""

from __future__ import annotations

import re

from translate_pipe.morphology.inflecting import InflectingMorphology
from translate_pipe.morphology.language import Language, government
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.ukrainian_names import decline_first_name, decline_surname
from translate_pipe.morphology.variants import Variant
from translate_pipe.morphology.words import word_set

PREPOSITIONS = government(
    genitive=(
        "без від од до з із зі для біля після проти серед крім окрім замість навколо довкола "
        "задля заради із-за з-за з-під із-під протягом упродовж внаслідок щодо стосовно "
        "напередодні поблизу коло вздовж всередині у в поверх понад посеред"
    ),
    dative="завдяки всупереч наперекір назустріч",
    accusative="про через крізь за на в у по під попри повз понад поза",
    instrumental="з із зі над під перед за між поміж поза понад",
    locative="в у на по при о об",
)

# Before a group of consonants з is зі (зі школи, зі Львова); із, which may stand anywhere, is left alone.
_VARIANTS = (
    Variant(
        "з",
        "зі",
        re.compile("[жзсцчшщ][бвгґджзклмнпрстфхцчшщ]|льв|лж|мн"),
        abbreviations=re.compile("сша"),
    ),
)

UKRAINIAN = Language(
    variants=_VARIANTS,
    dictionary="uk",
    prepositions=PREPOSITIONS,
    conjunctions=word_set("і й та або чи"),
    agreeing_generics=word_set("місто столиця річка ріка село хутір вулиця планета"),
    fixed_first=word_set(
        "авіа авто арт аудіо бізнес веб відео віце генерал дизель екс експрес інтернет кібер кіно",
        "код крос майстер медіа максі міні мікро онлайн офлайн поп прем'єр прес радіо рок смарт",
        "спорт стоп топ унтер фан фітнес флеш фото чат шеф шоу штаб",
    ),
    name_particles=word_set(
        "фон ван де дер ден ді да дю ла ле дель делла дос тер цу бен ібн огли ель",
    ),
    clan_names=word_set("сі кім пак мун юн лі чон чо хан"),
    decline_surname=decline_surname,
    decline_first_name=decline_first_name,
    surname_endings=("енко", "ський", "цький", "чук", "ов", "ев", "єв", "ова", "ева", "єва", "ська", "цька"),
    gendered_surname_endings=(
        "ов",
        "ев",
        "єв",
        "ін",
        "їн",
        "ий",
        "ова",
        "ева",
        "єва",
        "іна",
        "їна",
        "ська",
        "цька",
    ),
    feminine_surname_endings=("ова", "ева", "єва", "іна", "їна", "ська", "цька", "зька"),
    plural_by_nature=frozenset(
        [
            "збройні сили",
            "повітряні сили",
            "сили оборони",
            "бойові дії",
            "воєнні дії",
            "сполучені штати",
            "сполучені штати америки",
            "персональні дані",
            "цінні папери",
            "правоохоронні органи",
        ]
    ),
    loose_prepositions=word_set(
        "біля після проти серед крім окрім навколо довкола протягом упродовж внаслідок щодо",
        "стосовно напередодні поблизу коло вздовж всередині завдяки всупереч наперекір назустріч",
        "понад поверх повз за",
    ),
    transparent=word_set("його її їх дуже вельми вкрай"),
    standing_alone=word_set(
        "весь увесь той такий який котрий чий кожен кожний будь-який інший один сам самий цей",
        "решта перший останній другий третій мій твій наш ваш свій військовий хворий поранений",
        "дорослий",
    ),
    governing=word_set(
        "повний гідний вірний рівний подібний схожий готовий здатний відомий близький потрібний",
        "необхідний доступний вдячний властивий характерний задоволений багатий бідний винний",
    ),
    contact_verbs=word_set(
        "бити битися вдарити вдаритися розбитися спіткнутися спертися спиратися",
    ),
    copulas=word_set(
        "бути стати ставати бувати виявитися називатися вважатися лишитися залишитися",
    ),
    impersonal=word_set("бракувати вистачати вистачити слід належати"),
    relatives=frozenset({"який", "котрий"}),
    comparing=word_set("як ніж мов наче немов ніби це"),
    paucals=word_set("два три чотири обидва"),
    paucal_cell=("nominative", "plural"),
    second_locatives=frozenset(),
    count_forms={},
    adjectives_are_nouns=True,
    seldom_nouns=word_set(
        "стане стали коли знати пити але як так там тому може дали коло мало сам поки три про при був мав",
    ),
)


def load_ukrainian(locale: str) -> InflectingMorphology | None:
    """Return the Ukrainian morphology, or None where its dictionary (the extra `uk`) is not installed."""
    from importlib.util import find_spec

    if find_spec("pymorphy3_dicts_uk") is None:
        return None
    lexicon = Lexicon(
        UKRAINIAN.dictionary,
        UKRAINIAN.fixed_first,
        first_names=frozenset({"володимир", "богдан"}),
        weights={"VERB": 0.5, "impr": 0.1, "voct": 0.1, "Name": 0.5, "Surn": 0.5},
        clumsy_endings={
            "dative": ("ові", "еві", "єві"),
            "locative": ("ові", "еві", "єві", "ім", "гу"),
        },
    )
    return InflectingMorphology(locale, lexicon, UKRAINIAN)
