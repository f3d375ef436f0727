"""Tracing: run a NumPy function once on stand-ins, and keep what it did as a tape of array operations.

    tape = trace(function, {"z0": 1.0, "state": {"W": W, "b": b}})      examples: only type and shape matter
    tape.inputs                 {"z0": (), "state.W": (8, 2), "state.b": (8,)}      names and shapes, in order
    tape.outputs                {"line.0": (100,), "line.1": (100,), ...}           names and shapes, in order
    tape.paths                  [(artist, 0), (artist, 1), ...]                     the same as keys, not words
    tape.structure              what the function returned, with Leaf(i) in place of output i;
                                strings and None stay as they are (a colour, a fixed text)
    tape.evaluate(z0=2.0, state={...})      the function again, replayed by NumPy, in its own structure
    bundle([tape, ...])         what JSON can hold of one or several tapes: programs and constants stored once

and in the page (`player.js`)

    const player = load(bundle, i = 0)      plays tape i
    player.inputs                           [{name, shape}, ...]
    player.outputs                          [{name, shape, data}, ...]
    player.run({z0: 2, "state.W": array})   sets what is named (the rest stays as it was), computes what depends on
                                            it, and returns player.outputs: data is a Float64Array in C order,
                                            overwritten by the next run; a number has shape [] and is data[0];
                                            booleans are 0 and 1. The first run must name every input.

Inputs and outputs are dicts, tuples and lists, nested at will; a name is its keys, joined by dots.
"""
