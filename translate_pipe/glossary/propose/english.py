"""What the rules know of English: closed word classes, common verbs, and nouns that make names of offices.

Short general lists, none drawn from a corpus or a sample article; the rules hold for words that are in none.
"""

from __future__ import annotations

import re
from functools import lru_cache


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list that is written as running text."""
    return frozenset(text.split())


DETERMINERS = words_of(
    """
    a an the this that these those my your his her its our their whose each every either neither any
    some no another what which
    """
)
PRONOUNS = words_of("i you he she it we they me him us them")
PREPOSITIONS = words_of(
    """
    about above across after against along alongside amid among amongst around as at before behind
    below beneath beside besides between beyond by despite down during except for from in inside into
    like near of off on onto out outside over past per round since than through throughout till to
    toward towards under underneath unlike until up upon versus via with within without
    """
)
# Words that stand before or inside a noun phrase and say nothing of its meaning as a term.
GENERAL_ADJECTIVES = words_of(
    """
    able actual additional alleged ambitious angry anxious apparent available average bad beautiful
    best better big bigger biggest brave brief bright broad busy certain cheap clear close common
    complete complex considerable constant correct crucial current daily damaging dangerous dead dear
    deep deeper different difficult direct double due early earlier easy empty enough enormous entire
    equal essential eventual exact excellent expensive extra extreme extraordinary fair false familiar
    famous far fast few final fine first following foreign former fresh friendly full further
    fundamental general giant glad good grave great greater greatest growing half happy harsh heavy
    helpful higher highest historic huge ill immediate important impossible independent initial inner
    interesting joint key large larger largest last latter late later latest leading least less lesser
    likely limited little local long longer longest lonely loud lovely low lower lowest lucky main
    major many massive mere minor modern modest more most much mutual narrow nearby neat necessary new
    newer newest next nice normal notable numerous obvious odd old older oldest only ordinary original
    other outer overall own particular past perfect personal plain pleasant plenty poor popular
    positive possible potential powerful precise present previous prime principal prominent proper
    proud pure quick quiet rare ready real reasonable recent regular relevant remaining remarkable
    rich right rough sad safe same second senior separate serious several severe shared sharp short
    shorter significant silent similar simple single slight slow small smaller smallest smooth
    so-called soft special specific steady steep straight strange strict strong stronger stupid
    subsequent substantial such sudden sufficient suitable sure surprising sweet tall terrible thick
    thin third tight tiny top total tough true twin typical ugly ultimate unclear unique unlikely
    unusual upper urgent useful usual vague various vast very vital warm weak weekly well whole wide
    wider widespread wild wise wonderful worse worst worth wrong yearly young younger youngest annual
    monthly ongoing so junior unknown well-known
    """
)
_NUMBER_WORDS = words_of(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    hundreds thousand thousands million millions billion billions dozen dozens fourth fifth sixth
    seventh eighth ninth tenth once twice both all none quarter quarters thirds halves
    """
)
_FUNCTION_WORDS = words_of(
    """
    and or but nor so yet if because although though while whereas unless whether when where why how
    who whom i you he she it we they me him us them mine yours hers ours theirs myself yourself
    himself herself itself ourselves themselves one's someone somebody something anyone anybody
    anything everyone everybody everything nobody nothing there here then now today tomorrow yesterday
    tonight not never altogether somehow always often sometimes seldom soon already still just even also too
    quite rather
    almost nearly perhaps maybe again ever else instead thus hence however therefore moreover
    meanwhile otherwise anyway indeed later ago away back forward together apart forth aside elsewhere
    everywhere nowhere somewhere abroad ahead nevertheless nonetheless yes please ok okay oh well am
    is are was were be been being have has had having do does did doing done will would shall should
    can could may might must ought cannot let's o'clock etc eg ie e.g i.e according thanks regarding
    concerning including excluding following mr mrs ms dr vs
    """
)
_CONTRACTION = re.compile(r"(?:n['’]t|['’](?:re|ve|ll|d|m))$")

