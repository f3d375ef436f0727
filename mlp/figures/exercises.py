"""Two exercises on backpropagation, as figures: one's own numbers by hand, and bugs to plant.

Each is made by a function::

    hand_calculation([2, 2, 1])     asks for z, a, J, delta and gradients one by one, and knows the usual slips
    bug_menu()                      plants a bug in backprop, and shows what a gradient check and training make of it
"""

from dataclasses import dataclass, field

import numpy as np
from matplotlib.figure import Figure

from .. import activations, checks
from ..activations import ACTIVATIONS, Elementwise
from ..backprop import backprop, cost
from ..backprop import step as descend
from ..explore import answer, explore
from ..gradcheck import centred_difference
from ..network import Network
from .drawing import GRADIENT, INK, SMALL, WIDTH, WorkedNetwork, small, weights_of
from .number import Number, symbol
from .worked import given_numbers, number_field, problem, rounded, taking

# ---- By hand ----


@dataclass
class Question:
    """A number that the reader is asked for.

    Attributes
    ----------
    name : str
        As in `stepper`; also the name of an output of the figure. ``slip{n}_{name}`` are those of the slips.
    words : str
    value : number
    slips : dict
        What went wrong -> the number that comes of it.
    """

    name: str
    words: str
    value: object
    slips: dict = field(default_factory=dict)

    def outputs(self):
        slips = {f"slip{n}_{self.name}": slip for n, slip in enumerate(self.slips.values())}
        return {name: rounded(value) for name, value in ({self.name: self.value} | slips).items()}

    def answer(self):
        return answer(self.words, self.name, {words: f"slip{n}_{self.name}" for n, words in enumerate(self.slips)})


def hand_calculation(sizes=(2, 2, 1), *, activation="sigmoid", output=None, parameters=None, x=None, y=None,
                     second=None, weight_decay=0.1, ask=(), title=None, name=None):  # fmt: skip
    """Make a figure that asks for every number of a pass forward and back, with the reader's own network and input.

    It asks for z and a of each unit, J, each delta and some gradients of one example; then for two gradients averaged
    over two examples, with weight decay. A wrong number that comes of a usual slip is told which one, also where the
    slip was made before and the rest is right. At the end the figure says what its reader can do.

    Parameters
    ----------
    sizes : sequence of int
        Three layers of at most three units. Where W^(2) is square it can be left without its transpose.
    activation, output : str or Elementwise
        f of the hidden and of the last layer; None: the same.
    parameters, x, y
        As for `stepper`.
    second : (x, y) or None
        A second example, whose gradient the figure gives; None: round numbers.
    weight_decay : float
        The lecture's lambda to begin with.
    ask : list of Question
        What the figure asks before its own questions, as for `explore`.
    title, name : str or None
        As for `explore`.

    Returns
    -------
    Explorable
        Its outputs are the answers by name, ``slip0_z2_1`` and so on what the slips lead to.
    """
    sizes = small(sizes)
    if len(sizes) != 3:
        raise ValueError(f"a calculation by hand needs three layers; got {list(sizes)}")
    hidden = checks.one_of("activation", activation, ACTIVATIONS, Elementwise)
    last = checks.one_of("output", hidden if output is None else output, ACTIVATIONS, Elementwise)
    given = given_numbers(sizes, parameters, x, y)
    given["weight_decay"] = checks.number("weight_decay", weight_decay, at_least=0)
    X_2, Y_2 = (np.array([v], float) for v in second or ((-1.0, 2.0, 0.5)[: sizes[0]], [0.0] * sizes[-1]))

    def questions(values):
        net, X, Y = problem(sizes, hidden, last, values)
        return [
            *_forward_questions(net, X),
            _cost_question(net, X, Y),
            *_delta_questions(net, X, Y),
            *_gradient_questions(net, X, Y),
            *_batch_questions(net, np.concatenate([X, X_2]), np.concatenate([Y, Y_2]), values["weight_decay"]),
        ]

    fig = Figure(figsize=(WIDTH / 72, (WorkedNetwork.height(sizes) + 72) / 72), layout="none")
    ax = fig.add_axes((0, 0, 1, 1))
    drawing = WorkedNetwork(ax, sizes, 72)
    drawing.keep(given)
    functions = f"$f$ is {hidden}" + f", in layer 3 {last}" * (last is not hidden) + SLOPES.get(f"{last}", "")
    ax.text(2, 60, functions, fontsize=SMALL, color=INK)
    ax.text(2, 40, f"A second example, $x$ = {_row(X_2)}, $y$ = {_row(Y_2)}, alone has", fontsize=SMALL, color=INK)
    decay = ax.text(WIDTH - 2, 60, "λ = {:g}", ha="right", fontsize=SMALL, color=INK)
    other = [
        ax.text(2, y, f"{symbol(own.gradient)} = {{:.5g}}", fontsize=SMALL, color=GRADIENT)
        for own, y in ((WEIGHT_ASKED, 22), (BIAS_ASKED, 6))
    ]

    @taking(given)
    def update(values):
        net, _, _ = problem(sizes, hidden, last, values)
        g = backprop(net, X_2, Y_2)
        weights = np.stack([values[Number("W", l, i, j)] for l, i, j in weights_of(sizes)])
        data = {text: values[own] for own, text in drawing.texts.items()} | drawing.lines(weights)
        data |= dict(zip(other, (rounded(g.dW[1][0, 1]), rounded(g.db[1][0])), strict=True))
        data[decay] = values["weight_decay"]
        for question in questions(values):
            data |= question.outputs()
        return data

    return explore(
        fig,
        title=title,
        name=name,
        caption="Keep four digits on the way; an answer may be 1 % off. Fractions such as 1/3 count, too.",
        ask=[*ask, *(question.answer() for question in questions(given))],
        mastered=MASTERED.format("-".join(map(str, sizes))),
        **{own: number_field(own, value) for own, value in given.items()},
    )(update)


