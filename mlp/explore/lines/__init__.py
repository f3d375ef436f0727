"""Lines and formulas of NumPy that a reader writes in the page: what they may be, and what they compute."""
