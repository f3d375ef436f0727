"""A figure that a reader can move: an ipywidget where there is a kernel, live HTML where there is none::

    @explore(fig, z0=(-6.0, 6.0, 0.1))
    def lab(z0):
        return {dot: (z0, np.tanh(z0))}

    lab.z0                      a trait: read, set, observe, jslink
    lab.evaluate(z0=1.5)        the same numbers in Python: {dot: (1.5, 0.905...)}
    lab.html()                  a fragment of HTML that needs nothing else; lab.save("lab.html") a page of its own

The function is traced once for each combination of choices. What a notebook keeps of a figure is its SVG and its tape;
the player is added once a page, by `assets`, by `html`, or by the kernel when a widget asks for it.
"""

import base64
import sys
from contextlib import contextmanager
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from matplotlib.figure import Figure

from ..draw.scene import Scene
from . import controls as control_kinds
from . import takeaway
from .calls import called, parameters_of
from .description import describe
from .page import document, drawn
from .player import assets, loader, player, style
from .program import Program
from .questions import Answer, Lines, Prediction, answer, choose, listed, predict, write
from .still import painted, still
from .weight import warn

__all__ = ["Answer", "Explorable", "Lines", "Prediction", "answer", "choose", "explore", "predict", "quiz", "write"]


def explore(fig, *, state=None, step=None, drag=None, caption=None, lights=None, title=None, name=None, ask=None,
            mastered=None, presets=None, restarts=(), steps_per_frame=1, step_name="Step", groups=None, point=None,
            edit=None, script=None, arrays=None, **controls):  # fmt: skip
    """Make a Matplotlib figure move.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Drawn as usual, with its axes' limits where they shall stay.
    state : object, callable or None
        What the figure keeps from one step to the next: arrays and numbers, in dictionaries or in an object such as a
        network. A function of some of the controls computes it at every restart.
    step : callable or None
        ``step(state, **controls)`` returns the next state. Where a number in it is not finite the page stops, and says
        "Diverged"; so it does where ``np.take`` goes past the end of its array, an IndexError in Python.
    drag : dict or None
        ``{artist: ("w1", "w2")}``: dragging this line's marker moves the two controls; a single name, or None in one of
        the two places, for a marker that moves along one axis.
    caption : str, callable or None
        A format string over controls and named outputs, ``"J = {J:.3f} at z = {z0:.1f}"``, or a function of some of the
        controls that returns a format string and its values. Or, so that words can depend on numbers, a list of format
        strings, the number of the one to show, and further values: ``return ["off", "on: {1:.2f}"], z > 0, z``. Braces
        without a field are written twice, ``{{}}``.
    lights : dict or None
        ``{artist: "z"}``: where the reader points at these words in the caption, or moves the focus there, the artist
        lights up; where the reader points at the artist, so do the words.
    title : str or None
        What the figure shows, in a few words; its caption begins with it.
    name : str or None
        An identifier; settings of a figure with a name are in the page's address, ``#lab.z0=1.5``; those of a second
        figure of this name ``#lab.2.z0=1.5``.
    ask : Answer, Prediction, list of such or None
        Questions to the reader, see `answer` and `predict`; the next one comes when the one before is answered.
    mastered : str or None
        What the figure says when all of them are answered.
    presets : dict or None
        ``{"ReLU": {"w1": 0.0, "w2": 1.0}}``: buttons that set controls.
    restarts : sequence of str
        Controls whose change restarts a figure with state; those that a `state` function names do so anyway.
    steps_per_frame : int
        How many steps the figure makes for each picture when it runs at its normal speed: an eighth of them for the
        first one, for later ones more, with the logarithm of the step.
    step_name : str
        What the button says that makes a step; under another name than "Step" the one that goes back says "Undo".
    groups : dict or None
        ``{"Data": ["noise", "batch"], ...}``: controls that stand together under a title, all in sight. Those that no
        group names stand before them, as ever.
    point : dict or None
        ``{artist: {"unit": [0, 1, ...]}}``: what pointing at an item of this scatter or LineCollection sets controls
        to, one value an item. A click keeps it; it should have a control of its own for who has no mouse.
    edit : dict or None
        ``{"weight": ("w_now", write)}``: this number field shows the named output, and where the reader changes it,
        ``write(state, **controls)`` returns the state from which the figure starts anew.
    script : callable or None
        Of the controls, and of ``state`` where there is one: lines of code for the reader to take away, a list of what
        captions return. A line that is empty is left out. Of an array the rows are written that hold a number.
    arrays : callable or None
        Of the same: ``{name: array, or what a caption returns}``, for the reader's files ``.npz`` and ``.json``. Rows
        and columns that hold nothing but NaN are left out.
    **controls
        One for each parameter of the function: see `controls`. A click on an artist whose gid is the name of a number
        field leads to the field.

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
        fig, function, controls, state=state, step=step, caption=caption, title=title, name=name, ask=ask,
        edit=edit, script=script, arrays=arrays, drag=drag, lights=lights, point=point, presets=presets, groups=groups,
        mastered=mastered, restarts=restarts, steps_per_frame=steps_per_frame, step_name=step_name,
    )  # fmt: skip


def quiz(*questions):
    """Ask questions without a figure, one after the other.

    Parameters
    ----------
    *questions : Question
        See `answer`, `choose`, `predict` and `write`; the values of answers are numbers.

    Returns
    -------
    Explorable

    Examples
    --------
    >>> weights = quiz(answer("How many weights has a network 3-3-1?", 12, {"these are the biases": 4}))
    """
    return explore(Figure(), ask=list(questions))(lambda: {})


class Explorable(anywidget.AnyWidget):
    """A figure whose controls are traits; `explore` makes it.

    Attributes
    ----------
    controls : dict
        By name, each a `controls.Control`.
    program : Program
        What it computes.
    description : dict
        What the page must know of it besides the picture.
    body : str
        Its HTML, without player and style; a trait, so that it is there where no kernel answers.
    """

    _esm = loader()
    body = traitlets.Unicode(read_only=True).tag(sync=True)
    controls = program = description = None  # names that no control may have

    def __init__(self, fig, function, controls, *, state=None, step=None, caption=None, title=None, name=None,
                 ask=None, edit=None, script=None, arrays=None, **described):  # fmt: skip
        if name is not None and not (isinstance(name, str) and name.isidentifier()):
            raise ValueError(f"name must be an identifier such as lab; got {name!r}")
        if title is not None and not (isinstance(title, str) and title.strip()):
            raise ValueError(f"title must be a few words, such as 'Which way is down'; got {title!r}")
        if (state is None) != (step is None):
            raise TypeError(
                "state and step go together: step(state, **controls) returns the next state. Call controls otherwise"
            )
        if edit and state is None:
            raise TypeError("edit needs a state: write(state, **controls) returns the one to start from")
        self._name, self._title = name, title
        self.controls = _controls(controls, function, step, state if callable(state) else None)
        scene = Scene(fig)
        with _untouched(fig):
            self.program = Program(
                scene, self.controls, function, state, step, caption, listed(ask), edit, script, arrays
            )
        warn(self.program)
        super().__init__()
        self.add_traits(**{name: control.trait() for name, control in self.controls.items()})
        self.description = describe(self.program, name, state, **described)
        self.set_trait("body", drawn(self.program, self.description, name, title))
        self.on_msg(self._on_message)
        _show_after_cell(self, fig)

    # ---- The numbers ----

    def _values(self, given):
        """Complete and check values of controls."""
        for name in given:
            if name not in self.controls:
                raise TypeError(f"the controls are {', '.join(self.controls)}; got {name!r}")
        return {name: c.check(given.get(name, getattr(self, name))) for name, c in self.controls.items()}

    def start(self, **values):
        """Compute the state that a figure starts from, as {name: array}."""
        return self.program.start(self._values(values))

    def step(self, state=None, **values):
        """Compute the state after one step, as {name: array}."""
        return self.program.step(self._values(values), state)

    def outputs(self, state=None, **values):
        """Compute the raw numbers behind the figure, by NumPy, under the names that they have in the page.

        Parameters
        ----------
        state : dict or None
            ``{name: array}``; None: the start.
        **values
            Of controls; those not given are as they stand.
        """
        return self.program.outputs(self._values(values), state)

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
        return self.program.rounding(self._values(values), what, state)

    def edited(self, name, state=None, **values):
        """Compute the state after the control of this name has edited it, as {name: array}."""
        return self.program.edited(name, self._values(values), state)

    def script(self, state=None, **values):
        """Write the lines of code that a reader takes away. Arguments as for `outputs`."""
        return takeaway.script_of(*self.program.taken(self._values(values), state))

    def arrays(self, state=None, **values):
        """Compute the arrays that a reader takes away: ``{name: array or text}``. Arguments as for `outputs`."""
        return takeaway.arrays_of(*self.program.taken(self._values(values), state))

    def evaluate(self, state=None, **values):
        """Compute what the function returns, by NumPy: ``{artist: data}``. Arguments as for `outputs`."""
        return self.program.evaluate(self._values(values), state)

    # ---- The page ----

    def html(self):
        """Write the figure as a fragment of HTML that needs nothing else: SVG, tape, player and style."""
        return assets() + self.body

    def save(self, path, title=None):
        """Write a page of its own.

        Parameters
        ----------
        path : str or os.PathLike
            Where to.
        title : str or None
            Of the page; None: the figure's title, or its name.
        """
        page = document(self.html(), title or self._title or self._name or "A figure that moves")
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
        picture = painted(self.program, self._title)
        if picture is not None:
            data = {**data, "image/png": base64.b64encode(picture).decode()}
        html = self.body + still(self.program, picture, self._name, self._title)
        return {**data, "text/plain": repr(self), "text/html": html}, metadata

    def _on_message(self, widget, content, buffers):
        if content.get("wants") == "player":
            self.send({"player": player(), "style": style()})


def _controls(given, draw, step, start):
    """Make the controls; each must be a parameter of the function or, with state, of `step` or `start`."""
    parameters = parameters_of(draw, 0 if step is None else 1)
    for function, skip in ((step, 1), (start, 0)):
        if function is not None:
            parameters = {**parameters_of(function, skip), **parameters}
    for name in given:
        if name not in parameters:
            raise TypeError(
                f"{called(draw)} has no parameter {name!r} for this control; it has {', '.join(parameters) or 'none'}"
            )
        if hasattr(Explorable, name) or name.startswith("_"):
            raise ValueError(f"a control cannot be called {name!r}, which a figure uses itself; take another name")
    for name, default in parameters.items():
        if name not in given and default is None:
            raise TypeError(f"{called(draw)} has the parameter {name!r}, for which explore was given no control")
    return {name: control_kinds.make(name, value, parameters[name]) for name, value in given.items()}


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


def is_noise(value, moved):
    """Say whether a number that may move this far is rounding error, so that its digits mean nothing."""
    return moved > 1e-12 and moved > 1e-9 * np.abs(value).max(initial=0)


def _root_mean_square(array):
    """Measure the size of an array; what is not there does not count."""
    finite = np.square(array[np.isfinite(array)], dtype=float)
    return float(np.sqrt(finite.mean())) if finite.size else 0.0
