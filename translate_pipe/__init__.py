"""Offline translation in which every glossary term is accounted for."""

__version__ = "0.1.0"
