"""Calls of the author's functions, which name those controls that they need."""

import inspect


def parameters_of(function, skip):
    """List what a function takes besides its first `skip` arguments: name -> default, or None."""
    parameters = list(inspect.signature(function).parameters.values())
    if len(parameters) < skip:
        raise TypeError(f"with state, {called(function)} must take the state as its first parameter")
    for parameter in parameters[skip:]:
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise TypeError(f"{called(function)} must take each control by its name; got the parameter {parameter}")
    return {p.name: None if p.default is p.empty else p.default for p in parameters[skip:]}


def call(function, values, *first):
    """Call a function with what comes first and those of the values that it names."""
    names = parameters_of(function, len(first))
    for name, default in names.items():
        if name not in values and default is None:
            raise TypeError(f"{called(function)} names {name!r}; known are {', '.join(values)}")
    return function(*first, **{name: values[name] for name in names if name in values})


def called(function):
    """Name a function in a message."""
    return getattr(function, "__name__", "the function")
