"""Small data sets to train on: seeded, so that they are the same every time.

Each function returns (X, Y) with one example a row. Classes are 0 and 1 in a single column Y of shape (m, 1), and the
examples of class 0 come first. `noise` is the standard deviation of the Gaussian noise added to the inputs (in `sine`,
`plane` and `hills`: to the targets).
"""

import numpy as np

from . import checks
from .labels import one_hot

FAR = 1e300  # what is below stays finite when it is multiplied by a few


def xor(m=None, noise=0.1, seed=0):
    """Make XOR: class 1 where exactly one of two inputs is on.

    Parameters
    ----------
    m : int or None
        None: the four points (0, 0), (0, 1), (1, 0), (1, 1) in this order, without noise.
        Otherwise m noisy points around them, spread evenly over the four.
    noise, seed
        As described above; without effect for the four points.

    Returns
    -------
    X of shape (m, 2), Y of shape (m, 1)
    """
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    if m is None:
        X, noise, m = corners, 0.0, 4
    else:
        m = _count("m", m, at_least=4)
        X = corners[np.array([0, 3, 1, 2])][np.arange(m) * 4 // m]
    Y = (X.sum(axis=1, keepdims=True) == 1).astype(float)
    return _blur(X, noise, checks.generator(seed)), Y


def circles(m=200, noise=0.1, seed=0):
    """Make a disc of radius 1 (class 0) inside a ring of radii 1.5 to 2.5 (class 1), both evenly filled."""
    m, rng = _count("m", m, at_least=2), checks.generator(seed)
    Y = _halves(m)
    low, high = np.where(Y == 0, 0.0, 1.5), np.where(Y == 0, 1.0, 2.5)
    radius = np.sqrt(rng.uniform(low**2, high**2))
    angle = rng.uniform(0, 2 * np.pi, (m, 1))
    return _blur(_polar(radius, angle), noise, rng), Y


def spirals(m=200, turns=1.5, noise=0.05, seed=0):
    """Make two spirals of radius up to 2, one class each, wound `turns` times around each other."""
    m, turns = _count("m", m, at_least=2), checks.number("turns", turns, above=0, below=FAR)
    Y = _halves(m)
    along = np.concatenate([np.linspace(0.1, 1, n) for n in (m - m // 2, m // 2)])[:, np.newaxis]
    angle = 2 * np.pi * turns * along + np.pi * Y
    return _blur(_polar(2 * along, angle), noise, checks.generator(seed)), Y


def moons(m=200, noise=0.1, seed=0):
    """Make two half circles of radius 1 that reach into each other."""
    m = _count("m", m, at_least=2)
    Y = _halves(m)
    angle = np.concatenate([np.linspace(0, np.pi, n) for n in (m - m // 2, m // 2)])[:, np.newaxis] + np.pi * Y
    return _blur(_polar(1.0, angle) + Y * [1.0, 0.5], noise, checks.generator(seed)), Y


def gaussians(m=200, classes=2, noise=0.5, seed=0):
    """Make one round cloud a class, with centres evenly spaced on a circle of radius 1.5.

    Returns
    -------
    X of shape (m, 2), Y of shape (m, 1) for two classes and one-hot of shape (m, classes) for more
    """
    classes = _count("classes", classes, at_least=2)
    m = _count("m", m, at_least=classes)
    label = np.arange(m) * classes // m
    X = _polar(1.5, (2 * np.pi * label / classes)[:, np.newaxis])
    Y = label[:, np.newaxis].astype(float) if classes == 2 else one_hot(label, classes)
    return _blur(X, noise, checks.generator(seed)), Y


def sine(m=20, noise=0.1, seed=0):
    """Make a noisy sine to fit: x evenly spaced in [-1, 1], y = sin(pi x) + noise."""
    X = np.linspace(-1, 1, _count("m", m, at_least=2))[:, np.newaxis]
    return X, _blur(np.sin(np.pi * X), noise, checks.generator(seed))


def plane(m=200, noise=0.1, seed=0):
    """Make a plane to fit: X evenly spread over [-1, 1] x [-1, 1], y = (x_1 + x_2) / 2 + noise."""
    X, rng = _square(m, seed)
    return X, _blur(X.mean(axis=1, keepdims=True), noise, rng)


def hills(m=200, noise=0.1, seed=0):
    """Make hills and hollows to fit: X evenly spread over [-1, 1] x [-1, 1], y = sin(pi x_1) sin(pi x_2) + noise."""
    X, rng = _square(m, seed)
    return X, _blur(np.sin(np.pi * X).prod(axis=1, keepdims=True), noise, rng)


def _square(m, seed):
    """Spread m points over [-1, 1] x [-1, 1]; return them and the generator."""
    rng = checks.generator(seed)
    return rng.uniform(-1, 1, (_count("m", m, at_least=2), 2)), rng


def _count(name, value, at_least):
    """Check how many points or classes there are to be."""
    count = checks.integer(name, value, at_least)
    checks.room(name, count, count, 2)
    return count


def _halves(m):
    """Label the first half of m examples 0 and the rest 1, as a column."""
    return (np.arange(m) >= m - m // 2).astype(float)[:, np.newaxis]


def _polar(radius, angle):
    """Turn radii and angles, columns of shape (m, 1), into points of shape (m, 2)."""
    return radius * np.concatenate([np.cos(angle), np.sin(angle)], axis=1)


def _blur(X, noise, rng):
    """Add Gaussian noise of standard deviation `noise`."""
    return X + checks.number("noise", noise, at_least=0, below=FAR) * rng.standard_normal(X.shape)
