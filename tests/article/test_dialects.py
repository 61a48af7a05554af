"""Markdown beyond CommonMark: each construct of each dialect, what of it is translated and what stays."""

# ruff: noqa: E501 - a case and what is right stand side by side on one line

from __future__ import annotations

from pathlib import Path

import pytest

from tests.article.units import blocks_of, check_laws, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.model import Document, Mark, Segment

CASES = Path(__file__).parents[3] / "shared" / "cases" / "articles"


def read(text: str, **options: tuple[str, ...]) -> Document:
    return read_article(None, content=text.encode(), input_format="md", **options)  # type: ignore[arg-type]


def shout(segment: Segment) -> tuple[str, tuple[Mark, ...]]:
    """Translate by capitals, so that marks keep their places; protected stretches stay."""
    held = {place for span in segment.protected for place in range(span.start, span.end)}
    letters = [
        char if place in held or len(char.upper()) > 1 else char.upper()
        for place, char in enumerate(segment.source)
    ]
    return "".join(letters), segment.marks


def shouted(text: str, **options: tuple[str, ...]) -> str:
    document = read(text, **options)
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru").decode() == text
    return write_article(document, translate(document, shout), target_locale="ru").decode()


# What is in capitals on the right is what was read as text.
DIALECTS: dict[str, list[tuple[str, str]]] = {
    "Docusaurus": [
        (":::info\nthe ferry is late.\n:::\n", ":::info\nTHE FERRY IS LATE.\n:::\n"),
        (":::tip[a `good` tip]{.wide}\n\none.\n\n:::\n", ":::tip[A `good` TIP]{.wide}\n\nONE.\n\n:::\n"),
        ("::::danger old title\none\n::::\n", "::::danger OLD TITLE\nONE\n::::\n"),
        (
            "import Tabs from '@theme/Tabs';\nimport { b } from \"./b\"\n\ntext\n",
            "import Tabs from '@theme/Tabs';\nimport { b } from \"./b\"\n\nTEXT\n",
        ),
        ("import {\n  a,\n} from './a'\n\ntext\n", "import {\n  a,\n} from './a'\n\nTEXT\n"),
        ('export const toc = {\n  a: "b",\n\n  c: 1\n}\n\ntext\n', 'export const toc = {\n  a: "b",\n\n  c: 1\n}\n\nTEXT\n'),
        ("export default function Page() {\n}\n\ntext\n", "export default function Page() {\n}\n\nTEXT\n"),
        (
            "<Tabs>\n  <TabItem value=\"a\" label=\"red one\">\n    some text.\n    - item\n  </TabItem>\n</Tabs>\n",
            "<Tabs>\n  <TabItem value=\"a\" label=\"RED ONE\">\n    SOME TEXT.\n    - ITEM\n  </TabItem>\n</Tabs>\n",
        ),
        (
            "<Box\n  title='the pier'\n  style={{top: 1}}\n  onOpen={() => a > 1}\n/>\n",
            "<Box\n  title='THE PIER'\n  style={{top: 1}}\n  onOpen={() => a > 1}\n/>\n",
        ),
        ('see <Tip text={[1, 2]} title="a tip">it</Tip>.\n', 'SEE <Tip text={[1, 2]} title="A TIP">IT</Tip>.\n'),
        ("{/* note to self */}\n\ntext {/* and here */} goes\n", "{/* note to self */}\n\nTEXT {/* and here */} GOES\n"),
        ("# head {#an-anchor}\n", "# HEAD {#an-anchor}\n"),
    ],
    "VitePress": [
        ("::: details open me\none\n:::\n", "::: details OPEN ME\nONE\n:::\n"),
        ("<<< @/snippets/a.js\n\ntext\n", "<<< @/snippets/a.js\n\nTEXT\n"),
        ("[[toc]]\n\ntext\n", "[[toc]]\n\nTEXT\n"),
        ("yes :tada: and no :+1:\n", "YES :tada: AND NO :+1:\n"),
    ],
    "MkDocs": [
        ('!!! note "mind this"\n    the text.\n\n    - item\n', '!!! note "MIND THIS"\n    THE TEXT.\n\n    - ITEM\n'),
        ("??? tip\n    folded.\n\nafter\n", "??? tip\n    FOLDED.\n\nAFTER\n"),
        ('=== "tab one"\n\n    inside.\n', '=== "TAB ONE"\n\n    INSIDE.\n'),
        ('--8<-- "part.md"\n\ntext\n', '--8<-- "part.md"\n\nTEXT\n'),
        ("==marked words== and ++added++\n", "==MARKED WORDS== AND ++ADDED++\n"),
        ("[a link](b.md){ .md-button } here\n", "[A LINK](b.md){ .md-button } HERE\n"),
        ("[TOC]\n\ntext\n", "[TOC]\n\nTEXT\n"),
    ],
    "Hugo": [
        ('{{< figure src="a.png" caption="the quay" >}}\n', '{{< figure src="a.png" caption="THE QUAY" >}}\n'),
        ('{{< figure\n  src="a.png"\n  title="say \\"aye\\""\n>}}\n', '{{< figure\n  src="a.png"\n  title="SAY \\"AYE\\""\n>}}\n'),
        ("{{< note >}}\ninside\n{{< /note >}}\n", "{{< note >}}\nINSIDE\n{{< /note >}}\n"),
        ("{{% note %}}\ninside\n{{% /note %}}\n", "{{% note %}}\nINSIDE\n{{% /note %}}\n"),
        ("{{< highlight go >}}\nfunc a\n\nb\n{{< /highlight >}}\n\ntext\n",
         "{{< highlight go >}}\nfunc a\n\nb\n{{< /highlight >}}\n\nTEXT\n"),
        ('see [a page]({{< ref "about.md" >}}) now\n', 'SEE [A PAGE]({{< ref "about.md" >}}) NOW\n'),
    ],
    "Jekyll": [
        ("{% include note.html title=\"look here\" %}\n", "{% include note.html title=\"LOOK HERE\" %}\n"),
        ("{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\ntext\n", "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\nTEXT\n"),
        ("{% if a %}\nyes {{ page.title | escape }} here\n{% endif %}\n", "{% if a %}\nYES {{ page.title | escape }} HERE\n{% endif %}\n"),
        ("[a site]({{ site.url }}/x) here\n", "[A SITE]({{ site.url }}/x) HERE\n"),
        ("[a post]({% post_url 2020-01-01-a %}) here\n", "[A POST]({% post_url 2020-01-01-a %}) HERE\n"),
    ],
    "kramdown": [
        ("word\n: what it says\n", "WORD\n: WHAT IT SAYS\n"),
        ("text\n{: .lead #x}\n\nmore\n", "TEXT\n{: .lead #x}\n\nMORE\n"),
        ("* item\n{:toc}\n", "* ITEM\n{:toc}\n"),
        ("*[HTML]: a markup language\n", "*[HTML]: A MARKUP LANGUAGE\n"),
        ("$$ a = b words $$\n\ntext\n", "$$ a = b words $$\n\nTEXT\n"),
        ("*one*{:.red} two\n", "*ONE*{:.red} TWO\n"),
    ],
    "PHP Extra": [
        ("apple\n:   a fruit\n    of trees\n\npear\n: one\n: two\n", "APPLE\n:   A FRUIT\n    OF TREES\n\nPEAR\n: ONE\n: TWO\n"),
        ("text[^1]\n\n[^1]: the note\n", "TEXT[^1]\n\n[^1]: THE NOTE\n"),
        ('<div markdown="1">\nsome *text*\n</div>\n', '<div markdown="1">\nSOME *TEXT*\n</div>\n'),
    ],
    "Pandoc": [
        ("::: {.callout title=\"look\"}\ntext\n:::\n", "::: {.callout title=\"LOOK\"}\nTEXT\n:::\n"),
        ("word\n\n:   its meaning\n", "WORD\n\n:   ITS MEANING\n"),
        ("as shown [@smith04, p. 3] here\n", "AS SHOWN [@smith04, p. 3] HERE\n"),
        ("[small words]{.smallcaps} here\n", "[SMALL WORDS]{.smallcaps} HERE\n"),
        ("![a boat](b.png){width=50%} here\n", "![A BOAT](b.png){width=50%} HERE\n"),
        ("\\newpage\n\ntext\n", "\\newpage\n\nTEXT\n"),
        ("\\begin{align}\na = b text\n\\end{align}\n\ntext\n", "\\begin{align}\na = b text\n\\end{align}\n\nTEXT\n"),
        ("we drink h~2~o here\n", "WE DRINK h~2~o HERE\n"),
        ("let \\(a = b\\) be\n", "LET \\(a = b\\) BE\n"),
    ],
    "GitHub": [
        ("> [!NOTE]\n> the text\n", "> [!NOTE]\n> THE TEXT\n"),
        ("- [ ] to do\n- [x] done\n  1. deep\n     - deeper\n", "- [ ] TO DO\n- [x] DONE\n  1. DEEP\n     - DEEPER\n"),
        ("| a \\| b | c |\n|---|:-:|\n| d | `e` |\n", "| A \\| B | C |\n|---|:-:|\n| D | `e` |\n"),
        ("a $`x`$ b $y$ c $a_1$ d, $5 and $6\n", "A $`x`$ B $y$ C $a_1$ D, $5 AND $6\n"),
        ("$$\nwords = 1\n$$\n\ntext\n", "$$\nwords = 1\n$$\n\nTEXT\n"),
        ("well :smile: done :rocket:\n", "WELL :smile: DONE :rocket:\n"),
        (
            "<details>\n<summary>open me</summary>\n\nmore *text*\n\n</details>\n",
            "<details>\n<summary>OPEN ME</summary>\n\nMORE *TEXT*\n\n</details>\n",
        ),
        ("[a]: https://a.org \"a title\"\n\nsee [this][a]\n", "[a]: https://a.org \"a title\"\n\nSEE [THIS][a]\n"),
        ("text\n\n<!-- a comment\n\nover lines -->\n", "TEXT\n\n<!-- a comment\n\nover lines -->\n"),
    ],
    "Obsidian": [
        ("> [!tip]- my own title\n> the body\n", "> [!tip]- MY OWN TITLE\n> THE BODY\n"),
        ("see [[some page]] and [[a page|that one]]\n", "SEE [[some page]] AND [[a page|THAT ONE]]\n"),
        ("![[picture.png]]\n\ntext\n", "![[picture.png]]\n\nTEXT\n"),
        ("text %%not this%% goes\n", "TEXT %%not this%% GOES\n"),
    ],
    "MyST": [
        (":::{note} a title\n:class: x\ntext\n:::\n", ":::{note} A TITLE\n:class: x\nTEXT\n:::\n"),
        ("see {doc}`index` now\n", "SEE {doc}`index` NOW\n"),
    ],
    "HTML": [
        ('<p align="center">\n  some <b>bold</b> prose\n</p>\n', '<p align="center">\n  SOME <b>BOLD</b> PROSE\n</p>\n'),
        ('<img src="a.png" alt="a boat" title="at sea">\n\ntext\n', '<img src="a.png" alt="A BOAT" title="AT SEA">\n\nTEXT\n'),
        ('see <abbr title="a long name">it</abbr>\n', 'SEE <abbr title="A LONG NAME">IT</abbr>\n'),
        ("<pre>\nno prose\n</pre>\n\ntext\n", "<pre>\nno prose\n</pre>\n\nTEXT\n"),
        ("<script>\nvar a\n</script>\n\ntext\n", "<script>\nvar a\n</script>\n\nTEXT\n"),
        ('<div translate="no">\nno prose\n</div>\n\ntext\n', '<div translate="no">\nno prose\n</div>\n\nTEXT\n'),
        (
            "<table>\n<tr><td>one</td><td><code>x</code> two</td></tr>\n</table>\n",
            "<table>\n<tr><td>ONE</td><td><code>x</code> TWO</td></tr>\n</table>\n",
        ),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(*pair, id=f"{dialect}-{number}")
        for dialect, pairs in DIALECTS.items()
        for number, pair in enumerate(pairs, 1)
    ],
)
def test_construct_keeps_its_form_and_its_prose_is_read(source: str, expected: str) -> None:
    assert shouted(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import duties rose again.",
        "export controls came later: const or not.",
        "at 10:30:15 sharp: yes",
        "$5 and $6 a head",
        "1 == 2 and ~5 or a ~ b",
        "the [note] (not a link)",
        "a {word} in braces {{",
        "!!! really",
        "a < b and c > d",
        "=== no tab",
    ],
)
def test_prose_that_looks_like_a_construct_stays_prose(source: str) -> None:
    assert [text for _, text in blocks_of(read(source + "\n"))] == [source]


