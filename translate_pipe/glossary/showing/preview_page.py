"""Paradigms go in; one self-contained HTML page that shows them comes out."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.glossary.showing.paradigm import Paradigm
from translate_pipe.locales import is_right_to_left, name_of

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
script-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin: 2.5rem 0 .25rem; font-size: 1.2rem; }
h2 .target { font-weight: 400; }
.note { margin: .25rem 0; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .75rem; text-align: start; vertical-align: top; }
caption { text-align: start; padding: .25rem 0; }
.origin { font-size: .85rem; }
.forms { overflow-x: auto; }
input { font: inherit; padding: .3rem .5rem; width: min(100%, 24rem); }
[hidden] { display: none; }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p>{{ intro }}</p>
<p><label>Find a term <input id="find" type="search" autocomplete="off"></label>
<span id="count" role="status"></span></p>
<main>
{% for p in paradigms %}
<section data-words="{{ (p.entry.source ~ ' ' ~ p.target) | lower }}">
<h2>{{ p.entry.source }} →
<span class="target" lang="{{ p.locale }}" dir="{{ direction }}">{{ p.target or '–' }}</span></h2>
<p class="note">{{ p.entry.path }}:{{ p.entry.line }} · {{ p.entry.status }}
{%- if p.entry.note %} · {{ p.entry.note }}{% endif %}</p>
{% if p.entry.forbidden %}<p class="note">Forbidden:
<span lang="{{ p.locale }}">{{ p.entry.forbidden | join(', ') }}</span></p>{% endif %}
{% if p.facts %}
<table>
<caption>What it is taken to be</caption>
<tr><th scope="col">fact</th><th scope="col">value</th><th scope="col">from</th>
<th scope="col">column that overrules it</th></tr>
{% for fact in p.facts %}
<tr><th scope="row">{{ fact.name }}</th><td lang="{{ p.locale if fact.name == 'head word' else 'en' }}">
{{- fact.value or '–' }}</td><td class="origin">{{ fact.origin or '–' }}</td>
<td><code>{{ fact.column }}</code></td></tr>
{% endfor %}
</table>
{% endif %}
{% if p.rows %}
<div class="forms" tabindex="0" role="region" aria-label="Forms of {{ p.target }}">
<table lang="{{ p.locale }}" dir="{{ direction }}">
<caption lang="en" dir="ltr">{{ p.source[:1] | upper }}{{ p.source[1:] }}</caption>
<tr lang="en"><th scope="col">case</th><th scope="col">singular</th><th scope="col">plural</th></tr>
{% for case, singular, plural in p.rows %}
<tr><th scope="row" lang="en">{{ case }}</th><td>{{ singular or '–' }}</td><td>{{ plural or '–' }}</td></tr>
{% endfor %}
</table>
</div>
{% endif %}
{% if p.other %}<p class="note">{{ 'Other forms' if p.rows else 'Forms' }}:
<span lang="{{ p.locale }}">{{ p.other | join(', ') }}</span></p>{% endif %}
</section>
{% endfor %}
</main>
<script>
const find = document.getElementById("find"), count = document.getElementById("count");
const sections = [...document.querySelectorAll("section")];
find.addEventListener("input", () => {
  const words = find.value.toLowerCase().trim();
  let shown = 0;
  for (const section of sections) {
    section.hidden = !section.dataset.words.includes(words);
    if (!section.hidden) shown += 1;
  }
  count.textContent = words ? `${shown} of ${sections.length}` : "";
});
</script>
</body>
</html>
"""


def render_preview(paradigms: Sequence[Paradigm], *, locale: str, name: str) -> str:
    """Return the page as text; every string of the glossary is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(_PAGE).render(
        title=f"{name}: {name_of(locale)} forms",
        intro=(
            f"{len(paradigms)} targets with the forms that a translation may use. Where a fact is wrong, "
            "write the right one in the column named beside it: the row wins over the analyser."
        ),
        paradigms=paradigms,
        locale=locale,
        direction="rtl" if is_right_to_left(locale) else "ltr",
    )
