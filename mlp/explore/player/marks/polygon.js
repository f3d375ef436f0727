// A polygon, or the area between two curves: its corners move.

import { pairs } from "../place.js";
import { Mark } from "./mark.js";

export class Polygon extends Mark {
  set(values) {
    if (values.xy) this.setPaths([pairs(values.xy)]);
    super.set(values);
  }
}
