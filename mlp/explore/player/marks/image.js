// An image: its numbers go through a colour map to a canvas, or are colours.

import { tabled } from "../colours.js";
import { canvasFor } from "../dom.js";
import { Mark } from "./mark.js";

export class Picture extends Mark {
  constructor(described, groups) {
    super(described, groups);
    const canvas = canvasFor(groups, described.columns, described.rows);
    this.items = [canvas];
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.pixels = this.context.createImageData(described.columns, described.rows);
    this.colours = described.table !== undefined && tabled(described);
  }

  set(values) {
    if (values.array) {
      const { data, shape } = values.array, { pixels } = this;
      const colour = this.colours ? (k) => this.colours.entry(data[k]) : colourIn(data, shape[2]);
      for (let k = 0; k < pixels.data.length / 4; k++) pixels.data.set(colour(k), 4 * k);
      this.context.putImageData(pixels, 0, 0);
    }
    super.set(values);
  }

  fade(alpha) {
    this.items[0].style.opacity = alpha;
  }
}

/** Find the colours in an array of three axes; one that is not a number is seen through. */
const colourIn = (data, n) => (k) => {
  const colour = [...data.slice(n * k, n * k + n), 1].slice(0, 4);
  return colour.map((x) => (colour.some(Number.isNaN) ? 0 : Math.trunc(255 * x)));
};
