"""Which addresses of a page or a Markdown text change, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipe.article import html_links, markdown_links


def move(address: str) -> str:
    """Move `a.md` and all that begins with it, and the picture `p.png`."""
    for old, new in (("a.md", "z.md"), ("p.png", "../p.png")):
        if address.partition("#")[0] == old:
            return new + address[len(old) :]
    return address


@pytest.mark.parametrize(
    ("page", "moved"),
    [
        ('<a href="a.md">x</a>', '<a href="z.md">x</a>'),
        ("<A HREF='a.md#x' class=c>x</A>", '<A HREF="z.md#x" class=c>x</A>'),
        ("<a href=a.md>x</a>", '<a href="z.md">x</a>'),
        ('<a href=" a.md ">x</a>', '<a href="z.md">x</a>'),
        ('<img src="p.png" alt="p.png">', '<img src="../p.png" alt="p.png">'),
        ('<video poster="p.png"><source src="p.png"></video>',
         '<video poster="../p.png"><source src="../p.png"></video>'),
        ('<img srcset="p.png 1x, q.png 2x,p.png 3.5x">',
         '<img srcset="../p.png 1x, q.png 2x,../p.png 3.5x">'),
        ('<meta http-equiv="refresh" content="0; url=a.md">',
         '<meta http-equiv="refresh" content="0; url=z.md">'),
        ('<p style="background: url(\'p.png\')">x</p>',
         '<p style="background: url(&#x27;../p.png&#x27;)">x</p>'),
        ("<style>b{background:url(p.png)} @import 'a.md';</style>",
         "<style>b{background:url(../p.png)} @import 'z.md';</style>"),
    ],
)  # fmt: skip
def test_address_in_a_page_moves(page: str, moved: str) -> None:
    assert html_links.move_links(page, move) == moved


@pytest.mark.parametrize(
    "page",
    [
        '<base href="/x/"><a href="a.md">x</a>',
        "<p>a.md</p>",
        '<!-- <a href="a.md">x</a> -->',
        "<script>x = '<a href=\"a.md\">'; y = 'p.png'</script>",
        '<meta name="description" content="0; url=a.md">',
        '<a href="b.md" data-x="a.md" title="a.md">x</a>',
        '<a href="b.md?x=1&amp;y=2">x</a>',
    ],
)
def test_all_else_in_a_page_stays(page: str) -> None:
    assert html_links.move_links(page, move) == page


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("See [x](a.md).", "See [x](z.md)."),
        ("See [x](a.md#b 'Title') and ![y](p.png).", "See [x](z.md#b 'Title') and ![y](../p.png)."),
        ("See [x](<a.md>).", "See [x](<z.md>)."),
        ("See [![y](p.png)](a.md).", "See [![y](../p.png)](z.md)."),
        ("See [x][l].\n\n[l]: a.md\n", "See [x][l].\n\n[l]: z.md\n"),
        ("> [l]: <a.md> 'T'\n\n[l]", "> [l]: <z.md> 'T'\n\n[l]"),
        ("- One [x](a.md)\r\n  two [x](a.md)\r\n", "- One [x](z.md)\r\n  two [x](z.md)\r\n"),
        ("| a | b |\n|---|---|\n| [x](a.md) | `|` |\n", "| a | b |\n|---|---|\n| [x](z.md) | `|` |\n"),
        ("# Head [x](a.md)\n", "# Head [x](z.md)\n"),
        ("Text <a href='a.md'>x</a>.", "Text <a href='z.md'>x</a>."),
        ('<div>\n<img src="p.png">\n</div>\n', '<div>\n<img src="../p.png">\n</div>\n'),
        (":::note\n\nSee [x](a.md).\n\n:::\n", ":::note\n\nSee [x](z.md).\n\n:::\n"),
        ("Note[^1].\n\n[^1]: See [x](a.md).\n", "Note[^1].\n\n[^1]: See [x](z.md).\n"),
        ("`one` [x](a.md) `two`", "`one` [x](z.md) `two`"),
        ("A lone ` here.\n\nSee [x](a.md) and another ` there.",
         "A lone ` here.\n\nSee [x](z.md) and another ` there."),
    ],
)  # fmt: skip
def test_address_in_markdown_moves(text: str, moved: str) -> None:
    assert markdown_links.move_links(text, move) == moved


@pytest.mark.parametrize(
    "text",
    [
        "```\n[x](a.md)\n```\n",
        "    [x](a.md)\n",
        "Code `[x](a.md)` here.",
        "``a ` [x](a.md)``",
        "Not \\[x](a.md) a link.",
        "---\nimage: p.png\nlink: '[x](a.md)'\n---\n\nText.\n",
        "[l]: a.md is not a definition\n",
        "See a.md and (a.md).",
        "Text ]( a.md ) text.",
        "{{< figure src=\"p.png\" >}}\n",
        "[x](b.md)",
        "[^a]: a.md\n",
        "```html\n<img src=\"p.png\">\n```\n",
    ],
)  # fmt: skip
def test_all_else_in_markdown_stays(text: str) -> None:
    assert markdown_links.move_links(text, move) == text


# fmt: off
PIECES = (
    "[x](a.md)", "![y](p.png 'T')", "`", "``", "\n", "\n\n", "> ", "- ", "[l]: a.md", "[l]", "text ", "<!--",
    "-->", "é", '<a href="a.md">', "</a>", "    ", "```\n", "|", "\\", "[", "](", ")",
)
# fmt: on


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_moves_and_moves_back_is_the_same(text: str) -> None:
    there = {"a.md": "zz.md", "p.png": "q.png"}
    back = {new: old for old, new in there.items()}
    for module in (html_links, markdown_links):
        moved = module.move_links(text, lambda address: there.get(address, address))
        returned = module.move_links(moved, lambda address: back.get(address, address))
        assert returned.replace("'", '"') == text.replace("'", '"')
