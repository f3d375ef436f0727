"""The program of a figure: the author's functions, traced once for each combination of choices, and their numbers.

It computes by NumPy what the page computes by its player: both play the same tapes.
"""

import itertools

import numpy as np

from ..tracing.rounding import rounding
from ..tracing.trace import trace
from . import captions, questions, takeaway
from . import state as states
from .calls import call, called

MOST_COMBINATIONS = 64


class Program:
    """What a figure computes.

    Parameters
    ----------
    scene : Scene
        Knows how each artist takes its data.
    controls : dict
        By name, each a `controls.Control`.
    draw, begin, step, caption, ask, edit, script, arrays
        The author's, see `explore`: the function itself, `state`, `step`, `caption`, `ask`, `edit`, `script`, `arrays`.

    Attributes
    ----------
    tapes : dict
        For each combination of choices ``{"draw": tape}``, with state also "step" and "start", for each control that
        edits the state "edit" and its name, and "take" where there is something to take away.
    captions : dict
        For each combination the layout of its caption, see `captions`.
    takeaways : dict
        For each combination the layouts of what is taken away, see `takeaway`.
    """

    def __init__(self, scene, controls, draw, begin=None, step=None, caption=None, ask=(),
                 edit=None, script=None, arrays=None):  # fmt: skip
        self.scene, self.controls = scene, controls
        self.choices = [control for control in controls.values() if control.options]
        self._draw, self._begin, self._step, self._caption, self.questions = draw, begin, step, caption, list(ask)
        self.edits, self._script, self._arrays = dict(edit or {}), script, arrays
        self.tapes, self.captions, self.takeaways, self._forms = {}, {}, {}, {}
        self._trace_all()
        self._settle_captions()

    @property
    def first(self):
        """The first values of the controls."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def kinds(self):
        """The kinds of tapes that each combination has."""
        with_state = () if self._begin is None else ("step", "start", *(f"edit.{name}" for name in self.edits))
        return ("draw", *with_state, *(["take"] if self._script or self._arrays else []))

    # ---- Tracing ----

    def _trace_all(self):
        """Trace the function, and the steps of its state, for every combination of choices."""
        counts = {control.name: len(control.options) for control in self.choices}
        if np.prod(list(counts.values()), dtype=float) > MOST_COMBINATIONS:
            words = " x ".join(f"{name} ({count})" for name, count in counts.items())
            raise ValueError(
                f"the choices {words} make {np.prod(list(counts.values()))} combinations, and each is traced; "
                f"at most {MOST_COMBINATIONS} are allowed. Take fewer, or make one of them a slider for np.take"
            )
        for combination in itertools.product(*(control.options for control in self.choices)):
            tapes = self._trace(combination)
            self._check_outputs(combination, tapes["draw"])
            self.tapes[combination] = tapes

    def _trace(self, combination):
        """Trace one combination of choices: the drawing, and with state the start and a step."""
        chosen = {c.name: c.options[key] for c, key in zip(self.choices, combination, strict=True)}
        inputs = self._inputs(self.first)
        if self._begin is None:

            def draw(**values):
                return self._named(combination, {**values, **chosen})

            return {"draw": trace(_called_as(self._draw, draw), inputs), **self._taken(combination, chosen, inputs)}

        example = None  # of a state: what it is made of, whatever the numbers

        def start(**values):
            nonlocal example
            example = call(self._begin, {**values, **chosen}) if callable(self._begin) else self._begin
            return states.take_apart(example)

        start_tape = trace(_called_as(self._begin, start), inputs)
        first = start_tape.evaluate(**inputs)

        def following(function, word):
            """Make what takes the state to the one that the author's function returns."""

            def follow(state, **values):
                before = states.put_together(example, state)
                after = states.take_apart(call(function, {**values, **chosen}, before))
                _check_step(word, first, after)
                return after

            return trace(_called_as(function, follow), with_state)

        def draw(state, **values):
            return self._named(combination, {**values, **chosen}, states.put_together(example, state))

        with_state = {"state": first, **inputs}
        step_tape = following(self._step, "step")
        return {
            **{"draw": trace(_called_as(self._draw, draw), with_state), "step": step_tape, "start": start_tape},
            **{f"edit.{name}": following(write, f"edit of {name}") for name, (_, write) in self.edits.items()},
            **self._taken(combination, chosen, with_state, example),
        }

    def _taken(self, combination, chosen, inputs, example=None):
        """Trace what a reader takes away."""
        if not (self._script or self._arrays):
            return {}

        def take(state=None, **values):
            kept = {} if state is None else {"state": states.put_together(example, state)}
            layouts, outputs = takeaway.outputs_of(self._script, self._arrays, {**values, **chosen, **kept})
            self.takeaways[combination] = layouts
            return outputs

        return {"take": trace(_called_as(self._script or self._arrays, take), inputs)}

    def _named(self, combination, values, *state):
        """Call the author's functions and name everything that comes out."""
        returned = call(self._draw, values, *state)
        if not isinstance(returned, dict):
            raise TypeError(f"{called(self._draw)} must return {{artist: new data}}; got {type(returned).__name__}")
        named = {key: value for key, value in returned.items() if isinstance(key, str)}
        for key in named:
            if key in self.controls or not key.isidentifier():
                raise ValueError(f"a named output must be an identifier and not the name of a control; got {key!r}")
        moved = {key: value for key, value in returned.items() if not isinstance(key, str)}
        outputs, self._forms[combination] = self.scene.read(moved)
        outputs |= named
        values = {**values, **({"state": state[0]} if state else {})}
        known = [*self.controls, *(key for key in outputs if key.isidentifier())]
        self.captions[combination], shown = captions.compile_caption(self._caption, known, values)
        outputs |= shown | questions.outputs_of(self.questions, named, values)
        if not outputs:
            raise ValueError(f"{called(self._draw)} returned nothing that moves; return {{artist: new data}}")
        return outputs

    def _check_outputs(self, combination, draw):
        """Check that a combination of choices moves the same artists as the first one."""
        first = next(iter(self.tapes.values()), {"draw": draw})["draw"]
        missing = set(draw.structure) ^ set(first.structure)
        if missing:
            raise ValueError(
                f"at {', '.join(map(repr, combination))} update returns other data than at first: {', '.join(missing)}"
            )

    def _settle_captions(self):
        """Let captions write integers as such; whether a number is one may depend on the choices."""
        for combination, caption in self.captions.items():
            values = self.first | {c.name: key for c, key in zip(self.choices, combination, strict=True)}
            self.captions[combination] = captions.settled(caption, values | self.outputs(values))

    # ---- The numbers ----

    def _combination(self, values):
        """Find the combination of choices among the values of the controls."""
        return tuple(values[control.name] for control in self.choices)

    def _at(self, values):
        """Find the tapes of a combination of choices, and the inputs of the tapes."""
        return self.tapes[self._combination(values)], self._inputs(values)

    def _inputs(self, values):
        """Find the inputs of the tapes."""
        return {name: self.controls[name].input(value) for name, value in values.items()}

    def start(self, values):
        """Compute the state that the figure starts from, as {name: array}; values of all controls are given."""
        tapes, inputs = self._at(values)
        return tapes["start"].evaluate(**inputs)

    def step(self, values, state=None):
        """Compute the state after one step, as {name: array}."""
        tapes, inputs = self._at(values)
        return tapes["step"].evaluate(**self._with_state(tapes, inputs, state))

    def edited(self, name, values, state=None):
        """Compute the state after a control has edited it, as {name: array}."""
        tapes, inputs = self._at(values)
        return tapes[f"edit.{name}"].evaluate(**self._with_state(tapes, inputs, state))

    def taken(self, values, state=None):
        """Find what a reader takes away: the layouts, and the outputs that fill them."""
        tapes, inputs = self._at(values)
        outputs = tapes["take"].evaluate(**self._with_state(tapes, inputs, state))
        return self.takeaways[self._combination(values)], outputs

    def outputs(self, values, state=None):
        """Compute the raw numbers behind the figure, under the names that they have in the page."""
        tapes, inputs = self._at(values)
        return tapes["draw"].evaluate(**self._with_state(tapes, inputs, state))

    def count(self, numbers_of):
        """Count, by ``numbers_of(tape, inputs)``, what the busiest tape has to do at the first setting."""
        tapes, inputs = self._at(self.first)
        whole = self._with_state(tapes, inputs, None)
        return max(numbers_of(tape, inputs if kind == "start" else whole) for kind, tape in tapes.items())

    def rounding(self, values, what="draw", state=None):
        """Find how far numbers may move from one processor to the next."""
        tapes, inputs = self._at(values)
        return rounding(tapes[what], **(inputs if what == "start" else self._with_state(tapes, inputs, state)))

    def _with_state(self, tapes, inputs, state):
        """Add the state to the inputs of a tape: the one that is given, or the start."""
        if self._begin is None:
            return inputs
        return inputs | {"state": tapes["start"].evaluate(**inputs) if state is None else state}

    def evaluate(self, values, state=None):
        """Compute what the function returns: ``{artist: data}``."""
        outputs = self.outputs(values, state)
        forms = self._forms[self._combination(values)]
        return self.scene.pack(outputs, forms) | {key: value for key, value in outputs.items() if "." not in key}

    def caption(self, values, outputs):
        """Write the caption at these values of controls and outputs."""
        layout = self.captions[self._combination(values)]
        return captions.filled(layout, {**values, **outputs})


def _called_as(author, function):
    """Give a function that calls the author's the name of that, for messages."""
    function.__qualname__ = called(author)
    return function


def _check_step(step, before, after):
    """Check that a step keeps the state's form."""
    if list(before) != list(after):
        raise ValueError(
            f"{step} must return a state like the one it takes, {', '.join(before)}; got {', '.join(after)}"
        )
    for name in before:
        shape = np.shape(before[name])
        if getattr(after[name], "shape", np.shape(after[name])) != shape:
            raise ValueError(f"{step} changes the shape of the state's {name} from {shape} to {after[name].shape}")
        now, then = (x.dtype if hasattr(x, "dtype") else np.result_type(x) for x in (before[name], after[name]))
        if now.kind != then.kind:
            raise ValueError(f"{step} makes {then} of the state's {name}, which is {now}; start from such a number")
