"""A figure that a reader can move: an ipywidget where there is a kernel, live HTML where there is none.

    @explore(fig, z0=(-6.0, 6.0, 0.1))
    def lab(z0):
        return {dot: (z0, np.tanh(z0))}

    lab.z0                      a trait: read, set, observe, jslink
    lab.evaluate(z0=1.5)        the same numbers in Python: {dot: (1.5, 0.905...)}
    lab.html()                  a fragment of HTML that needs nothing else; lab.save("lab.html") a page of its own

The function is traced once for each combination of choices. What a notebook keeps of a figure is its SVG and its tape;
the player is added once a page, by `assets`, by `html`, or by the kernel when a widget asks for it.
"""

import hashlib
import inspect
import itertools
import json
import re
import sys
from contextlib import contextmanager
from html import escape
from numbers import Real
from pathlib import Path

import anywidget
import numpy as np
from matplotlib.figure import Figure

from . import controls as control_kinds
from . import state as states
from . import typeset
from .rounding import rounding
from .scene import Scene
from .trace import bundle, trace

HERE = Path(__file__).parent
MOST_COMBINATIONS = 64
COMPACT = {"separators": (",", ":"), "allow_nan": False, "ensure_ascii": False}
LOADER = """export default {
  render({ model, el }) {
    el.addEventListener("keydown", (event) => {  // these keys move sliders here, and not the notebook's cells
      if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
    });
    model.on("msg:custom", async (message) => {
      if (el.firstChild || !message.player) return;
      const url = URL.createObjectURL(new Blob([message.player], { type: "text/javascript" }));
      const { show } = await import(url);
      URL.revokeObjectURL(url);
      if (!el.firstChild) show(message, model, el);
    });
    model.send({ wants: "player" });
  },
};
"""


def explore(fig, *, state=None, step=None, drag=None, caption=None, name=None, ask=None, presets=None, restarts=(),
            steps_per_frame=1, **controls):  # fmt: skip
    """Make a Matplotlib figure move.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Drawn as usual, with its axes' limits where they shall stay.
    state : object, callable or None
        What the figure keeps from one step to the next: arrays and numbers, in dictionaries or in an object such as a
        network. A function of some of the controls computes it at every restart.
    step : callable or None
        ``step(state, **controls)`` returns the next state.
    drag : dict or None
        ``{artist: ("w1", "w2")}``: dragging this line's marker moves the two controls; a single name, or None in one of
        the two places, for a marker that moves along one axis.
    caption : str, callable or None
        A format string over controls and named outputs, ``"J = {J:.3f} at z = {z0:.1f}"``, or a function of some of the
        controls that returns a format string and its values. Or, so that words can depend on numbers, a list of format
        strings, the number of the one to show, and further values: ``return ["off", "on: {1:.2f}"], z > 0, z``.
    name : str or None
        An identifier; settings of a figure with a name are in the page's address, ``#lab.z0=1.5``.
    ask : Answer, list of Answer or None
        Questions to the reader, see `answer`; the next one comes when the one before is answered.
    presets : dict or None
        ``{"ReLU": {"w1": 0.0, "w2": 1.0}}``: buttons that set controls.
    restarts : sequence of str
        Controls whose change restarts a figure with state; those that a `state` function names do so anyway.
    steps_per_frame : int
        How many steps the figure makes for each picture when it runs.
    **controls
        One for each parameter of the function: see `controls`.

    Returns
    -------
    callable
        Takes ``update(**controls)``, or with state ``draw(state, **controls)``, which returns ``{artist: new data}``
        (see `marks`; a word for a key names an output that is not drawn), and returns the `Explorable`.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> fig, ax = plt.subplots()
    >>> dot, = ax.plot(0, 0, "o")
    >>> @explore(fig, z0=(-6.0, 6.0, 0.1))
    ... def lab(z0):
    ...     return {dot: (z0, np.tanh(z0))}
    >>> lab.z0 = 1.5
    >>> lab.evaluate()[dot][1].round(6)
    np.float64(0.905148)
    """
    return lambda function: Explorable(
        fig, function, controls, state=state, step=step, drag=drag, caption=caption, name=name, ask=ask,
        presets=presets, restarts=restarts, steps_per_frame=steps_per_frame,
    )  # fmt: skip


