"""Will a figure be slow? That is said when it is made, with what to do, and not found out by its readers.

Beyond the limits, here and in `marks`, a frame takes more than 50 ms or so on two slow cores; `benchmarks/player.py`
measures it.
"""

import warnings

from ..tracing.tape import OPERATIONS, VIEWS

NUMBERS = 10_000_000  # computed at each setting


def warn(program):
    """Warn of what a figure has too much of to move smoothly."""
    outputs = program.outputs(program.first)
    for mark in program.scene.marks.values():
        count, most, things = mark.weight(program.scene.own(mark, outputs))
        if count > most:
            _say(
                f"{mark.word} {mark.name!r} has {count:,} {things}",
                f"from {most:,} on",
                "show a part of them, or an image of how many there are (np.histogram2d, computed once)",
            )
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
