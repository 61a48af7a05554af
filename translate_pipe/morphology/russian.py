"""Russian: its function words, and how its names decline."""

from __future__ import annotations

from translate_pipe.morphology.inflecting import InflectingMorphology
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.russian_names import decline_first_name, decline_surname
from translate_pipe.morphology.words import word_set


def _cases(**words: str) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for case, listed in words.items():
        for word in listed.split():
            table.setdefault(word, set()).add(case)
    return {word: frozenset(cases) for word, cases in table.items()}


PREPOSITIONS = _cases(
    genitive=(
        "без безо близ вблизи ввиду вдоль взамен вместо вне внутри внутрь возле вокруг впереди "
        "вследствие для до за-за из изо из-за из-под касательно кроме меж между мимо накануне "
        "наподобие напротив насчет около от ото относительно под-над подле позади помимо поперек "
        "после посреди посредством прежде против путем ради с сверх свыше сзади со среди у"
    ),
    dative="благодаря вопреки к ко навстречу наперекор по подобно согласно соответственно",
    accusative="в во включая за исключая на о об обо по под подо про с со сквозь спустя через",
    instrumental="за меж между над надо перед передо под подо с со",
    locative="в во на о об обо по при",
)

RUSSIAN = Language(
    code="ru",
    dictionary="ru",
    prepositions=PREPOSITIONS,
    conjunctions=word_set("и или либо"),
    agreeing_generics=word_set("город столица река деревня село хутор улица планета"),
    fixed_first=word_set(
        "авиа авто арт аудио бета бизнес бит блок бренд веб видео вице гала генерал дата демо",
        "джаз дизайн диско дизель евро зам имидж интернет ит кардио кафе кибер кино код конгресс",
        "контент концепт крем кросс лайт лазер мастер медиа макро микро мини нано обер онлайн",
        "оффлайн офлайн пиар плей поп пост пресс премьер прайм пром радио реалити рок секс сервис",
        "смарт спам спецназ спорт стоп супер тайм танц тест техно топ транс трейд тур унтер фан",
        "фитнес флеш фото хай хит чат шеф шоп шоу штаб эко эконом экс экспресс энерго яхт",
    ),
    name_particles=word_set(
        "фон ван де дер ден ди да дю ла ле дель делла дос душ тер цу бен ибн оглы кызы эль",
    ),
    clan_names=word_set(
        "си ким пак мун юн чхве ли чон чо хан син лим о кан нго нгуен хо фам чан",
    ),
    decline_surname=decline_surname,
    decline_first_name=decline_first_name,
    surname_endings=(
        "ов",
        "ев",
        "ёв",
        "ин",
        "ын",
        "ский",
        "цкий",
        "енко",
        "ович",
        "евич",
        "ова",
        "ева",
        "ёва",
    ),
    feminine_surname_endings=("ова", "ева", "ина", "ына", "ая", "яя"),
    plural_by_nature=frozenset(
        [
            "вооруженные силы",
            "военно-воздушные силы",
            "воздушно-космические силы",
            "силы обороны",
            "боевые действия",
            "военные действия",
            "сухопутные войска",
            "соединенные штаты",
            "соединенные штаты америки",
            "персональные данные",
            "ценные бумаги",
            "полезные ископаемые",
            "природные ресурсы",
            "трудовые ресурсы",
            "органы власти",
            "правоохранительные органы",
            "средства массовой информации",
            "иностранные дела",
        ]
    ),
    standing_alone=frozenset(),
    governing=frozenset(),
    paucal_singular=True,
    second_locatives=word_set(
        "аэропорт бал берег бой бок борт бред верх вид глаз год дон край круг крым лед лес лоб",
        "мед мозг мост мыс нос пир плен пол порт пост пруд пух рай рот ряд сад снег строй тыл",
        "угол уголь ход час шкаф кровь степь цепь тень мель пыль печь грудь связь даль глубь",
    ),
    count_forms={"год": "лет", "человек": "человек"},
)


def load_russian(locale: str) -> InflectingMorphology:
    """Return the Russian morphology; loads the dictionary."""
    import pymorphy3

    lexicon = Lexicon(pymorphy3.MorphAnalyzer(lang="ru"), RUSSIAN.fixed_first)
    return InflectingMorphology(locale, lexicon, RUSSIAN)
