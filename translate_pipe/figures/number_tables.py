"""The words for numbers in the languages that are known, as data for `number_words.py`."""

from __future__ import annotations


def _table(text: str) -> dict[str, float]:
    """Read "word word=value" items: every word up to a value has that value."""
    values: dict[str, float] = {}
    waiting: list[str] = []
    for item in text.split():
        word, mark, value = item.partition("=")
        waiting.append(word)
        if mark:
            values.update(dict.fromkeys(waiting, float(value)))
            waiting = []
    return values


ENGLISH = _table(
    """
    zero nought=0 one first once single=1 two second twice both double pair=2 three third thirds thrice
    triple=3 four fourth=4 five fifth=5 six sixth=6 seven seventh=7 eight eighth=8 nine ninth=9 ten
    tenth=10 decade decades=10
    eleven eleventh=11 twelve twelfth dozen dozens noon=12 thirteen thirteenth=13 fourteen
    fourteenth=14 fifteen fifteenth=15 sixteen sixteenth=16 seventeen seventeenth=17 eighteen
    eighteenth=18 nineteen nineteenth=19 twenty twentieth twenties=20 thirty thirtieth thirties=30 forty
    fortieth forties=40 fifty fiftieth fifties=50 sixty sixtieth sixties=60 seventy seventieth
    seventies=70 eighty eightieth eighties=80 ninety ninetieth nineties=90 hundred hundreds
    hundredth=100 thousand thousands thousandth=1000 million millions millionth mln=1000000 billion
    billions bn bln=1000000000 trillion trillions tn trn=1000000000000 half=0.5 quarter=0.25 midnight=0
    """
)
FRENCH = _table(
    """
    zéro minuit=0 un une premier première premiers premières=1 deux deuxième second seconde=2 trois
    troisième=3 quatre quatrième=4 cinq cinquième=5 six sixième=6 sept septième=7 huit huitième=8 neuf
    neuvième=9 dix dixième dizaine dizaines=10 onze onzième=11 douze douzième douzaine douzaines midi=12
    treize treizième=13 quatorze quatorzième=14 quinze quinzième quinzaine=15 seize seizième=16 vingt
    vingts vingtième vingtaine=20 trente trentième trentaine=30 quarante quarantième quarantaine=40
    cinquante cinquantième cinquantaine=50 soixante soixantième soixantaine=60 septante=70 huitante
    octante=80 nonante=90 cent cents centième centaine centaines=100 mille millier milliers
    millième=1000 million millions mln=1000000 milliard milliards md mds=1000000000 billion
    billions=1000000000000 demi demie moitié=0.5 quart=0.25
    """
)
SPANISH = _table(
    """
    cero medianoche=0 un uno una primer primero primera primeros primeras=1 dos segundo segunda ambos
    ambas=2 tres tercer tercero tercera=3 cuatro cuarto cuarta=4 cinco quinto quinta=5 seis sexto
    sexta=6 siete séptimo séptima=7 ocho octavo octava=8 nueve noveno novena=9 diez décimo décima decena
    decenas=10 once undécimo=11 doce docena docenas duodécimo mediodía=12 trece=13 catorce=14 quince
    quincena=15 dieciséis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte vigésimo=20 veintiuno
    veintiún veintiuna=21 veintidós=22 veintitrés=23 veinticuatro=24 veinticinco=25 veintiséis=26
    veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50 sesenta=60
    setenta=70 ochenta=80 noventa=90 cien ciento centenar centenares cientos=100 doscientos
    doscientas=200 trescientos trescientas=300 cuatrocientos cuatrocientas=400 quinientos quinientas=500
    seiscientos seiscientas=600 setecientos setecientas=700 ochocientos ochocientas=800 novecientos
    novecientas=900 mil miles millar millares=1000 millón millones mln=1000000 billón
    billones=1000000000000 medio media mitad=0.5
    """
)
GERMAN = _table(
    """
    null mitternacht=0 ein eins eine einer einen einem eines erst erste ersten erster=1 zwei zwo zweite
    zweiten zweiter
    beide beiden doppelt=2 drei dritt dritte dritten dritter=3 vier=4 fünf=5 sechs=6 sieben sieb=7
    acht=8 neun=9 zehn=10 elf=11 zwölf dutzend dutzende mittag=12 dreizehn=13 vierzehn=14 fünfzehn=15
    sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 dreißig dreissig=30 vierzig=40 fünfzig=50
    sechzig=60 siebzig=70 achtzig=80 neunzig=90 hundert hunderte=100 tausend tausende tsd=1000 million
    millionen mio=1000000 milliarde milliarden mrd=1000000000 billion billionen bio=1000000000000 halb
    halbe halben halber hälfte=0.5 viertel=0.25 anderthalb eineinhalb=1.5
    """
)