SLOPES = {"sigmoid": ", and $f'(z)$ = $a$(1 − $a$)", "tanh": ", and $f'(z)$ = 1 − $a^2$"}
MASTERED = (
    "All found: every z and a of a {} network, its cost, every δ, and slopes of one example and of two with weight "
    "decay. You can compute a gradient by hand."
)
WEIGHT_ASKED, BIAS_ASKED = Number("W", 1, 1, 2), Number("b", 1, 1)


def _row(M):
    return f"({', '.join(f'{v:g}'.replace('-', '−') for v in M[0])})" if M.size > 1 else f"{M[0, 0]:g}"


def _forward_questions(net, X):
    """Ask for z and a of every unit."""
    z, a = net.forward(X)
    for l in range(2, net.L + 1):
        W, b, f = net.W[l - 1], net.b[l - 1], net.f[l]
        for i in range(net.sizes[l - 1]):
            own = z[l][0, i]
            slips = {"the bias is missing": own - b[i]}
            if W.shape[1] > 1:
                slips["the bias comes once, after the sum, not in each term"] = own + (W.shape[1] - 1) * b[i]
            if W.shape[0] == W.shape[1]:
                turned = (a[l - 1] @ W)[0, i] + b[i]
                slips["the weights are those of the transposed W: the first index is where a line ends"] = turned
            if l > 2:
                slips["z went into the next layer; f is missing there"] = (z[l - 1] @ W.T)[0, i] + b[i]
            yield _asked(Number("z", l, i + 1), own, slips)
            activation, slope = a[l][0, i], f.derivative(z[l], a[l])[0, i]
            slips = {"this is f′(z), not f(z)": slope, "the sign of z was lost": f(-z[l])[0, i]}
            if f is not activations.linear:
                slips["this is z; f is missing"] = own
                slips[_carried("the bias was missing in z")] = f(z[l] - b)[0, i]
            yield _asked(Number("a", l, i + 1), activation, slips)


def _cost_question(net, X, Y):
    """Ask for J of the example."""
    J, error = cost(net, X, Y), net.predict(X) - Y
    return Question("J", "J = ", J, {"½ is missing": 2 * J, "the error is not squared": 0.5 * np.abs(error).sum()})


