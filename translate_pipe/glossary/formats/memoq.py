"""The CSV of a memoQ term base: an entry per row, and for each language a definition and its terms.

Source: docs.memoq.com, Term base in CSV format: semicolons, UTF-8, field names in the first row, first the
fields of the entry, then for each language `X_Def` and, for each term, `X`, `Term_Info`, `Term_Example`.
`Term_Info` holds words such as CaseSense, CasePermissive or CaseInsense, HalfPrefix or NoPrefix, NonTerm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.concepts import Term, rows_of_concept, terms_of_row
from translate_pipe.glossary.formats.grid import read_grid, write_grid
from translate_pipe.glossary.formats.grid_row import GridRow
from translate_pipe.glossary.formats.terms import (
    Exchange,
    LossLog,
    TermList,
    TermRow,
    choose_source,
    choose_targets,
    clean_text,
    locale_or_empty,
    make_list,
    report_features,
)
from translate_pipe.glossary.tables.values import UnknownValueError, parse_truth

ENTRY_FIELDS = (
    *("Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID", "Entry_ProjectID", "Entry_Created"),
    *("Entry_Creator", "Entry_LastModified", "Entry_Modifier", "Entry_Note"),
)
_FEATURES = {
    "Entry_Subject": "subject",
    "Entry_Domain": "domain",
    "Entry_ClientID": "client",
    "Entry_ProjectID": "project",
    "Entry_Note": "note",
}
_CASES = {"CaseSense": "yes", "CaseInsense": "no", "CasePermissive": ""}
_PREFIXES = {"NoPrefix": "exact", "HalfPrefix": ""}
# memoQ keeps names of languages that Windows gave them.
_OLD_NAMES = {
    "Chinese_PRC": "zh-CN",
    "Chinese_Taiwan": "zh-TW",
    "Chinese_Hong_Kong_S.A.R.": "zh-HK",
    "Norwegian_Bokmal": "nb",
    "Serbian_Latin": "sr-Latn",
    "Serbian_Cyrillic": "sr-Cyrl",
}


def name_of_language(locale: str) -> str:
    """Return memoQ's name of a language: `en-GB` gives `English_United_Kingdom`."""
    for name, tag in _OLD_NAMES.items():
        if tag == locale:
            return name
    parts = locale.split("-")
    english = Locale("en")
    names = [english.languages.get(parts[0], parts[0])]
    for part in parts[1:]:
        names.append(english.territories.get(part) or english.scripts.get(part) or part)
    return "_".join(names).replace(" ", "_").replace("(", "").replace(")", "")


@lru_cache(maxsize=1)
def _codes() -> tuple[dict[str, str], dict[str, str]]:
    english = Locale("en")

    def plain(name: str) -> str:
        return name.replace(" ", "_").replace("(", "").replace(")", "").lower()

    languages = {plain(str(name)): code for code, name in english.languages.items() if "_" not in code}
    places = {plain(str(name)): code for code, name in english.territories.items() if len(code) == 2}
    places.update({plain(str(name)): code for code, name in english.scripts.items()})
    return languages, places


def language_of_name(name: str) -> str:
    """Return the tag of memoQ's name of a language, "" for what is none."""
    if name in _OLD_NAMES:
        return _OLD_NAMES[name]
    languages, places = _codes()
    words = name.strip().lower().split("_")
    for length in range(len(words), 0, -1):
        code = languages.get("_".join(words[:length]))
        if code and length == len(words):
            return locale_or_empty(code)
        place = places.get("_".join(words[length:]))
        if code and place:
            return locale_or_empty(f"{code}-{place}")
    return ""


@dataclass(frozen=True, slots=True)
class _TermColumn:
    locale: str
    index: int
    info: int
    example: int


@dataclass(frozen=True, slots=True)
class _Layout:
    entry: dict[str, int]
    definitions: dict[str, int]
    terms: tuple[_TermColumn, ...]


def _read_header(row: GridRow, exchange: Exchange) -> _Layout:
    entry: dict[str, int] = {}
    definitions: dict[str, int] = {}
    terms: list[_TermColumn] = []
    for index, raw in enumerate(row.cells):
        name = raw.strip()
        if name.startswith("Entry_"):
            entry[name] = index
        elif name.endswith("_Def") and language_of_name(name[:-4]):
            definitions[language_of_name(name[:-4])] = index
        elif language_of_name(name):
            following = [cell.strip() for cell in row.cells[index + 1 : index + 3]]
            info = index + 1 if following[:1] == ["Term_Info"] else -1
            example = index + 1 + following.index("Term_Example") if "Term_Example" in following else -1
            terms.append(_TermColumn(language_of_name(name), index, info, example))
        elif name and name not in ("Term_Info", "Term_Example"):
            exchange.losses.add(f"column {name}", row.line)
    if not terms:
        raise GlossaryError(
            "the header names no language of memoQ, such as English or Portuguese_Brazil",
            path=exchange.path,
            line=row.line,
            remedy="export the term base from memoQ as CSV with field names in the first row",
        )
    return _Layout(entry, definitions, tuple(terms))


