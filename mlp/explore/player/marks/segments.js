// Segments: lines of equal length, each with its width and colour.

import { pairs } from "../place.js";
import { Items } from "./items.js";

export class Segments extends Items {
  set(values) {
    const { segments } = values;
    if (segments) {
      const [n, size] = segments.shape;
      this.setPaths(Array.from({ length: n }, (_, i) => pairs(segments, 2 * i * size, size)));
    }
    super.set(values);
  }
}