FRONT = """---
layout: post
title:  "the pier's end"   # a remark
description: a story: no
date: 2024-05-01
tags: [title, b]
hero:
  tagline: 'stays'
  caption: 'don''t'
summary: >-
  a long story about
  a pier
excerpt: |
  one.

  two.
draft: false
---
text
"""


def test_front_matter_keeps_its_quoting_order_and_other_keys() -> None:
    front = FRONT.replace("a story: no", "a story")
    assert shouted(front) == (
        front.replace("the pier's end", "THE PIER'S END").replace("a story\n", "A STORY\n")
        .replace("don''t", "DON''T").replace("a long story about\n  a pier", "A LONG STORY ABOUT\n  A PIER")
        .replace("one.", "ONE.").replace("two.", "TWO.").replace("text\n", "TEXT\n")
    )  # fmt: skip


def test_front_matter_that_is_no_yaml_is_left_alone() -> None:
    assert shouted(FRONT) == FRONT.replace("text\n", "TEXT\n")


def test_keys_of_the_front_matter_can_be_chosen() -> None:
    front = "---\ntitle: one\ntagline: two\n---\ntext\n"
    assert shouted(front, front_matter=("tagline",)) == front.replace("two", "TWO").replace("text", "TEXT")
    assert shouted(front, front_matter=("none",)) == front.replace("text", "TEXT")


