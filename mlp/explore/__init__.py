"""Figures that a reader can move with no kernel: NumPy code is traced to a tape, which the page plays."""
