// An image that the reader draws into, with a soft round brush.

import { h, makeButton, newId } from "./dom.js";
import { placeIn } from "./handle.js";
import { makeSurface } from "./surface.js";
import { SHADES } from "./values.js";

const SECOND = 2 + 32; // of the buttons of an event: a mouse's right one, a pen's other end
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

export function makePad({ label, shape, brush }, changed, group) {
  const svg = group.ownerSVGElement, frame = group.querySelector("foreignObject"), id = newId();
  const [left, top, ...size] = ["x", "y", "width", "height"].map((key) => +frame.getAttribute(key));
  const { a, d } = new DOMMatrix(frame.firstElementChild.style.transform), flips = [a, d];
  const counts = [shape[1], shape[0]], cells = size.map((length, i) => length / counts[i]);
  const cell = counts.map((n) => Math.floor(n / 2)); // the cursor's
  let ink, grip;

  const said = h("output", {});
  const eraser = h("input", { type: "checkbox", id });
  const flipped = (u, i) => (flips[i] < 0 ? counts[i] - u : u);
  const cellAt = (event) =>
    placeIn(svg, event).map((u, i) => flipped((u - [left, top][i]) / cells[i], i));
  const middle = () => cell.map((k) => k + 0.5);

  /** Draws, or erases, from one place to another; places are in cells. */
  function stroke([u, v], to, isErasing) {
    const [across, down] = [to[0] - u, to[1] - v], long = across ** 2 + down ** 2 || 1;
    changed(ink.map((row, i) => row.map((old, j) => {
      const [x, y] = [j + 0.5 - u, i + 0.5 - v], share = clamp((x * across + y * down) / long, 0, 1);
      const far = Math.hypot(x - share * across, y - share * down);
      const covered = Math.round(SHADES * clamp((brush + 1) / 2 - far, 0, 1));
      return isErasing ? Math.min(old, (SHADES - covered) / SHADES) : Math.max(old, covered / SHADES);
    })));
  }

  const { surface, moveCursor } = makeSurface(svg, [left, top, ...size], label, go, () => {
    stroke(middle(), middle(), eraser.checked || ink[cell[1]][cell[0]] > 0.5);
    sayHere();
  });
  function go(axis, way, isDrawing) {
    const from = middle(), step = (axis ? -way : way) * flips[axis];
    cell[axis] = clamp(cell[axis] + step, 0, counts[axis] - 1);
    if (isDrawing) stroke(from, middle(), eraser.checked);
    drawCursor();
    sayHere();
  }
  function sayHere() {
    const share = Math.round(100 * ink[cell[1]][cell[0]]);
    said.textContent = `row ${cell[1] + 1}, column ${cell[0] + 1}: ink ${share} %`;
  }
  function drawCursor() {
    const [x, y] = cell.map((k, i) => [left, top][i] + cells[i] * (flipped(k + 0.5, i) - 0.5));
    moveCursor(`M${x} ${y}h${cells[0]}v${cells[1]}h${-cells[0]}z`);
  }
  drawCursor();

  // What a finger draws must not scroll the page. (`touch-action` is not heard within an SVG.)
  surface.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  surface.oncontextmenu = (event) => event.preventDefault();
  surface.addEventListener("pointerdown", (event) => {
    surface.setPointerCapture(event.pointerId);
    surface.focus();
    event.preventDefault();
    said.textContent = "";
    grip = { at: cellAt(event), isErasing: eraser.checked || Boolean(event.buttons & SECOND) };
    stroke(grip.at, grip.at, grip.isErasing);
  });
  surface.onpointermove = (event) => {
    if (!grip) return;
    const at = cellAt(event);
    stroke(grip.at, at, grip.isErasing);
    grip.at = at;
  };
  surface.onpointerup = surface.onpointercancel = () => { grip = null; };
  return {
    elements: [makeButton("Clear", () => changed(ink.map((row) => row.map(() => 0)))),
      eraser, h("label", { htmlFor: id }, "eraser"), said],
    show(value) { ink = value; },
  };
}
