// A polygon, or the area between two curves: its corners move. Of an ellipse, the points of its curve.

import { pairs } from "../place.js";
import { Mark } from "./mark.js";

export class Polygon extends Mark {
  set(values) {
    const corners = values.xy ?? values.curve;
    if (corners) this.setPaths([pairs(corners)]);
    super.set(values);
  }
}
