"""Class labels: as targets a network can learn, and how many of them it gets right."""

import numpy as np

from . import checks


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
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"labels must have shape (m,); got shape {labels.shape}")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers; got dtype {labels.dtype}")
    outside = (labels < 0) | (labels >= K)
    if outside.any():
        raise ValueError(f"labels must lie in 0..{K - 1}; got {labels[outside][0]}")
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
        Where the shapes do not fit, or a single column of Y holds anything but 0 and 1.
    """
    h = net.predict(X)
    Y = checks.examples("Y", Y, net.sizes[-1])
    if len(h) != len(Y):
        raise ValueError(f"X and Y must have the same number of rows; got {len(h)} and {len(Y)}")
    if Y.shape[1] > 1:
        return float((h.argmax(axis=1) == Y.argmax(axis=1)).mean())
    other = Y[(Y != 0) & (Y != 1)]
    if other.size:
        raise ValueError(f"Y must hold 0 and 1 for the accuracy of a single output; got {other[0]}")
    return float(((h >= 0.5) == (Y == 1)).mean())
