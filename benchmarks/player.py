"""How fast does the page train, and how soon does it answer a slider? In Chromium.

    python benchmarks/player.py [rounds]

First, one full gradient step: forward, backpropagation and update of a 2-8-1 network (tanh, sigmoid output, squared
error, weight decay) on 200 points.

    page         the tape of `mlp`'s own step, played by `mlp/explore/player`
    playground   as TensorFlow Playground computes: node and link objects, one example at a time; each forward, backward
                 and accumulated in the links, which are updated once a batch (written here from scratch)
    numpy        `mlp` itself, in this process

The three take turns; each number is a median. All three must agree before any is timed.

Then the playground of the book, `mlp.figures.playground`, at 2-8-8-1 on 200 points, beside the same: a step of it, that
finds J of the points to train and to test with besides and is kept so that one can go back, and what the other does at
each step, training and then the loss of all points. And how many pictures a second it shows while it runs, with all its
maps.

Then, for every figure of the book, built into a temporary folder: each of its sliders is set to EVENTS new values, and
an `input` event is dispatched each time, as when a reader moves it. An answer takes

    the event's handlers, which compute the figure anew and set the attributes of its picture
    + what they leave to the next frame, its callbacks of requestAnimationFrame, without the time that these wait
    + style and layout of the page, which are asked for and so worked out at once, as before painting

so it begins with the event and ends with a picture ready to be painted. The first events, when nothing is compiled,
count too; events that change nothing in the picture (the slope of leaky ReLU while f is another) do not. Choices stay
as they are at first. A line is printed of the slowest figures.

Last, how many points a figure may have: a line, and a scatter, of more and more points is moved at every frame. A frame
takes from one `requestAnimationFrame` to the next, so with painting, and at least the screen's own 16.7 ms; of it,
"script" is the time until the picture's attributes are set.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import mlp
from mlp.explore import explore
from mlp.explore.figure.player import player
from mlp.explore.tracing.trace import bundle, trace
from mlp.figures import playground

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tools"))
from build import build, pages  # noqa: E402
from chromium import open_browser  # noqa: E402

STEPS, EVENTS = 200, 100
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


# Before the page's own scripts: the time that callbacks of frames take, with the layout that they make necessary.
WATCH_FRAMES = """
const ask = window.requestAnimationFrame.bind(window);
window.inFrames = 0;
window.nextFrame = () => new Promise(ask);
window.requestAnimationFrame = (callback) => ask((time) => {
    const start = performance.now();
    callback(time);
    document.body.getBoundingClientRect();
    window.inFrames += performance.now() - start;
});
"""

# Moves one slider; gives the time of every answer that changed the picture or its caption.
MOVE = """async (input, events) => {
    const root = input.closest(".explorable"), low = Number(input.min), high = Number(input.max), times = [];
    let changed;
    const observer = new MutationObserver((records) => {
        changed ||= records.some(({ type, target, attributeName, oldValue }) =>
            type !== "attributes" || target.getAttribute(attributeName) !== oldValue);
    });
    for (const part of root.querySelectorAll(".explorable-picture, figcaption")) {
        observer.observe(part, { attributeOldValue: true, childList: true, characterData: true, subtree: true });
    }
    await nextFrame();
    for (let i = 0; i < events; i++) {
        input.value = low + ((0.382 * (i + 1)) % 1) * (high - low);
        [changed, inFrames] = [false, 0];
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        root.getBoundingClientRect();
        const time = performance.now() - start;
        await nextFrame();
        if (changed) times.push(time + inFrames);
    }
    observer.disconnect();
    return times;
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


def training(browser, rounds):
    """Time a gradient step, and print a table."""
    X, Y = mlp.datasets.circles(200)
    net = mlp.Network(SIZES, "tanh", "sigmoid")
    theta, step = net.to_vector(), gradient_step(net, X, Y)
    tape = trace(step, {"theta": theta, "learning_rate": RATE, "weight_decay": DECAY})
    text = json.dumps(bundle([tape]))
    times = {"page": [], "playground": [], "numpy": []}
    page = browser.new_page()
    page.add_script_tag(
        type="module", content=f"{player()}\n{PLAYGROUND}\nObject.assign(window, {{ load, Playground }});"
    )
    page.wait_for_function("() => window.Playground")
    arguments = [text, SIZES, theta.tolist(), X.tolist(), Y.tolist(), RATE, DECAY]
    for result in page.evaluate(SET_UP, arguments):
        np.testing.assert_allclose(result, step(theta, RATE, DECAY), rtol=1e-12)
    for _ in range(rounds):
        times["page"].append(page.evaluate(f"() => window.page({STEPS})"))
        times["playground"].append(page.evaluate(f"() => window.playground({STEPS})"))
        times["numpy"].append(numpy_step(net, X, Y))
    page.close()
    medians = {name: statistics.median(values) for name, values in times.items()}
    sizes = "-".join(map(str, SIZES))
    print(f"a gradient step of {sizes} on {len(X)} points: {len(tape.ops)} operations, {len(text)} bytes of JSON")
    print(f"{'':12}{'median ms':>10}{'fastest':>10}{'of page':>10}")
    for name, median in medians.items():
        print(f"{name:12}{median:10.4f}{min(times[name]):10.4f}{median / medians['page']:10.2f}")
    print(f"RATIO page/playground {medians['page'] / medians['playground']:.2f}")
    print(f"RATIO page/numpy {medians['page'] / medians['numpy']:.2f}")


LOSS = """
Playground.prototype.loss = function (X, Y) {
  let sum = 0;
  for (let k = 0; k < X.length; k++) {
    this.forward(X[k]);
    const [{ a }] = this.layers.at(-1);
    sum += 0.5 * (a - Y[k][0]) ** 2;
  }
  return sum / X.length;
};
"""

PICTURES = """async (seconds) => {
    const { figure } = document.querySelector(".explorable");
    const frame = () => new Promise(requestAnimationFrame), start = performance.now();
    let pictures = 0;
    for (; performance.now() - start < 1000 * seconds; pictures++) {
        figure.step(5);
        await frame();
    }
    return pictures / seconds;
}"""


def our_playground(browser, rounds):
    """Time a step of the book's playground and its pictures, and print them beside the other's."""
    sizes, at = [2, 8, 8, 1], {"n_2": 8, "n_3": 8, "test_share": 0, "learning_rate": RATE}
    X, Y = mlp.datasets.circles(200)
    theta = mlp.Network(sizes, "tanh", "sigmoid").to_vector()
    page = browser.new_page()
    page.set_content(playground(name="playground").html())
    page.wait_for_function("document.querySelector('.explorable').figure")
    page.add_script_tag(type="module", content=f"{PLAYGROUND}\n{LOSS}\nwindow.Playground = Playground;")
    page.wait_for_function("() => window.Playground")
    page.evaluate(
        """([sizes, theta, X, Y, rate, at]) => {
            const { figure } = document.querySelector(".explorable"), other = new Playground(sizes, theta);
            const timed = (act) => (steps) => {
                const start = performance.now();
                act(steps);
                return (performance.now() - start) / steps;
            };
            const repeat = (act) => timed((steps) => { for (let i = 0; i < steps; i++) act(); });
            figure.set(at);
            window.ours = timed((steps) => figure.step(steps));
            window.training = repeat(() => other.step(X, Y, rate, 0));
            window.withLoss = repeat(() => { other.step(X, Y, rate, 0); other.loss(X, Y); });
        }""",
        [sizes, theta.tolist(), X.tolist(), Y.tolist(), RATE, at],
    )
    times = {name: [] for name in ("ours", "training", "withLoss")}
    for _ in range(rounds):
        for name, own in times.items():
            own.append(page.evaluate(f"() => window.{name}(500)"))
    ours, training, with_loss = (statistics.median(own) for own in times.values())
    pictures = page.evaluate(PICTURES, 3)
    page.close()
    print(f"\nthe playground at 2-8-8-1 on 200 points: a step of ours {ours:.4f} ms, of the other {training:.4f} ms, ")
    print(f"with its loss {with_loss:.4f} ms; {pictures:.0f} pictures a second")
    print(f"RATIO ours/training {ours / training:.2f}  ours/training and loss {ours / with_loss:.2f}")


def latency(browser):
    """Time the answers to every slider of every figure of the book, and print a table."""
    heads = f"{'sliders':>9}{'answers':>9}{'median ms':>11}{'95 %':>9}{'longest':>9}"
    print(f"\n{'from a slider to its picture':32}{heads}")
    medians, late = [], []
    with tempfile.TemporaryDirectory() as output:
        build(output, stdout=subprocess.DEVNULL, check=True)
        for path in sorted(pages(output).rglob("*.html")):
            if 'class="explorable"' not in path.read_text("utf-8"):
                continue
            page = browser.new_page()
            page.add_init_script(WATCH_FRAMES)
            page.goto(path.as_uri())
            page.wait_for_function("[...document.querySelectorAll('.explorable')].every((root) => root.figure)")
            for i, root in enumerate(page.locator(".explorable").all(), start=1):
                sliders = root.locator(".explorable-controls input[type=range]").all()
                times = [ms for slider in sliders for ms in slider.evaluate(MOVE, EVENTS)]
                if not sliders:
                    continue
                medians.append(statistics.median(times))
                late.append(np.percentile(times, 95))
                counts = f"{len(sliders):9}{len(times):9}"
                print(f"{f'{path.stem}, figure {i}':32}{counts}{medians[-1]:11.1f}{late[-1]:9.1f}{max(times):9.1f}")
            page.close()
    print(f"LATENCY median_ms {max(medians):.1f} p95_ms {max(late):.1f}")


FRAMES = """async (frames) => {
    const { figure } = document.querySelector(".explorable");
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    let script = 0;
    const start = performance.now();
    for (let i = 0; i < frames; i++) {
        const before = performance.now();
        figure.set({ k: (0.382 * (i + 1)) % 1 });
        script += performance.now() - before;
        await frame();
    }
    return [(performance.now() - start) / frames, script / frames];
}"""


def noisy_line(n):
    """Make a figure in which a line of n points moves."""
    fig, ax = plt.subplots(figsize=(6, 3))
    x, noise = np.linspace(0, 10, n), 0.3 * np.random.default_rng(0).standard_normal(n)
    (line,) = ax.plot(x, np.sin(x) + noise)
    return explore(fig, k=(0.0, 1.0))(lambda k: {line: (x, np.sin(x + k) + noise)})


def cloud(n):
    """Make a figure in which a scatter of n points moves and changes its colours."""
    fig, ax = plt.subplots(figsize=(6, 3))
    x, y = np.random.default_rng(0).standard_normal((2, n))
    dots = ax.scatter(x, y, c=x, s=9)
    return explore(fig, k=(0.0, 1.0))(lambda k: {dots: {"offsets": np.stack([x + k, y], axis=1), "array": x * k}})


def sizes(browser):
    """Time the frames of figures with more and more points, and print a table."""
    print(f"\n{'points':24}{'frame ms':>10}{'script ms':>10}{'KB':>8}")
    for make, counts in ((noisy_line, (1_000, 10_000, 100_000)), (cloud, (500, 2_000, 2_001, 20_000, 50_000))):
        for n in counts:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that it will be slow
                html = make(n).html()
            page = browser.new_page()
            page.set_content(html)
            page.wait_for_function("document.querySelector('.explorable').figure")
            page.evaluate(FRAMES, 3)
            frame, script = page.evaluate(FRAMES, 20)
            page.close()
            print(f"{f'{make.__name__}, {n:,}':24}{frame:10.1f}{script:10.1f}{len(html) // 1024:8}")


def main(rounds):
    """Measure, and print the tables."""
    with open_browser() as browser:
        training(browser, rounds)
        our_playground(browser, rounds)
        latency(browser)
        sizes(browser)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 31)
