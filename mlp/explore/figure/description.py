"""What the page must know of a figure besides its picture: a dictionary for JSON, and the checks of what it says."""

import inspect
from collections.abc import Mapping
from numbers import Integral

import numpy as np

from ..tracing.trace import bundle
from . import questions
from .controls import Drawn


def describe(program, name=None, begin=None, *, drag=None, lights=None, point=None, mastered=None, presets=None,
             groups=None, restarts=(), steps_per_frame=1, step_name="Step"):  # fmt: skip
    """Say what the page must know of controls, tapes and state.

    Parameters
    ----------
    program : Program
        What the figure computes.
    name, begin, drag, lights, point, mastered, presets, groups, restarts, steps_per_frame, step_name
        See `explore`; `begin` is its `state`.
    """
    tapes = list(program.tapes.values())
    words = [{k: v for k, v in own["draw"].structure.items() if isinstance(v, str)} for own in tapes]
    data = {
        "controls": [_control(program, control) for control in program.controls.values()],
        "kinds": program.kinds,
        "tapes": bundle([own[kind] for own in tapes for kind in program.kinds]),
        "words": _once(words),
        "captions": _once(list(program.captions.values())),
    }
    if name:
        data["name"] = name
    if drag:
        data["drag"] = [_dragged(program, artist, names) for artist, names in _entries("drag", drag)]
    if lights:
        data["lights"] = [_lit(program, artist, words) for artist, words in _entries("lights", lights)]
    if point:
        data["point"] = [_pointed(program, artist, sets) for artist, sets in _entries("point", point)]
    if presets:
        data["presets"] = {str(label): _preset(program, values) for label, values in _entries("presets", presets)}
    if program.edits:
        data["edits"] = {_edited(program, control): output for control, (output, _) in program.edits.items()}
    if program.takeaways:
        data["takeaways"] = _once(list(program.takeaways.values()))
    if groups:
        data["groups"] = _groups(program, groups)
    if program.questions:
        data["ask"] = questions.describe(program.questions, name)
        for own, question in zip(data["ask"], program.questions, strict=True):
            if question.show:
                own["show"] = _shown(program, question.show, begin is not None)
    if mastered is not None:
        data["mastered"] = _words("mastered", mastered)
    if begin is not None:
        named = list(inspect.signature(begin).parameters) if callable(begin) else []
        restarts = [restarts] if isinstance(restarts, str) else restarts
        for restarting in restarts:
            _known(program, restarting, "restarts")
        data["state"] = {
            "restarts": [control for control in program.controls if control in (*named, *restarts)],
            "perFrame": _count("steps_per_frame", steps_per_frame),
        }
        if step_name != "Step":
            data["state"]["name"] = _words("step_name", step_name)
    return data


def _once(items):
    """Keep one item where all are alike."""
    return items[:1] if all(item == items[0] for item in items) else items


def _known(program, name, parameter):
    """Return a control that a parameter of `explore` names."""
    if name not in program.controls:
        raise ValueError(f"{parameter} must name controls ({', '.join(program.controls)}); got {name!r}")
    return program.controls[name]


def _control(program, control):
    """Say a control for the page; of one that is drawn in the picture also where."""
    described = control.describe()
    if isinstance(control, Drawn):
        found = [i for i, mark in enumerate(program.scene.marks.values()) if control.lies_on(mark)]
        if not found:
            raise ValueError(f"{control.name} must be {control.place} that update moves; got {control.on!r}")
        described["mark"] = found[0]
    if getattr(control, "sets", None):
        described["sets"] = _preset(program, control.sets, "sets")
    return described


def _number(program, artist):
    """Find the number of an artist's mark, by which the page knows it."""
    return list(program.scene.marks).index(artist)


def _entries(parameter, given):
    """List the keys and values of a dictionary."""
    if not isinstance(given, Mapping):
        raise TypeError(f"{parameter} must be a dictionary; got {given!r}")
    return given.items()


