"""Many articles: a manifest, a folder or a pattern goes in; each is translated once, or its fault is told.

What is to be done, what was done and how lies in one SQLite file in the folder of the output, so that a batch
that was stopped, by whatever, is taken up where it was.
"""