class Answer:
    """A question with a number for an answer, and the slips that lead to wrong ones; made by `answer`."""

    def __init__(self, question, value, slips, tolerance):
        self.question, self.value, self.slips, self.tolerance = question, value, slips, tolerance


def answer(question, value, slips=None, tolerance=0.01):
    """Ask the reader for a number.

    It may be typed as people write numbers: 0.5, 0,5 or 32,768; 1/2, 2^15, 1.3e-5 or 1.3·10⁻⁵; 50 %; z = −0.5. Nothing
    is computed but products, quotients and powers. The right answer, rounded to fewer digits than the tolerance asks
    for, is no mistake: the figure asks for one more digit.

    Parameters
    ----------
    question : str
        What stands beside the field. Where it asks for percent, 50 and 50 % are the same.
    value : str, callable or number
        The right answer: a named output, a function of some of the controls, or the number itself.
    slips : dict or None
        ``{"you forgot f'": value}``: what the figure says to this wrong answer. Of those that fit, the nearest is told.
    tolerance : float
        How far off, relative to the answer, still counts; 0 for whole numbers.
    """
    if not 0 <= tolerance < 1:
        raise ValueError(f"tolerance must be a number >= 0 and < 1; got {tolerance!r}")
    return Answer(question, value, dict(slips or {}), float(tolerance))


def quiz(*answers):
    """Ask questions without a figure, one after the other.

    Parameters
    ----------
    *answers : Answer
        See `answer`; their values are numbers.

    Returns
    -------
    Explorable

    Examples
    --------
    >>> weights = quiz(answer("How many weights has a network 3-3-1?", 12, {"these are the biases": 4}))
    """
    return explore(Figure(), ask=list(answers))(lambda: {})


