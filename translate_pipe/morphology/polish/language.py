"""The function words of Polish."""

from __future__ import annotations

import re

from translate_pipe.morphology.language import Language, government
from translate_pipe.morphology.polish.names import decline_first_name, decline_surname
from translate_pipe.morphology.variants import Variant
from translate_pipe.morphology.words import word_set

_CONSONANT = "[bcćdfghjklłmnńpqrsśtvwxzźż]"
# Usage before groups of consonants, as spelling dictionaries give it.
_VARIANTS = (
    Variant("z", "ze", re.compile(f"(?:sz|[zśźż]|s(?!z)){_CONSONANT}|w[szś]|wz|lw|łz|mną$")),
    Variant("w", "we", re.compile(f"[wf]{_CONSONANT}|lw|mnie$")),
)

POLISH = Language(
    dictionary="pl",
    prepositions=government(
        genitive=(
            "bez do dla od ode z ze u obok koło około poza prócz oprócz spośród spod znad sprzed wśród "
            "pośród podczas według wobec zamiast mimo pomimo wokół dookoła naokoło wzdłuż blisko niedaleko "
            "wskutek celem odnośnie względem spoza zza"
        ),
        dative="dzięki wbrew przeciw przeciwko ku naprzeciw naprzeciwko",
        accusative="przez na w we o po za nad pod przed między pomiędzy ponad poza poprzez mimo pomimo",
        instrumental="z ze nad pod przed za między pomiędzy poza ponad",
        locative="w we na o po przy",
    ),
    conjunctions=word_set("i oraz lub albo a czy"),
    agreeing_generics=word_set("rzeka"),
    fixed_first=word_set("mini maxi anty wice eks cyber euro auto foto radio wideo internet"),
    name_particles=word_set("von van de der den di da du la le del della dos ter ibn bin el al"),
    clan_names=word_set("kim park li xi mao nguyen"),
    decline_surname=decline_surname,
    decline_first_name=decline_first_name,
    surname_endings=("ski", "cki", "dzki", "ska", "cka", "dzka", "wicz", "owski", "ak", "czyk", "czuk",
        "enko", "ow", "ew"),
    gendered_surname_endings=("ski", "cki", "dzki", "ska", "cka", "dzka", "ny", "na", "owa", "ewa"),
    feminine_surname_endings=("ska", "cka", "dzka", "owa", "ewa"),
    plural_by_nature=frozenset(
        [
            "stany zjednoczone", "stany zjednoczone ameryki", "siły zbrojne", "siły powietrzne",
            "dane osobowe", "papiery wartościowe", "działania wojenne", "narody zjednoczone",
            "zjednoczone emiraty arabskie",
            "wojska lądowe", "organy ścigania", "finanse publiczne", "zasoby naturalne", "prawa człowieka",
        ]
    ),
    loose_prepositions=word_set(
        "około koło obok blisko mimo pomimo wobec według po za przeciw dookoła ponad poza",
    ),
    transparent=word_set("jego jej ich bardzo niezwykle zbyt dość"),
    standing_alone=word_set(
        "ten tamten taki który jaki każdy żaden inny drugi sam wszystek wszyscy pierwszy ostatni trzeci mój",
        "twój nasz wasz swój chory ranny dorosły wojskowy bliski młody stary znajomy",
    ),
    governing=word_set(
        "pełny pełen godny wierny równy podobny zdolny znany bliski potrzebny wolny pewny winny",
    ),
    contact_verbs=frozenset(),
    copulas=word_set("być zostać stać stawać bywać okazać pozostać nazywać"),
    impersonal=word_set("brakować zabraknąć należeć starczyć wystarczyć trzeba"),
    relatives=frozenset({"który"}),
    comparing=word_set("jak niż jakby niby to"),
    paucals=word_set("dwa trzy cztery oba obydwa"),
    paucal_cell=("nominative", "plural"),
    second_locatives=frozenset(),
    count_forms={},
    adjectives_are_nouns=True,
    names_stay_singular=True,
    seldom_nouns=word_set(
        "mam mamy mają ma dam damy dali parę stali stale były była było byli miał mieli tam sam jak tak ale",
        "lecz bez może tym woli potem zatem czym żyli mów mej mu wie wiem choć zaś albo",
    ),
    variants=_VARIANTS,
    letters=re.compile(r"[A-Za-zÀ-ž'’ʼ\-]+"),
)  # fmt: skip
