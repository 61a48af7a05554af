"""Which full stops end a segment, per language: the table to add to when a text comes out wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """Which full stops end a segment in one language; every abbreviation is written with its full stops.

    `never` do not end a segment. `numbered` do not before a figure, and otherwise are as `maybe`. `maybe`
    end one only before a word of `openers`, which seldom follow within a sentence. `mostly` end one
    before any capital, unless a word of `continuations` follows. `words` are words too, and end a
    segment unless a figure follows. `ordinal_cues` stand before an ordinal number (German "am 3.").
    `attributions` are the verbs that follow a quotation and a name ("Go!" Mr Smith said).
    """

    never: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    mostly: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    openers: frozenset[str] = frozenset()
    continuations: frozenset[str] = frozenset()
    ordinal_cues: frozenset[str] = frozenset()
    attributions: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split("|"))


RULES: dict[str, LanguageRules] = {
    "en": LanguageRules(
        never=_list(
            """
            Mr. | Mrs. | Ms. | Mx. | Dr. | Prof. | St. | Rev. | Gen. | Col. | Maj. | Sgt. | Capt. | Cpl. |
            Lt. | Cmdr. | Adm. | Sen. | Rep. | Gov. | Pres. | Hon. | Messrs. | Mt. | Ft. | Supt. | Insp. |
            vs. | v. | e.g. | i.e. | cf. | viz. | c. | ca. | approx. | esp. | incl. | resp.
            """
        ),
        numbered=_list(
            """
            Nos. | nos. | Fig. | Figs. | figs. | Vol. | vol. | vols. | p. | pp. | para. |
            paras. | ch. | Ch. | sec. | Sec. | Art. | Eq. | eq. | ed. | eds. | Jan. | Feb. | Mar. |
            Apr. | Jun. | Jul. | Aug. | Sep. | Sept. | Oct. | Nov. | Dec. | ver.
            """
        ),
        maybe=_list(
            """
            U.S. | U.K. | E.U. | U.N. | U.S.A. | U.S.S.R. | D.C. | L.A. | N.Y. | Inc. | Ltd. | Co. | Corp.
            | Bros. | Jr. | Sr. | Ph.D. | M.D. | B.A. | M.A. | Esq. | et al. | Ave. | Blvd. | Rd. | Dept.
            | Univ. | Assn. | est.
            """
        ),
        mostly=_list("p.m. | a.m. | P.M. | A.M. | etc. | A.D. | B.C."),
        words=_list("no. | fig. | art. | may."),
        openers=_words(
            """
            He She It They We You I The A An This That These Those There Then But And So Yet Or If When
            While After Before As At In On By For From With However Meanwhile His Her Its Their My Our
            Your What Who Why How Where Which Not Now Only Some Many Most All Both Each Every Here Still
            Also Later Earlier Since Although Though Because Until Despite During Under Once Another Such
            Nobody Everyone Nothing Nevertheless Moreover Instead Perhaps Let Do Does Did Is Are Was Were
            Has Have Had Can Could Will Would Should Never Today Yesterday Tomorrow
            """
        ),
        continuations=_words(
            """
            Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June
            July August September October November December Mon Tue Tues Wed Thu Thurs Fri Sat Sun GMT UTC
            BST CET CEST EET MSK EST EDT CST CDT MST MDT PST PDT ET CT MT PT Eastern Central Pacific
            Moscow London
            """
        ),
        attributions=_words(
            """
            said says asked asks replied answered added told wrote cried shouted whispered exclaimed
            reported noted recalled warned argued quipped joked
            demanded insisted wondered explained continued declared announced tweeted called yelled
            murmured agreed
            """
        ),
    ),
    "ru": LanguageRules(
        never=_list(
            """
            Mr. | Mrs. | Ms. | Dr. | St. |
            Дж. | им. | т. е. | т.е. | т. к. | т.к. | т. н. | т.н. | т. о. | т. ч. | напр. | проф. | акад. |
            доц. | тов. | гр. | св. | о. | см. | ср. | ул. | пр. | просп. | пл. | пер. | бул. |
            наб. | пос. | дер. | ген. | кн. | худ. | табл. | англ. | нем. | фр. | лат. |
            греч. | укр. | рус. | нач. | зам. | изд. | ред. | сост. | авт. | пом. | ок. | прим. | корп.
            """
        ),
        numbered=_list(
            """
            янв. | фев. | февр. | мар. | апр. | июн. | июл. | авг. | сен. | сент. |
            окт. | ноя. | нояб. | дек. |
            стр. | с. | д. | кв. | ст. | п. | пп. | гл. | т. | вып. | ч. | разд. | абз. | оф. | тел. | №.
            """
        ),
        maybe=_list(
            """
            г. | гг. | в. | вв. | р. | руб. | коп. | тыс. | млн. | млрд. | трлн. | долл. | км. | м. | кг.
            | ч. | мин. | сек. | обл. | н. э. | н.э. | экз.
            """
        ),
        mostly=_list("т. д. | т.д. | т. п. | т.п. | др."),
        words=_list("рис."),
        openers=_words(
            """
            Он Она Оно Они Мы Вы Я Ты В Во На И Но А Это Этот Эта Эти Тот Та То Те Как Когда По С Со Потом
            При После Так Его Её Ее Их Там Тогда Тут Здесь Если Что Кто Где Почему Зачем Однако Затем
            Позже Ранее До Для Из К Ко От У За Под Над О Об Не Ни Уже Ещё Еще Все Всё Многие Некоторые
            Сейчас Теперь Также Кроме Хотя Поэтому Впрочем Между Через Перед Без Сегодня Вчера Завтра
            Более Только Никто Ничто
            """
        ),
    ),
    "uk": LanguageRules(
        never=_list(
            """
            Mr. | Mrs. | Ms. | Dr. | St. |
            ім. | т. зв. | т.зв. | напр. | проф. | акад. | доц. | тов. | гр. | св. | о. | див. |
            пор. | вул. | пр. | просп. | пл. | пров. | бул. | наб. | смт. | ген. | кн. |
            табл. | англ. | нім. | фр. | лат. | рос. | укр. | зам. | ред. | упоряд. | бл. | прим. |
            заст. | корп.
            """
        ),
        numbered=_list(
            """
            січ. | лют. | берез. | квіт. | трав. | черв. | лип. | серп. | верес. | жовт. | листоп. | груд. |
            стор. | с. | буд. | кв. | ст. | п. | пп. | гл. | розд. | т. | вип. | ч. | абз. | оф. | тел.
            """
        ),
        maybe=_list(
            """
            р. | рр. | м. | грн. | коп. | тис. | млн. | млрд. | трлн. | дол. | км. | кг. | год. | хв. |
            сек. | обл. | н. е. | н.е.
            """
        ),
        mostly=_list("т. д. | т.д. | т. п. | т.п. | т. ін. | т.ін. | ін."),
        words=_list("рис."),
        openers=_words(
            """
            Він Вона Воно Вони Ми Ви Я Ти В У Во На І Й Та Але А Це Цей Ця Ці Той Те Ті Як Коли По З Із Зі
            Потім При Після Так Його Її Їх Їхній Там Тоді Тут Якщо Що Хто Де Чому Навіщо Однак Проте
            Згодом Пізніше Раніше До Для Від За Під Над Про Не Ні Вже Ще Усі Всі Багато Деякі Зараз Тепер
            Також Крім Хоча Тому Між Через Перед Без Сьогодні Вчора Завтра Лише Тільки Ніхто Ніщо
            """
        ),
    ),
    "de": LanguageRules(
        never=_list(
            """
            Dr. | Prof. | Hr. | Fr. | Frl. | Dipl. | Ing. | St. | z. B. | z.B. | d. h. | d.h. | u. a. |
            u.a. | i. d. R. | m. E. | z. T. | z.T. | u. U. | v. a. | v.a. | o. ä. | s. o. | s. u. | i. A.
            | gem. | bzw. | vgl. | ca. | ggf. | evtl. | inkl. | insb. | sog. | geb. | gest. | vs. | lat. |
            engl. | frz. | dt. | russ. | Hrsg. | hrsg. | Gen. | Min. | max. | min. | Abt. | allg. | Mag.
            """
        ),
        numbered=_list(
            """
            Jan. | Feb. | Febr. | Aug. | Sept. | Okt. | Nov. | Dez. |
            Nr. | Nrn. | S. | Abb. | Bd. | Bde. | Kap. | Art. | Abs. | Tab. | Ziff. | Tel. | Aufl. | Anm.
            """
        ),
        maybe=_list(
            """
            Mio. | Mrd. | Tsd. | Str. | n. Chr. | v. Chr. | n.Chr. | v.Chr. | Chr. | Std. | Jh. | Jhd. |
            jr. | sen. | Co. | e. V.
            """
        ),
        mostly=_list("usw. | u. v. m. | u. Ä. | etc."),
        openers=_words(
            """
            Er Sie Es Wir Ihr Ich Du Der Die Das Den Dem Des Ein Eine Einen Einem Einer Und Aber Oder Doch
            Denn Dies Diese Dieser Dieses Jene Dann Danach Da Dort Hier Wenn Als Weil Obwohl Während Nach
            Vor In Im Am An Auf Aus Bei Beim Mit Von Vom Zu Zum Zur Für Gegen Ohne Um Unter Über Seit
            Seine Seiner Ihre Mein Unser Was Wer Wie Wo Warum Nicht Nun Nur Jetzt Heute Gestern Morgen
            Auch Alle Viele Einige Jedoch Dennoch Später Zuvor Damit So Man Niemand
            """
        ),
        ordinal_cues=_words(
            """
            der die das dem den des im am vom zum zur beim bis ab seit jeder jede jedes sein seine seinen
            ihr ihre ihren unser ein einen einem und Der Die Das Dem Den Des Im Am Vom Zum Zur Beim Bis Ab
            Seit Sein Ihr Unser Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Montag,
            Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag,
            """
        ),
    ),
    "fr": LanguageRules(
        never=_list(
            """
            M. | MM. | Mgr. | Dr. | Pr. | Me. | St. | Ste. | c.-à-d. | p. ex. | p.ex. | cf. | av. | apr. |
            env. | vs. | éd. | coll. | trad. | ex. | boul. | bd. | adj. | gén. |
            prof. | resp. | max. | min.
            """
        ),
        numbered=_list(
            """
            janv. | févr. | juil. | sept. | oct. | nov. | déc. |
            p. | pp. | n. | no. | nos. | art. | chap. | ch. | vol. | t. | fig. | tél. | al. | §.
            """
        ),
        maybe=_list("J.-C. | S.A. | S. A. | É.-U. | Cie. | hab. | s. | jr."),
        mostly=_list("etc."),
        openers=_words(
            """
            Il Elle Ils Elles On Nous Vous Je Tu Le La Les Un Une Des Du De Ce Cet Cette Ces Et Mais Ou Or
            Donc Car Puis Ensuite Alors Après Avant Dans En Sur Sous Par Pour Avec Sans Chez Depuis
            Pendant Selon Si Quand Lorsque Comme Qui Que Quoi Où Son Sa Ses Leur Leurs Mon Notre Votre
            Aucun Tous Toutes Chaque Plusieurs Cependant Pourtant Toutefois Ainsi Aussi Enfin Hier Demain
            Ici Là Rien Personne Au Aux À
            """
        ),
    ),
    "es": LanguageRules(
        never=_list(
            """
            Sr. | Sra. | Sres. | Sras. | Srta. | Dr. | Dra. | Dres. | D. | Dña. | Da. | Prof. | Profa. |
            Sto. | Sta. | S. | Gral. | Cnel. | Cap. | Lic. | Ing. | Arq. | Excmo. | Excma. | Ilmo. | Mons.
            | Fr. | p. ej. | p.ej. | i. e. | cf. | vs. | ca. | aprox. | Avda. | Av. | Ctra. | ed. | trad.
            | coord. | admón.
            """
        ),
        numbered=_list(
            """
            ene. | feb. | abr. | ago. | sept. | oct. | nov. | dic. |
            núm. | núms. | n.º | pág. | págs. | p. | pp. | art. | arts. | cap. | vol. | t. | fig. | tel. |
            C.
            """
        ),
        maybe=_list(
            """
            Ud. | Uds. | Vd. | Vds. | EE. UU. | EE.UU. | EE. UU | S. A. | S.A. | S. L. | S.L. | Cía. | a.
            C. | d. C. | a.C. | d.C. | jr.
            """
        ),
        mostly=_list("etc. | a. m. | p. m. | a.m. | p.m."),
        words=_list("No."),
        openers=_words(
            """
            Él Ella Ellos Ellas Ello Nosotros Yo Tú Usted Ustedes El La Los Las Lo Un Una Unos Unas Y Pero
            O Si Cuando Mientras Después Antes Luego Entonces En De Del Al A Con Sin Por Para Según Desde
            Hasta Entre Sobre Tras Este Esta Estos Estas Ese Esa Eso Esto Aquel Su Sus Mi Nuestro Qué
            Quién Cómo Dónde No Ni Ya Aún Ahora Hoy Ayer Mañana También Además Todo Todos Todas Muchos
            Algunos Cada Aunque Como Se Nadie Nada Más Así
            """
        ),
    ),
}
