"""Glossaries without a fault, made up of words whose genders are known; and the rows they are made of."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache

HEADER = ("en", "ru", "pos", "gender", "case_sensitive", "status", "note", "client")

# English and the Russian stem; the stem takes -ый, -ая, -ое.
ADJECTIVES = """
public общественн|state государственн|people's народн|party партийн|electoral избирательн
budget бюджетн|municipal муниципальн|regional региональн|national национальн
international международн|legal правов|judicial судебн|criminal уголовн|customs таможенн
tax налогов|financial финансов|monetary денежн|credit кредитн|trade торгов|foreign иностранн
peaceful мирн|military военн|air воздушн|rail железнодорожн|road дорожн|river речн
forest лесн|mountain горн|coal угольн|oil нефтян|gas газов|nuclear ядерн|solar солнечн
digital цифров|scientific научн|school школьн|hospital больничн|pharmacy аптечн|housing жилищн
agricultural сельскохозяйственн|dairy молочн|fishing рыболовн|sports спортивн|theatre театральн
musical музыкальн|museum музейн|library библиотечн|newspaper газетн|postal почтов
temporary временн|emergency чрезвычайн|secret секретн|open открыт|reserve резервн
joint совместн|independent независим|popular популярн|separate отдельн|central центральн
local местн|industrial промышленн|productive производственн|social социальн|cultural культурн
religious религиозн|private частн|official официальн|general общеобразовательн
special специальн|professional профессиональн|technical техничн|transport транспортн
insurance страхов|pension пенсионн|medical врачебн|veterinary ветеринарн
environmental природоохранн|space космонавтн|defensive оборонительн|preliminary предварительн
annual ежегодн|monthly ежемесячн|weekly еженедельн|daily ежедневн
"""
# English, Russian, gender.
NOUNS = """
council совет m|committee комитет m|commission комиссия f|department отдел m|agency агентство n
service служба f|office контора f|court суд m|law закон m|charter устав m|treaty договор m
protocol протокол m|report отчёт m|decree указ m|ban запрет m|fine штраф m|permit допуск m
register реестр m|list список m|archive архив m|budget бюджет m|fund фонд m|bank банк m
exchange биржа f|market рынок m|tariff тариф m|duty пошлина f|debt долг m|loan заём m
grant грант m|pension пенсия f|benefit пособие n|tax налог m|price цена f|strike забастовка f
protest протест m|rally митинг m|petition петиция f|campaign кампания f|programme программа f
project проект m|plan план m|reform реформа f|policy политика f|strategy стратегия f
doctrine доктрина f|border граница f|region область f|district район m|village деревня f
settlement поселение n|zone зона f|bridge мост m|port порт m|airport аэропорт m
station станция f|highway шоссе n|tunnel тоннель m|factory фабрика f|plant завод m
mine шахта f|pipeline трубопровод m|warehouse склад m|laboratory лаборатория f
institute институт m|university университет m|academy академия f|school школа f
hospital госпиталь m
"""


def read_adjectives() -> list[tuple[str, str]]:
    """Return English adjectives with Russian stems that take the hard endings."""
    pairs = [tuple(part.rsplit(" ", 1)) for part in "|".join(ADJECTIVES.split("\n")).split("|") if part]
    return [(pair[0], pair[1]) for pair in pairs]


def read_nouns() -> list[tuple[str, str, str]]:
    """Return English nouns with their Russian counterparts and genders."""
    parts = [part.split() for part in "|".join(NOUNS.split("\n")).split("|") if part]
    return [(part[0], part[1], part[2]) for part in parts]


@lru_cache(maxsize=1)
def all_rows() -> tuple[tuple[str, ...], ...]:
    """Return a row under `HEADER` for each adjective and noun."""
    endings = {"m": "ый", "f": "ая", "n": "ое"}
    rows: list[tuple[str, ...]] = []
    pairs = itertools.product(read_adjectives(), read_nouns())
    for number, ((english, stem), (noun, russian, gender)) in enumerate(pairs):
        note = ("", "see the style guide, page 4", "twice; as agreed")[number % 3]
        target = f"{stem}{endings[gender]} {russian}"
        rows.append((f"{english} {noun}", target, "noun", gender, "no", "preferred", note, str(number)))
    return tuple(rows)


def make_rows(count: int) -> list[list[str]]:
    """Return so many of all rows, evenly chosen, as lists to be changed."""
    rows = all_rows()
    assert len(rows) >= count
    step = len(rows) / count
    return [list(rows[int(at * step)]) for at in range(count)]


def write_rows(rows: Iterable[Sequence[str]], *, delimiter: str = ",", newline: str = "\n") -> str:
    """Return a CSV or TSV with a header."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=newline)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return stream.getvalue()


