// Arrows of a quiver, drawn as Matplotlib draws them: in widths of their shaft, the very short ones
// as dots.

import { pairs, placing } from "../place.js";
import { Items } from "./items.js";

export class Arrows extends Items {
  set(values) {
    const { u, v, offsets } = values;
    if (u) {
      const places = pairs(offsets).map(placing(this.at));
      this.setPaths(places.map((place, i) => this.arrow(place, u.data[i], v.data[i])));
    }
    super.set(values);
  }

  /** An arrow in the page: as wide as it is, turned, and where it belongs. */
  arrow([x, y], u, v) {
    const { long, turn, shaft } = this;
    const length = Math.min(2 ** 16, Math.hypot(long[0] * u, long[1] * v));
    const right = turn[0] * u, up = turn[1] * v, size = Math.hypot(right, up);
    const [cos, sin] = size ? [right / size, up / size] : [1, 0];
    return this.corners(length)
      .map(([p, q]) => [x + shaft * (cos * p - sin * q), y - shaft * (sin * p + cos * q)]);
  }

  /** The corners of an arrow to the right, in widths of its shaft; one that is short is smaller. */
  corners(length) {
    const { head: [axis, back, wide], least: [dot, short], pivot } = this;
    if (length < dot) {
      const radius = dot / 2, turns = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => k * Math.PI / 3);
      return turns.map((turn) => [radius * Math.cos(turn), radius * Math.sin(turn)]);
    }
    const shrink = length < short ? length / short : 1, tip = Math.max(length, short);
    const [a, b, c] = [[0, 0.5], [tip - axis, 0.5], [tip - back, wide / 2]];
    const below = ([x, y]) => [x, -y];
    return [a, b, c, [tip, 0], below(c), below(b), below(a), a]
      .map(([x, y]) => [shrink * (x - pivot * tip), shrink * y]);
  }
}