class Explorable(anywidget.AnyWidget):
    """A figure whose controls are traits; `explore` makes it.

    Attributes
    ----------
    controls : dict
        By name, each a `controls.Control`.
    """

    _esm = LOADER

    def __init__(self, fig, function, controls, *, state=None, step=None, drag=None, caption=None, name=None, ask=None,
                 presets=None, restarts=(), steps_per_frame=1):  # fmt: skip
        if name is not None and not (isinstance(name, str) and name.isidentifier()):
            raise ValueError(f"name must be an identifier such as lab; got {name!r}")
        if (state is None) != (step is None):
            raise TypeError(
                "state and step go together: step(state, **controls) returns the next state. Call controls otherwise"
            )
        self._name, self._function, self._state, self._step = name, function, state, step
        self.controls = _controls(controls, function, step, state if callable(state) else None)
        self._caption, self._ask = caption, [ask] if isinstance(ask, Answer) else list(ask or [])
        self._scene = Scene(fig)
        with _untouched(fig):
            self._trace_all()
        super().__init__()
        self.add_traits(**{name: control.trait() for name, control in self.controls.items()})
        self._data = self._describe(drag, presets, restarts, steps_per_frame)
        self._body = self._draw()
        self.on_msg(self._on_message)
        _show_after_cell(self, fig)

    # ---- Tracing ----

    @property
    def _choices(self):
        return [control for control in self.controls.values() if control.kind == "choice"]

    def _trace_all(self):
        """Trace the function, and the steps of its state, for every combination of choices."""
        counts = {control.name: len(control.options) for control in self._choices}
        if np.prod(list(counts.values()), dtype=float) > MOST_COMBINATIONS:
            words = " x ".join(f"{name} ({count})" for name, count in counts.items())
            raise ValueError(
                f"the choices {words} make {np.prod(list(counts.values()))} combinations, and each is traced; "
                f"at most {MOST_COMBINATIONS} are allowed. Take fewer, or make one of them a slider for np.take"
            )
        self._tapes, self._layouts = {}, {}
        inputs = {name: c.value for name, c in self.controls.items() if c.kind != "choice"}
        for combination in itertools.product(*(control.options for control in self._choices)):
            chosen = {c.name: c.options[key] for c, key in zip(self._choices, combination, strict=True)}
            tapes = self._trace(combination, chosen, inputs)
            if not self._tapes and bundle(tapes.values()) != bundle(self._trace(combination, chosen, inputs).values()):
                raise ValueError(
                    f"{_name(self._function)} or a function beside it does not do the same twice; random numbers drawn "
                    "in it would stay as they are. Draw them before, and look them up with np.take(noise, t)"
                )
            self._tapes[combination] = tapes

    def _trace(self, combination, chosen, inputs):
        """Trace one combination of choices: the drawing, and with state the start and a step."""
        if self._state is None:
            draw = trace(lambda **values: self._named(combination, {**values, **chosen}), inputs)
            return self._same_outputs(combination, {"draw": draw})

        def start(**values):
            values = {**values, **chosen}
            first = _call(self._state, values) if callable(self._state) else self._state
            self._example = first
            return states.take_apart(first)

        tapes = {"start": trace(start, inputs)}
        template, first = self._example, tapes["start"].evaluate(**inputs)

        def step(state, **values):
            before = states.put_together(template, state)
            following = states.take_apart(_call(self._step, {**values, **chosen}, before))
            _check_step(first, following)
            return following

        def draw(state, **values):
            return self._named(combination, {**values, **chosen}, states.put_together(template, state))

        tapes["step"] = trace(step, {"state": first, **inputs})
        tapes["draw"] = trace(draw, {"state": first, **inputs})
        return self._same_outputs(combination, tapes)

    def _named(self, combination, values, *state):
        """Call the author's functions and name everything that comes out."""
        returned = _call(self._function, values, *state)
        if not isinstance(returned, dict):
            raise TypeError(f"{_name(self._function)} must return {{artist: new data}}; got {type(returned).__name__}")
        named = {key: value for key, value in returned.items() if isinstance(key, str)}
        outputs = self._scene.read({key: value for key, value in returned.items() if not isinstance(key, str)})
        for key in named:
            if key in self.controls or not key.isidentifier():
                raise ValueError(f"a named output must be an identifier and not the name of a control; got {key!r}")
        outputs |= named
        values = {**values, **({"state": state[0]} if state else {})}
        self._layouts[combination] = self._caption_of(outputs, values)
        for k, question in enumerate(self._ask):
            parts = {"value": question.value} | {f"slip{i}": slip for i, slip in enumerate(question.slips.values())}
            outputs |= {f"ask{k}.{part}": _one_output(value, named, values) for part, value in parts.items()}
        return outputs

    def _caption_of(self, outputs, values):
        """Compile the caption; values of a caption function become outputs."""
        text = self._caption
        if callable(text):
            text, *shown = _call(text, values)
            shown = shown[0] if len(shown) == 1 and isinstance(shown[0], tuple | list) else shown
            if isinstance(text, list):
                shown = [np.clip(shown[0], 0, len(text) - 1), *shown[1:]]
            outputs |= {f"caption.{i}": value for i, value in enumerate(shown)}
            layouts = [typeset.compile_format(case, "caption.{}".format) for case in np.atleast_1d(text)]
            return {"which": "caption.0", "cases": layouts} if isinstance(text, list) else layouts[0]
        known = [*self.controls, *(key for key in outputs if key.isidentifier())]

        def resolve(field):
            if field not in known:
                raise ValueError(f"the caption names {field!r}; known are {', '.join(known)}")
            return field

        return typeset.compile_format(text, resolve) if text else []

    def _same_outputs(self, combination, tapes):
        """Check that a combination of choices moves the same artists as the first one."""
        names = set(tapes["draw"].structure)
        first = next(iter(self._tapes.values()), None)
        missing = names ^ set(first["draw"].structure) if first else ()
        if missing:
            raise ValueError(
                f"at {', '.join(map(repr, combination))} update returns other data than at first: {', '.join(missing)}"
            )
        return tapes

    # ---- The numbers ----

    def _values(self, given):
        """Complete and check values of controls; returns the combination of choices and the tape's inputs."""
        for name in given:
            if name not in self.controls:
                raise TypeError(f"the controls are {', '.join(self.controls)}; got {name!r}")
        values = {name: c.check(given.get(name, getattr(self, name, c.value))) for name, c in self.controls.items()}
        combination = tuple(values.pop(control.name) for control in self._choices)
        return combination, values

    def start(self, **values):
        """Compute the state that a figure starts from, as {name: array}."""
        combination, values = self._values(values)
        return self._tapes[combination]["start"].evaluate(**values)

    def step(self, state=None, **values):
        """Compute the state after one step, as {name: array}."""
        combination, values = self._values(values)
        state = self._tapes[combination]["start"].evaluate(**values) if state is None else state
        return self._tapes[combination]["step"].evaluate(state=state, **values)

    def outputs(self, state=None, **values):
        """Compute the raw numbers behind the figure, by NumPy, under the names that they have in the page.

        Parameters
        ----------
        state : dict or None
            ``{name: array}``; None: the start.
        **values
            Of controls; those not given are as they stand.
        """
        combination, values = self._values(values)
        tapes = self._tapes[combination]
        if self._state is not None:
            values["state"] = tapes["start"].evaluate(**values) if state is None else state
        return tapes["draw"].evaluate(**values)

    def rounding(self, what="draw", state=None, /, **values):
        """Find how far numbers may move from one processor to the next.

        Parameters
        ----------
        what : str
            "draw" for the outputs, "step" for the state after one step, "start" for the state at the start.
        state : dict or None
            As for `outputs`.
        **values
            Of controls; those not given are as they stand.

        Returns
        -------
        dict
            By name, a number for each output or array of the state. Where it is not far below the largest number in
            it, what is shown is rounding error.
        """
        combination, values = self._values(values)
        tapes = self._tapes[combination]
        if self._state is not None and what != "start":
            values["state"] = tapes["start"].evaluate(**values) if state is None else state
        return rounding(tapes[what], **values)

    def evaluate(self, state=None, **values):
        """Compute what the function returns, by NumPy: ``{artist: data}``. Arguments as for `outputs`."""
        outputs = self.outputs(state, **values)
        result = {}
        for artist, mark in self._scene.marks.items():
            start = mark.name + "."
            own = {key.removeprefix(start): value for key, value in outputs.items() if key.startswith(start)}
            result[artist] = mark.pack(own)
        return result | {key: value for key, value in outputs.items() if "." not in key}

    # ---- The page ----

    def _draw(self):
        """Draw the figure at the controls' first values; returns its HTML without player and style."""
        defaults = {name: control.value for name, control in self.controls.items()}
        outputs = self.outputs(**defaults)
        self._scene.set(outputs)
        for layout in self._layouts.values():
            for case in _cases(layout):
                typeset.settle(case, {**defaults, **outputs})
        try:
            rows, scene = self._scene.draw()
        finally:
            self._scene.restore()
        data = json.dumps(self._data | scene, **COMPACT).replace("<", "\\u003c")
        layout = self._layouts[tuple(control.value for control in self._choices)]
        shown = _cases(layout)[int(outputs[layout["which"]]) if isinstance(layout, dict) else 0]
        caption = escape(typeset.fill(shown, {**defaults, **outputs}))
        width = max(480, 4 / 3 * sum(panel["box"][2] for panel in rows[0]))
        empty = not any(panel["svg"] for row in rows for panel in row)  # a quiz has no picture
        label = escape(" ".join(filter(None, ["Questions" if empty else "Figure", self._name])))
        body = _panels([] if empty else rows, label) + f"<figcaption>{caption}</figcaption>" * bool(caption)
        prefix = "x" + hashlib.sha256((body + data).encode()).hexdigest()[:8] + "-"
        body = re.sub(r'(\bid="|\bhref="#|url\(#)', lambda match: match.group() + prefix, body)
        return (
            f'<figure class="explorable" role="group" aria-label="{label}" style="max-width: {width:.0f}px">{body}'
            f'<script type="application/json">{data}</script></figure>'
        )

    def _describe(self, drag, presets, restarts, steps_per_frame):
        """Say what the page must know of controls, tapes and state: a dictionary for JSON."""
        kinds = ("draw", "step", "start") if self._state is not None else ("draw",)
        tapes = [tapes[kind] for tapes in self._tapes.values() for kind in kinds]
        words = [{k: v for k, v in t["draw"].structure.items() if isinstance(v, str)} for t in self._tapes.values()]
        data = {"controls": [control.describe() for control in self.controls.values()], "tapes": bundle(tapes),
                "words": _once(words), "captions": _once(list(self._layouts.values()))}  # fmt: skip
        if self._name:
            data["name"] = self._name
        if drag:
            data["drag"] = [self._drag(artist, names) for artist, names in drag.items()]
        if presets:
            data["presets"] = {str(label): self._preset(values) for label, values in presets.items()}
        if self._ask:
            data["ask"] = [
                {
                    "question": words,
                    "slips": [_sentence(slip) for slip in question.slips],
                    "tolerance": question.tolerance,
                }
                for words, question in zip(self._questions(), self._ask, strict=True)
            ]
        if self._state is not None:
            named = list(inspect.signature(self._state).parameters) if callable(self._state) else []
            for name in restarts:
                self._known(name, "restarts")
            if isinstance(steps_per_frame, bool) or not isinstance(steps_per_frame, int) or steps_per_frame < 1:
                raise ValueError(f"steps_per_frame must be an integer >= 1; got {steps_per_frame!r}")
            data["state"] = {
                "restarts": [n for n in self.controls if n in (*named, *restarts)],
                "perFrame": steps_per_frame,
            }
        return data

    def _questions(self):
        """Number the questions where there are several."""
        n = len(self._ask)
        return [f"{k} of {n}: {ask.question}" if n > 1 else ask.question for k, ask in enumerate(self._ask, start=1)]

    def _known(self, name, parameter):
        if name not in self.controls:
            raise ValueError(f"{parameter} must name controls ({', '.join(self.controls)}); got {name!r}")
        return name

    def _preset(self, values):
        return {self._known(name, "presets"): self.controls[name].check(value) for name, value in values.items()}

    def _drag(self, artist, names):
        """Check one entry of `drag`."""
        mark = self._scene.marks.get(artist)
        if mark is None or mark.kind != "line":
            raise ValueError(f"drag must name lines that update moves; got {artist!r}")
        names = self._along(mark, names) if isinstance(names, str) else tuple(names)
        if len(names) != 2 or names == (None, None):
            raise ValueError(f"drag takes one control, or two for x and y; got {names!r}")
        for name in names:
            if name is not None and self.controls[self._known(name, "drag")].kind not in ("range", "number"):
                raise ValueError(f"drag needs sliders or number fields; {name} is a {self.controls[name].kind}")
        for name, place in zip(names, self._place(mark), strict=True):
            if name is not None and not np.isclose(place, self.controls[name].value):
                raise ValueError(
                    f"a marker that drags {name} must be drawn where {name} is, at {self.controls[name].value:g}; "
                    f"it is at {place:g}. For a marker elsewhere drag another one, on an axis"
                )
        return {"mark": list(self._scene.marks).index(artist), "controls": list(names)}

    def _place(self, mark):
        """Find where the marker of a line is at the controls' first values."""
        outputs = self.outputs(**{name: control.value for name, control in self.controls.items()})
        return [np.ravel(outputs[f"{mark.name}.{axis}"])[0] for axis in ("xdata", "ydata")]

    def _along(self, mark, name):
        """Find along which axis a marker moves with one control: where its coordinate is the control's value."""
        value = self.controls[self._known(name, "drag")].value
        return (name, None) if np.isclose(self._place(mark)[0], value) else (None, name)

    def html(self):
        """Write the figure as a fragment of HTML that needs nothing else: SVG, tape, player and style."""
        return assets() + self._body

    def save(self, path, title=None):
        """Write a page of its own.

        Parameters
        ----------
        path : str or os.PathLike
            Where to.
        title : str or None
            Of the page; None: the figure's name.
        """
        title = escape(title or self._name or "A figure that moves")
        page = (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<style>:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }\n"
            "body { margin: 1.5rem auto; max-width: 50rem; padding: 0 1rem }</style>\n"
            f"</head>\n<body>\n{self.html()}\n</body>\n</html>\n"
        )
        Path(path).write_text(page, encoding="utf-8")

    # ---- Jupyter ----

    def __repr__(self):
        def short(value):
            array = np.asarray(value)
            if array.dtype.kind == "U":
                return repr(str(value))
            size = float(array) if array.ndim == 0 else _root_mean_square(array)
            return f"{0.0 if abs(size) < 1e-12 else size:.5g}" if array.ndim == 0 else f"|{size:.5g}|"

        controls = ", ".join(f"{name}={short(getattr(self, name))}" for name in self.controls)
        moved = self.rounding()
        own = {
            name: "noise" if is_noise(value, moved.get(name, 0.0)) else short(value)
            for name, value in self.outputs().items()
        }
        outputs = ", ".join(f"{name}={value}" for name, value in own.items())
        return f"Explorable{f' {self._name}' if self._name else ''}({controls}): {outputs}"

    def _repr_mimebundle_(self, **kwargs):
        self._shown = True
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/plain": repr(self), "text/html": self._body}, metadata

    def _on_message(self, widget, content, buffers):
        if content.get("wants") == "player":
            self.send({"player": player(), "style": style(), "html": self._body})


