// Arrays as views: a buffer, an offset, and for each axis a size and a stride.
//
// What merely looks at the same numbers in another order (a slice, a transpose) shares the buffer.

export const product = (shape) => shape.reduce((n, size) => n * size, 1);

export const inOrder = (shape) => shape.map((_, i) => product(shape.slice(i + 1)));

export const view = (data, shape, strides = inOrder(shape), offset = 0) =>
  ({ data, shape, strides, offset });
export const fresh = (shape) => view(new Float64Array(product(shape)), shape);
export const isInOrder = ({ shape, strides }) =>
  inOrder(shape).every((stride, i) => stride === strides[i] || shape[i] === 1);

/** The same array with more axes: along those that are new or have size 1 it repeats itself. */
export function broadcast(x, shape) {
  const extra = shape.length - x.shape.length;
  const strides = shape.map((_, i) => (x.shape[i - extra] > 1 ? x.strides[i - extra] : 0));
  return view(x.data, shape, strides, x.offset);
}

export const broadcastShape = (arrays) => arrays.map((x) => x.shape).reduce((a, b) => {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const extra = long.length - short.length;
  return long.map((size, i) => (size === 1 && i >= extra ? short[i - extra] : size));
});

/** A shape as NumPy writes it. */
export const shapeWords = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

export const transposed = ({ data, shape: [m, n], strides: [i, j], offset }) =>
  view(data, [n, m], [j, i], offset);
