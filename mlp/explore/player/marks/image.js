// An image: its numbers go through a colour map to a canvas, or are colours.

import { tabled } from "../colours.js";
import { canvasFor } from "../dom.js";
import { Mark } from "./mark.js";

export class Picture extends Mark {
  constructor(described, groups) {
    super(described, groups);
    const { rows, columns, finer: [up, across] = [1, 1] } = described;
    const canvas = canvasFor(groups, across * columns, up * rows);
    this.items = [canvas];
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.pixels = this.context.createImageData(canvas.width, canvas.height);
    this.colours = described.table !== undefined && tabled(described);
  }

  set(values) {
    if (values.array) {
      const { shape } = values.array, { pixels, finer } = this;
      const data = finer ? between(values.array, finer) : values.array.data;
      if (this.colours) {
        const { rgba, entry } = this.colours, painted = new Uint32Array(pixels.data.buffer);
        for (let k = 0; k < painted.length; k++) painted[k] = rgba[entry(data[k])];
      } else {
        const colour = colourIn(data, shape[2]);
        for (let k = 0; k < pixels.data.length / 4; k++) pixels.data.set(colour(k), 4 * k);
      }
      this.context.putImageData(pixels, 0, 0);
    }
    super.set(values);
  }

  fade(alpha) {
    this.items[0].style.opacity = alpha;
  }
}

/** Numbers between those of an array, as `image.py` finds them: so many for each, along each axis. */
function between({ data, shape }, finer) {
  const [down, across] = shape.map((size, axis) => {
    const n = finer[axis], last = size - 1;
    return Array.from({ length: n * size }, (_, k) => {
      const at = Math.min(last, Math.max(0, (k + 0.5) / n - 0.5)), low = Math.floor(at);
      return [low, Math.min(low + 1, last), at - low];
    });
  });
  const found = new Float64Array(down.length * across.length);
  let k = 0;
  for (const [top, bottom, v] of down) {
    const row = Float64Array.from({ length: shape[1] }, (_, j) =>
      (1 - v) * data[top * shape[1] + j] + v * data[bottom * shape[1] + j]);
    for (const [left, right, u] of across) found[k++] = (1 - u) * row[left] + u * row[right];
  }
  return found;
}

/** Find the colours in an array of three axes; one that is not a number is seen through. */
const colourIn = (data, n) => (k) => {
  const colour = [...data.slice(n * k, n * k + n), 1].slice(0, 4);
  return colour.map((x) => (colour.some(Number.isNaN) ? 0 : Math.trunc(255 * x)));
};