def _delta_questions(net, X, Y):
    """Ask for every delta, the last layer's first."""
    (z, a), delta, L = net.forward(X), backprop(net, X, Y).delta, net.L
    for l in range(L, 1, -1):
        W, f = (net.W[l] if l < L else None), net.f[l]
        arrives = delta[l + 1] @ W if l < L else a[l] - Y
        slope = f.derivative(z[l], a[l])
        for i in range(net.sizes[l - 1]):
            own, from_i = delta[l][0, i], arrives[0, i]
            slips = {
                "f′ is missing": from_i,
                "this is with f′(a) instead of f′(z)": from_i * f.derivative(a[l])[0, i],
                "the sign: the error is a − y"
                if l == L
                else "the sign: it comes from W and from δ of the next layer": -own,
            }
            if l == L:
                slips["the factor 2: the ½ in J cancels it"] = 2 * own
                slips["that is with a instead of f′(z)"] = from_i * a[l][0, i]
            else:
                other = (i + 1) % net.sizes[l - 1]
                slips["that is with the weight of another hidden unit"] = arrives[0, other] * slope[0, i]
                slips["that is with a instead of f′(z)"] = from_i * a[l][0, i]
                slips["W is missing: δ comes back along the lines, times their weights"] = (
                    delta[l + 1].sum() * slope[0, i]
                )
                if net.f[L] is not activations.linear:
                    slips[_carried("f′ was missing in δ of the output")] = ((a[L] - Y) @ W)[0, i] * slope[0, i]
                if W.shape[0] == W.shape[1] > 1:
                    turned = (delta[l + 1] @ W.T)[0, i] * slope[0, i]
                    slips["W is not transposed: on the way back take the column of W, not the row"] = turned
            yield _asked(Number("delta", l, i + 1), own, slips)


def _gradient_questions(net, X, Y):
    """Ask for a derivative by a weight of each layer, for one example."""
    (z, a), g = net.forward(X), backprop(net, X, Y)
    deaf = [None, None, g.delta[3] @ net.W[2], a[3] - Y]  # each delta without its own f'
    for l in range(net.L - 1, 0, -1):
        i, j = 0, min(1, net.sizes[l - 1] - 1)
        delta = g.delta[l + 1][0, i]
        slips = {"this is δ alone, the derivative by the bias": delta}
        if net.f[l + 1] is not activations.linear:
            slips[_carried("f′ was missing in δ where the line ends")] = deaf[l + 1][0, i] * a[l][0, j]
        if l > 1:
            slips["that is with z instead of a"] = delta * z[l][0, j]
        if j > 0:
            slips["that is with what another unit says where a line begins"] = delta * a[l][0, j - 1]
        slips["the sign: it is δ times a"] = -g.dW[l][i, j]
        slips["δ belongs to where the line ends, a to where it begins"] = g.delta[l + 1][0, i] * a[l + 1][0, i]
        if min(net.W[l].shape) > 1:
            slips["the indices are exchanged: W₁₂ runs to unit 1, from unit 2"] = g.dW[l][j, i]
        yield _asked(Number("dW", l, i + 1, j + 1), g.dW[l][i, j], slips)


def _batch_questions(net, X, Y, weight_decay):
    """Ask for two derivatives of the cost of all examples, with weight decay."""
    g, first = (backprop(net, X[:m], Y[:m], weight_decay=weight_decay) for m in (len(X), 1))
    own, mean = g.dW[1][0, 1], g.dW[1][0, 1] - weight_decay * net.W[1][0, 1]
    decay, m = weight_decay * net.W[1][0, 1], len(X)
    yield Question(
        "mean_" + WEIGHT_ASKED,
        f"Of both examples, with the λ of the drawing: {symbol(WEIGHT_ASKED.gradient)} = ",
        own,
        {
            "1/m is missing: J is the mean over the examples": m * mean + decay,
            "λ was forgotten": mean,
            "λ came out halved: the ½ in J cancels, and 1/m is for the data only": mean + 0.5 * decay,
            "the sign of the decay: λW is added": mean - decay,
            "this is the first example alone": first.dW[1][0, 1],
        },
    )
    own = g.db[1][0]
    yield Question(
        "mean_" + BIAS_ASKED,
        f"Of both examples, with the λ of the drawing: {symbol(BIAS_ASKED.gradient)} = ",
        own,
        {
            "biases are not decayed": own + weight_decay * net.b[1][0],
            "biases have no decay, and a decay is added, not subtracted": own - weight_decay * net.b[1][0],
            "1/m is missing: J is the mean over the examples": m * own,
            "this is the first example alone": first.db[1][0],
        },
    )


def _carried(mistake):
    """Tell that an answer follows rightly from one that a usual slip has spoiled."""
    return f"right, with the mistake from before carried over: {mistake}"


