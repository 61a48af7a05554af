"""For every format: rows that it can hold come back as they were written."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from translate_pipe.glossary.formats import FORMATS
from translate_pipe.glossary.formats.terms import (
    Exchange,
    LossLog,
    TermList,
    TermRow,
    clean_text,
    make_list,
    tidy_cell,
)
from translate_pipe.glossary.tables.values import tidy_term

HOSTILE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *(
                "=1+1",
                "+7",
                "-x",
                "@sum",
                '"',
                '""',
                "'",
                "a,b",
                "a;b",
                "]]>",
                "<!--",
                "&amp;",
                "<b>",
                "%s",
                "#x",
            ),
            *("a\u200eb", "\u202egnihton", "😀", "e\u0301", "Ё ё", "«Z»", "a\u00a0b", "\\", "\\t", "_x000D_"),
            *("1", "yes", "en", "Term_Info", "source", "o'clock", "x" * 300),
        ]
    ),
)


def _plain(text: str) -> str:
    return clean_text(text, line=0, losses=LossLog())


TERM = HOSTILE.map(lambda text: tidy_term(_plain(text)).replace("|", "/")).filter(bool)
LINE = HOSTILE.map(lambda text: " ".join(_plain(text).split())).filter(bool)
CELL = st.lists(LINE, min_size=1, max_size=3).map("\n".join).map(tidy_cell).filter(bool)
SOURCE = TERM.filter(lambda text: not text.startswith("#"))


def alternatives(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(TERM, min_size=1, max_size=most, unique=True).map(tuple)


def term_lists(
    *,
    targets: Sequence[str] = ("ru",),
    most: int = 1,
    most_sources: int = 1,
    features: Mapping[str, st.SearchStrategy[str]] | None = None,
    optional: bool = False,
) -> st.SearchStrategy[TermList]:
    """Lists with distinct source terms; with `optional`, not every row has every target but has one."""
    names = features or {}

    @st.composite
    def draw_row(draw: st.DrawFn) -> TermRow:
        rest = draw(alternatives(most_sources)) if most_sources > 1 else ()
        first = draw(SOURCE)
        terms = {"en": tuple(dict.fromkeys((first, *rest)))}
        chosen = draw(st.lists(st.sampled_from(targets), min_size=1, unique=True)) if optional else targets
        for locale in targets:
            if locale in chosen:
                terms[locale] = draw(alternatives(most))
        filled = draw(st.lists(st.sampled_from(sorted(names)), unique=True)) if names else []
        return TermRow(terms, {name: draw(names[name]) for name in filled})

    rows = st.lists(draw_row(), min_size=1, max_size=5, unique_by=lambda row: row.terms["en"][0])
    return rows.map(lambda found: make_list(found, locales=("en", *targets)))


POS = st.sampled_from(["noun", "adjective", "verb", "adverb", "other"])
GENDER = st.sampled_from(["m", "f", "n"])
STATUS = st.sampled_from(["preferred", "admitted", "forbidden"])
TBX = {
    **dict.fromkeys(("note", "definition", "subject", "ru.note", "ru.context", "en.context"), CELL),
    **{"pos": POS, "gender": GENDER, "status": STATUS},
}
MEMOQ = {
    **dict.fromkeys(("note", "definition", "subject", "domain", "client", "project", "ru.context"), CELL),
    **{"case_sensitive": st.sampled_from(["yes", "no"]), "match": st.just("exact")},
    **{"status": st.just("forbidden")},
}
WIDE = {"note": CELL, "pos": LINE, "ru.gender": GENDER, "Owner, if any": CELL, "status": LINE}
PHRASE = {
    "note": CELL,
    "case_sensitive": st.sampled_from(["yes", "no"]),
    "status": st.just("do-not-translate"),
}
WEBLATE = {"note": CELL, "ru.note": CELL, "weblate.location": CELL, "weblate.id": CELL}
LAWS: list[tuple[str, str, st.SearchStrategy[TermList]]] = [
    (
        "wide",
        "g.csv",
        term_lists(targets=("ru", "pt-BR"), most=3, most_sources=2, features=WIDE, optional=True),
    ),
    ("wide", "g.tsv", term_lists(most=2, features=WIDE)),
    ("xlsx", "g.xlsx", term_lists(targets=("ru", "de"), most=2, features=WIDE, optional=True)),
    ("omegat", "g.txt", term_lists(most=3, features={"note": LINE})),
    ("omegat", "g.csv", term_lists(most=2, features={"note": CELL})),
    ("deepl", "g.csv", term_lists()),
    ("deepl", "g.tsv", term_lists()),
    ("deepl-locales", "g.csv", term_lists(targets=("ru", "de", "zh-Hant"), optional=True)),
    ("deepl-locales", "g.tsv", term_lists(targets=("ru", "de"), optional=True)),
    ("google", "g.csv", term_lists()),
    (
        "google-terms",
        "g.csv",
        term_lists(targets=("ru", "de"), features={"note": CELL, "pos": LINE}, optional=True),
    ),
    ("aws", "g.csv", term_lists(targets=("ru", "pt-BR"), optional=True)),
    ("aws", "g.tsv", term_lists(targets=("ru", "pt-BR"), optional=True)),
    ("azure", "g.tsv", term_lists()),
    ("azure", "g.xlsx", term_lists()),
    ("phrase", "g.csv", term_lists(targets=("ru", "de"), features=PHRASE, optional=True)),
    ("phrase", "g.xlsx", term_lists(features=PHRASE)),
    ("weblate", "g.csv", term_lists(features=WEBLATE)),
    ("memoq", "g.csv", term_lists(targets=("ru", "pt-BR"), most=2, most_sources=2, features=MEMOQ)),
    ("tbx", "g.tbx", term_lists(targets=("ru", "de"), most=3, most_sources=2, features=TBX)),
    ("tbx-dct", "g.tbx", term_lists(most=2, features=TBX)),
    ("tbx-v2", "g.tbx", term_lists(most=2, features=TBX)),
    ("tmx", "g.tmx", term_lists(targets=("ru", "de"), features={"note": CELL}, optional=True)),
]


@pytest.mark.parametrize(("name", "path", "lists"), LAWS, ids=[f"{name}-{path}" for name, path, _ in LAWS])
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_a_format_can_hold_comes_back(
    name: str, path: str, lists: st.SearchStrategy[TermList], data: st.DataObject
) -> None:
    terms = data.draw(lists)
    losses = LossLog()
    targets = tuple(locale for locale in terms.locales if locale != "en")
    written = FORMATS[name].write(terms, Exchange(path, losses, "en", targets))
    read = FORMATS[name].read(written, Exchange(path, LossLog(), "en", targets))
    assert losses.report() == ()
    assert read.rows == terms.rows


@given(text=st.text())
@settings(max_examples=100)
def test_no_control_character_or_surrogate_is_written(text: str) -> None:
    cleaned = clean_text(text, line=1, losses=LossLog(), one_line=True)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in cleaned)


@pytest.mark.parametrize(("name", "path"), [(n, p) for n, p, _ in LAWS])
def test_the_same_rows_give_the_same_bytes(name: str, path: str) -> None:
    terms = make_list([TermRow({"en": ("war effort",), "ru": ("=военные усилия",)}, {"note": "twice\nsaid"})])
    first, second = (FORMATS[name].write(terms, Exchange(path, LossLog(), "en", ("ru",))) for _ in range(2))
    assert first == second
