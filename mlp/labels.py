"""Class labels: as targets a network can learn, and how many of them it gets right."""

import numpy as np

from . import checks
from .network import Network


def one_hot(labels, K):
    """Turn labels 0..K-1 into rows with a single 1.

    Parameters
    ----------
    labels : array of int, shape (m,)
        One label an example.
    K : int
        The number of classes.

    Returns
    -------
    array of shape (m, K)
        Row k is 1 in column ``labels[k]`` and 0 elsewhere.

    Raises
    ------
    TypeError, ValueError
        Where a label is not an integer in 0..K-1.

    Examples
    --------
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    K = checks.integer("K", K, at_least=1)
    labels = checks.as_array("labels", labels)
    if labels.ndim != 1:
        raise ValueError(f"labels must have shape (m,); got shape {labels.shape}")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers; got dtype {labels.dtype}")
    outside = (labels < 0) | (labels >= K)
    if outside.any():
        raise ValueError(f"labels must lie in 0..{K - 1}; got {labels[outside][0]}")
    checks.room("K", K, len(labels), K)
    return (labels[:, np.newaxis] == np.arange(K)).astype(float)


def accuracy(net, X, Y):
    """Compute the share of examples whose class the network gets right.

    The predicted class is the largest output; for a network with one output, 1 where h(x) >= 1/2 and 0 elsewhere.

    Parameters
    ----------
    net : Network
        The network that predicts.
    X : array of shape (m, s_1)
        Inputs, one example a row.
    Y : array of shape (m, s_L)
        Targets as in training: one-hot rows, or one column of 0 and 1.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    TypeError, ValueError
        Where the shapes do not fit, a row of Y does not name one class, or an output is not a number.
    """
    h = checks.instance("net", net, Network).predict(X)
    Y = checks.examples("Y", Y, net.sizes[-1])
    if len(h) != len(Y):
        raise ValueError(f"X and Y must have the same number of rows; got {len(h)} and {len(Y)}")
    if np.isnan(h).any():
        raise ValueError("net must predict numbers for accuracy; its output is nan for some rows of X")
    other = (Y != 0) & (Y != 1)
    if other.any():
        raise ValueError(f"Y must hold 0 and 1 for accuracy; got {np.asarray(Y)[np.asarray(other)][0]}")
    if Y.shape[1] == 1:
        return float(((h >= 0.5) == (Y == 1)).mean())
    ones = np.asarray(Y.sum(axis=1))
    if (ones != 1).any():
        k = int(np.argmax(ones != 1))
        raise ValueError(f"each row of Y must have a single 1, at its class, for accuracy; Y[{k}] has {ones[k]:g}")
    return float((h.argmax(axis=1) == Y.argmax(axis=1)).mean())