# Verbs that are hardly ever nouns; their inflected forms are built below.
_VERBS = words_of(
    """
    move fit accept accuse achieve acquire adapt add admit adopt affect agree aim allow announce apologise
    appear apply appoint argue arise arrange arrest arrive ask assume attend avoid ban become begin
    behave believe belong blame bring build buy carry catch choose cite claim collect come commit
    compare complain confirm connect consider consist contain continue contribute convince create
    criticise deal decide declare decline defend define delay deliver demand deny depend describe
    deserve destroy determine develop die disagree disappear discover discuss draw drive eat elect
    emerge employ enable encourage ensure enter escape establish exist expand expect explain express
    fail fall feel find finish follow forbid force forget forgive gather get give go grow happen hear
    help hide hold hope imagine improve include indicate inform insist intend introduce invite involve
    join keep kill know lack lead learn leave lend let lie listen live lose maintain make manage mean
    meet mention miss need notice obtain occur offer open oppose own pay perform persuade point prefer
    prepare prevent promise propose protect prove provide publish pull push put raise reach read
    realise receive recognise recommend reduce refer reflect refuse reject relate remain remember
    remind remove repeat replace reply represent require resign resolve respond reveal rise run save
    say see seek seem sell send serve settle share show shut sing sit sleep solve speak spend stand
    start stay steal succeed suffer suggest suppose survive take talk teach tell tend think threaten
    throw try understand use vanish vary visit wait walk want warn wear welcome win wish withdraw
    wonder worry write cut set hit call turn look
    """
)
# Verbs of the list that are common nouns in their plain form as well; only other forms of them end a phrase.
_ALSO_NOUNS = words_of(
    """
    move fit aim ban call claim cut deal delay demand drive fall force help hope lack lead look need offer
    point promise push reply rise run set share show stand start talk turn use visit walk wish worry
    welcome win pull hit pay live own open sleep arrest mean kill draw try wonder
    """
)
# Verbs whose -s form heads compounds as a plural noun as well: peace talks, tax cuts.
_PLURAL_HEADS = words_of(
    """
    aims bans calls claims cuts deals delays demands drives falls hopes leads offers promises rises runs sets
    starts talks turns visits walks wins worries stands
    """
)
_IRREGULAR = words_of(
    """
    arose arisen became began begun brought built bought caught chose chosen came drew drawn drove
    driven ate eaten fell fallen felt found forbade forbidden forgot forgotten forgave forgiven got
    gotten gave given went gone grew grown heard hid hidden held kept knew known led lent left lost
    made meant met paid put read rose risen ran said saw seen sought sold sent shut sang sung sat
    slept spoke spoken spent stood stole stolen took taken taught told thought threw thrown understood
    wore worn won withdrew withdrawn wrote written cut set hit hurt cost broke broken bore born beat
    beaten bit bitten blew blown burnt dealt dug flew flown fought froze frozen hung laid lay lain lit
    rang rung rode ridden shook shaken shone shot sank sunk split spread sprang stuck struck swore
    sworn swept swam swum swung tore torn woke woken wound overcame undertook underwent misled
    overthrew upheld
    """
)
REPORTING_VERBS = words_of(
    """
    said says say told tells asked asks added adds argued argues announced admitted explained explains
    replied wrote writes claimed claims warned warns insisted insists disagrees believes thinks hopes
    """
)