# The endings of ordinals and of the numerals in -ь, which decline like nouns.
_RU_ORDINAL = "(?:ый|ий|ой|ая|ое|ого|ому|ым|ом|ую|ые|ых|ыми)"
_RU_NUMERAL = f"(?:ь|и|ью|{_RU_ORDINAL})"
_UK_ORDINAL = "(?:ий|а|е|ого|ої|ому|ій|им|ім|ою|у|і|их|ими)"
_UK_NUMERAL = f"(?:ь|и|ьох|ьом|ьома|{_UK_ORDINAL})"

RUSSIAN: tuple[tuple[str, float], ...] = (
    ("нол(?:ь|я|ю|ем|е)|нул(?:ь|я|ю|ем|е)|полноч(?:ь|и)", 0),
    (f"один|одн(?:а|о|ого|ой|ому|им|ом|у|и|их|ими)|перв{_RU_ORDINAL}|однажды", 1),
    (f"дв(?:а|е|ух|ум|умя|ое|оих|оим|ажды)|втор{_RU_ORDINAL}|об(?:а|е|оих|оим|еих)|пар(?:а|ы|у|ой)", 2),
    (
        "тр(?:и|ех|ем|емя|ое|оих|ижды)|трет(?:ий|ь(?:я|е|его|ей|ему|им|ем|ю|и|их|ими)?|и|ей|ям|ями|ях)",
        3,
    ),
    (f"четыр(?:е|ех|ем|ьмя)|четвер(?:о|ых)|четверт{_RU_ORDINAL}", 4),
    (f"пят(?:{_RU_NUMERAL}|еро|ерых)", 5),
    (f"шест(?:{_RU_NUMERAL}|еро|ерых)", 6),
    (f"сем(?:ь|и|ью|еро|ерых)|седьм{_RU_ORDINAL}", 7),
    (f"восем(?:ь|ью)|восьм(?:и|ью|еро|{_RU_ORDINAL})", 8),
    (f"девят(?:{_RU_NUMERAL}|еро)", 9),
    (f"десят(?:{_RU_NUMERAL}|еро|ок|ка|ку|ки|ков|кам|ками)", 10),
    (f"одиннадцат{_RU_NUMERAL}", 11),
    (f"двенадцат{_RU_NUMERAL}|дюжин(?:а|ы|у|ой)?|полдень|полудня|полудню", 12),
    (f"тринадцат{_RU_NUMERAL}", 13),
    (f"четырнадцат{_RU_NUMERAL}", 14),
    (f"пятнадцат{_RU_NUMERAL}", 15),
    (f"шестнадцат{_RU_NUMERAL}", 16),
    (f"семнадцат{_RU_NUMERAL}", 17),
    (f"восемнадцат{_RU_NUMERAL}", 18),
    (f"девятнадцат{_RU_NUMERAL}", 19),
    (f"двадцат{_RU_NUMERAL}", 20),
    (f"тридцат{_RU_NUMERAL}", 30),
    (f"сорок(?:а|ов{_RU_ORDINAL})?", 40),
    (f"пят(?:ь|и|ью)десят(?:и|ью|{_RU_ORDINAL})?", 50),
    (f"шест(?:ь|и|ью)десят(?:и|ью|{_RU_ORDINAL})?", 60),
    (f"сем(?:ь|и|ью)десят(?:и|ью|{_RU_ORDINAL})?", 70),
    (f"вос(?:емь|ьми|емью)десят(?:и|ью|{_RU_ORDINAL})?", 80),
    (f"девяност(?:о|а|{_RU_ORDINAL})", 90),
    (f"ст(?:о|а)|сот(?:ня|ни|ню|ней|ням|нями|ен|{_RU_ORDINAL})", 100),
    (f"двест(?:и|ам)|двух(?:сот|стах)(?:{_RU_ORDINAL})?|двумстам|двумястами", 200),
    (f"триста|трех(?:сот|стах)(?:{_RU_ORDINAL})?|тремстам|тремястами", 300),
    (f"четыреста|четырех(?:сот|стах)(?:{_RU_ORDINAL})?|четыремстам|четырьмястами", 400),
    (f"пят(?:ь|и)сот(?:{_RU_ORDINAL})?|пятистам|пятистах|пятьюстами", 500),
    (f"шест(?:ь|и)сот(?:{_RU_ORDINAL})?|шестистам|шестистах|шестьюстами", 600),
    (f"сем(?:ь|и)сот(?:{_RU_ORDINAL})?|семистам|семистах|семьюстами", 700),
    (f"вос(?:емь|ьми)сот(?:{_RU_ORDINAL})?|восьмистам|восьмистах|восемьюстами", 800),
    (f"девят(?:ь|и)сот(?:{_RU_ORDINAL})?|девятистам|девятистах|девятьюстами", 900),
    (f"тысяч(?:а|и|у|е|ей|ью|ам|ами|ах|н{_RU_ORDINAL})?|тыс", 1e3),
    ("миллион(?:а|у|ом|е|ы|ов|ам|ами|ах)?|млн", 1e6),
    ("миллиард(?:а|у|ом|е|ы|ов|ам|ами|ах)?|млрд", 1e9),
    ("триллион(?:а|у|ом|е|ы|ов|ам|ами|ах)?|трлн", 1e12),
    ("половин(?:а|ы|у|е|ой)|полчаса|полгода", 0.5),
    ("четверт(?:ь|и|ей|ью|ями|ях)", 0.25),
    ("полтор(?:а|ы)|полутора", 1.5),
)
UKRAINIAN: tuple[tuple[str, float], ...] = (
    ("нул(?:ь|я|ю|ем|і)|опівн(?:іч|очі)", 0),
    (f"один|одн(?:а|е|ого|ому|им|ім|ій|ієї|ією|у|і|их|ими)|перш{_UK_ORDINAL}", 1),
    (f"дв(?:а|і|ох|ом|ома|оє|оїх|ічі)|друг{_UK_ORDINAL}|обидв(?:а|і|ох)|пар(?:а|и|у)", 2),
    ("тр(?:и|ьох|ьом|ьома|оє)|трет(?:ій|я|є|ього|ьої|ьому|ім|ьою|ю|і|іх|ини|ина|ину|ин)", 3),
    (f"чотир(?:и|ьох|ьом|ма)|четверо|четверт{_UK_ORDINAL}", 4),
    (f"п'ят(?:{_UK_NUMERAL}|еро)", 5),
    (f"шіст(?:ь|ьох|ьом|ьома)|шест(?:и|еро)|шост{_UK_ORDINAL}", 6),
    (f"сім(?:ох|ом|ома)?|сем(?:и|еро)|сьом{_UK_ORDINAL}", 7),
    (f"вісім|вісьм(?:ох|ом|ома)|восьм(?:и|еро|{_UK_ORDINAL})", 8),
    (f"дев'ят(?:{_UK_NUMERAL}|еро)", 9),
    (f"десят(?:{_UK_NUMERAL}|еро|ок|ка|ки|ків|ку)", 10),
    (f"одинадцят{_UK_NUMERAL}", 11),
    (f"дванадцят{_UK_NUMERAL}|дюжин(?:а|и|у)?|полудень|опівдні", 12),
    (f"тринадцят{_UK_NUMERAL}", 13),
    (f"чотирнадцят{_UK_NUMERAL}", 14),
    (f"п'ятнадцят{_UK_NUMERAL}", 15),
    (f"шістнадцят{_UK_NUMERAL}", 16),
    (f"сімнадцят{_UK_NUMERAL}", 17),
    (f"вісімнадцят{_UK_NUMERAL}", 18),
    (f"дев'ятнадцят{_UK_NUMERAL}", 19),
    (f"двадцят{_UK_NUMERAL}", 20),
    (f"тридцят{_UK_NUMERAL}", 30),
    (f"сорок(?:а|ов{_UK_ORDINAL})?", 40),
    (f"п'ятдесят(?:и|ьох|{_UK_ORDINAL})?", 50),
    (f"шістдесят(?:и|ьох|{_UK_ORDINAL})?", 60),
    (f"сімдесят(?:и|ьох|{_UK_ORDINAL})?", 70),
    (f"вісімдесят(?:и|ьох|{_UK_ORDINAL})?", 80),
    (f"дев'яност(?:о|{_UK_ORDINAL})", 90),
    (f"ст(?:о|а)|сот(?:ня|ні|ню|ень|ням|{_UK_ORDINAL})", 100),
    ("двісті|двохсот|двомстам", 200),
    ("триста|трьохсот", 300),
    ("чотириста|чотирьохсот", 400),
    ("п'ятсот|п'ятисот", 500),
    ("шістсот|шестисот", 600),
    ("сімсот|семисот", 700),
    ("вісімсот|восьмисот", 800),
    ("дев'ятсот|дев'ятисот", 900),
    ("тисяч(?:а|і|у|ею|ам|ами|ах)?|тис", 1e3),
    ("мільйон(?:а|у|ом|і|и|ів|ам|ами|ах)?|млн", 1e6),
    ("мільярд(?:а|у|ом|і|и|ів|ам|ами|ах)?|млрд", 1e9),
    ("трильйон(?:а|у|ом|і|и|ів|ам|ами|ах)?|трлн", 1e12),
    ("половин(?:а|и|у|і|ою)|пів", 0.5),
    ("чверть|чверті", 0.25),
    ("півтор(?:а|и)", 1.5),
)
# The first parts of compounds: трёхлетний, двухэтажный; тримісячний, двоповерховий.
RU_PREFIXES = (
    ("одно", 1), ("двух", 2), ("трех", 3), ("четырех", 4), ("пяти", 5), ("шести", 6), ("семи", 7),
    ("восьми", 8), ("девяти", 9), ("десяти", 10), ("одиннадцати", 11), ("двенадцати", 12),
    ("тринадцати", 13), ("четырнадцати", 14), ("пятнадцати", 15), ("шестнадцати", 16), ("семнадцати",
    17), ("восемнадцати", 18), ("девятнадцати", 19), ("двадцати", 20), ("тридцати", 30), ("сорока", 40),
    ("пятидесяти", 50), ("шестидесяти", 60), ("семидесяти", 70), ("восьмидесяти", 80), ("девяносто",
    90), ("сто", 100),
)  # fmt: skip
UK_PREFIXES = (
    ("одно", 1), ("дво", 2), ("двох", 2), ("три", 3), ("трьох", 3), ("чотири", 4), ("чотирьох", 4),
    ("п'яти", 5), ("шести", 6), ("семи", 7), ("восьми", 8), ("дев'яти", 9), ("десяти", 10),
    ("одинадцяти", 11), ("дванадцяти", 12), ("п'ятнадцяти", 15), ("двадцяти", 20), ("тридцяти", 30),
    ("сорока", 40), ("п'ятдесяти", 50), ("шістдесяти", 60), ("сто", 100),
)  # fmt: skip
