// A line: a path, markers, or both.

import { points } from "../place.js";
import { Mark } from "./mark.js";

export class Line extends Mark {
  set(values) {
    if (values.xdata) {
      const all = points(values.xdata, values.ydata);
      this.setPaths([all]);
      this.setPlaces(all);
    }
    super.set(values);
    if (values.color) this.uses.forEach(({ style }) => { style.fill = style.stroke; });
  }
}