def test_target_that_yaml_would_read_otherwise_is_quoted() -> None:
    document = read("---\ntitle: one\ndescription: two\n---\n")
    targets = {"one": "раз: два", "two": "да # нет"}
    units = translate(document, lambda segment: (targets[segment.source], ()))
    assert write_article(document, units, target_locale="ru").decode() == (
        '---\ntitle: "раз: два"\ndescription: "да # нет"\n---\n'
    )


def test_toml_front_matter() -> None:
    front = '+++\ntitle = "the \\"pier\\"" # x\ndate = 2024-01-01\ndescription = \'a pier\'\n+++\ntext\n'
    assert shouted(front) == (
        front.replace('the \\"pier\\"', 'THE \\"PIER\\"').replace("a pier", "A PIER").replace("text", "TEXT")
    )


def test_multi_line_strings_of_toml_front_matter() -> None:
    front = (
        '+++\ndescription = """\nthe \\"pier\\" is old\nand long.\n\nso it goes."""\n'
        "summary = '''it is a pier'''\nother = \"\"\"\ntitle = 'no'\n\"\"\"\n+++\ntext\n"
    )
    assert shouted(front) == (
        front.replace('the \\"pier\\" is old\nand long.', 'THE \\"PIER\\" IS OLD\nAND LONG.')
        .replace("so it goes.", "SO IT GOES.").replace("it is a pier", "IT IS A PIER").replace("text", "TEXT")
    )  # fmt: skip