def player():
    """Return the source of the page's player, one ES module, without its comments."""
    source = (HERE / "explore.js").read_text(encoding="utf-8")
    return re.sub(r"^ *(//.*|/\*\*[^/]*\*/)\n", "", source, flags=re.MULTILINE)


def style():
    """Return the style sheet of the page's figures."""
    return (HERE / "explore.css").read_text(encoding="utf-8")


def assets():
    """Return the HTML that brings every figure of a page to life: once a page, inline, so that it works from a file."""
    return f'<style>{style()}</style>\n<script type="module">\n{player()}</script>\n'


def _controls(given, draw, step, start):
    """Make the controls; each must be a parameter of the function or, with state, of `step` or `start`."""
    parameters = _parameters(draw, 0 if step is None else 1)
    for function, skip in ((step, 1), (start, 0)):
        if function is not None:
            parameters = {**_parameters(function, skip), **parameters}
    for name in given:
        if name not in parameters:
            raise TypeError(
                f"{_name(draw)} has no parameter {name!r} for this control; it has {', '.join(parameters) or 'none'}"
            )
        if hasattr(Explorable, name):
            raise ValueError(f"a control cannot be called {name!r}, which a figure uses itself; take another name")
    for name, default in parameters.items():
        if name not in given and default is None:
            raise TypeError(f"{_name(draw)} has the parameter {name!r}, for which explore was given no control")
    return {name: control_kinds.make(name, value, parameters[name]) for name, value in given.items()}


