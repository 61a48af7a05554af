"""Block constructs beyond CommonMark: containers, tabs, modules, template tags, formulas, attribute lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from translate_pipe.article.markdown_inline import tag_end

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

KEPT_LINES: dict[str, re.Pattern[str]] = {
    "attribute list": re.compile(r"\{:?\s*[#.:][^{}]*\}|\{:[^{}]*\}"),
    "table of contents": re.compile(r"\[TOC\]|\[\[_?TOC_?\]\]|\$\{toc\}|\{:toc\}", re.IGNORECASE),
    "page break": re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\}|\[[^\[\]]*\])*"),
    "included file": re.compile(r"-+8<-+.*|<<<\s?\S.*|@\[?(?:include|code)\b.*|!\[\[[^\[\]]+\]\]"),
    "comment": re.compile(r"%%.*%%|\{/\*.*\*/\}"),
}
"""Each kind of line that is kept to the letter, and what it looks like."""

_FENCE = re.compile(r":{3,}(.*)")
_NAMED = re.compile(r"\s*([\w-]+)(\[(?P<label>.*)\])?\s*(\{[^{}]*\})?(?P<rest>.*)")
_BRACED = re.compile(r"\s*\{[^{}]*\}(?P<rest>.*)")
_FIELD = re.compile(r":[\w-]+:(?:\s|$)")
_INDENTED = re.compile(r'(?:!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+[\w-]+)*(?:[ \t]+"(?P<title>.*)")?[ \t]*$')
_TAB = re.compile(r'===[!+]?[ \t]+"(?P<title>.*)"[ \t]*$')
_ABBREVIATION = re.compile(r"\*\[[^\[\]]+\]:[ \t]*(?P<title>\S.*)$")
_IMPORT = re.compile(
    r"import\s+(?:(?:type\s+)?(?:[\w$*{][^'\"`;]*)\s+from\s+)?(?:'[^'\n]+'|\"[^\"\n]+\");?[ \t]*(?://.*)?$",
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"export\s+(?:(?:const|let|var)\s+(?:[\w$]+|\{[^}]*\})\s*(?::[^=]+)?=|(?:async\s+)?function\b\s*\*?\s*[\w$]*\s*\("
    r"|class\s+[\w$]+[^\n]*\{|\{|\*\s+from\s|default\s+(?:[({\[]|function\b|class\b|async\b|[\w$.]+\s*(?:\(|;|=>|$)))"
)
_STATEMENT = re.compile(r"(?:\{%-?.*?%\}|\{\{[<%].*?[>%]\}\})", re.DOTALL)
_LITERAL = re.compile(
    r"\{%-?\s*(?P<tag>highlight|raw|comment|verbatim|schema|javascript|stylesheet)\b"
    r"|\{\{[<%]\s*(?P<code>highlight|mermaid|math|katex|code|chem|gist)\b"
)
_MATHS = ((re.compile(r"\$\$"), re.compile(r"\$\$[ \t]*(?:\{[^{}]*\}|\([\w:-]+\))?[ \t]*$")),
          (re.compile(r"\\\[[ \t]*$"), re.compile(r"\\\][ \t]*$")))  # fmt: skip
_ENVIRONMENT = re.compile(r"\\begin\{([A-Za-z*]+)\}")
_COMPONENT = re.compile(r"</?(?:[A-Z][\w.:]*|[a-z]\w*\.[\w.]+)?(?=[\s/>])")
_MODULE = re.compile(
    rf"^(?:{_IMPORT.pattern}|{_EXPORT.pattern})|^[ \t]*</?[A-Z][\w.]*(?=[\s/>])", re.MULTILINE
)

# Lines within which the brace that an export opens must be closed.
_LONGEST_MODULE = 500
_CODE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?^[ \t]*\1", re.MULTILINE | re.DOTALL)


def is_mdx(text: str) -> bool:
    """Tell whether a text imports modules or has components, so that what is indented is no code."""
    return _MODULE.search(_CODE.sub("", text)) is not None


def add_block_rules(parser: MarkdownIt) -> None:
    """Let the parser know the constructs of this module; they come before those of CommonMark."""
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    for name, rule in (
        ("colon_fence", _colon_fence), ("indented", _indented), ("module", _module), ("maths", _maths),
        ("statement", _statement), ("component", _component), ("kept_line", _kept_line),
        ("abbreviation", _abbreviation),
    ):  # fmt: skip
        parser.block.ruler.before("table", name, rule, ends)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _keep(state: StateBlock, start: int, end: int) -> None:
    token = state.push("kept_block", "", 0)
    token.map = [start, end]
    state.line = end


def _title(state: StateBlock, line: int, column: int, text: str) -> None:
    """Add a text that stands in line `line`, `column` characters behind the line's own indent."""
    if not any(char.isalpha() for char in text):
        return
    place = state.bMarks[line] + state.tShift[line] + column
    token = state.push("title", "", 0)
    token.content = text
    token.map = [line, line + 1]
    token.meta = {"column": place - (state.src.rfind("\n", 0, place) + 1)}


def _titled(state: StateBlock, line: int, match: re.Match[str], group: str) -> None:
    text = match.group(group) or ""
    lead = len(text) - len(text.lstrip())
    _title(state, line, match.start(group) + lead, text.strip())


