// Glides: a figure goes to other values in a time in which one can watch.

import { collect } from "./objects.js";
import { nearest } from "./values.js";

const MOVE = 600; // milliseconds in which a figure shows the answer to a prediction

/** `goTo(values)` changes the figure bit by bit, a figure with state so many steps from the start. */
export function makeGlide(controls, values, stepper, changed, refresh) {
  let moving;
  function goTo({ step = 0, ...next }) {
    const ways = controls.filter(({ kind, name }) => kind === "range" && name in next)
      .map((control) => [control, values[control.name]]);
    if (stepper || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      changed(next);
      if (step) stepper.restart();
      for (let k = 0; k < step; k++) stepper.step();
      return refresh();
    }
    const begun = performance.now();
    function move(now) {
      const share = Math.max(0, (now - begun) / MOVE);
      const between = ([control, from]) =>
        [control.name, nearest(control, from + share * (next[control.name] - from))];
      changed(share < 1 ? { ...next, ...collect(ways, between) } : next);
      if (share < 1) moving = requestAnimationFrame(move);
    }
    moving = requestAnimationFrame(move);
  }
  return { goTo, stop: () => cancelAnimationFrame(moving) };
}
