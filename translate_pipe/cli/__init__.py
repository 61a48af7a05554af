"""The command line: arguments become calls, results become text; nothing else prints or exits."""

from translate_pipe.cli import config, glossary, languages, memory, models, review, segment, translate
from translate_pipe.cli.app import app, main

__all__ = ["app", "main"]

for command in (translate, review, memory, glossary, models, segment, languages, config):
    command.register(app)