def _asked(name, value, slips):
    return Question(name, f"{symbol(name)} = ", value, slips)


# ---- Bugs ----

BUGS = (
    "none", "f′(a) instead of f′(z)", "biases decayed, too", "f′ forgotten", "λ/2 instead of λ", "λ forgotten",
    "W⁽²⁾ not transposed", "factor 2: ½ forgotten", "a(1 − a) used for tanh", "1/m forgotten", "sign of the error",
)  # fmt: skip
SQUARE, OF_TANH = "W⁽²⁾ not transposed", "a(1 − a) used for tanh"  # these two are not possible in every network
LEAST = 1e-10  # below it a relative error is rounding, and shown as this


def example_network():
    """Make the book's 3-4-4-1 network for checks, with four examples; no number in it is random.

    Returns
    -------
    net : Network
        W_ij^(l) = sin(7l + 3i + j) / 2, b_i^(l) = cos(l + i) / 10; tanh, the output linear.
    X, Y : array
    """
    net = Network([3, 4, 4, 1])
    for l in range(1, net.L):
        i, j = (1 + n for n in np.indices(net.W[l].shape))
        net.W[l], net.b[l] = 0.5 * np.sin(7 * l + 3 * i + j), 0.1 * np.cos(l + i[:, 0])
    X = np.array([[0.0, 1.0, -1.0], [1.0, -0.5, 0.0], [-1.0, 0.25, 1.5], [0.5, 2.0, 0.3]])
    return net, X, np.array([[0.2], [-0.3], [0.5], [1.0]])


def bugs_of(net):
    """List the bugs that a network can have: W^(2) without its transpose must fit, and f' of tanh must be needed."""
    square = net.L > 2 and net.W[2].shape[0] == net.W[2].shape[1]
    tanh = activations.tanh in net.f[2:-1]
    return [bug for bug in BUGS if (bug != SQUARE or square) and (bug != OF_TANH or tanh)]


def faulty_backprop(net, X, Y, weight_decay, bug):
    """Compute dW and db as `backprop` does, for the squared error, with one bug of `BUGS`.

    The one for W^(2) needs a third layer of as many units as the second.
    """
    z, a, L, m = *net.forward(X), net.L, len(X)
    slopes = {
        "f′(a) instead of f′(z)": lambda l: net.f[l].derivative(a[l]),
        "f′ forgotten": lambda l: 1.0,
        OF_TANH: lambda l: a[l] * (1 - a[l]),
    }
    slope = slopes.get(bug, lambda l: net.f[l].derivative(z[l], a[l]))
    factor = {"factor 2: ½ forgotten": 2.0, "sign of the error": -1.0}.get(bug, 1.0)
    decay = {"λ/2 instead of λ": 0.5, "λ forgotten": 0.0}.get(bug, 1.0) * weight_decay
    examples = 1 if bug == "1/m forgotten" else m

    delta = factor * (a[L] - Y) * net.f[L].derivative(z[L], a[L])
    dW, db = [None] * L, [None] * L
    for l in range(L - 1, 0, -1):
        dW[l] = delta.T @ a[l] / examples + decay * net.W[l]
        db[l] = delta.sum(axis=0) / examples + (weight_decay * net.b[l] if bug == "biases decayed, too" else 0.0)
        if l > 1:
            W = net.W[l].T if bug == SQUARE and l == 2 else net.W[l]
            delta = (delta @ W) * slope(l)
    return dW, db


def centred_differences(net, X, Y, weight_decay, h=1e-5):
    """Compute the gradient of the cost by nudging each parameter up and down, as one vector."""
    theta = net.to_vector()

    def J(direction):
        return lambda s: cost(net.from_vector(theta + s * direction), X, Y, weight_decay=weight_decay)

    return np.array([centred_difference(J(e), h) for e in np.eye(len(theta))])


def relative_error(net, X, Y, weight_decay, bug, numerical):
    """Compute ||g - n|| / (||g|| + ||n||) of the gradient g with a bug and the centred differences n."""
    dW, db = faulty_backprop(net, X, Y, weight_decay, bug)
    analytic = np.concatenate([d.reshape(-1) for l in range(1, net.L) for d in (dW[l], db[l])])
    return np.linalg.norm(analytic - numerical) / (np.linalg.norm(analytic) + np.linalg.norm(numerical))


