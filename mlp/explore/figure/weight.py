"""Will a figure be slow? That is said when it is made, with what to do, and not found out by its readers.

Beyond these limits a frame takes more than 50 ms or so on two slow cores; `benchmarks/player.py` measures them.
"""

import warnings

from ..tracing.tape import OPERATIONS, VIEWS

ITEMS = 2_000  # elements of the page that a mark moves one by one
POINTS = 200_000  # of a line, which is thinned out before it is drawn
NUMBERS = 10_000_000  # computed at each setting


def warn(program):
    """Warn of what a figure has too much of to move smoothly."""
    outputs = program.outputs(program.first)
    for mark in program.scene.marks.values():
        items, points = mark.size(program.scene.own(mark, outputs))
        if items > ITEMS:
            _say(
                f"{mark.word} {mark.name!r} moves {items:,} elements of the page one by one",
                f"from {ITEMS:,} on",
                "show a part of them, or an image of how many there are (np.histogram2d, computed once)",
            )
        if points > POINTS:
            _say(f"{mark.word} {mark.name!r} has {points:,} points", f"from {POINTS:,} on", "draw a part of them")
    numbers = program.count(numbers_of)
    if numbers > NUMBERS:
        _say(
            f"each setting computes {numbers:,} numbers",
            f"from {NUMBERS:,} on",
            "compute what no control changes outside of the function, once, and the rest at fewer points",
        )


def numbers_of(tape, inputs):
    """Count the numbers that a tape computes; a product of matrices counts each of its products of numbers."""
    count = 0

    def counting(name, operation):
        def counted(*arguments):
            nonlocal count
            result = operation(*arguments)
            count += result.size * (arguments[0].shape[-1] if name == "matmul" else name not in VIEWS)
            return result

        return counted

    tape.play({name: counting(name, operation) for name, operation in OPERATIONS.items()}, inputs)
    return count


def _say(what, when, instead):
    warnings.warn(f"{what}; {when} a reader's machine answers slowly. Make it fewer: {instead}", stacklevel=4)
