// Arrays by NumPy's rules: shapes that fit, axes, indices. What does not fit is refused in words.

import { broadcastShape, product, shapeWords, view } from "../arrays.js";
import { makeOperations } from "../operations.js";
import { refuse } from "./read.js";

const MOST_NUMBERS = 1e6; // of a result: a page shall not run out of memory

// Without inputs all is computed at once; what an input is part of becomes a step.
export const { steps, result, ordered } = makeOperations();
const reshaped = (x, shape) => result("reshape", [x], shape);

export const scalar = (x) => view(Float64Array.of(x), []);
export const filled = ({ shape }, value) =>
  view(new Float64Array(product(shape)).fill(value), shape);
export const reversedAxes = (x) => result("transpose", [x], x.shape.map((_, k) => k).reverse());

/** The numbers of an array, in C order. */
export function numbersOf(x) {
  const { data, offset, shape } = ordered(x);
  return data.subarray(offset, offset + product(shape));
}

/** Applies an operation element by element; `what` is its name in messages. */
export function elementwise(op, arrays, what = op) {
  const shape = broadcastShape(arrays);
  const shapes = arrays.map((x) => shapeWords(x.shape)).join(" and ");
  const fits = (x) => x.shape.every((size, k) =>
    size === 1 || size === shape[k + shape.length - x.shape.length]);
  if (!arrays.every(fits)) refuse(`${what}: shapes ${shapes} do not fit`);
  if (product(shape) > MOST_NUMBERS) refuse(`${what} of shapes ${shapes} is too large for a page`);
  return result(op, arrays, []);
}

export function multiplied(a, b) {
  const [m, n] = [a.shape.length, b.shape.length];
  if (!m || !n) refuse("matmul: a number has no axis to sum over; write *");
  if (m > 2 || n > 2) refuse("matmul: here it takes arrays of one or two axes");
  const [p, q] = [a.shape.at(-1), b.shape[0]];
  if (p !== q) {
    const shapes = `${shapeWords(a.shape)} and ${shapeWords(b.shape)}`;
    refuse(`matmul: shapes ${shapes} do not fit, ${p} is not ${q}`);
  }
  const rows = m === 1 ? reshaped(a, [1, p]) : a, columns = n === 1 ? reshaped(b, [q, 1]) : b;
  const shape = [...a.shape.slice(0, -1), ...b.shape.slice(1)];
  return reshaped(result("matmul", [rows, columns], []), shape);
}

export function outer(...arrays) {
  const [a, b] = arrays.map((x) => reshaped(x, [product(x.shape)]));
  return elementwise("multiply", [reshaped(a, [a.shape[0], 1]), b], "np.outer");
}

/** Goes along one axis, or along all. */
export function along(name, x, { axis, keepdims }) {
  const { shape } = x, n = shape.length;
  if (axis < -n || axis >= n) refuse(`there is no axis ${axis}: the shape is ${shapeWords(shape)}`);
  const goesAlong = (k) => axis === undefined || k === (axis + n) % n;
  const axes = shape.map((_, k) => k), kept = axes.filter((k) => !goesAlong(k));
  const count = product(shape.filter((_, k) => goesAlong(k)));
  const moved = result("transpose", [x], [...kept, ...axes.filter(goesAlong)]);
  const last = reshaped(moved, [...kept.map((k) => shape[k]), count]);
  const made = name === "mean" ? result("divide", [result("sum", [last], []), scalar(count)], [])
    : result(name, [last], []);
  return keepdims ? reshaped(made, shape.map((size, k) => (goesAlong(k) ? 1 : size))) : made;
}

/** Takes what an index names; its parts are whole numbers, slices and null for a new axis. */
export function taken(x, parts) {
  const own = parts.filter((part) => part !== null).length, missing = x.shape.length - own;
  if (missing < 0) refuse(`${own} indices are too many for the shape ${shapeWords(x.shape)}`);
  const triples = [], shape = [];
  for (const part of [...parts, ...Array(missing).fill([null, null, null])]) {
    if (part === null) {
      shape.push(1);
      continue;
    }
    const axis = triples.length, size = x.shape[axis];
    if (typeof part !== "number") {
      triples.push(sliced(part, size));
      shape.push(triples.at(-1)[2]);
    } else if (part >= -size && part < size) triples.push([(part + size) % size, 1, 1]);
    else refuse(`index ${part} is out of bounds: axis ${axis} has size ${size}`);
  }
  return reshaped(result("slice", [x], triples.flat()), shape);
}

/** Where a slice begins, its step, and how many it takes, by the rules of Python. */
function sliced([start, stop, step], size) {
  const by = step ?? 1;
  if (!by) refuse("the step of a slice is not 0");
  const [low, high] = by > 0 ? [0, size] : [-1, size - 1];
  const bound = (i, missing) =>
    (i === null ? missing : Math.min(high, Math.max(low, i < 0 ? i + size : i)));
  const first = bound(start, by > 0 ? low : high), end = bound(stop, by > 0 ? high : low);
  const count = Math.ceil((end - first) / by);
  return count > 0 ? [first, by, count] : refuse("this slice is empty");
}
