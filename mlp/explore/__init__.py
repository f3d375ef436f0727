"""Figures that a reader can move with no kernel: NumPy code is traced to a tape, which the page plays."""

from .trace import TraceError, bundle, trace

__all__ = ["TraceError", "bundle", "trace"]
