// The constants of a bundle of tapes, decoded once for all its tapes.

import { view } from "./arrays.js";

const decoded = new WeakMap(); // one copy for all the tapes of a bundle

const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export function constant(stored) {
  if (typeof stored !== "object") return view(Float64Array.of(stored), []);
  if (!decoded.has(stored)) {
    const { data, shape } = stored;
    // What JSON has no number for is a word, "NaN" or "Infinity", which becomes one here.
    const values = typeof data === "string" ? new Float64Array(bytes(data).buffer)
      : Float64Array.from(data.index ? bytes(data.index) : data, (x) => data.values?.[x] ?? x);
    decoded.set(stored, view(values, shape));
  }
  return decoded.get(stored);
}
