"""The bytes of an XLIFF file go in; its units with what is open in them come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from translate_pipe.article.xml_scan import XML, Node, scan_xml
from translate_pipe.errors import ArticleError
from translate_pipe.states import Vocabulary, read_state

# The namespaces of Trados Studio and memoQ, whose files are XLIFF 1.2 with additions.
TRADOS = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
MEMOQ = "{MQXliff}"
_OLD = ("{urn:oasis:names:tc:xliff:document:1.2}", "{urn:oasis:names:tc:xliff:document:1.1}", "")
_NEW = (
    "{urn:oasis:names:tc:xliff:document:2.0}",
    "{urn:oasis:names:tc:xliff:document:2.1}",
    "{urn:oasis:names:tc:xliff:document:2.2}",
)
# What is in these is code of the original file, not text.
CODES = frozenset(("bpt", "ept", "it", "ph", "x", "bx", "ex", "sc", "ec", "cp", "sm", "em"))
_NO = frozenset(("", "no", "false", "0", "none", "unlocked"))
# Symfony fills what it extracts with the source behind this sign.
_PLACEHOLDER = "__"


@dataclass(slots=True, eq=False)
class Part:
    """What one target is for: all of a source, or one of the segments into which a program parted it.

    `place` is the segment of the target that takes the text, None where the target is to be made as a whole;
    `state` the element that says how far this part is, None where target or unit say it.
    """

    source: Node
    place: Node | None
    state: Node | None
    preserve: bool


@dataclass(slots=True, eq=False)
class Unit:
    """A target to be filled: `behind` is what it stands behind, `pattern` the element that it is made after.

    `segments` are all parts of the pattern, `parts` the open ones. Units with the same `owner` share their
    inline codes. `language` is the element that names the target language.
    """

    owner: Node
    behind: Node
    pattern: Node
    target: Node | None
    parts: list[Part]
    segments: list[Node]
    vocabulary: Vocabulary
    language: Node


@dataclass(frozen=True, slots=True)
class XliffFile:
    """The open units of a file; `languages` are the elements that name languages, with the two attributes."""

    version: int
    units: tuple[Unit, ...]
    languages: tuple[Node, ...]

    @property
    def language_keys(self) -> tuple[str, str]:
        """Return the names of the attributes for source and target language."""
        return ("source-language", "target-language") if self.version == 1 else ("srcLang", "trgLang")


def scan_xliff(content: bytes, *, name: str) -> XliffFile:
    """Return what is to be translated of a file in UTF-8; what is locked, approved or done is not.

    Raises:
        ArticleError: no well-formed XML, no XLIFF, or of a version that is not read.
    """
    units: list[Unit] = []
    languages: list[Node] = []

    def found(node: Node, ancestors: Sequence[Node]) -> None:
        root = ancestors[0] if ancestors else node
        old = root.namespace in _OLD
        if node.namespace != root.namespace or node.local != ("trans-unit" if old else "unit"):
            return
        language = next((a for a in ancestors if a.local == "file"), root) if old else root
        if language not in languages[-1:]:
            languages.append(language)
        reader: Callable[[Node, Sequence[Node], Node], Iterator[Unit]] = _read_old if old else _read_new
        units.extend(reader(node, ancestors, language))

    root = scan_xml(content, name=name, wanted=frozenset(("trans-unit", "unit")), found=found)
    version = root.attributes.get("version", "")
    if root.local != "xliff" or root.namespace not in (*_OLD, *_NEW):
        raise ArticleError(
            f"is no XLIFF: its root element is <{root.local}>", path=name,
            remedy="check that it is the right file",
        )  # fmt: skip
    if version[:2] != ("1." if root.namespace in _OLD else "2."):
        raise ArticleError(
            f"is XLIFF {version or 'of no version'}, which is not read", path=name,
            remedy="save it as XLIFF 1.2 or 2.0",
        )  # fmt: skip
    return XliffFile(int(version[0]), tuple(units), tuple(languages))


def words_of(node: Node | None) -> str:
    """Return the text of a source or target without the code in it, and without white space at its ends."""
    return "" if node is None else "".join(_texts(node)).strip()


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.local not in CODES:
            yield from _texts(child)


def _read_old(unit: Node, ancestors: Sequence[Node], language: Node) -> Iterator[Unit]:
    """Yield the unit of XLIFF 1.2, unless nothing in it is open."""
    space, chain = unit.namespace, [*ancestors, unit]
    source, target = unit.find(f"{space}source"), unit.find(f"{space}target")
    if source is None or _is_shut(chain) or unit.attributes.get("approved") == "yes":
        return
    pattern = unit.find(f"{space}seg-source") or source
    segments = list(_segments(pattern))
    whole = not segments
    if whole:
        pattern, segments = source, [source]
    places = {} if whole or target is None else {p.attributes.get("mid", ""): p for p in _segments(target)}
    if not whole and not places and words_of(target):
        return  # a text for the whole of a source in segments is somebody's translation
    defined = _definitions(unit)
    preserve = _inherited([*chain, source], f"{XML}space", "default") == "preserve"
    status = unit.attributes.get(f"{MEMOQ}status")
    vocabulary: Vocabulary = "sdlxliff" if defined else "mqxliff" if status is not None else "xliff"
    parts = []
    for segment in segments:
        mid = segment.attributes.get("mid", "")
        state = defined.get(mid)
        word = status or (target.attributes.get("state", "") if target else "")
        if vocabulary == "sdlxliff":
            word = state.attributes.get("conf", "") if state else ""
        if (places and mid not in places) or (state and state.attributes.get("locked", "") not in _NO):
            continue
        if _is_open(segment, places.get(mid, target if whole else None), vocabulary, word):
            parts.append(Part(segment, places.get(mid), state, preserve))
    if parts:
        behind = unit.find(f"{space}seg-source") or source
        yield Unit(unit, behind, pattern, target, parts, segments, vocabulary, language)


def _read_new(unit: Node, ancestors: Sequence[Node], language: Node) -> Iterator[Unit]:
    """Yield what is open of a unit of XLIFF 2, one for each segment; what stands between segments stays."""
    space, chain = unit.namespace, [*ancestors, unit]
    if _is_shut(chain):
        return
    for segment in unit.children:
        if not isinstance(segment, Node) or segment.name != f"{space}segment":
            continue
        source, target = segment.find(f"{space}source"), segment.find(f"{space}target")
        word = segment.attributes.get("state", "initial")
        if source is None or not _is_open(source, target, "xliff2", word):
            continue
        preserve = _inherited([*chain, source], f"{XML}space", "default") == "preserve"
        part = Part(source, None, segment, preserve)
        yield Unit(unit, source, source, target, [part], [source], "xliff2", language)


def _is_open(source: Node, target: Node | None, vocabulary: Vocabulary, word: str) -> bool:
    """Tell whether nobody has translated a part yet: no text, or the source's where the state says so."""
    state = read_state(vocabulary, word) if word else None
    if state == "reviewed" or not words_of(source):
        return False
    said = words_of(target)
    if not said or said == _PLACEHOLDER + words_of(source):
        return True
    return state == "untranslated" and said == words_of(source)


def _is_shut(chain: Sequence[Node]) -> bool:
    """Tell whether a unit is not to be translated, by its own attributes or those around it."""
    own = chain[-1].attributes.items()
    locked = any(key.rpartition("}")[2] == "locked" and value.lower() not in _NO for key, value in own)
    return locked or _inherited(chain, "translate", "yes") == "no"


def _inherited(chain: Sequence[Node], key: str, default: str) -> str:
    """Return the value of an attribute of the innermost element that has it."""
    return next((node.attributes[key] for node in reversed(chain) if key in node.attributes), default)


def _segments(node: Node) -> Iterator[Node]:
    """Yield the segments marked in a source or target of XLIFF 1.2, none within another."""
    for child in node.children:
        if not isinstance(child, Node):
            continue
        if child.local == "mrk" and child.attributes.get("mtype") == "seg":
            yield child
        elif child.local not in CODES:
            yield from _segments(child)


def _definitions(unit: Node) -> dict[str, Node]:
    """Return what Trados says of each segment, by its number."""
    held = unit.find(f"{TRADOS}seg-defs")
    nodes = [child for child in held.children if isinstance(child, Node)] if held else []
    return {node.attributes.get("id", ""): node for node in nodes if node.name == f"{TRADOS}seg"}
