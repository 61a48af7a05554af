"""The version, stated here alone: packaging, provenance and `--version` read it."""

__version__ = "0.2.0"
