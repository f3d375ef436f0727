"""Rules of the step: what training makes of a gradient g = dJ/dp before it walks against it::

    p := p - learning_rate d            for every parameter p; its direction d is

    plain       d = g                                       (the lecture's)
    momentum    v := mu v + g,              d = v
    nesterov    v := mu v + g,              d = g + mu v
    adam        m := beta1 m + (1 - beta1) g                (a mean of gradients)
                s := beta2 s + (1 - beta2) g^2              (and of their squares)
                d = m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon)
    adamw       as adam, and W := W - learning_rate decay W besides

t counts the updates, from 1; 1 - beta^t makes up for the means' start from 0. What a rule remembers of the past, v, m
and s, has the shape of p and starts at 0. It is kept beside the rule, in a `Memory`, so that one rule serves many
networks. Computed on NumPy's arrays, what is remembered changes in place.

Lecture: "Gradient Descent (GD)"; the others came with the papers that their classes name.
"""

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import checks


class Rule:
    """What the trainer needs of a rule; derive from it to add one.

    Attributes
    ----------
    name : str
        As in ``gradient_descent(rule=name)``.
    arguments : tuple
        What the object was made with, so that it can be printed.
    remembers : tuple of str
        The names of the arrays that it keeps for each parameter.
    decay : float
        What W loses besides at each update, times the learning rate: W := W - learning_rate (d + decay W).
    """

    name = "rule"
    arguments = ()
    remembers = ()
    decay = 0.0

    def direction(self, g, past, t):
        """Compute the direction d from the gradient g and the past, a tuple of arrays; return d and the new past."""
        raise NotImplementedError(f"{type(self).__name__} must define direction(self, g, past, t)")

    def __repr__(self):
        return self.name + (f"({', '.join(map(repr, self.arguments))})" if self.arguments else "")


class Plain(Rule):
    """Gradient descent as the lecture has it, d = g."""

    name = "plain"

    def direction(self, g, past, t):
        return g, past


class Momentum(Rule):
    """Steps that add up: v := mu v + g, d = v.

    Parameters
    ----------
    mu : float
        How much of the velocity v is left at the next update, 0 <= mu < 1.

    References
    ----------
    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """

    name = "momentum"
    remembers = ("v",)

    def __init__(self, mu=0.9):
        self.mu = checks.number("mu", mu, at_least=0, below=1)
        self.arguments = (self.mu,)

    def direction(self, g, past, t):
        (v,) = past
        v = self.mu * v + g
        return v, (v,)


class Nesterov(Momentum):
    """Momentum that looks ahead: v := mu v + g, d = g + mu v.

    References
    ----------
    Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", 1983; in this form
    Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning", ICML 2013.
    """

    name = "nesterov"

    def direction(self, g, past, t):
        v, past = super().direction(g, past, t)
        return g + self.mu * v, past