def read_memoq(content: bytes, exchange: Exchange) -> TermList:
    """Read a memoQ term base, with any delimiter.

    Raises:
        GlossaryError: the header names no language, or a row is broken.
    """
    rows = read_grid(content, exchange.path)
    if not rows:
        raise GlossaryError("the file is empty", path=exchange.path)
    layout = _read_header(rows[0], exchange)
    locales = list(dict.fromkeys(column.locale for column in layout.terms))
    source = exchange.source or locales[0]
    inner = Exchange(exchange.path, exchange.losses, source, exchange.targets)
    found: list[TermRow] = []
    for row in rows[1:]:
        terms: list[Term] = []
        features = _entry_features(row, layout, source, exchange.losses)
        for column in layout.terms:
            text = row.cell(column.index).strip()
            if not text:
                continue
            example = row.cell(column.example)
            features.setdefault(f"{column.locale}.context", example)
            forbidden = _read_info(row, column, column.locale == source, features, exchange.losses)
            first = not any(term.locale == column.locale for term in terms)
            terms.append(Term(column.locale, text, "forbidden" if forbidden else "" if first else "admitted"))
        found += rows_of_concept(terms, features, row.line, inner)
    return make_list(found, locales=[source, *(locale for locale in locales if locale != source)])


def _entry_features(row: GridRow, layout: _Layout, source: str, losses: LossLog) -> dict[str, str]:
    features: dict[str, str] = {}
    for name, index in layout.entry.items():
        if name in _FEATURES:
            features[_FEATURES[name]] = row.cell(index)
        elif name != "Entry_ID" and row.cell(index).strip():
            losses.add(f"field {name}", row.line, row.cell(index))
    for locale, index in layout.definitions.items():
        features["definition" if locale == source else f"{locale}.definition"] = row.cell(index)
    return features


def _read_info(
    row: GridRow, column: _TermColumn, is_source: bool, features: dict[str, str], losses: LossLog
) -> bool:
    """Take what the info of a term says into the features; return whether the term is forbidden."""
    forbidden = False
    for word in row.cell(column.info).split(";"):
        word = word.strip()
        if word == "NonTerm":
            forbidden = True
        elif word in _CASES or word in _PREFIXES:
            # How a term is found matters on the side it is looked for.
            if is_source and word in _CASES:
                features.setdefault("case_sensitive", _CASES[word])
            elif is_source:
                features.setdefault("match", _PREFIXES[word])
        elif word:
            losses.add(f"Term_Info {word}", row.line, row.cell(column.index))
    return forbidden


def write_memoq(terms: TermList, exchange: Exchange) -> bytes:
    """Write a memoQ term base: semicolons, UTF-8 with a byte order mark, one entry per row."""
    source = choose_source(terms, exchange)
    locales = (source, *choose_targets(terms, source, exchange))
    most = {locale: max((len(r.terms.get(locale, ())) for r in terms.rows), default=1) for locale in locales}
    header: list[str] = list(ENTRY_FIELDS)
    for locale in locales:
        name = name_of_language(locale)
        header.append(f"{name}_Def")
        header += [name, "Term_Info", "Term_Example"] * max(most[locale], 1)
    rows: list[Sequence[str]] = [header]
    for number, row in enumerate(terms.rows, 1):
        cells = _row_cells(row, number, locales, most, exchange.losses)
        rows.append([clean_text(cell, line=row.line, losses=exchange.losses) for cell in cells])
    return write_grid(rows, exchange.path, delimiter=";", bom=True)


def _row_cells(
    row: TermRow, number: int, locales: Sequence[str], most: dict[str, int], losses: LossLog
) -> list[str]:
    source = locales[0]
    held = [*_FEATURES.values(), "definition", "case_sensitive", "match"]
    held += [f"{locale}.{name}" for locale in locales for name in ("context", "definition")]
    report_features(row, losses, held=held)
    if row.status(locales[-1]) == "admitted":
        losses.add("status admitted", row.line, row.first(locales[-1]))
    named = {"Entry_ID": str(number)}
    named.update({column: row.features.get(feature, "") for column, feature in _FEATURES.items()})
    cells = [named.get(column, "") for column in ENTRY_FIELDS]
    found = terms_of_row(row, source, locales[1:], losses)
    for locale in locales:
        definition = "definition" if locale == source else f"{locale}.definition"
        cells.append(row.features.get(definition, ""))
        own = [term for term in found if term.locale == locale]
        for index in range(max(most[locale], 1)):
            if index >= len(own):
                cells += ["", "", ""]
                continue
            info = _term_info(row, own[index])
            example = row.features.get(f"{locale}.context", "") if index == 0 else ""
            cells += [own[index].text, info, example]
    return cells


def _term_info(row: TermRow, term: Term) -> str:
    try:
        sensitive = parse_truth(row.features.get("case_sensitive", ""))
    except UnknownValueError:
        sensitive = None
    case = "CasePermissive" if sensitive is None else "CaseSense" if sensitive else "CaseInsense"
    prefix = "NoPrefix" if row.features.get("match", "").strip().lower() == "exact" else "HalfPrefix"
    return ";".join([case, prefix, *(["NonTerm"] if term.standing == "forbidden" else [])])
