"""Articles: a file goes in, a `Document` comes out; units go in, the translated file comes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path, PurePosixPath

from translate_pipe.errors import ArticleError, UnsuitableError, UsageError
from translate_pipe.model import Document, TranslationUnit

FORMATS: dict[str, tuple[str, ...]] = {
    "txt": (".txt", ".text"),
    "md": (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd"),
    "html": (".html", ".htm", ".xhtml"),
    "epub": (".epub",),
    "docx": (".docx",),
    "odt": (".odt", ".ott"),
    "pptx": (".pptx",),
    "xlsx": (".xlsx",),
    "srt": (".srt",),
    "vtt": (".vtt",),
    "po": (".po", ".pot"),
    "xliff": (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff"),
}
"""Each format that can be read and written, and the extensions by which it is known."""

_LARGEST = 200 * 1024 * 1024


def read_article(
    path: Path | None,
    *,
    content: bytes | None = None,
    input_format: str | None = None,
    encoding: str | None = None,
    whole_page: bool = False,
    front_matter: Collection[str] = (),
) -> Document:
    """Return the article in a file, or in `content` as it came from standard input (`path` None).

    Args:
        content: the bytes, if they have been read already.
        input_format: one of `FORMATS`; by default the extension decides, and `txt` for standard input.
        encoding: the encoding of the text, if it is not to be found out.
        whole_page: of an HTML page, take navigation and the like as well as the article.
        front_matter: the keys of Markdown's front matter whose values are translated, `none` for no key; by
            default those of `front_matter.PROSE_KEYS`.

    Raises:
        UnsuitableError: there is no text in the file.
        ArticleError: the file is missing, unreadable, damaged or not what it claims to be.
        UsageError: no such format or encoding.
    """
    name = "-" if path is None else path.name
    chosen = _choose_format(path, input_format)
    if content is None:
        if path is None:
            raise UsageError("neither a file nor its content was given")
        content = load_article(path)
    shown = "standard input" if path is None else str(path)
    if not content or content.isspace():
        raise UnsuitableError("is empty", path=shown, remedy="give a file with text in it")
    document = _read(chosen, content, shown, encoding, whole_page, front_matter)
    if not document.blocks:
        raise UnsuitableError(
            "holds no text to translate",
            path=shown,
            remedy="check that it is the right file, or set --input-format if it is read as the wrong kind",
        )
    return _named(document, name)


def write_article(
    document: Document,
    units: Sequence[TranslationUnit],
    *,
    target_locale: str,
    move: Callable[[str], str] | None = None,
) -> bytes:
    """Return the article that `stream_article` yields piece by piece."""
    return b"".join(stream_article(document, units, target_locale=target_locale, move=move))


def stream_article(
    document: Document,
    units: Sequence[TranslationUnit],
    *,
    target_locale: str,
    move: Callable[[str], str] | None = None,
) -> Iterator[bytes]:
    """Yield the article in its own format with every segment replaced by its target.

    Marks are put back as markup. What was not translated stays as it is, byte for byte where the format
    permits. The encoding stays too, unless it cannot hold the target; then it is UTF-8.

    Args:
        move: takes the address of a link of a web page or Markdown, and returns what it is to be.

    Raises:
        ArticleError: the units belong to another article, or the result would have another structure.
    """
    if document.format == "po":
        from translate_pipe.article.po import write_po

        yield write_po(document, units, target_locale=target_locale)
        return
    if document.format == "xliff":
        from translate_pipe.article.xliff import write_xliff

        yield write_xliff(document, units, target_locale=target_locale)
        return
    from translate_pipe.article.weave import fill_blocks

    targets = fill_blocks(document, units)
    if document.format == "txt":
        from translate_pipe.article.plain import stream_plain

        yield from stream_plain(document, targets)
    elif document.format == "md":
        from translate_pipe.article.markdown import write_markdown

        yield write_markdown(document, tuple(targets), move=move)
    elif document.format == "html":
        from translate_pipe.article.html import write_html

        yield write_html(document, tuple(targets), target_locale=target_locale, move=move)
    elif document.format == "epub":
        from translate_pipe.article.epub import write_epub

        yield write_epub(document, tuple(targets), target_locale=target_locale)
    elif document.format == "docx":
        from translate_pipe.article.docx import write_docx

        yield write_docx(document, tuple(targets), target_locale=target_locale)
    elif document.format == "odt":
        from translate_pipe.article.odt import write_odt

        yield write_odt(document, tuple(targets), target_locale=target_locale)
    elif document.format == "xlsx":
        from translate_pipe.article.xlsx import write_xlsx

        yield write_xlsx(document, tuple(targets))
    elif document.format == "pptx":
        from translate_pipe.article.pptx import write_pptx

        yield write_pptx(document, tuple(targets), target_locale=target_locale)
    else:
        from translate_pipe.article.subtitles import write_subtitles

        yield write_subtitles(document, tuple(targets))


def output_suffix(name: str) -> str:
    """Return the extension of the translation of an article called `name`; a template gives a catalogue."""
    suffix = PurePosixPath(name).suffix
    return ".po" if suffix.lower() == ".pot" else suffix or ".txt"


def check_languages(document: Document, source_locale: str, target_locale: str) -> None:
    """Refuse an article that names its languages, if they are not those of the translation.

    Raises:
        UnsuitableError: its source or target language is another one.
    """
    if document.format == "po":
        from translate_pipe.article.po import check_po

        check_po(document, source_locale, target_locale)
    elif document.format == "xliff":
        from translate_pipe.article.xliff import check_xliff

        check_xliff(document, source_locale, target_locale)


def describe_open(document: Document, units: Sequence[TranslationUnit], *, target_locale: str) -> str:
    """Say how many messages of a catalogue, or segments of XLIFF, stay without a translation; "" if none."""
    if document.format == "po":
        from translate_pipe.article.po import count_open

        count, what = count_open(document, units, target_locale=target_locale), "message"
    elif document.format == "xliff":
        from translate_pipe.article.xliff import count_open_units

        count, what = count_open_units(document, units, target_locale=target_locale), "segment"
    else:
        return ""
    if not count:
        return ""
    said = f"1 {what} stays" if count == 1 else f"{count} {what}s stay"
    return f"{document.name}: {said} without a translation"


def _choose_format(path: Path | None, input_format: str | None) -> str:
    if input_format is not None:
        if input_format not in FORMATS:
            raise UsageError(f"unknown article format {input_format!r}", remedy=f"choose {_listed()}")
        return input_format
    if path is None:
        return "txt"
    suffix = path.suffix.lower()
    for name, extensions in FORMATS.items():
        if suffix in extensions:
            return name
    raise ArticleError(
        f"cannot read {suffix} files" if suffix else "has no extension that tells its format",
        path=path,
        remedy=f"convert it, or say what it is with --input-format ({_listed()})",
    )


def _listed() -> str:
    return ", ".join(FORMATS)


def load_article(path: Path) -> bytes:
    """Return the content of an article's file.

    Raises:
        ArticleError: it is missing, unreadable or too large.
    """
    try:
        if path.is_dir():
            raise ArticleError("is a folder", path=path, remedy="name the files in it")
        size = path.stat().st_size
        if size > _LARGEST:
            raise ArticleError(
                f"is too large ({size // 2**20} MiB; the limit is {_LARGEST // 2**20} MiB)",
                path=path, remedy="split it",
            )  # fmt: skip
        return path.read_bytes()
    except FileNotFoundError:
        raise ArticleError("there is no such file", path=path, remedy="check the name") from None
    except OSError as error:
        raise ArticleError(
            f"cannot read: {error.strerror or error}", path=path, remedy="check that you may read it"
        ) from error


def _read(
    chosen: str,
    content: bytes,
    shown: str,
    encoding: str | None,
    whole_page: bool,
    front_matter: Collection[str],
) -> Document:
    if chosen == "txt":
        from translate_pipe.article.plain import read_plain

        return read_plain(content, name=shown, encoding=encoding)
    if chosen == "md":
        from translate_pipe.article.markdown import read_markdown

        return read_markdown(content, name=shown, encoding=encoding, keys=front_matter or None)
    if chosen == "html":
        from translate_pipe.article.html import read_html

        return read_html(content, name=shown, encoding=encoding, whole_page=whole_page)
    if chosen == "epub":
        from translate_pipe.article.epub import read_epub

        return read_epub(content, name=shown)
    if chosen == "docx":
        from translate_pipe.article.docx import read_docx

        return read_docx(content, name=shown)
    if chosen == "odt":
        from translate_pipe.article.odt import read_odt

        return read_odt(content, name=shown)
    if chosen == "xlsx":
        from translate_pipe.article.xlsx import read_xlsx

        return read_xlsx(content, name=shown)
    if chosen == "pptx":
        from translate_pipe.article.pptx import read_pptx

        return read_pptx(content, name=shown)
    if chosen == "po":
        from translate_pipe.article.po import read_po

        return read_po(content, name=shown, encoding=encoding)
    if chosen == "xliff":
        from translate_pipe.article.xliff import read_xliff

        return read_xliff(content, name=shown, encoding=encoding)
    from translate_pipe.article.subtitles import read_subtitles

    return read_subtitles(content, name=shown, encoding=encoding, format_name=chosen)


def _named(document: Document, name: str) -> Document:
    from dataclasses import replace

    return replace(document, name=name)
