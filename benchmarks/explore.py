"""How fast does the page train? One full gradient step, in Chromium: the player, a playground's way, and NumPy.

    python benchmarks/explore.py [rounds]

A 2-8-1 network (tanh, sigmoid output, squared error, weight decay) on 200 points: forward, backpropagation, update.

    page         the tape of `mlp`'s own step, played by `mlp/explore/player.js`
    playground   as TensorFlow Playground computes: node and link objects, one example at a time; each forward, backward
                 and accumulated in the links, which are updated once a batch (written here from scratch)
    numpy        `mlp` itself, in this process

The three take turns; each number is a median. All three must agree before any is timed.
"""

import json
import shutil
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

import mlp
import mlp.explore
from mlp.explore.trace import bundle, trace

STEPS = 200
RATE, DECAY = 0.1, 0.001
SIZES = [2, 8, 1]

PLAYGROUND = """
class Node {
  constructor(f) { Object.assign(this, { f, bias: 0, inputs: [], outputs: [], z: 0, a: 0, dz: 0, da: 0, sum: 0 }); }
  forward() {
    this.z = this.bias;
    for (let i = 0; i < this.inputs.length; i++) {
      const link = this.inputs[i];
      this.z += link.weight * link.from.a;
    }
    this.a = this.f.value(this.z);
  }
}
class Link {
  constructor(from, to) { Object.assign(this, { from, to, weight: 0, sum: 0 }); }
}
const TANH = { value: Math.tanh, slope: (z) => { const a = Math.tanh(z); return 1 - a * a; } };
const SIGMOID = {
  value: (z) => 1 / (1 + Math.exp(-z)),
  slope: (z) => { const a = SIGMOID.value(z); return a * (1 - a); },
};
export class Playground {
  constructor(sizes, theta) {
    this.layers = sizes.map((size, l) =>
      Array.from({ length: size }, () => new Node(l === sizes.length - 1 ? SIGMOID : TANH)));
    let k = 0;
    for (let l = 1; l < sizes.length; l++) {
      for (const node of this.layers[l]) {
        for (const from of this.layers[l - 1]) {
          const link = new Link(from, node);
          link.weight = theta[k++];
          node.inputs.push(link);
          from.outputs.push(link);
        }
      }
      for (const node of this.layers[l]) node.bias = theta[k++];
    }
  }
  theta() {
    return this.layers.slice(1).flatMap((layer) =>
      [...layer.flatMap((node) => node.inputs.map((link) => link.weight)), ...layer.map((node) => node.bias)]);
  }
  forward(x) {
    const first = this.layers[0];
    for (let i = 0; i < first.length; i++) first[i].a = x[i];
    for (let l = 1; l < this.layers.length; l++) {
      for (let i = 0; i < this.layers[l].length; i++) this.layers[l][i].forward();
    }
  }
  backward(y) {
    const last = this.layers[this.layers.length - 1];
    for (let i = 0; i < last.length; i++) last[i].da = last[i].a - y[i];
    for (let l = this.layers.length - 1; l > 0; l--) {
      for (let i = 0; i < this.layers[l].length; i++) {
        const node = this.layers[l][i];
        node.dz = node.da * node.f.slope(node.z);
        node.sum += node.dz;
        for (let j = 0; j < node.inputs.length; j++) node.inputs[j].sum += node.dz * node.inputs[j].from.a;
      }
      if (l === 1) break;
      for (let i = 0; i < this.layers[l - 1].length; i++) {
        const node = this.layers[l - 1][i];
        node.da = 0;
        for (let j = 0; j < node.outputs.length; j++) node.da += node.outputs[j].weight * node.outputs[j].to.dz;
      }
    }
  }
  step(X, Y, rate, decay) {
    for (let k = 0; k < X.length; k++) {
      this.forward(X[k]);
      this.backward(Y[k]);
    }
    for (let l = 1; l < this.layers.length; l++) {
      for (const node of this.layers[l]) {
        node.bias -= rate * node.sum / X.length;
        node.sum = 0;
        for (const link of node.inputs) {
          link.weight -= rate * (link.sum / X.length + decay * link.weight);
          link.sum = 0;
        }
      }
    }
  }
}
"""

SET_UP = """([text, sizes, theta, X, Y, rate, decay]) => {
    const player = load(JSON.parse(text));
    const playground = new Playground(sizes, theta);
    let state = player.run({ theta, learning_rate: rate, weight_decay: decay })[0].data;
    playground.step(X, Y, rate, decay);
    const timed = (step) => (steps) => {
        const start = performance.now();
        for (let i = 0; i < steps; i++) step();
        return (performance.now() - start) / steps;
    };
    window.page = timed(() => { state = player.run({ theta: state })[0].data; });
    window.playground = timed(() => playground.step(X, Y, rate, decay));
    return [Array.from(state), playground.theta()];
}"""


def gradient_step(net, X, Y):
    """Make the function theta -> theta of one step, from `mlp`'s own functions."""

    def step(theta, learning_rate, weight_decay):
        moved = net.from_vector(theta)
        mlp.step(moved, mlp.backprop(moved, X, Y, weight_decay=weight_decay), learning_rate)
        return moved.to_vector()

    return step


def numpy_step(net, X, Y):
    """Take one step with a network that keeps its parameters, as a NumPy user would, and say how long it took."""
    start = time.perf_counter()
    for _ in range(STEPS):
        mlp.step(net, mlp.backprop(net, X, Y, weight_decay=DECAY), RATE)
    return (time.perf_counter() - start) / STEPS * 1e3


def main(rounds):
    """Measure, and print a table."""
    X, Y = mlp.datasets.circles(200)
    net = mlp.Network(SIZES, "tanh", "sigmoid")
    theta, step = net.to_vector(), gradient_step(net, X, Y)
    tape = trace(step, {"theta": theta, "learning_rate": RATE, "weight_decay": DECAY})
    text = json.dumps(bundle([tape]))
    times = {"page": [], "playground": [], "numpy": []}
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(
            executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        player = Path(mlp.explore.__file__).with_name("player.js").read_text()
        page.add_script_tag(
            type="module", content=f"{player}\n{PLAYGROUND}\nObject.assign(window, {{ load, Playground }});"
        )
        page.wait_for_function("() => window.Playground")
        arguments = [text, SIZES, theta.tolist(), X.tolist(), Y.tolist(), RATE, DECAY]
        for result in page.evaluate(SET_UP, arguments):
            np.testing.assert_allclose(result, step(theta, RATE, DECAY), rtol=1e-12)
        for _ in range(rounds):
            times["page"].append(page.evaluate(f"() => window.page({STEPS})"))
            times["playground"].append(page.evaluate(f"() => window.playground({STEPS})"))
            times["numpy"].append(numpy_step(net, X, Y))
        browser.close()
    medians = {name: statistics.median(values) for name, values in times.items()}
    sizes = "-".join(map(str, SIZES))
    print(f"a gradient step of {sizes} on {len(X)} points: {len(tape.ops)} operations, {len(text)} bytes of JSON")
    print(f"{'':12}{'median ms':>10}{'fastest':>10}{'of page':>10}")
    for name, median in medians.items():
        print(f"{name:12}{median:10.4f}{min(times[name]):10.4f}{median / medians['page']:10.2f}")
    print(f"RATIO page/playground {medians['page'] / medians['playground']:.2f}")
    print(f"RATIO page/numpy {medians['page'] / medians['numpy']:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 31)