class Adam(Rule):
    """Steps of about one size for every parameter: the mean gradient over the root of its mean square.

    Parameters
    ----------
    beta1, beta2 : float
        How much of the two means m and s is left at the next update, each from 0 up to 1.
    epsilon : float
        Keeps the quotient finite where all gradients are 0, greater than 0.

    References
    ----------
    Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015.
    """

    name = "adam"
    remembers = ("m", "s")

    def __init__(self, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1 = checks.number("beta1", beta1, at_least=0, below=1)
        self.beta2 = checks.number("beta2", beta2, at_least=0, below=1)
        self.epsilon = checks.number("epsilon", epsilon, above=0)
        self.arguments = (self.beta1, self.beta2, self.epsilon)

    def direction(self, g, past, t):
        m, s = past
        m = self.beta1 * m + (1 - self.beta1) * g
        s = self.beta2 * s + (1 - self.beta2) * (g * g)
        root = np.sqrt(s / (1 - self.beta2**t))
        return m / (1 - self.beta1**t) / (root + self.epsilon), (m, s)


class AdamW(Adam):
    """Adam with weight decay beside the gradient, not in it: W := W - learning_rate (d + decay W). Biases are exempt.

    Parameters
    ----------
    beta1, beta2, epsilon : float
        As for `Adam`.
    decay : float
        The decoupled weight decay, at least 0. (With ``gradient_descent(weight_decay=...)`` it is part of J instead.)

    References
    ----------
    Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019.
    """

    name = "adamw"

    def __init__(self, beta1=0.9, beta2=0.999, epsilon=1e-8, decay=0.01):
        super().__init__(beta1, beta2, epsilon)
        self.decay = checks.number("decay", decay, at_least=0)
        self.arguments += (self.decay,)


plain = Plain
momentum = Momentum
nesterov = Nesterov
adam = Adam
adamw = AdamW

RULES = {rule.name: rule for rule in (plain(), momentum(), nesterov(), adam(), adamw())}


# ---- What is remembered, for all parameters of a network ----


@dataclass
class Memory:
    """What a rule remembers of the past of a network; `take` reads and renews it.

    Attributes
    ----------
    rule : str
        The name of the rule whose memory this is.
    t : int
        How many updates it has seen.
    W, b : list
        ``W[l]`` is the past of W^(l), a tuple of arrays in the order of `Rule.remembers`; slot 0 is None.
    """

    rule: str
    t: int
    W: list
    b: list

    def check(self, name, net):
        """Refuse, under the `name` of a parameter, what is no memory of the parameters of `net`."""
        pasts, parameters = self.W[1:] + self.b[1:], net.W[1:] + net.b[1:]
        if len({len(past) for past in pasts}) != 1:
            raise ValueError(
                f"{name} must remember as much of each parameter; got {[len(past) for past in pasts]} arrays"
            )
        kinds = [(array.shape, array.dtype) for past in pasts for array in past]
        if kinds != [(p.shape, p.dtype) for past, p in zip(pasts, parameters, strict=False) for _ in past]:
            raise ValueError(f"{name} must belong to a network like {net}; got what was remembered of another: {kinds}")
        for array in (array for past in pasts for array in past if not checks.is_foreign(array)):
            checks.finite(f"what {name} remembers", array)


def begin(rule, net):
    """Make the memory of a rule that has seen nothing of `net` yet: zeros."""

    def zeros(parameters):
        return [None, *(tuple(np.zeros_like(p) for _ in rule.remembers) for p in parameters[1:])]

    return Memory(rule.name, 0, zeros(net.W), zeros(net.b))


def take(rule, memory, net, g, learning_rate, into):
    """Take one step by a rule: p := p - learning_rate d for every parameter p, all at once, unchecked.

    All of it is computed before anything changes, and what was before is left as it is, for who may want it back: the
    new W and b are written into the arrays `into`, a pair of lists (new memory would take longer than the sums).
    """
    t, W, b, past_W, past_b = memory.t + 1, [], [], [None], [None]
    for l in range(1, net.L):
        dW, past = rule.direction(g.dW[l], memory.W[l], t)
        past_W.append(past)
        db, past = rule.direction(g.db[l], memory.b[l], t)
        past_b.append(past)
        if rule.decay:
            dW = dW + rule.decay * net.W[l]
        W.append(less(net.W[l], learning_rate * dW, into[0][l - 1]))
        b.append(less(net.b[l], learning_rate * db, into[1][l - 1]))
    net.W.become(W)
    net.b.become(b)
    memory.t, memory.W, memory.b = t, past_W, past_b


def less(p, change, into):
    """Compute p - change, written `into` an array where there is one."""
    return p - change if into is None else np.subtract(p, change, out=into)


def minus(p, change):
    """Compute p - change, in p itself where both are NumPy's and p may be written into."""
    if isinstance(p, np.ndarray) and isinstance(change, np.ndarray) and p.flags.writeable:
        p -= change
        return p
    return p - change


# ---- Learning rates that change ----


def cosine(learning_rate, iterations, end=0.0):
    """Make a learning rate that falls along half a cosine, from `learning_rate` at t = 0 to `end` at t = `iterations`.

    ::

        alpha(t) = end + (learning_rate - end) (1 + cos(pi t / iterations)) / 2

    and stays there. Use it as ``gradient_descent(net, X, Y, learning_rate=cosine(0.5, 1000), iterations=1000)``.

    Parameters
    ----------
    learning_rate : float
        Where it begins, greater than 0.
    iterations : int
        After how many updates it has arrived, at least 1.
    end : float
        Where it arrives, at least 0.

    Returns
    -------
    callable
        t -> alpha(t).

    References
    ----------
    Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.

    Examples
    --------
    >>> alpha = cosine(0.5, 1000)
    >>> [round(alpha(t), 3) for t in (0, 250, 500, 1000)]
    [0.5, 0.427, 0.25, 0.0]
    """
    learning_rate = checks.number("learning_rate", learning_rate, above=0)
    iterations = checks.integer("iterations", iterations, at_least=1)
    end = checks.number("end", end, at_least=0)
    return partial(_cosine, learning_rate, iterations, end)


def _cosine(learning_rate, iterations, end, t):
    return end + (learning_rate - end) * ((1 + math.cos(math.pi * min(t / iterations, 1))) / 2)