HAND_WRITTEN = """\
# Persons
en,ru,uk,de,fr,zh,pos,gender,ru.gender,number,animate,indeclinable,ru.forms,case_sensitive,match,status,note,who
Olga Stefanishyna,Ольга Стефанишина,Ольга Стефанішина,Olha Stefanischyna,Olha Stefanichyna,斯特凡尼希娜,name,f,,,yes,,,yes,,preferred,,ab
Jeffrey Sachs,Джеффри Сакс,Джеффрі Сакс,Jeffrey Sachs,Jeffrey Sachs,杰弗里·萨克斯,name,m,,,yes,,,yes,,preferred,,ab
Émile Durand,Эмиль Дюран,Еміль Дюран,Émile Durand,Émile Durand,埃米尔·杜兰德,name,m,,,yes,,,yes,,preferred,,

# Institutions
UN|United Nations,ООН,ООН,UN|UNO,ONU,联合国,name,,f,,,yes,,yes,,preferred,"initials, no points",cd
European Union,Европейский союз|Евросоюз,Європейський Союз,Europäische Union,Union européenne,欧洲联盟,name,,,,,,,yes,,preferred,,
State Duma,Государственная дума|Госдума,Державна дума,Staatsduma,Douma d'État,国家杜马,name,,,,,,,yes,,preferred,"""  # noqa: E501
HAND_WRITTEN += """"a chamber
of parliament",
Supreme Court,Верховный суд,Верховний Суд,Oberstes Gericht,Cour suprême,最高法院,name,,,,,,,yes,,preferred,,
"Rosneft (company)",Роснефть (компания),Роснефть (компанія),Rosneft (Unternehmen),Rosneft (entreprise),俄油（公司）,name,,,,,,,yes,exact,preferred,,
The Moscow Times,,,,,,name,,,,,,,yes,,do-not-translate,a newspaper,
iPhone,,,,,,name,,,,,,,yes,,do-not-translate,,
# Common nouns
ceasefire,прекращение огня,припинення вогню,Waffenruhe,cessez-le-feu,停火,noun,,,,,,прекращение огня;прекращения огня,no,,preferred,,
ceasefire,перемирие,перемир'я,Waffenstillstand,trêve,停战,noun,,,,,,,no,,admitted,,
ceasefire,режим тишины,,,,,noun,,,,,,,no,,forbidden,officialese,
sanctions,санкции,санкції,Sanktionen,sanctions,制裁,noun,,,plural,,,,no,,preferred,,
per cent,процент,відсоток,Prozent,pour cent,百分之,noun,,,,,,,no,,preferred,,
air-raid alert,воздушная тревога,повітряна тривога,Luftalarm,alerte aérienne,空袭警报,noun,,,,,,,no,,preferred,,
prisoner of war,военнопленный,військовополонений,Kriegsgefangener,prisonnier de guerre,战俘,noun,,,,yes,,,no,,preferred,,
"S-300","С-300","С-300","S-300","S-300",S-300,noun,,,,,yes,,yes,,preferred,,
"#StandWithUkraine",#StandWithUkraine,#StandWithUkraine,#StandWithUkraine,#StandWithUkraine,#StandWithUkraine,other,,,,,yes,,yes,exact,preferred,,
km/h,км/ч,км/год,km/h,km/h,公里/小时,other,,,,,yes,,yes,exact,preferred,,
U.S.,США,США,USA,États-Unis,美国,name,,,plural,,yes,,yes,,preferred,,
to withdraw,отводить,відводити,abziehen,retirer,撤出,verb,,,,,,,no,,preferred,,
prime minister,премьер-министр,прем'єр-міністр,Ministerpräsident,Premier ministre,总理,name,m,,,yes,,,no,,preferred,,
"""  # noqa: E501
