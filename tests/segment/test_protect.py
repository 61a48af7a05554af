"""What must be copied to the letter is found, and what only looks like it is not."""

from __future__ import annotations

import pytest

from translate_pipe.segment.protect import PATTERNS, find_protected

FIRES = [
    ("url", "See https://example.org/a_(b)?c=d#e, please.", ["https://example.org/a_(b)?c=d#e"]),
    ("url", "(www.example.org/x)", ["www.example.org/x"]),
    ("url", "«https://example.org/новости».", ["https://example.org/новости"]),
    ("url", "mailto:a@b.org!", ["mailto:a@b.org"]),
    ("e-mail", "Write to j.doe+news@mail.example.org.", ["j.doe+news@mail.example.org"]),
    ("host", "It is on example.com/path?x=1, she said.", ["example.com/path?x=1"]),
    ("host", "Сайт кремль.рф закрыт.", ["кремль.рф"]),
    ("windows path", r"Open C:\Users\me\file.txt.", [r"C:\Users\me\file.txt"]),
    ("path", "Look into /usr/share/doc and ~/notes.", ["/usr/share/doc", "~/notes"]),
    ("path", "Run ./configure now.", ["./configure"]),
    ("file name", "Attach report-final.docx and index.html.", ["report-final.docx", "index.html"]),
    ("handle", "Ask @palyuga_d or @user.name.", ["@palyuga_d", "@user.name"]),
    ("hashtag", "He wrote #StopPutin and #нетвойне.", ["#StopPutin", "#нетвойне"]),
    ("placeholder", "Hello {name}, {0}, {} and {{user}}!", ["{name}", "{0}", "{}", "{{user}}"]),
    ("placeholder", "Copied %s of %1$s to %(path)s.", ["%s", "%1$s", "%(path)s"]),
    ("placeholder", "Use ${HOME} or $HOME.", ["${HOME}", "$HOME"]),
    ("tag", "A <b>bold</b><br/> word &amp; more.", ["<b>", "</b>", "<br/>", "&amp;"]),
    ("telephone", "Call +7 495 123-45-67 or +49 (30) 123456.", ["+7 495 123-45-67", "+49 (30) 123456"]),
    ("identifier", "doi 10.1000/xyz123.", ["10.1000/xyz123"]),
    ("identifier", "CVE-2022-12345 is bad.", ["CVE-2022-12345"]),
]
SILENT = [
    ("url", "The http protocol and the www are old."),
    ("e-mail", "He is @ home; 5 @ 3 each."),
    ("host", "He left.It rained. e.g. this, U.S. laws, p.m. and 3.5."),
    ("windows path", "Vitamin C: it helps. Ratio a:b."),
    ("path", "and/or, km/h, 24/7, he/she, 1/2/2022"),
    ("file name", "The end.Then it began; version 2.0.1, Node js."),
    ("handle", "He is @ home, at 5@ each."),
    ("hashtag", "He is #1 in C# and # alone."),
    ("placeholder", "It rose by 5% since and 10 %, costs $5, US$5m and is not {a name}."),
    ("tag", "If a < b and c > d, or x <y; AT&T; Q&A."),
    ("telephone", "It rose by +3 or +12.5 to 2022-09-12."),
    ("identifier", "It is 10.5/2 of CVE and 10.1 million."),
]


@pytest.mark.parametrize(("kind", "text", "expected"), FIRES)
def test_text_that_must_be_copied_is_protected(kind: str, text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in find_protected(text)] == expected
    assert PATTERNS[kind].search(text)


@pytest.mark.parametrize(("kind", "text"), SILENT)
def test_ordinary_text_is_not_protected(kind: str, text: str) -> None:
    assert PATTERNS[kind].search(text) is None


def test_every_kind_has_a_case_that_fires_and_one_that_must_not() -> None:
    assert {kind for kind, _, _ in FIRES} == {kind for kind, _ in SILENT} == set(PATTERNS)