COURTESY = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f", "mx": "", "sir": "m", "dame": "f", "lady": "f"}
TITLES = words_of(
    """
    dr doctor prof professor lord president vice-president premier minister chancellor secretary mayor
    mayoress governor senator congressman congresswoman councillor ambassador commissioner chairman
    chairwoman chair director chief judge justice general colonel captain major lieutenant sergeant
    admiral commander marshal inspector superintendent king queen prince princess emperor empress duke
    duchess baron baroness count countess earl pope cardinal archbishop bishop father sister brother
    saint rabbi imam sheikh ayatollah deputy speaker representative leader prosecutor detective
    officer coach
    """
) | frozenset(COURTESY)
ORGANISATIONS = words_of(
    """
    academy administration agency alliance army assembly association authority bank board bureau
    cabinet centre center chamber church club college commission committee commonwealth community
    company confederation conference congress consortium convention corporation corps council court
    department directorate duma exchange faculty federation force foundation front fund government
    group guard guild hospital house industries institute institution laboratory league library
    ministry mission movement museum navy network observatory office orchestra organisation
    organization parliament partnership party police programme program school secretariat senate
    service services society station syndicate team theatre tribunal trust union university
    """
)
CORPORATE = words_of(
    """
    ltd limited inc incorporated plc llc llp corp co gmbh ag kg sa srl spa bv nv ab as oy
    """
)
PLACES = words_of(
    """
    airport archipelago avenue bay beach boulevard bridge canal cape castle cathedral channel city
    coast county cove creek crossing desert district falls fjord forest garden gardens glen gulf
    harbour harbor heath heights highlands hill hills island islands isle isles kingdom lake lakes
    lane marsh moor mount mountain mountains oblast ocean park passage peninsula plain plateau pole
    port province quay range reef region republic reserve ridge river road sea shire sound square
    state states strait street territory tower town valley village volcano wall water well woods
    """
)
# Heads that make a fixed phrase with "of" and a bare noun (head of state), unlike amounts and deverbal nouns.
_OF_HEADS = words_of(
    """
    act articles balance chief city code cost court crime declaration duty freedom head house letter
    means member method minister oath order power point proof right rule school secretary state
    theatre ways weapon work member bill vote
    """
)
_NOUNS_LIKE_ADJECTIVES = words_of(
    """
    proposal hospital capital official trial criminal terminal journal animal material arrival
    approval removal festival rival signal metal goal deal meal seal appeal professional individual
    manual portal mineral crystal cathedral funeral general admiral ritual withdrawal survival
    referral denial refusal dismissal intellectual medal pedal canal coal carnival principal potential
    interval initiative executive representative alternative objective archive detective native
    relative incentive perspective narrative motive drive clinic critic music public traffic republic
    topic mechanic fabric logic plastic statistic academic epidemic pandemic panic picnic graphic
    relic tactic library salary secretary boundary dictionary anniversary diary military judiciary
    commentary documentary beneficiary territory history factory victory memory category theory
    laboratory inventory directory table vegetable cable agent student president accident incident
    patient parent client current content moment talent accent participant consultant restaurant
    merchant plant grant variant tenant giant elephant servant
    """
)
_ADJECTIVE_ENDING = re.compile(
    r"(?:[a-z]{2}(?:al|ic|ous|ive|able|ible|ful|less|ish|ary|ory)|[a-z]{3}(?:ular|olar|ient|cient|ant|esque))$"
)
_NOUN_ENDING = re.compile(
    r"(?:tion|sion|ment|ness|ity|ship|ance|ence|ism|ist|ogy|hood|dom|ure|eer|ery|cy)s?$"
)
_WEAK_HEADS = words_of(
    """
    thing way kind sort time day week month year hour minute moment lot bit fact reason example percent
    percentage number amount people person man woman
    """
)
# -s in the middle of a compound is a verb or the end of a phrase, but for these.
_PLURAL_MODIFIERS = words_of(
    """
    sports arms sales news customs goods savings rights systems operations communications affairs
    works series species resources humans women's men's children's people's careers parts politics
    economics physics mathematics ethics athletics gymnastics electronics genetics logistics
    """
)


@lru_cache(maxsize=1)
def _verb_forms() -> frozenset[str]:
    forms: set[str] = set(_IRREGULAR)
    for verb in _VERBS:
        if verb not in _ALSO_NOUNS:
            forms.add(verb)
            forms.add(third_person(verb))
        stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye")) else verb
        doubled = verb + verb[-1] if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", verb) else stem
        past = verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else stem + "ed"
        forms.update((stem + "ing", doubled + "ing", past, doubled + "ed"))
    return frozenset(forms)


@lru_cache(maxsize=1)
def _plain_verbs() -> frozenset[str]:
    return frozenset({*_VERBS, *(third_person(verb) for verb in _VERBS)})


def may_be_verb(word: str) -> bool:
    """Tell whether a word is the plain or the -s form of a common verb, be it a noun as well (`ban`)."""
    return word in _plain_verbs()


def is_verb_form(word: str) -> bool:
    """Tell whether a word is a form of a common verb that is hardly ever a noun."""
    return word in _verb_forms()


def is_verb_in_s(word: str) -> bool:
    """Tell whether a word in -s after a singular noun is a verb rather than the plural head of a compound."""
    return word.endswith("s") and may_be_verb(word) and is_plural(word) and word not in _PLURAL_HEADS


