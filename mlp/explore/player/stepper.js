// State: the steps of a figure that keeps one.

import { makeSlider } from "./controls.js";
import { h, makeButton } from "./dom.js";
import { collect, mapValues } from "./objects.js";

const SPEEDS = { slow: 1 / 4, normal: 1, fast: 4 };
const AWAKE = 30; // milliseconds that many steps may take at a time
const MEMORY = 32e6; // bytes that the recorded states of a figure may take

/** Steps of a frame: at first an eighth of the author's, as many as those after 127 such frames. */
const pace = (t, perFrame) => perFrame * (1 + Math.log2(1 + t / perFrame)) / 8;

/** The states of a figure, oldest to latest, and what the reader walks them with. */
export function makeStepper(player, inputs, { perFrame, name }, redraw) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let start, states, oldest, at, broken, running = false, drawn = 0, goal = 0, due;
  const copied = (outputs) => collect(outputs, ({ name, data }) => [name, data.slice()]);
  const state = () => states[at - oldest];
  const latest = () => oldest + states.length - 1;
  const stateInputs = () =>
    collect(Object.entries(state()), ([name, data]) => [`state.${name}`, data]);
  /** Whether what was finite at the start is so still. */
  function finite(next) {
    for (const name in next) {
      const data = next[name], from = start[name];
      for (let i = 0; i < data.length; i++) {
        if (!Number.isFinite(data[i]) && Number.isFinite(from[i])) return false;
      }
    }
    return true;
  }

  const initial = () => copied(player("start").run(inputs()));
  /** The state that a tape of this kind makes of the one at hand. */
  const after = (kind) => copied(player(kind).run({ ...inputs(), ...stateInputs() }));

  function restart() {
    begin(initial());
  }
  function begin(from) {
    start = from;
    [running, states, oldest, at, broken, goal] = [false, [start], 0, 0, 0, 0];
  }
  /** Makes many steps, as many at a time as leave the page awake. */
  function hurry(to) {
    goal = to;
    const begun = performance.now();
    while (at < goal && step() && performance.now() - begun < AWAKE);
    redraw();
    if (at < goal && !broken) requestAnimationFrame(() => hurry(goal));
  }
  function step() {
    if (broken) return false;
    const next = after("step");
    if (!finite(next)) {
      broken = at + 1;
      return false;
    }
    states.length = at - oldest + 1;
    states.push(next);
    at++;
    const bytes = Object.values(next).reduce((sum, data) => sum + data.byteLength, 64);
    if (states.length * bytes > MEMORY) {
      states.shift();
      oldest++;
    }
    return true;
  }
  function go(to) {
    running = false;
    goal = 0;
    broken = 0;
    at = Math.min(latest(), Math.max(oldest, to));
  }
  function frame(time) {
    if (!running) return;
    due += pace(at, perFrame) * SPEEDS[speed.value];
    for (; due >= 1 && running; due--) running = step();
    if (!running || !calm.matches || time - drawn > 1000) {
      drawn = time;
      redraw();
    }
    requestAnimationFrame(frame);
  }

  const acting = (text, action) => makeButton(text, () => {
    action();
    redraw();
  });
  const run = acting("Run", () => {
    running = !running && !broken;
    due = 1; // it begins at once
    if (running) requestAnimationFrame(frame);
  });
  const speed = h("select", { ariaLabel: "Speed" },
    ...Object.keys(SPEEDS).map((name) => h("option", { selected: name === "normal" }, name)));
  const forward = acting(name ?? "Step", () => {
    running = false;
    step();
  });
  const back = acting(name ? "Undo" : "Back", () => go(at - 1)), reset = acting("Reset", restart);
  const slider = makeSlider(name ?? "Step", { min: 0, step: 1 }, (to) => {
    go(to);
    redraw();
  });
  const message = h("p", { className: "explorable-message", role: "alert" });
  const buttons = h("div", {}, run, speed, forward, back, reset);
  return {
    element: h("div", { className: "explorable-stepper" }, buttons, slider.element, message),
    restart, step, go, state, stateInputs,
    edit: (kind) => begin(after(kind)),
    hurry,
    at: () => at,
    /** What the state at step 0 has otherwise than its function says: "number_value,..." by array. */
    changedStart() {
      const own = initial(), changes = Object.create(null);
      for (const [name, data] of Object.entries(start)) {
        const parts = [...data.entries()].filter(([i, x]) => !Object.is(x, own[name][i]));
        if (parts.length) changes[name] = parts.map((part) => part.join("_")).join();
      }
      return changes;
    },
    restore(changes) {
      const own = initial();
      for (const [name, text] of Object.entries(changes)) {
        for (const [i, x] of text.split(",").map((part) => part.split("_"))) {
          if (!(i in (own[name] ?? {})) || !x) throw new RangeError(`its ${name} is of another run`);
          own[name][i] = x;
        }
      }
      begin(own);
    },
    running: () => running,
    replace(next) {
      Object.assign(state(), mapValues(next, (data) => Float64Array.from([data].flat(9))));
    },
    show(lost) {
      if (lost && at && !broken) broken = at;
      running &&= !broken;
      Object.assign(slider.input, { min: oldest, max: Math.max(latest(), oldest + 1) });
      slider.show(at, `${at}`);
      run.textContent = running ? "Pause" : "Run";
      run.ariaDisabled = forward.ariaDisabled = broken > 0;
      back.ariaDisabled = at === oldest;
      const text = broken ? `Diverged at step ${broken}. Reset starts again.` : "";
      if (message.textContent !== text) message.textContent = text;
    },
  };
}
