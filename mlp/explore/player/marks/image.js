// An image: its numbers go through a colour map to a canvas.

import { tabled } from "../colours.js";
import { h } from "../dom.js";
import { Mark } from "./mark.js";

export class Picture extends Mark {
  constructor(described, groups) {
    super(described, groups);
    const still = groups.map((group) => group.querySelector("img")).find(Boolean);
    const canvas = h("canvas", { width: described.columns, height: described.rows });
    canvas.style.cssText = still.style.cssText;
    still.replaceWith(canvas);
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.pixels = this.context.createImageData(described.columns, described.rows);
    this.colours = tabled(described);
  }

  set(values) {
    if (values.array) {
      values.array.data.forEach((x, k) => this.pixels.data.set(this.colours.entry(x), 4 * k));
      this.context.putImageData(this.pixels, 0, 0);
    }
    super.set(values);
  }
}