def _parameters(function, skip):
    """List what a function takes besides its first `skip` arguments: name -> default, or None."""
    parameters = list(inspect.signature(function).parameters.values())
    if len(parameters) < skip:
        raise TypeError(f"with state, {_name(function)} must take the state as its first parameter")
    return {p.name: None if p.default is p.empty else p.default for p in parameters[skip:]}


def _call(function, values, *first):
    """Call a function with what comes first and those of the values that it names."""
    names = _parameters(function, len(first))
    for name, default in names.items():
        if name not in values and default is None:
            raise TypeError(f"{_name(function)} names {name!r}; known are {', '.join(values)}")
    return function(*first, **{name: values[name] for name in names if name in values})


def _one_output(value, named, values):
    """Find the number that a question is about: a named output, what a function returns, or the number itself."""
    if callable(value):
        return _call(value, values)
    if isinstance(value, Real):
        return float(value)
    if value not in named:
        raise ValueError(
            f"answer must be a number, a function, or the name of an output ({', '.join(named) or 'there is none'}); "
            f"got {value!r}"
        )
    return named[value]


def _once(items):
    """Keep one item where all are alike."""
    return items[:1] if all(item == items[0] for item in items) else items


def _sentence(words):
    """End words with a full stop, where they do not end otherwise."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _cases(layout):
    """List the formats of a caption: several, of which one is shown, or a single one."""
    return layout["cases"] if isinstance(layout, dict) else [layout]


def _check_step(before, after):
    """Check that a step keeps the state's form."""
    if list(before) != list(after):
        raise ValueError(f"step must return a state like the one it takes, {', '.join(before)}; got {', '.join(after)}")
    for name in before:
        shape = np.shape(before[name])
        if getattr(after[name], "shape", np.shape(after[name])) != shape:
            raise ValueError(f"step changes the shape of the state's {name} from {shape} to {after[name].shape}")


