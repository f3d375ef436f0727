// Points of a scatter: markers at offsets.

import { nth, pairs } from "../place.js";
import { Items } from "./items.js";

export class Points extends Items {
  set(values) {
    const { offsets, sizes } = values;
    if (offsets) this.setPlaces(pairs(offsets));
    super.set(values);
    if (sizes) this.uses.forEach((use, i) => this.enlarge(use, Math.sqrt(nth(sizes, i))));
  }

  /** Make a marker larger, and not its edge. */
  enlarge(use, scale) {
    const [x, y] = ["x", "y"].map((name) => use.getAttribute(name));
    Object.assign(use.style, {
      transformOrigin: `${x}px ${y}px`, transform: `scale(${scale})`,
      strokeWidth: this.edge / scale,
    });
  }
}
