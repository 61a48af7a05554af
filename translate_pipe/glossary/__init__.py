"""Glossary files go in; term entries, their matches in segments, and findings about the files come out."""
