"""From NumPy code to a tape that a page can play. Read `trace` first; `tape`, `stand_ins` and `functions` say how."""
