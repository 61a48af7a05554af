"""An article and its units go in; the article in two languages, each paragraph with its target, comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from translate_pipe.errors import UsageError
from translate_pipe.model import Document, Layout, TranslationUnit

FORMATS = frozenset(("txt", "md", "html", "epub", "docx", "odt"))
"""The formats in which an article can be written in two languages."""
COLUMN_FORMATS = frozenset(("html", "epub", "docx"))
"""Those in which the two can stand side by side; the others have one below the other."""


def stream_bilingual(
    document: Document,
    units: Sequence[TranslationUnit],
    *,
    source_locale: str,
    target_locale: str,
    layout: Layout,
    move: Callable[[str], str] | None = None,
) -> Iterator[bytes]:
    """Yield the article in its own format with each paragraph followed by its translation.

    What was not translated, or is the same in both languages, stays as it is and is not repeated.

    Args:
        layout: one below the other, or side by side where the format can.
        move: takes the address of a link of a web page or Markdown, and returns what it is to be.

    Raises:
        UsageError: there is no such article in this format.
        ArticleError: the units belong to another article, or the result would have another structure.
    """
    from translate_pipe.article.weave import fill_blocks

    if document.format not in FORMATS:
        raise UsageError(
            f"no {document.format} can be written in two languages",
            path=document.name,
            remedy="leave --bilingual out",
        )
    targets = fill_blocks(document, units)
    if document.format == "txt":
        from translate_pipe.article.plain_bilingual import stream_plain_bilingual

        yield from stream_plain_bilingual(document, targets)
    elif document.format == "md":
        from translate_pipe.article.markdown_bilingual import write_markdown_bilingual

        yield write_markdown_bilingual(document, tuple(targets), move=move)
    elif document.format == "epub":
        from translate_pipe.article.epub import write_epub_bilingual

        yield write_epub_bilingual(
            document,
            tuple(targets),
            source_locale=source_locale,
            target_locale=target_locale,
            layout=layout,
        )
    elif document.format == "odt":
        from translate_pipe.article.odt_bilingual import write_odt_bilingual

        yield write_odt_bilingual(document, tuple(targets), target_locale=target_locale)
    elif document.format == "docx":
        from translate_pipe.article.docx_bilingual import write_docx_bilingual

        yield write_docx_bilingual(document, tuple(targets), target_locale=target_locale, layout=layout)
    else:
        from translate_pipe.article.html_bilingual import write_html_bilingual

        yield write_html_bilingual(
            document,
            tuple(targets),
            source_locale=source_locale,
            target_locale=target_locale,
            layout=layout,
            move=move,
        )
