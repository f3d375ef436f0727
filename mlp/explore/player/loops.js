// Functions without arguments that fill an array from others, made once where shapes are known.

import { product, transposed } from "./arrays.js";

/** A function that applies a kernel to all of some arrays of one shape, the output first.
 *
 *  Axes that are walked like one are merged. The longest (or the last, for what works along it) is
 *  left to the kernel; where its rows begin is worked out here.
 */
export function loop(kernel, arrays, alongLast) {
  const axes = arrays[0].shape.map((size, i) =>
    ({ size, strides: arrays.map((x) => x.strides[i]) }));
  const last = alongLast ? [axes.pop()] : [];
  const merged = [];
  for (const axis of axes.filter(({ size }) => size !== 1)) {
    const outer = merged.at(-1);
    if (outer?.strides.every((stride, i) => stride === axis.strides[i] * axis.size)) {
      merged.pop();
      merged.push({ size: outer.size * axis.size, strides: axis.strides });
    } else merged.push(axis);
  }
  if (!alongLast) {
    const longest = merged.reduce((best, axis, i) => (axis.size > merged[best].size ? i : best), 0);
    last.push(merged.splice(longest, 1)[0] ?? { size: 1, strides: arrays.map(() => 0) });
  }
  let starts = arrays.map((x) => [x.offset]);
  for (const { size, strides } of merged) {
    starts = starts.map((list, i) =>
      list.flatMap((start) => Array.from({ length: size }, (_, t) => start + t * strides[i])));
  }
  const [{ size: n, strides: [s, p, q = 0, r = 0] }] = last;
  const [o, a, b = a, c = a] = arrays.map((x) => x.data);
  const [O, A, B = A, C = A] = starts.map((list) => Int32Array.from(list));
  return () => {
    for (let t = 0; t < O.length; t++) kernel(n, o, O[t], s, a, A[t], p, b, B[t], q, c, C[t], r);
  };
}

/** A function that multiplies matrices; transposed ones are read as they lie. The innermost loop
 *  walks the longest axis: it adds up one element, or adds a multiple of a row to one of out.
 */
export function matmul(out, a, b) {
  const [rows, columns] = out.shape;
  if (rows > columns) return matmul(transposed(out), transposed(b), transposed(a));
  const [n, x, y, o] = [a.shape[1], a.data, b.data, out.data];
  const [ai, at, bt, bj, oi, oj] = [...a.strides, ...b.strides, ...out.strides];
  const dot = (i, j) => {
    let sum = 0;
    for (let t = n, u = a.offset + i * ai, v = b.offset + j * bj; t--; u += at, v += bt) {
      sum += x[u] * y[v];
    }
    o[i * oi + j * oj] = sum;
  };
  const addRow = (i, t) => {
    const factor = x[a.offset + i * ai + t * at];
    for (let j = columns, k = i * oi, v = b.offset + t * bt; j--; k += oj, v += bj) {
      o[k] += factor * y[v];
    }
  };
  if (n > columns) return () => {
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) dot(i, j);
  };
  return () => {
    o.fill(0);
    for (let i = 0; i < rows; i++) for (let t = 0; t < n; t++) addRow(i, t);
  };
}

/** A function that copies rows of x by number; -1 is the last row, one out of range is NaN. */
export const take = (out, x, rows) => () => {
  const size = x.shape[0];
  const length = product(x.shape.slice(1));
  for (let k = 0; k < product(rows.shape); k++) {
    const row = rows.data[rows.offset + k];
    const start = x.offset + (row < 0 ? row + size : row) * length;
    for (let t = 0; t < length; t++) {
      out.data[k * length + t] = row >= -size && row < size ? x.data[start + t] : NaN;
    }
  }
};
