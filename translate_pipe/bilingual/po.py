"""PO catalogues for Poedit, Weblate and Lokalize; what is not reviewed is marked fuzzy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, normalize

from translate_pipe.bilingual.escape import CONTROLS, escape_characters, escape_ends, unescape_characters
from translate_pipe.bilingual.rows import (
    BilingualFile,
    BilingualRow,
    describe_figure,
    describe_issue,
    describe_suggestion,
    describe_term,
    parse_number,
    parse_state,
    told_figures,
    unit_fingerprint,
)
from translate_pipe.bilingual.source import decode_text
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext, TranslationUnit
from translate_pipe.states import state_of_message


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as a catalogue whose message contexts are the segment ids."""
    headers = {
        "Project-Id-Version": bitext.article,
        "Language": bitext.target_locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": bitext.source_locale,
        "X-Target-Language": bitext.target_locale,
        "X-Article": bitext.article,
        "X-Provenance": bitext.provenance.signature(),
    }
    head = "".join(f"{name}: {_one_line(value)}\n" for name, value in headers.items())
    yield f'msgid ""\nmsgstr {_quoted(head)}\n'.encode()
    for unit in bitext.units:
        yield "".join(["\n", *_unit_lines(unit, bitext.article)]).encode()


def _unit_lines(unit: TranslationUnit, article: str) -> Iterator[str]:
    if unit.comment:
        lines = unit.comment.split("\n")
        # Babel reads equal lines of a comment once; such a comment is one line, with its line ends escaped.
        for line in lines if len({*lines}) == len(lines) else [unit.comment]:
            yield f"# {_one_line(line)}".rstrip() + "\n"
    said = [
        f"number: {unit.segment.number}",
        f"state: {unit.state}",
        f"fingerprint: {unit_fingerprint(unit)}",
        *(f"term: {describe_term(outcome)}" for outcome in unit.terms),
        *(describe_figure(outcome) for outcome in told_figures(unit)),
        *(f"issue: {describe_issue(issue)}" for issue in unit.issues),
        *(f"memory: {describe_suggestion(match)}" for match in unit.suggestions),
    ]
    for line in said:
        yield f"#. {_one_line(line)}\n"
    if not any(char.isspace() for char in article):
        yield f"#: {_one_line(article)}:{unit.segment.number}\n"
    if unit.target and unit.state in ("translated", "untranslated"):
        yield "#, fuzzy\n"
    yield f"msgctxt {_quoted(unit.segment.id)}\n"
    yield f"msgid {_quoted(unit.segment.source)}\n"
    yield f"msgstr {_quoted(unit.target)}\n"


def _quoted(text: str) -> str:
    return normalize(escape_characters(text, CONTROLS), width=0)


def _one_line(text: str) -> str:
    """Return text for a comment or a header, where line ends and outer spaces would be lost."""
    text = escape_characters(text, CONTROLS).replace("\n", "\\u{A}")
    return escape_ends(text, lambda char: f"\\u{{{ord(char):X}}}")


class _EveryMessage(Catalog):
    """Keeps all messages in order; Babel's own catalogue merges those that are there twice."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Message] = []

    def __setitem__(self, _: object, message: Message) -> None:
        self.found.append(message)


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the messages of a catalogue; one that is no longer fuzzy has been reviewed.

    Raises:
        BitextError: the catalogue is damaged; with the line.
    """
    catalog = _EveryMessage()
    try:
        PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(
            decode_text(content, path).split("\n")
        )
    except PoFileError as error:
        raise BitextError(f"no PO: {error.args[0]}", path=path, line=error.lineno + 1) from None
    except (ValueError, IndexError, AttributeError) as error:
        raise BitextError(f"no PO: {error}", path=path) from None
    said: dict[str, str] = {}
    rows: list[BilingualRow] = []
    for message in catalog.found:
        if isinstance(message.id, str) and isinstance(message.string, str) and not message.id:
            said |= _headers(message.string)
        else:
            rows.append(_row(message, path))
    return BilingualFile(
        path,
        "po",
        tuple(rows),
        article=said.get("X-Article", ""),
        source_locale=said.get("X-Source-Language", ""),
        target_locale=said.get("X-Target-Language", "") or said.get("Language", ""),
        provenance=said.get("X-Provenance", ""),
    )


def _headers(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split("\n"))
    return {name.strip(): unescape_characters(unescape_characters(value.strip())) for name, _, value in pairs}


def _row(message: Message, path: Path) -> BilingualRow:
    if not isinstance(message.id, str) or not isinstance(message.string, str):
        raise BitextError("a message has plural forms, which no article has", path=path, line=message.lineno)
    said = dict(line.partition(": ")[::2] for line in message.auto_comments)
    target = unescape_characters(message.string)
    state = parse_state(said.get("state", ""), path=path, line=message.lineno)
    return BilingualRow(
        unescape_characters(message.context or ""),
        unescape_characters(message.id),
        target,
        f"{path}:{message.lineno}",
        number=parse_number(said.get("number", "")),
        state=state_of_message(state, target, fuzzy="fuzzy" in message.flags),
        # Lines that begin with a bar hold what the source was when the message became fuzzy.
        comment="\n".join(
            unescape_characters(line) for line in message.user_comments if not line.startswith("| ")
        ),
        fingerprint=said.get("fingerprint", ""),
    )
