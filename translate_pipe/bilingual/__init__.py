"""Bilingual files: a bitext becomes bytes in one of many formats, and edited files become rows again."""

from translate_pipe.bilingual.formats import (
    BITEXT_EXTENSION,
    FORMATS,
    Format,
    check_format,
    file_name,
    load_writers,
    read_bilingual,
    stream_bitext,
    write_bitext,
)
from translate_pipe.bilingual.jsonl import parse_bitext, read_bitext
from translate_pipe.bilingual.rows import BilingualFile, BilingualRow

__all__ = [
    "BITEXT_EXTENSION",
    "FORMATS",
    "BilingualFile",
    "BilingualRow",
    "Format",
    "check_format",
    "file_name",
    "load_writers",
    "parse_bitext",
    "read_bilingual",
    "read_bitext",
    "stream_bitext",
    "write_bitext",
]
