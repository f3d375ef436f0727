"""How fast is a gradient step? `mlp` beside what a user would pick instead, and beside the matrix products alone.

    pip install -e .[benchmark]
    python benchmarks/trainer.py

Every contender trains the same tanh network with a linear output on the same contiguous batches in the same order:
squared error, weight decay 1e-4, J recorded at every step. They take turns in one run, and the middle of five rounds
counts, so that a slow moment of the machine hits all of them. The numbers are microseconds a step.
"""

import statistics
import time
import warnings
from itertools import pairwise

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

import mlp

ROUNDS = 5
LEARNING_RATE = 1e-3
WEIGHT_DECAY = 1e-4

#           sizes                   examples, batch, epochs a round
WORKLOADS = [
    ((2, 3, 1), 4, None, 1000),
    ((2, 16, 16, 1), 500, None, 300),
    ((64, 32, 10), 3200, 32, 5),
    ((784, 128, 10), 2560, 128, 5),
    ((784, 1024, 1024, 10), 2048, 512, 6),
]


def train_mlp(sizes, X, Y, batch, epochs):
    """Train with this package."""
    net = mlp.Network(sizes, dtype=X.dtype)
    steps = epochs * len(X) // batch
    size = None if batch == len(X) else batch
    return lambda: mlp.gradient_descent(
        net, X, Y, LEARNING_RATE, steps, weight_decay=WEIGHT_DECAY, batch_size=size, shuffle=False
    )


def train_sklearn(sizes, X, Y, batch, epochs):
    """Train with scikit-learn; its alpha is divided by the batch size and lies on the weights alone, as ours does."""
    model = MLPRegressor(
        hidden_layer_sizes=sizes[1:-1],
        activation="tanh",
        solver="sgd",
        alpha=WEIGHT_DECAY * batch,
        batch_size=batch,
        learning_rate_init=LEARNING_RATE,
        momentum=0,
        shuffle=False,
        max_iter=epochs,
        n_iter_no_change=10**9,
    )
    target = Y[:, 0] if Y.shape[1] == 1 else Y

    def train():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(X, target)

    return train


def train_torch(sizes, X, Y, batch, epochs):
    """Train with PyTorch in eager mode on the CPU."""
    layers = []
    for inputs, outputs in pairwise(sizes):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.Tanh()]
    X, Y = torch.from_numpy(X), torch.from_numpy(Y)
    model = torch.nn.Sequential(*layers[:-1]).to(X.dtype)
    weights = [p for p in model.parameters() if p.ndim == 2]
    biases = [p for p in model.parameters() if p.ndim == 1]
    optimizer = torch.optim.SGD(
        [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": biases}], lr=LEARNING_RATE
    )

    def train():
        J = []
        for _ in range(epochs):
            for start in range(0, len(X), batch):
                optimizer.zero_grad()
                error = model(X[start : start + batch]) - Y[start : start + batch]
                loss = (error * error).sum() / (2 * batch)
                loss.backward()
                optimizer.step()
                J.append(loss.item())

    return train


def bare_products(sizes, X, Y, batch, epochs):
    """Only multiply the matrices that a step has to multiply."""
    rng = np.random.default_rng(0)
    shapes = list(zip(sizes[1:], sizes[:-1], strict=True))
    W = [rng.standard_normal(shape).astype(X.dtype) for shape in shapes]
    A = [rng.standard_normal((batch, size)).astype(X.dtype) for size in sizes]

    def train():
        for _ in range(epochs):
            for start in range(0, len(X), batch):
                A[0] = X[start : start + batch]
                for l in range(len(W)):
                    A[l] @ W[l].T
                for l in reversed(range(len(W))):
                    A[l + 1].T @ A[l]
                    if l > 0:
                        A[l + 1] @ W[l]

    return train


CONTENDERS = {"mlp": train_mlp, "sklearn": train_sklearn, "torch": train_torch, "products": bare_products}


def microseconds_a_step(sizes, m, batch, epochs, dtype):
    """Time every contender on one workload, in turns."""
    rng = np.random.default_rng(0)
    batch = batch or m
    X = rng.standard_normal((m, sizes[0])).astype(dtype)
    Y = rng.standard_normal((m, sizes[-1])).astype(dtype)
    trains = {name: make(sizes, X, Y, batch, epochs) for name, make in CONTENDERS.items()}
    times = {name: [] for name in CONTENDERS}
    for _ in range(ROUNDS + 1):
        for name, train in trains.items():
            start = time.perf_counter()
            train()
            times[name].append((time.perf_counter() - start) / (epochs * m / batch) * 1e6)
    return {name: statistics.median(t[1:]) for name, t in times.items()}  # the first round is for warming up


def main():
    names = "".join(f"{name:>10}" for name in CONTENDERS)
    print(f"{'microseconds a step':34}{names}   /sklearn  /torch  /products")
    ratios = {name: [] for name in list(CONTENDERS)[1:]}
    floor = None
    for dtype in (np.float64, np.float32):
        for sizes, m, batch, epochs in WORKLOADS:
            took = microseconds_a_step(sizes, m, batch, epochs, dtype)
            row = {name: took["mlp"] / took[name] for name in ratios}
            for name, ratio in row.items():
                ratios[name].append(ratio)
            if sizes == (784, 128, 10) and dtype is np.float64:
                floor = row["products"]
            label = f"{'-'.join(map(str, sizes))} batch {batch or m} {np.dtype(dtype).name}"
            print(
                f"{label:34}"
                + "".join(f"{t:10.0f}" for t in took.values())
                + f"{row['sklearn']:11.2f}{row['torch']:8.2f}{row['products']:11.2f}",
                flush=True,
            )
    for name in ("sklearn", "torch"):
        print(f"RATIO mlp/{name} geomean {statistics.geometric_mean(ratios[name]):.2f} worst {max(ratios[name]):.2f}")
    print(f"RATIO mlp/matmul 784-128-10 {floor:.2f}")


if __name__ == "__main__":
    main()