def _preset(program, values, parameter="presets"):
    entries = _entries(f"each of {parameter}", values)
    return {name: _plain(_known(program, name, parameter), value) for name, value in entries}


def _plain(control, value):
    """Check a value, and write it as JSON has it."""
    return control.plain(control.check(value))


def _pointed(program, artist, sets):
    """Check one entry of `point`, and say it for the page."""
    mark = program.scene.marks.get(artist)
    if mark is None or mark.kind not in ("points", "segments"):
        raise ValueError(f"point must name scatters or LineCollections that update moves; got {artist!r}")
    own = {
        name: [_plain(_known(program, name, "point"), value) for value in values]
        for name, values in _entries("each of point", sets)
    }
    return {"mark": _number(program, artist), "sets": own}


def _edited(program, name):
    """Check an entry of `edit`."""
    control, (output, _) = _known(program, name, "edit"), program.edits[name]
    if control.kind != "number" or output not in program.outputs(program.first):
        raise ValueError(
            f"edit takes number fields (FloatText) and the named outputs that they show; got {name}, a {control.kind}, "
            f"and {output!r}"
        )
    return name


def _groups(program, groups):
    """Check which controls stand together, and say it for the page."""
    names = [name for _, own in _entries("groups", groups) for name in own]
    for name in names:
        if _known(program, name, "groups") and names.count(name) > 1:
            raise ValueError(f"a control stands in one group; {name!r} is in two")
    return [[str(title), list(own)] for title, own in groups.items()]


def _shown(program, show, has_state):
    """Check where a figure goes after a prediction, and say it for the page."""
    values, steps = dict(_entries("show", show)), {}
    if has_state and "step" in values and "step" not in program.controls:
        steps["step"] = _count("step of show", values.pop("step"))
    return _preset(program, values, "show") | steps


def _count(parameter, value):
    """Check a number of steps."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise ValueError(f"{parameter} must be an integer >= 1; got {value!r}")
    return int(value)


def _words(parameter, text):
    """Check what the page says."""
    if not (isinstance(text, str) and text.strip()):
        raise ValueError(f"{parameter} must be words; got {text!r}")
    return text


def _dragged(program, artist, names):
    """Check one entry of `drag`, and say it for the page."""
    mark = program.scene.marks.get(artist)
    if mark is None or mark.kind != "line":
        raise ValueError(f"drag must name lines that update moves; got {artist!r}")
    outputs = program.outputs(program.first)
    place = [np.ravel(outputs[f"{mark.name}.{axis}"])[0] for axis in ("xdata", "ydata")]
    if isinstance(names, str):  # along the axis where the marker's coordinate is the control's value
        along_x = _is_at(place[0], _draggable(program, names))
        names = (names, None) if along_x else (None, names)
    names = tuple(names)
    if len(names) != 2 or names == (None, None):
        raise ValueError(f"drag takes one control, or two for x and y; got {names!r}")
    for name, at in zip(names, place, strict=True):
        if name is None:
            continue
        control = _draggable(program, name)
        if not _is_at(at, control):
            raise ValueError(
                f"a marker that drags {name} must be drawn where {name} is, at {control.value:g}; "
                f"it is at {at:g}. For a marker elsewhere drag another one, on an axis"
            )
    return {"mark": _number(program, artist), "controls": list(names)}


def _lit(program, artist, words):
    """Check one entry of `lights`, and say it for the page."""
    if artist not in program.scene.marks:
        raise ValueError(f"lights must name artists that update moves; got {artist!r}")
    return [_words("each of lights", words), _number(program, artist)]


def _is_at(place, control):
    """Say whether a marker's coordinate is a control's value."""
    low, high = control.limits
    return np.isclose(place, control.value, atol=1e-8 * min(1, high - low))


def _draggable(program, name):
    """Return a control that a marker can move."""
    control = _known(program, name, "drag")
    if control.kind not in ("range", "number"):
        raise ValueError(f"drag needs sliders or number fields; {name} is a {control.kind}")
    return control
