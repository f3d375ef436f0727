// Dragging: a handle over a marker of the picture, for fingers, mice and arrow keys.

import { SVG, setAll } from "./dom.js";
import { exponent, nearest } from "./values.js";
import { written } from "./words.js";

export const KEYS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, 1], ArrowDown: [1, -1] };

/** Where in the picture an event is. */
export function placeIn(svg, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [x, y];
}

export function makeHandle(use, { m, log }, own, values, set) {
  const svg = use.ownerSVGElement, both = own.filter(Boolean), [control] = both;
  const handle = setAll(document.createElementNS(SVG, "circle"), {
    class: "explorable-handle", r: 16, tabindex: 0, role: "slider",
    "aria-label": both.map(({ label }) => label).join(", "),
    "aria-valuemin": control.min, "aria-valuemax": control.max,
  });
  svg.append(handle);
  let grip = null;
  // What a finger drags must not scroll the page. (`touch-action` is not heard within an SVG.)
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.onpointerdown = (event) => {
    const [x, y] = placeIn(svg, event);
    grip = [x - use.getAttribute("x"), y - use.getAttribute("y")];
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  };
  handle.onpointermove = (event) => {
    const at = grip && placeIn(svg, event), next = {};
    own.forEach((each, i) => {
      if (!at || !each) return;
      const x = (at[i] - grip[i] - m[2 * i + 1]) / m[2 * i];
      next[each.name] = nearest(each, log[i] ? 10 ** x : x);
    });
    if (at) set(next);
  };
  handle.onpointerup = handle.onpointercancel = () => { grip = null; };
  handle.onkeydown = (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    const [axis, way] = KEYS[event.key], each = both[axis] ?? control;
    const change = way * (each.step ?? 0.1) * (event.shiftKey ? 10 : 1), value = values[each.name];
    set({ [each.name]: nearest(each, each.base ? value * each.base ** change : value + change) });
  };
  return () => setAll(handle, {
    cx: use.getAttribute("x"), cy: use.getAttribute("y"),
    "aria-valuenow": exponent(control, values[control.name]),
    "aria-valuetext": both.map(({ name, label, format: specification = ".3g" }) =>
      `${label} ${written(values[name], specification)}`).join(", "),
  });
}
