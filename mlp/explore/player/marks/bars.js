// Bars: rectangles, one by itself or many.

import { nth } from "../place.js";
import { Mark } from "./mark.js";

export class Bars extends Mark {
  set(values) {
    const { x, y, width, height, widths = width, heights = height } = values;
    if (x) {
      this.setPaths(this.paths.map((_, i) => {
        const [u, v, w, h] = [x, y, widths, heights].map((output) => nth(output, i));
        return [[u, v], [u + w, v], [u + w, v + h], [u, v + h]];
      }));
    }
    super.set(values);
  }
}