def course(net, X, Y, weight_decay, bug, learning_rate, steps):
    """Descend along a gradient with a bug; list J, the right one, before each step and at the end."""
    net, J = net.copy(), []
    for _ in range(steps):
        g = backprop(net, X, Y, weight_decay=weight_decay)
        J.append(g.J)
        g.dW, g.db = faulty_backprop(net, X, Y, weight_decay, bug)
        descend(net, g, learning_rate)
        if J[-1] > 1e3:
            break
    J.append(cost(net, X, Y, weight_decay=weight_decay))
    return np.pad(np.array(J), (0, steps + 1 - len(J)), mode="edge")


def bug_menu(net=None, X=None, Y=None, *, weight_decay=0.1, learning_rate=0.1, steps=100, ask=None, title=None,
             name=None):  # fmt: skip
    """Make a figure in which the reader plants a bug in backpropagation.

    It shows the relative error that a gradient check finds, with two thresholds, and how J falls all the same.

    Parameters
    ----------
    net, X, Y
        A network with a linear output, and data; None: those of `example_network`. A bug that its shapes or its f do
        not allow is not among the choices.
    weight_decay : float
        The lecture's lambda.
    learning_rate : float
        The lecture's alpha.
    steps : int
        How many steps of gradient descent.
    ask, title, name
        As for `explore`.

    Returns
    -------
    Explorable
        Its output ``error`` is the relative error, at least `LEAST`.
    """
    net, X, Y = example_network() if net is None else (net, X, Y)
    numerical, bugs = centred_differences(net, X, Y, weight_decay), bugs_of(net)
    errors = {bug: max(LEAST, relative_error(net, X, Y, weight_decay, bug, numerical)) for bug in bugs}
    courses = {bug: course(net, X, Y, weight_decay, bug, learning_rate, steps) for bug in bugs}
    fig, bar, curve = _bug_figure(courses["none"], weight_decay)

    def words(bug):
        error, ends, right = errors[bug], courses[bug][-1], courses["none"][-1]
        if bug == "none":
            text = "No bug: the relative error is below 10⁻¹⁰: rounding, and what is left of h². J falls to {2:.3f}."
        elif error < 0.01:
            text = "Relative error {0:.2g}: a check that allows 1 % lets it pass, one that allows 10⁻⁷ finds it. "
        else:
            text = "Relative error {0:.2g}: found. "
        if bug != "none":
            text += "Training ends at J = {1:.3f}" if ends < 10 else "Training drives J out of the picture"
            text += ", without the bug at {2:.3f}."
        return text, error, ends, right

    @explore(fig, title=title, name=name, caption=words, ask=ask, bug=bugs)
    def menu(bug):
        return {
            bar: {"width": errors[bug] - LEAST / 10},
            curve: {"ydata": courses[bug]},
            "error": errors[bug],
        }

    return menu


def _bug_figure(right, weight_decay):
    """Draw a bar on a logarithmic axis with two thresholds, and below it J at each step."""
    fig = Figure(figsize=(5.2, 3.6), layout="constrained")
    top, bottom = fig.subplots(2, 1, height_ratios=[1, 2.4])
    (bar,) = top.barh([0], [1], 0.5, LEAST / 10, color=GRADIENT)
    top.set(xscale="log", xlim=(LEAST / 10, 2), ylim=(-0.5, 1), yticks=[], title="relative error of the gradient check")
    for at, words in ((1e-7, "$10^{-7}$"), (1e-2, "1 %")):
        top.axvline(at, color=INK, linewidth=1, linestyle="--")
        top.text(1.4 * at, 0.95, words, va="top", fontsize=SMALL, color=INK)
    t = np.arange(len(right))
    bottom.plot(t, right, "--", color=INK, linewidth=1.5)
    (curve,) = bottom.plot(t, right, color=GRADIENT)
    bottom.set(
        xlim=(0, len(right) - 1),
        ylim=(0, 1.3 * right[0]),
        xlabel="steps",
        title=f"$J$ with λ = {weight_decay:g}, and without the bug (dashed)",
    )
    for ax in (top, bottom):
        ax.spines[["top", "right"]].set_visible(False)
    top.spines["left"].set_visible(False)
    return fig, bar, curve
