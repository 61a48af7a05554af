"""The figures of a text: found, read, compared between source and target, and put right."""
