// A line: a path, markers, or both.

import { css } from "../colours.js";
import { nth, points, seen } from "../place.js";
import { Mark } from "./mark.js";

export class Line extends Mark {
  set({ color, linewidth, ...values }) {
    const { xdata, ydata } = values;
    if (xdata) {
      this.setPaths([seen(xdata, ydata, this.m[0])]);
      if (this.uses.length) this.setPlaces(points(xdata, ydata));
    }
    super.set(values);
    if (color) {
      const colour = () => css(color, 0, this.opacity);
      this.paint("stroke", colour, this.paths);
      for (const name of this.follow) this.paint(name, colour, this.uses);
    }
    if (linewidth) this.setWidths(() => nth(linewidth, 0));
  }
}
