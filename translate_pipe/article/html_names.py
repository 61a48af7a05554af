"""What the elements of HTML are to a translator."""

from __future__ import annotations

from translate_pipe.model import BlockKind, MarkKind

# fmt: off
VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "basefont", "bgsound", "frame", "keygen",
))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "math", "nobr", "picture", "q", "rb", "rp", "rt", "rtc",
    "ruby", "s", "samp", "script", "small", "source", "span", "strike", "strong", "style", "sub", "sup",
    "svg", "template", "time", "tt", "u", "var", "wbr", "br",
))
# Never translated, tag and content.
OPAQUE = frozenset((
    "audio", "canvas", "iframe", "math", "noembed", "noframes", "noscript", "object", "picture", "pre",
    "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "video", "xmp",
))
CODE = frozenset(("code", "kbd", "samp", "tt", "var"))
CLOSES_PARAGRAPH = frozenset((
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "menu", "nav", "ol", "p", "pre",
    "section", "table", "ul",
))
MARK_KINDS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic", "dfn": "italic",
    "u": "underline", "ins": "underline", "s": "strike", "strike": "strike", "del": "strike", "a": "link",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "var": "code", "img": "image",
}
BLOCK_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title", "legend", "summary"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list-item"),
    **dict.fromkeys(("td", "th"), "table-cell"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
}
# What people read in attributes, on any element and on some.
READABLE = frozenset(("title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"))
READABLE_ON: dict[str, tuple[str, ...]] = {
    "img": ("alt",), "area": ("alt",), "input": ("alt", "placeholder"), "textarea": ("placeholder",),
    "track": ("label",), "table": ("summary",), "th": ("abbr",),
}
# Buttons show their value.
BUTTONS = frozenset(("button", "submit", "reset"))
# Descriptions of a page, by name or property, as search engines and networks show them.
DESCRIPTIONS = frozenset((
    "description", "og:title", "og:description", "og:image:alt", "twitter:title", "twitter:description",
    "twitter:image:alt", "dc.title", "dc.description", "application-name", "apple-mobile-web-app-title",
))
# Opaque elements whose own attributes, or whose pictures, people read all the same.
DESCRIBED = frozenset(("audio", "iframe", "object", "picture", "select", "textarea", "video"))
# A start tag that ends open elements of these names, up to the given barrier, though no end tag says so.
CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li", "p")), frozenset(("ul", "ol", "menu"))),
    "dt": (frozenset(("dt", "dd", "p")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd", "p")), frozenset(("dl",))),
    "td": (frozenset(("td", "th", "p")), frozenset(("tr", "table"))),
    "th": (frozenset(("td", "th", "p")), frozenset(("tr", "table"))),
    "tr": (frozenset(("tr", "td", "th", "p")), frozenset(("table",))),
}
# fmt: on
