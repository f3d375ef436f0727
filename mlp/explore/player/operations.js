// Operations on arrays: each adds steps, functions without arguments that fill an array, in order.

import { broadcast, broadcastShape, fresh, inOrder, isInOrder, view } from "./arrays.js";
import { ALONG, KEEPS_AXIS, KERNELS } from "./kernels.js";
import { loop, matmul, take } from "./loops.js";

/** The operations of one tape. A bit of a mask stands for an input (32 apart share one). */
export function makeOperations() {
  const steps = []; // {run, mask}

  /** Add a step that fills a new array; `make` gets it and returns the function that fills it. */
  function compute(shape, sources, make) {
    const out = { ...fresh(shape), mask: sources.reduce((mask, x) => mask | x.mask, 0) };
    const run = make(out);
    if (out.mask) steps.push({ run, mask: out.mask });
    else run();
    return out;
  }
  const apply = (kernel, shape, sources) => compute(shape, sources, (out) =>
    loop(kernel, [out, ...sources.map((x) => broadcast(x, shape))]));
  const copied = (x) => apply(KERNELS.copy, x.shape, [x]);
  const ordered = (x) => (isInOrder(x) ? x : copied(x));

  /** What is not computed element by element, or not computed at all. */
  const others = {
    float: ([x]) => x,
    reshape([x], shape) {
      const old = x.shape.flatMap((size, k) => (size === 1 ? [] : [[size, x.strides[k]]]));
      const sizes = shape.filter((size) => size !== 1);
      if (old.length === sizes.length && old.every(([size], k) => size === sizes[k])) {
        let k = 0; // axes of size 1 come and go: nothing moves
        return { ...x, shape, strides: shape.map((size) => (size === 1 ? 0 : old[k++][1])) };
      }
      return { ...ordered(x), shape, strides: inOrder(shape) };
    },
    transpose([x], axes) {
      return { ...x, shape: axes.map((k) => x.shape[k]), strides: axes.map((k) => x.strides[k]) };
    },
    broadcast: ([x], shape) => ({ ...broadcast(x, shape), mask: x.mask }),
    slice([x], triples) {
      const [start, step, shape] = [0, 1, 2].map((i) => triples.filter((_, k) => k % 3 === i));
      const offset = x.strides.reduce((sum, stride, k) => sum + stride * start[k], x.offset);
      return { ...x, shape, strides: x.strides.map((stride, k) => stride * step[k]), offset };
    },
    matmul: ([a, b]) => compute([a.shape[0], b.shape[1]], [a, b], (out) => matmul(out, a, b)),
    take(args) {
      const [x, rows] = args.map(ordered);
      return compute([...rows.shape, ...x.shape.slice(1)], [x, rows], (out) => take(out, x, rows));
    },
    apply: ([f, x]) => compute(x.shape, [f, x], (out) => {
      let own, fill;
      return () => {
        if (own !== f.data[0]) fill = (own = f.data[0])(out, x);
        fill();
      };
    }),
    concatenate(parts, [axis]) {
      const total = parts.reduce((sum, x) => sum + x.shape[axis], 0);
      const shape = parts[0].shape.map((size, k) => (k === axis ? total : size));
      return compute(shape, parts, (out) => {
        let offset = 0;
        const copies = parts.map((x) => {
          const place = view(out.data, x.shape, out.strides, offset);
          offset += x.shape[axis] * out.strides[axis];
          return loop(KERNELS.copy, [place, x]);
        });
        return () => copies.forEach((copy) => copy());
      });
    },
  };

  function result(op, args, numbers) {
    if (others[op]) return others[op](args, numbers);
    if (KERNELS[op]) return apply(KERNELS[op], broadcastShape(args), args);
    if (!ALONG[op]) throw new Error(`the player has no operation ${op}`);
    const { shape } = args[0];
    const keeps = KEEPS_AXIS.includes(op);
    return compute(keeps ? shape : shape.slice(0, -1), args, (out) => {
      const strides = keeps ? out.strides : [...out.strides, 0];
      return loop(ALONG[op], [view(out.data, shape, strides), args[0]], true);
    });
  }
  return { steps, result, copied, ordered };
}
