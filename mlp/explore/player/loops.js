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

/** A function that multiplies matrices; transposed ones are read as they lie.
 *
 *  Eight elements at a time, of two rows and four columns, so that what is read serves four or two
 *  of them; the last tile reaches back over those before it. Each sum is added up in order.
 */
export function matmul(out, a, b) {
  const [rows, columns] = out.shape;
  if (rows > columns) return matmul(transposed(out), transposed(b), transposed(a));
  const [n, x, y, o] = [a.shape[1], a.data, b.data, out.data];
  const [ai, at, bt, bj, oi, oj] = [...a.strides, ...b.strides, ...out.strides];
  if (columns < 4) return () => {
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let t = n, u = a.offset + i * ai, v = b.offset + j * bj; t--; u += at, v += bt) {
        sum += x[u] * y[v];
      }
      o[i * oi + j * oj] = sum;
    }
  };
  const [nextRow, nextOut] = rows > 1 ? [ai, oi] : [0, 0]; // a single row is its own next
  const lastRow = Math.max(rows - 2, 0), lastColumn = columns - 4;
  return () => {
    for (let row = 0; row < rows; row += 2) for (let column = 0; column < columns; column += 4) {
      const i = Math.min(row, lastRow), j = Math.min(column, lastColumn);
      let p = 0, q = 0, r = 0, s = 0, p2 = 0, q2 = 0, r2 = 0, s2 = 0;
      for (let t = n, u = a.offset + i * ai, v = b.offset + j * bj; t--; u += at, v += bt) {
        const e = x[u], f = x[u + nextRow];
        const c0 = y[v], c1 = y[v + bj], c2 = y[v + 2 * bj], c3 = y[v + 3 * bj];
        p += e * c0;
        q += e * c1;
        r += e * c2;
        s += e * c3;
        p2 += f * c0;
        q2 += f * c1;
        r2 += f * c2;
        s2 += f * c3;
      }
      const k = i * oi + j * oj, l = k + nextOut;
      o[k] = p;
      o[k + oj] = q;
      o[k + 2 * oj] = r;
      o[k + 3 * oj] = s;
      o[l] = p2;
      o[l + oj] = q2;
      o[l + 2 * oj] = r2;
      o[l + 3 * oj] = s2;
    }
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
