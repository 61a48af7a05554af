"""What people read in the attributes and the head of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.article.units import blocks_of, translate, unchanged
from translate_pipe.article import read_article, write_article

CASES = Path(__file__).parents[3] / "shared" / "cases" / "articles"


def captions(source: str, *, whole_page: bool = True) -> list[str]:
    document = read_article(
        None, content=f"{source}<p>Text</p>".encode(), input_format="html", whole_page=whole_page
    )
    return [text for kind, text in blocks_of(document) if kind == "caption"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<img src=a alt="A boat" title="At sea">', ["A boat", "At sea"]),
        ('<div title="A box">', ["A box"]),
        ('<nav aria-label="Main menu">', ["Main menu"]),
        ('<button aria-label="Close it">x</button>', ["Close it"]),
        ('<input placeholder="Your name" value="no">', ["Your name"]),
        ('<input type="submit" value="Send it">', ["Send it"]),
        ('<textarea placeholder="Your message">typed</textarea>', ["Your message"]),
        ('<iframe title="A map" src=x></iframe>', ["A map"]),
        ('<picture><source srcset=a><img src=b alt="A pier"></picture>', ["A pier"]),
        ('<p>See <picture><img src=b alt="A pier"></picture> here</p>', ["A pier"]),
        ('<meta name="description" content="About a pier">', ["About a pier"]),
        ('<meta property="og:title" content="A pier">', ["A pier"]),
        ('<meta property="og:description" content="Long ago">', ["Long ago"]),
        ("<meta name=twitter:title content='A pier'>", ["A pier"]),
        ('<meta name="viewport" content="width=device-width">', []),
        ('<meta name="author" content="Ann">', []),
        ('<meta property="og:image" content="pier.png">', []),
        ('<link rel="alternate" title="A feed" href=x>', []),
        ('<div translate="no" title="Kept"><img alt="Kept"></div>', []),
        ('<p>A <span translate="no"><img alt="Kept"> b</span> c</p>', []),
        ('<p>A <b class="notranslate" title="Kept">b</b> c</p>', []),
        ('<svg aria-label="Kept"><title>Kept</title></svg>', []),
        ('<pre title="Kept">code</pre>', []),
        ('<script title="Kept">var a</script><style title="Kept">a</style>', []),
        ('<img alt="">', []),
        ('<img alt="{{ page.title }}">', []),
        ('<a data-title="No" name="no">x</a>', []),
    ],
)
def test_readable_attributes(source: str, expected: list[str]) -> None:
    assert captions(source) == expected


PAGE = """<html><head><title>A pier</title><meta name="description" content="On a pier"></head><body>
<nav aria-label="Menu of the site"><a href="/" title="Go home">Home</a></nav>
<article><h1>The old pier at the end of the town</h1>
<p>The old pier was closed on Monday after a storm, and the council met to discuss what to do with it.</p>
<figure aria-label="Figure one"><img src="a" alt="The pier"></figure>
<p>Nobody knows yet who will pay for the repairs, which may take as long as two years to finish.</p>
</article><footer title="Foot">Copyright of the town</footer></body></html>"""


def test_article_has_the_descriptions_of_the_page_and_its_own_attributes() -> None:
    assert captions(PAGE, whole_page=False) == ["On a pier", "Figure one", "The pier"]


def test_whole_page_has_all() -> None:
    assert captions(PAGE) == [
        "On a pier", "Menu of the site", "Go home", "Figure one", "The pier", "Foot"
    ]  # fmt: skip


def test_attributes_are_written_in_place_and_escaped() -> None:
    source = "<p>One <a href='/?a=1&amp;b' title='Two &amp; three'>four</a> five</p>"
    document = read_article(None, content=source.encode(), input_format="html", whole_page=True)
    targets = {"Two & three": 'Два "и" & три', "One four five": "Раз четыре пять"}
    units = translate(document, lambda segment: (targets[segment.source], segment.marks))
    marked = [
        unit if unit.segment.block else type(unit)(unit.segment, unit.target) for unit in units
    ]  # the writer places the link
    assert write_article(document, marked, target_locale="ru").decode() == (
        "<p>Раз <a href='/?a=1&amp;b' title=\"Два &quot;и&quot; &amp; три\">четыре</a> пять</p>"
    )


def test_named_characters_keep_their_names() -> None:
    source = "<p>5&nbsp;% &mdash; so they&rsquo;d say &lt;b&gt;</p>"
    document = read_article(None, content=source.encode(), input_format="html", whole_page=True)
    units = translate(document, lambda s: (s.source.upper(), s.marks))
    assert write_article(document, units, target_locale="ru").decode() == (
        "<p>5&nbsp;% &mdash; SO THEY&rsquo;D SAY &lt;B&gt;</p>"
    )


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_shared_page() -> None:
    content = (CASES / "nested.html").read_bytes()
    document = read_article(None, content=content, input_format="html")
    texts = [text for _, text in blocks_of(document)]
    assert "A picture of the river" in texts
    assert "River at night" in texts
    assert any(text.endswith("View the complete range of kitchen systems here!") for text in texts)
    assert not any("Do not translate" in text or "do not touch" in text for text in texts)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
    upper = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    for kept in ("&nbsp;%", "&mdash;", 'href="/a?b=1&amp;WT.mc_id=x-1"', "<pre>do not touch  this</pre>"):
        assert kept in upper.decode()
