// Items: what scatters and collections of lines have in common. A colour map may paint them.

import { css, tabled } from "../colours.js";
import { nth } from "../place.js";
import { Mark } from "./mark.js";

export class Items extends Mark {
  constructor(described, groups) {
    super(described, groups);
    this.colours = described.table && tabled(described);
  }

  set(values) {
    super.set(values);
    const { facecolors } = values;
    if (facecolors && this.follow) this.paint("stroke", (i) => css(facecolors, i, this.opacity));
    for (const name of (values.array && this.paints) ?? []) {
      this.paint(name, (i) => this.colours.colour(nth(values.array, i), this.opacity));
    }
  }
}
