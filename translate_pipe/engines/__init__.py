"""Model packages, and the engines that translate with them."""

from translate_pipe.engines.argos import load_engine

__all__ = ["load_engine"]