def _colon_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`:::note[Title]`, `::: tip Title`, `::: {.class}`, `:::{note} Title`, and `:::`."""
    text = _line(state, start)
    fence = None if state.is_code_block(start) else _FENCE.match(text)
    if fence is None:
        return False
    if silent:
        return True
    last = start + 1
    rest = text.rstrip().rstrip(":").rstrip()
    match = _BRACED.match(rest, fence.start(1)) or _NAMED.match(rest, fence.start(1))
    if match is not None:
        label = match.groupdict().get("label")
        name = "label" if label else "rest"
        value = re.sub(r"\{[^{}]*\}\s*$", "", match.group(name) or "").rstrip()
        begin = match.start(name) + len(value) - len(value.lstrip())
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] == '"':
            value, begin = value[1:-1], begin + 1
        _title(state, start, begin, value)
        while last < end and not state.isEmpty(last) and _FIELD.match(_line(state, last)):
            last += 1
    _keep(state, start, last)
    return True


def _indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`!!! note "Title"`, `??? note`, `=== "Tab"`, with blocks under it that are indented by four spaces."""
    text = _line(state, start)
    match = None if state.is_code_block(start) else _INDENTED.match(text) or _TAB.match(text)
    if match is None:
        return False
    inner = state.sCount[start] + 4
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= inner):
        last += 1
    if not any(not state.isEmpty(line) for line in range(start + 1, last)):
        return False
    if silent:
        return True
    _titled(state, start, match, "title")
    around, limit = state.blkIndent, state.lineMax
    state.blkIndent, state.lineMax = inner, last
    state.md.block.tokenize(state, start + 1, last)
    state.blkIndent, state.lineMax = around, limit
    state.line = last
    return True


def _module(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`import` and `export` of MDX, to the blank line or to the brace that closes them."""
    if state.sCount[start] or state.level or not _line(state, start).startswith(("import", "export")):
        return False
    last = start + 1
    while last < end and not state.isEmpty(last):
        last += 1
    text = state.src[state.bMarks[start] : state.eMarks[last - 1]]
    if not (_IMPORT.match(text) or _EXPORT.match(text)):
        return False
    if silent:
        return True
    stop, end = last, min(end, start + _LONGEST_MODULE)
    while _is_open(state.src[state.bMarks[start] : state.eMarks[stop - 1]]) and stop < end:
        stop += 1
    _keep(state, start, stop if stop < end or not _is_open(text) else last)
    return True


def _is_open(text: str) -> bool:
    bare = re.sub(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`""", "", text)
    return any(bare.count(left) > bare.count(right) for left, right in ("{}", "()", "[]"))


def _maths(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$ … $$`, `\\[ … \\]` and `\\begin{…} … \\end{…}`."""
    text = _line(state, start)
    if state.is_code_block(start) or not text.startswith(("$$", "\\[", "\\begin{")):
        return False
    environment = _ENVIRONMENT.match(text)
    closer = re.compile(rf"\\end\{{{re.escape(environment.group(1))}\}}[ \t]*$") if environment else None
    first = len(environment.group()) if environment else 2
    if closer is None:
        closer = next((ends for begins, ends in _MATHS if begins.match(text)), None)
    if closer is None:
        return False
    for line in range(start, end):
        content = _line(state, line)
        if closer.search(content, first if line == start else 0):
            if not silent:
                _keep(state, start, line + 1)
            return True
    return False


def _statement(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that hold template statements alone; with what they enclose, if that is code."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith(("{%", "{{<", "{{%"), begin):
        return False
    place, line = begin, start
    while True:
        match = _STATEMENT.match(state.src, place)
        if match is None:
            return False
        place = match.end()
        while line < end and state.eMarks[line] < place:
            line += 1
        if line >= end:
            return False
        rest = state.src[place : state.eMarks[line]]
        if not rest.strip():
            break
        place += len(rest) - len(rest.lstrip())
    if silent:
        return True
    literal = _LITERAL.match(state.src, begin)
    if literal and not re.search(r"/\s*[>%]\}\}$", state.src[begin : state.eMarks[line]].rstrip()):
        name = literal.group("tag") or literal.group("code")
        closer = re.compile(rf"\{{%-?\s*end{name}\b|\{{\{{[<%]\s*/\s*{name}\b")
        line = next((n for n in range(line, end) if closer.search(_line(state, n))), line)
    _keep(state, start, line + 1)
    return True


def _component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines that hold tags of components (JSX) alone."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not _COMPONENT.match(state.src, begin):
        return False
    place, line = begin, start
    while True:
        if not _COMPONENT.match(state.src, place):
            return False
        close = tag_end(state.src, place, state.eMarks[end - 1])
        if close is None:
            return False
        place = close
        while line < end and state.eMarks[line] < place:
            line += 1
        rest = state.src[place : state.eMarks[line]] if line < end else "x"
        if not rest.strip():
            break
        place += len(rest) - len(rest.lstrip())
    if not silent:
        _keep(state, start, line + 1)
        _tokenize_inside(state, start, line + 1, end)
    return True


def _tokenize_inside(state: StateBlock, start: int, line: int, end: int) -> None:
    """Read what is indented under a component as blocks of their own, however far it is indented."""
    first = line
    while first < end and state.isEmpty(first):
        first += 1
    if first >= end or state.sCount[first] <= state.sCount[start]:
        return
    inner, last = state.sCount[first], first
    while last < end and (state.isEmpty(last) or state.sCount[last] >= inner):
        last += 1
    around, limit = state.blkIndent, state.lineMax
    state.blkIndent, state.lineMax = inner, last
    state.md.block.tokenize(state, first, last)
    state.blkIndent, state.lineMax = around, limit
    state.line = last


def _kept_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    text = _line(state, start).strip()
    if state.is_code_block(start) or not any(pattern.fullmatch(text) for pattern in KEPT_LINES.values()):
        return False
    if not silent:
        _keep(state, start, start + 1)
    return True


def _abbreviation(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    """`*[HTML]: Hypertext Markup Language`."""
    match = None if state.is_code_block(start) else _ABBREVIATION.match(_line(state, start))
    if match is None:
        return False
    if not silent:
        _titled(state, start, match, "title")
        _keep(state, start, start + 1)
    return True
