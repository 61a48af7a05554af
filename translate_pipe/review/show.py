"""Differences go in; a page that works from disk, or lines for a terminal, come out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate_pipe.locales import is_right_to_left, name_of
from translate_pipe.review.diff import ReviewDiff, SegmentDiff
from translate_pipe.review.words import Distance

if TYPE_CHECKING:
    from rich.text import Text

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Review of {{ diffs | map(attribute="article") | join(", ") }}</title>
<style>
:root { --ink: #1b1b1b; --paper: #fff; --soft: #5c5c5c; --rule: #d4d4d4; --gone: #ffe0e0; --gone-ink: #8a1020;
  --come: #dcf5e1; --come-ink: #0b5a24; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --soft: #a8a8a8;
  --rule: #3c3c3c; --gone: #4a1d22; --gone-ink: #ffb3ba; --come: #173d22; --come-ink: #a6e9b8; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .5rem; border-top: 1px solid var(--rule); }
td.distance { min-width: 9rem; }
td.number, td.distance, caption, .comment { color: var(--soft); font-size: .875rem; }
caption { text-align: start; padding: .5rem 0; }
del { background: var(--gone); color: var(--gone-ink); }
ins { background: var(--come); color: var(--come-ink); text-decoration-thickness: 2px; }
del + ins { margin-inline-start: .2em; }
del, ins, .text { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 40rem) { table, tbody, tr, td { display: block; } thead { display: none; }
  caption { display: block; } td { border: 0; padding: .2rem 0; }
  tr { border-top: 1px solid var(--rule); padding: .5rem 0; } }
</style>
</head>
<body>
<h1>What the review changed</h1>
{% for diff in diffs %}
<h2>{{ diff.article }}: {{ name(diff.source_locale) }} → {{ name(diff.target_locale) }}</h2>
<table>
<caption>{{ summary(diff) }}</caption>
<thead><tr><th scope="col">Segment</th><th scope="col">Source</th><th scope="col">Target</th>
<th scope="col">Distance</th></tr></thead>
<tbody>
{% for part in diff.segments %}
<tr>
<td class="number" title="{{ part.id }}">{{ part.number }}</td>
<td class="text" lang="{{ diff.source_locale }}" dir="{{ direction(diff.source_locale) }}">
{{- part.source }}</td>
<td lang="{{ diff.target_locale }}" dir="{{ direction(diff.target_locale) }}"><span class="text">
{%- for step in part.steps -%}
{%- if step.kind == "same" -%}{{ step.before }}
{%- else -%}
{%- if step.before %}<del>{{ step.before }}</del>{% endif -%}
{%- if step.after %}<ins>{{ step.after }}</ins>{% endif -%}
{%- endif -%}
{%- endfor -%}
</span>
{% if part.comment or part.reviewer %}<div class="comment">{{ part.reviewer }}
{%- if part.comment and part.reviewer %}: {% endif %}{{ part.comment }}</div>{% endif %}</td>
<td class="distance">{{ brief(part.distance) }}</td>
</tr>
{% endfor %}
</tbody>
</table>
{% endfor %}
</body>
</html>
"""


def write_diff_page(diffs: Sequence[ReviewDiff]) -> bytes:
    """Return a self-contained page of differences; texts are escaped, and nothing on it is a script."""
    from jinja2 import Environment

    template = Environment(autoescape=True, keep_trailing_newline=True).from_string(_PAGE)
    page = template.render(
        diffs=diffs,
        name=name_of,
        summary=describe_diff,
        brief=describe_distance,
        direction=lambda locale: "rtl" if is_right_to_left(locale) else "ltr",
    )
    return page.encode()


def describe_diff(diff: ReviewDiff) -> str:
    """Return one line: how many segments changed, and by how much over all."""
    distance = diff.distance
    return (
        f"{len(diff.segments)} of {diff.compared} segments changed; {distance.words} of {distance.of_words} "
        f"words ({distance.word_rate:.1%}), {distance.characters} of {distance.of_characters} characters "
        f"({distance.character_rate:.1%})"
    )


def describe_distance(distance: Distance) -> str:
    """Return one short line: `2 words (40%), 11 characters`."""
    words = "1 word" if distance.words == 1 else f"{distance.words} words"
    characters = "1 character" if distance.characters == 1 else f"{distance.characters} characters"
    return f"{words} ({distance.word_rate:.0%}), {characters}"


def mark_words(part: SegmentDiff) -> str:
    """Return the changes in plain text: `the [-old-]{+new+} word`."""
    marked = []
    for step in part.steps:
        if step.kind == "same":
            marked.append(step.before)
        else:
            marked.append(f"[-{step.before}-]" if step.before else "")
            marked.append(f"{{+{step.after}+}}" if step.after else "")
    return "".join(marked)


def style_words(part: SegmentDiff) -> Text:
    """Return the changes in colour, and struck out or underlined for those who see none."""
    from rich.text import Text

    text = Text()
    for step in part.steps:
        if step.kind == "same":
            text.append(step.before)
        else:
            text.append(step.before, "red strike")
            text.append(step.after, "green underline")
    return text
