"""Are the rules of the step those of PyTorch? The same networks on the same data, 200 steps each.

    pip install -e .[benchmark]
    python benchmarks/rules.py

Prints for each rule by how much a parameter differs at most, relative to the largest. AdamW decays weights alone here;
PyTorch is told the same by groups of parameters.
"""

import numpy as np
import torch

import mlp

SIZES, M, STEPS, LEARNING_RATE, WEIGHT_DECAY = (5, 8, 8, 2), 40, 200, 0.01, 1e-3
SGD, Adam, AdamW = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW

#         ours                    theirs, and what they take besides
RULES = {
    "plain": (mlp.rules.plain(), SGD, {}),
    "momentum": (mlp.momentum(0.9), SGD, {"momentum": 0.9}),
    "nesterov": (mlp.nesterov(0.9), SGD, {"momentum": 0.9, "nesterov": True}),
    "adam": (mlp.adam(), Adam, {}),
    "adamw": (mlp.adamw(decay=0.05), AdamW, {}),
}


def by_torch(net, X, Y, make, options, decay):
    """Train a copy of `net` with PyTorch; returns its parameters as a vector."""
    p = [torch.tensor(each, requires_grad=True) for l in range(1, net.L) for each in (net.W[l], net.b[l])]
    weights, biases = p[0::2], p[1::2]
    groups = [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0.0}]
    optimizer = make(groups, lr=LEARNING_RATE, **options)
    X, Y = torch.from_numpy(X), torch.from_numpy(Y)
    for _ in range(STEPS):
        optimizer.zero_grad()
        a = X
        for l, (W, b) in enumerate(zip(weights, biases, strict=True), start=2):
            z = a @ W.T + b
            a = torch.tanh(z) if l < net.L else z
        J = 0.5 * ((a - Y) ** 2).sum() / len(X)
        J.backward()
        optimizer.step()
    return torch.cat([each.detach().reshape(-1) for each in p]).numpy()


def main():
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((M, SIZES[0])), rng.standard_normal((M, SIZES[-1]))
    for name, (rule, make, options) in RULES.items():
        worst = 0.0
        for seed in range(20):
            net = mlp.Network(SIZES, seed=seed)
            # AdamW's decay is its own; that of the others is part of the gradient, in PyTorch as in mlp.
            decay = rule.decay or WEIGHT_DECAY
            theirs = by_torch(net, X, Y, make, options, decay)
            in_J = 0.0 if rule.decay else WEIGHT_DECAY
            mlp.gradient_descent(net, X, Y, LEARNING_RATE, STEPS, rule=rule, weight_decay=in_J)
            ours = net.to_vector()
            worst = max(worst, np.abs(ours - theirs).max() / np.abs(theirs).max())
        print(f"{name:10} {STEPS} steps, 20 networks: largest difference {worst:.1e}")


if __name__ == "__main__":
    main()