def is_noise(value, moved):
    """Say whether a number that may move this far is rounding error, so that its digits mean nothing."""
    return moved > 1e-12 and moved > 1e-9 * np.abs(value).max(initial=0)


def _root_mean_square(array):
    """Measure the size of an array; what is not there does not count."""
    finite = np.square(array[np.isfinite(array)], dtype=float)
    return float(np.sqrt(finite.mean())) if finite.size else 0.0


def _name(function):
    return getattr(function, "__name__", "the function")


def _panels(rows, label):
    """Write the rows of panels; each panel is an SVG of its own, so that a narrow page can show them one by one."""
    html = ['<div class="explorable-picture">']
    for row in rows:
        html.append('<div class="explorable-row" style="display: flex; flex-wrap: wrap">')
        for panel in row:
            x, y, w, h = panel["box"]
            html.append(
                f'<div class="explorable-panel" style="flex: {w:.3f} 1 {0.8 * w:.0f}px; --w: {w:.0f}">'
                f'<svg viewBox="{x:.3f} {y:.3f} {w:.3f} {h:.3f}" width="100%" role="group" aria-label="{label}" '
                f'fill="currentColor" stroke-linejoin="round">{panel["svg"]}</svg></div>'
            )
        html.append("</div>")
    return "".join(html) + "</div>"


@contextmanager
def _untouched(fig):
    """Refuse changes of the figure itself: made by a function that runs once, they would stay as they are."""
    artists = fig.findobj()
    for artist in artists:
        artist._stale = False
    yield
    changed = [artist for artist in artists if artist.stale]
    if changed:
        raise ValueError(
            f"the function changes {changed[0]!r} with a method of its own (set_...), which the page does not repeat. "
            "Return the new data instead: {artist: data}"
        )


def _show_after_cell(figure, fig):
    """In a notebook, show the figure at the end of its cell, unless the cell does; and not Matplotlib's own."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    if "IPython" not in sys.modules:
        return
    shell = sys.modules["IPython"].get_ipython()
    if shell is None:
        return

    def show():
        shell.events.unregister("post_execute", show)
        if not getattr(figure, "_shown", False):
            sys.modules["IPython"].display.display(figure)

    shell.events.register("post_execute", show)
