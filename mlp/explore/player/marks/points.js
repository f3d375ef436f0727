// Points of a scatter: markers at offsets.

import { pairs } from "../place.js";
import { Items } from "./items.js";

export class Points extends Items {
  set(values) {
    if (values.offsets) this.setPlaces(pairs(values.offsets));
    super.set(values);
  }
}
