"""One cell with a term goes in; what is wrong with its text comes out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from translate_pipe.glossary.faults import letters
from translate_pipe.locales import is_right_to_left, name_of
from translate_pipe.model import Severity


@dataclass(frozen=True, slots=True)
class TermCell:
    """A cell of a locale column; `source` is the source cell of its row, the same text if it is that cell."""

    text: str
    locale: str
    source: str
    is_source: bool = False


@dataclass(frozen=True, slots=True)
class TextRule:
    """A kind of fault: `find` says what is wrong with a cell, or returns ""; `repair` is given if safe."""

    kind: str
    severity: Severity
    remedy: str
    find: Callable[[TermCell], str]
    repair: Callable[[TermCell], str] | None = None


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u034f\u180e]")
_JOINERS = re.compile("[\u200c\u200d]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Scripts in which joiners shape letters.
_JOINING = frozenset(("Arab", "Deva", "Beng", "Taml", "Telu", "Knda", "Mlym", "Gujr", "Guru", "Sinh", "Khmr"))
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPREADSHEET_ERROR = re.compile(
    r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!|ИМЯ\?|ССЫЛКА!|ЗНАЧ!|Н/Д|ДЕЛ/0!)"
)
_PLACEHOLDERS = frozenset(
    ("?", "-", "–", "—", "…", "...", ".", "*", "n/a", "na", "tbd", "todo", "tba", "xxx", "xx", "null", "none")
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]{2,8}|#\d{2,5});")


def _stray_space(cell: TermCell) -> str:
    text = cell.text.strip("\r\n")
    if text != text.strip():
        return "a space stands before or after the term"
    return "two spaces in a row" if "  " in text else ""


def _odd_space(cell: TermCell) -> str:
    """A non-breaking space is right beside figures, marks and short words; in a source term it never is."""
    for found in _ODD_SPACE.finditer(cell.text.strip()):
        at = found.start()
        if cell.locale.startswith(("ja", "zh")) and found.group() == "\u3000":
            continue
        before, after = cell.text[:at], cell.text[at + 1 :]
        left = re.search(r"[^\W\d_]+$", before)
        right = re.match(r"[^\W\d_]+", after)
        if cell.is_source or (left and right and min(len(left.group()), len(right.group())) > 2):
            return f"{unicodedata.name(found.group(), 'SPACE').lower()} instead of a plain space"
    return ""


def _invisible(cell: TermCell) -> str:
    scripts = letters.scripts_of_locale(cell.locale)
    found = _CONTROL.search(cell.text) or _INVISIBLE.search(cell.text)
    if found is None and not scripts & _JOINING:
        found = _JOINERS.search(cell.text)
    if found is None and not is_right_to_left(cell.locale):
        found = _DIRECTION.search(cell.text)
    if found is None:
        return ""
    name = unicodedata.name(found.group(), "control character").lower()
    return f"an invisible character (U+{ord(found.group()):04X}, {name})"


def _without_invisible(cell: TermCell) -> str:
    text = _INVISIBLE.sub("", _CONTROL.sub("", cell.text))
    if not letters.scripts_of_locale(cell.locale) & _JOINING:
        text = _JOINERS.sub("", text)
    return text if is_right_to_left(cell.locale) else _DIRECTION.sub("", text)


def _line_break(cell: TermCell) -> str:
    return "a line break inside the term" if re.search(r"[\r\n\u2028\u2029]", cell.text.strip("\r\n")) else ""


def _mixed_encoding(cell: TermCell) -> str:
    return (
        "bytes in another encoding than the rest of the file"
        if re.search("[\udc80-\udcff]", cell.text)
        else ""
    )


def _lost_letters(cell: TermCell) -> str:
    if "\ufffd" in cell.text or re.search(r"\?{2,}", cell.text):
        return f"letters were lost when the file was saved: {cell.text!r}"
    return ""


def _mojibake(cell: TermCell) -> str:
    meant = letters.repair_mojibake(cell.text, cell.locale)
    return f"{cell.text!r} is {meant!r} read in the wrong encoding" if meant else ""


def _decomposed(cell: TermCell) -> str:
    return (
        "" if unicodedata.is_normalized("NFC", cell.text) else "letters are made up of a base and an accent"
    )


def _lookalike(cell: TermCell) -> str:
    source = "" if cell.is_source else cell.source
    found = letters.find_lookalikes(cell.text, cell.locale, source)
    if not found:
        return ""
    word, meant = found[0]
    wrong = next(one for one, other in zip(word, meant, strict=True) if one != other)
    script = letters.name_of_scripts(frozenset((letters.script_of_letter(wrong),)))
    return f"{script} {wrong!r} in {word!r} only looks like the right letter"


def _mixed_script(cell: TermCell) -> str:
    source = "" if cell.is_source else cell.source
    if letters.find_lookalikes(cell.text, cell.locale, source):
        return ""
    words = letters.find_mixed_words(cell.text)
    return f"{words[0]!r} mixes letters of two scripts" if words else ""


def _wrong_script(cell: TermCell) -> str:
    found = letters.scripts_of_text(cell.text)
    own = letters.scripts_of_locale(cell.locale)
    if not found or found & own or (cell.text.strip() == cell.source.strip() and not cell.is_source):
        return ""
    if not cell.is_source and all(part in cell.source for part in re.findall(r"\w+", cell.text)):
        return ""
    if letters.repair_mojibake(cell.text, cell.locale) or _lookalike(cell):
        return ""
    return f"{name_of(cell.locale)} is not written in {letters.name_of_scripts(found)} letters: {cell.text!r}"


def _wrong_language(cell: TermCell) -> str:
    if letters.repair_mojibake(cell.text, cell.locale):
        return ""
    foreign = letters.find_foreign_letters(cell.text, cell.locale)
    if not foreign or letters.find_lookalikes(cell.text, cell.locale, cell.source):
        return ""
    return f"{name_of(cell.locale)} has no letter {foreign[0]!r}: {cell.text!r}"


def _unpaired(cell: TermCell) -> str:
    for text in cell.text.split("|"):
        for left, right in ("«»", "()", "[]", "{}", "‹›"):
            if text.count(left) != text.count(right):
                return f"{left} and {right} do not pair up"
        if (text.count("“") + text.count("”") + text.count("„")) % 2:
            return "curly quotation marks do not pair up"
        if text.count('"') % 2:
            return "straight quotation marks do not pair up"
    return ""


def _wrong_separator(cell: TermCell) -> str:
    if ";" in cell.text and not _MARKUP.search(cell.text):
        return "a semicolon between terms"
    slash = re.search(r"[^\W\d_]\s*/\s*[^\W\d_]", cell.text)
    return "a slash between terms" if slash and not cell.is_source and "/" not in cell.source else ""


def _empty_alternative(cell: TermCell) -> str:
    parts = cell.text.split("|")
    return "an alternative is empty" if len(parts) > 1 and not all(part.strip() for part in parts) else ""


def _repeated_alternative(cell: TermCell) -> str:
    parts = [part.strip() for part in cell.text.split("|") if part.strip()]
    if len(set(parts)) == len(parts):
        return ""
    twice = next(part for at, part in enumerate(parts) if part in parts[:at])
    return f"{twice!r} is given twice"


def _tidy_alternatives(cell: TermCell) -> str:
    return "|".join(dict.fromkeys(part.strip() for part in cell.text.split("|") if part.strip()))


def _note_in_term(cell: TermCell) -> str:
    if cell.is_source or "(" in cell.source or not re.search(r"\([^()]*\w[^()]*\)", cell.text):
        return ""
    return "a remark in brackets would be put into the text"


def _end_mark(text: str) -> str:
    text = text.strip().rstrip("»”\"'’)")
    return text[-1:] if text[-1:] in ".,;:!?" else ""


def _end_punctuation(cell: TermCell) -> str:
    mark = _end_mark(cell.text)
    if not mark:
        return ""
    last = re.search(r"\w+(?=\W*$)", cell.text)
    abbreviation = mark == "." and (cell.text.count(".") > 1 or (last is not None and len(last.group()) < 5))
    same = not cell.is_source and _end_mark(cell.source) == mark
    return "" if abbreviation or same else f"the term ends with {mark!r}"


def _formula(cell: TermCell) -> str:
    found = re.match(r"[=@+]|-(?=\w)", cell.text)
    return f"a spreadsheet takes a cell that begins with {found.group()!r} for a formula" if found else ""


def _spreadsheet_error(cell: TermCell) -> str:
    found = _SPREADSHEET_ERROR.search(cell.text)
    return f"a spreadsheet has put {found.group()} in the place of the term" if found else ""


def _placeholder(cell: TermCell) -> str:
    return f"{cell.text.strip()!r} stands for a term" if cell.text.strip().lower() in _PLACEHOLDERS else ""


def _markup(cell: TermCell) -> str:
    found = _MARKUP.search(cell.text)
    return f"markup in the term: {found.group()}" if found else ""


TEXT_RULES = (
    TextRule(
        "mixed-encoding", "error", "save the whole file as UTF-8 and type the term again", _mixed_encoding
    ),
    TextRule("lost-letters", "error", "type the term again and save the file as UTF-8", _lost_letters),
    TextRule(
        "mojibake",
        "error",
        "replace it; --fix does",
        _mojibake,
        lambda cell: letters.repair_mojibake(cell.text, cell.locale) or cell.text,
    ),
    TextRule(
        "lookalike-letter",
        "error",
        "type the word again; --fix does",
        _lookalike,
        lambda cell: letters.replace_lookalikes(
            cell.text, cell.locale, "" if cell.is_source else cell.source
        ),
    ),
    TextRule("mixed-script", "warning", "write the word in one script", _mixed_script),
    TextRule("wrong-script", "warning", "move the term to its column, or translate it", _wrong_script),
    TextRule("wrong-language", "warning", "move the term to its column, or correct it", _wrong_language),
    TextRule("invisible-character", "error", "delete it; --fix does", _invisible, _without_invisible),
    TextRule(
        "decomposed-letters",
        "warning",
        "replace them by single letters; --fix does",
        _decomposed,
        lambda cell: unicodedata.normalize("NFC", cell.text),
    ),
    TextRule(
        "stray-space",
        "warning",
        "delete it; --fix does",
        _stray_space,
        lambda cell: re.sub(" {2,}", " ", cell.text).strip(),
    ),
    TextRule(
        "odd-space",
        "warning",
        "type a plain space; --fix does",
        _odd_space,
        lambda cell: _ODD_SPACE.sub(" ", cell.text),
    ),
    TextRule(
        "line-break",
        "warning",
        "put the term on one line; --fix does",
        _line_break,
        lambda cell: re.sub(r"\s*[\r\n\u2028\u2029]+\s*", " ", cell.text).strip(),
    ),
    TextRule("unpaired-mark", "warning", "add the missing one, or delete the other", _unpaired),
    TextRule("wrong-separator", "warning", "separate alternatives by |", _wrong_separator),
    TextRule(
        "empty-alternative",
        "warning",
        "delete the spare |; --fix does",
        _empty_alternative,
        _tidy_alternatives,
    ),
    TextRule(
        "repeated-alternative", "warning", "delete one; --fix does", _repeated_alternative, _tidy_alternatives
    ),
    TextRule("remark-in-term", "warning", "move it to the note column", _note_in_term),
    TextRule("end-punctuation", "warning", "delete it unless it belongs to the term", _end_punctuation),
    TextRule("formula", "warning", "delete the character, or write the term otherwise", _formula),
    TextRule("spreadsheet-error", "error", "type the term again", _spreadsheet_error),
    TextRule("placeholder", "error", "fill in the term, or leave the cell empty", _placeholder),
    TextRule("markup", "warning", "write the term as plain text", _markup),
)

# A cell of nothing but these needs no closer look, and most cells are such. Capitals that begin the remains
# of a wrongly read text are left out.
_LATIN = "[A-Za-z\u00c0\u00c1\u00c4-\u00cf\u00d2-\u024f]+"
_PLAIN_LATIN = re.compile(rf"{_LATIN}(?:[ '’-]{_LATIN})*")
_PLAIN = {
    "ru": re.compile(r"[А-Яа-яЁё]+(?:[ -][А-Яа-яЁё]+)*"),
    "uk": re.compile(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії]+(?:[ '’-][А-ЩЬЮЯҐЄІЇа-щьюяґєії]+)*"),
}


def plain_pattern(locale: str) -> re.Pattern[str] | None:
    """Return a pattern of cells in which only a placeholder could be at fault, if the locale has one."""
    scripts = letters.scripts_of_locale(locale)
    return _PLAIN_LATIN if scripts == {"Latn"} else _PLAIN.get(locale.split("-")[0])


def is_plain(text: str, pattern: re.Pattern[str] | None) -> bool:
    """Tell by a pattern of `plain_pattern` whether no rule can find anything in a cell."""
    if pattern is None or not pattern.fullmatch(text):
        return False
    return len(text) > 4 or text.lower() not in _PLACEHOLDERS


def check_text(cell: TermCell) -> Iterator[tuple[TextRule, str]]:
    """Yield the rules that a cell breaks, each with what is wrong."""
    for rule in TEXT_RULES:
        message = rule.find(cell)
        if message:
            yield rule, message