def is_weak_head(word: str) -> bool:
    """Tell whether a noun is too general to head a term: `thing`, `way`, `day`."""
    return singular(word) in _WEAK_HEADS


def third_person(verb: str) -> str:
    """Return the -s form of a verb, which is also how nouns form their plural: `carry` → `carries`."""
    if re.search(r"(?:s|x|z|ch|sh)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def singular(word: str) -> str:
    """Return the singular of a regular plural noun, and of a few irregular ones; other words as they are."""
    lowered = word.lower()
    irregular = {
        "men": "man", "women": "woman", "children": "child", "people": "people", "lives": "life",
        "wives": "wife", "knives": "knife", "leaves": "leaf", "halves": "half", "feet": "foot",
        "teeth": "tooth", "mice": "mouse", "criteria": "criterion", "phenomena": "phenomenon",
        "analyses": "analysis", "crises": "crisis", "bases": "base", "series": "series", "species": "species",
    }  # fmt: skip
    if lowered in irregular:
        return irregular[lowered]
    if lowered.endswith("men") and len(lowered) > 4:
        return word[:-3] + "man"
    if len(word) < 4 or lowered.endswith(("ss", "us", "is", "ics", "news")) or not lowered.endswith("s"):
        return word
    if lowered.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:x|ch|sh|ss|zz|[^aeiou]o)es$", lowered):
        return word[:-2]
    return word[:-1]


def is_plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun (or a verb in -s)."""
    return singular(word) != word


def is_stop_word(word: str) -> bool:
    """Tell whether a lower-case word can be no part of a term: function words, adverbs, verb forms."""
    word = word.replace("’", "'")
    return (
        word in DETERMINERS
        or word in PREPOSITIONS
        or word in _FUNCTION_WORDS
        or word in _NUMBER_WORDS
        or word in _verb_forms()
        or bool(_CONTRACTION.search(word))
        or is_adverb(word)
    )


def is_adverb(word: str) -> bool:
    """Tell whether a word is an adverb by its ending; nouns and adjectives in -ly are not."""
    return (
        word.endswith("ly")
        and len(word) > 4
        and word
        not in {
            *("family", "supply", "assembly", "reply", "ally", "anomaly", "monopoly", "butterfly", "jelly"),
            *("belly", "rally", "bully", "folly", "homily", "italy", "july", "elderly", "deadly", "costly"),
        }
    )


def is_general_adjective(word: str) -> bool:
    """Tell whether a word qualifies anything and makes no term: size, age, order, degree, opinion."""
    if "-" in word:
        head, *_, last = word.split("-")
        return (
            head in _NUMBER_WORDS
            or head.isdigit()
            or last
            in {"year-old", "old", "wide", "based", "like", "eastern", "western", "southern", "northern"}
            or last.endswith("ed")
            or last in _verb_forms()
        )
    return word in GENERAL_ADJECTIVES or (word.endswith(("est", "iest")) and word[:-3] in GENERAL_ADJECTIVES)


def is_participle(word: str) -> bool:
    """Tell whether a word is a past participle or past tense by its ending (`elected`, not `seabed`)."""
    return bool(re.search(r"[a-z]{2}ed$", word)) and not word.endswith(("eed", "bed", "shed", "hundred"))


def is_adjective(word: str) -> bool:
    """Tell whether a word is a (relational) adjective by its ending."""
    return bool(_ADJECTIVE_ENDING.search(word)) and singular(word) not in _NOUNS_LIKE_ADJECTIVES


def is_noun_by_ending(word: str) -> bool:
    """Tell whether a word is a noun by its ending."""
    return bool(_NOUN_ENDING.search(word)) or singular(word) in _NOUNS_LIKE_ADJECTIVES


def may_modify_in_plural(word: str) -> bool:
    """Tell whether a plural is at home inside a compound: `arms race`, `human rights law`."""
    return word in _PLURAL_MODIFIERS


def heads_of_phrase(word: str) -> bool:
    """Tell whether noun + of + bare noun is likely a fixed phrase: `member of parliament`."""
    base = singular(word)
    if base in ("number", "matter", "order", "corner", "centre", "majority"):
        return False
    return base in _OF_HEADS or bool(re.search(r"[a-z]{3}(?:er|or|ist)$", base))
