"""LibreTranslate's API over HTTP: texts and files come in, translations with the right terms go out."""
