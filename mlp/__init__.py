"""A feedforward neural network and its training by backpropagation, in NumPy, in the notation of the lecture::

    x, y        an example: input and target            X, Y        m examples, one a row
    W^(l)       weights from layer l to l+1             net.W[l]
    b^(l)       biases of layer l+1                     net.b[l]
    z^(l)       weighted sums, W a + b                  forward.z[l]
    a^(l)       activations, f(z)                       forward.a[l]
    h(x)        the output, a^(L)                       net.predict(X)
    J           what the network does wrong             cost(net, X, Y)
    delta^(l)   dJ/dz^(l)                               backprop(net, X, Y).delta[l]
    alpha       learning rate                           learning_rate
    lambda      weight decay                            weight_decay

Read it in this order: `activations`, `costs`, `network`, `backprop`, `rules`, `training`.
"""

from . import datasets, monitors, rules
from .activations import (
    Activation,
    Elementwise,
    elu,
    gelu,
    leaky_relu,
    linear,
    maxout,
    relu,
    sigmoid,
    silu,
    softmax,
    softplus,
    tanh,
)
from .backprop import Gradients, backprop, backprop_by_accumulation, cost, step
from .costs import Cost, cross_entropy, squared_error
from .gradcheck import GradientReport, check_gradients
from .history import History
from .initializers import Initializer, gaussian, glorot, he, zeros
from .io import load, save
from .labels import accuracy, one_hot
from .monitors import dead_units, early_stopping, every, gradient_norms, saturated_units
from .network import Forward, Network
from .rules import Rule, adam, adamw, cosine, momentum, nesterov
from .training import DivergenceError, StopTraining, gradient_descent

__version__ = "0.1.0"

__all__ = [
    "Activation",
    "Cost",
    "DivergenceError",
    "Elementwise",
    "Forward",
    "GradientReport",
    "Gradients",
    "History",
    "Initializer",
    "Network",
    "Rule",
    "StopTraining",
    "accuracy",
    "adam",
    "adamw",
    "backprop",
    "backprop_by_accumulation",
    "check_gradients",
    "cosine",
    "cost",
    "cross_entropy",
    "datasets",
    "dead_units",
    "early_stopping",
    "elu",
    "every",
    "gaussian",
    "gelu",
    "glorot",
    "gradient_descent",
    "gradient_norms",
    "he",
    "leaky_relu",
    "linear",
    "load",
    "maxout",
    "momentum",
    "monitors",
    "nesterov",
    "one_hot",
    "relu",
    "rules",
    "saturated_units",
    "save",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "squared_error",
    "step",
    "tanh",
    "zeros",
]