def test_line_that_ends_in_a_backslash_is_joined_in_toml() -> None:
    front = '+++\ndescription = """\nthe old \\\n   pier"""\n+++\n'
    assert [text for _, text in blocks_of(read(front))] == ["the old pier"]


def test_json_front_matter() -> None:
    front = (
        '{\n  "title": "the \\"pier\\"",\n  "tags": ["title", "a"],\n  "date": "2024-01-01",\n'
        '  "more": {"description" : "a caf\\u00e9", "slug": "say \\"title\\": \\"x\\""}\n}\n\ntext\n'
    )
    assert shouted(front) == (
        front.replace('the \\"pier\\"', 'THE \\"PIER\\"').replace("a caf\\u00e9", "A CAFÉ")
        .replace("text", "TEXT")
    )  # fmt: skip


@pytest.mark.parametrize(
    "head", ["{\n  title: one\n}\n", '{\n  "title": "one"\n} and more\n', '{"title": "one"}\n']
)
def test_braces_that_are_no_front_matter_are_prose(head: str) -> None:
    assert "TITLE" in shouted(head)


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
@pytest.mark.parametrize("name", ["dialects.md", "site.md"])
def test_shared_case_keeps_its_form(name: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    kept = {
        "dialects.md": [
            ":::note\n", "\n:::\n", "import X from './x'", '{{< figure src="a.png" caption="', "$E=mc^2$",
            " :smile: ", "H<sub>2</sub>O", "x<sup>2</sup>", '[ref]: https://ex.org "The title"', "\n: DEF",
            '<Card title="THE COUNCIL">', "> [!WARNING]",
        ],
        "site.md": [
            'title: "CITY', "date: 2024-05-01\ntags: [news, politics]\ndraft: false\n", "{#ask}",
            "({{site.github}}/discussions)", "{{ page.title }}", "{% include note.html %}", "<summary>MORE",
            "H<sub>2</sub>O", "|------|:----:|", "\\| PETR", "- [ ] ", "- [x] ", "[^1]: THE",
            '[1]: https://ex.org/law "The law"\n<!-- a comment that stays -->',
        ],
    }  # fmt: skip
    result = shouted(text)
    assert [part for part in kept[name] if part not in result] == []
