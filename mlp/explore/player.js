// Plays tapes: the array operations of a NumPy function, on typed arrays, in the page.
//
//     const player = load(bundle, i);            tape i of what Python's `bundle(tapes)` wrote
//     player.inputs                              [{name, shape}, ...]
//     player.outputs                             [{name, shape, data, changed}, ...]
//     player.run({z0: 2, "state.W": array})      -> player.outputs
//
// A run sets the inputs it names; the others stay as they were (the first run names all). data is a
// Float64Array in C order, which the next run overwrites; booleans are 0 and 1.
//
// Everything that shapes decide is decided once, in `load`: each operation gets a buffer for its
// result and a function without arguments that fills it. What merely looks at the same numbers in
// another order (a slice, a transpose) is a view: a buffer, an offset, and for each axis a size and
// a stride. A run calls the functions of those operations that depend on a changed input.

const product = (shape) => shape.reduce((n, size) => n * size, 1);

/** Strides of an array in C order: the last axis is the fastest. */
const inOrder = (shape) => shape.map((_, i) => product(shape.slice(i + 1)));

const view = (data, shape, strides = inOrder(shape), offset = 0) =>
  ({ data, shape, strides, offset });
const fresh = (shape) => view(new Float64Array(product(shape)), shape);
const isInOrder = ({ shape, strides }) =>
  inOrder(shape).every((stride, i) => stride === strides[i] || shape[i] === 1);

/** The same array with more axes: along those that are new or have size 1 it repeats itself. */
function broadcast(x, shape) {
  const extra = shape.length - x.shape.length;
  const strides = shape.map((_, i) => (x.shape[i - extra] > 1 ? x.strides[i - extra] : 0));
  return view(x.data, shape, strides, x.offset);
}

const broadcastShape = (arrays) => arrays.map((x) => x.shape).reduce((a, b) => {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const extra = long.length - short.length;
  return long.map((size, i) => (size === 1 && i >= extra ? short[i - extra] : size));
});

// ---- Kernels: one line of numbers each ----
//
// n elements of the output o, from k on in steps of s, are computed from those of the arrays a
// (from i on in steps of p), b (j, q) and c (l, r). Those that training needs have a loop of their
// own: one that calls a function for each element takes several times as long.

const KERNELS = {
  copy(n, o, k, s, a, i, p) { for (; n--; k += s, i += p) o[k] = a[i]; },
  negative(n, o, k, s, a, i, p) { for (; n--; k += s, i += p) o[k] = -a[i]; },
  add(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] + b[j];
  },
  subtract(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] - b[j];
  },
  multiply(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] * b[j];
  },
  divide(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] / b[j];
  },
  maximum(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = Math.max(a[i], b[j]);
  },
  minimum(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = Math.min(a[i], b[j]);
  },
  less(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] < b[j] ? 1 : 0;
  },
  less_equal(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] <= b[j] ? 1 : 0;
  },
  equal(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] === b[j] ? 1 : 0;
  },
  not_equal(n, o, k, s, a, i, p, b, j, q) {
    for (; n--; k += s, i += p, j += q) o[k] = a[i] !== b[j] ? 1 : 0;
  },
  where(n, o, k, s, a, i, p, b, j, q, c, l, r) {
    for (; n--; k += s, i += p, j += q, l += r) o[k] = a[i] ? b[j] : c[l];
  },
  tanh(n, o, k, s, a, i, p) { for (; n--; k += s, i += p) o[k] = Math.tanh(a[i]); },
  exp(n, o, k, s, a, i, p) { for (; n--; k += s, i += p) o[k] = Math.exp(a[i]); },
};

/** A kernel from a function of one or two numbers. */
const each = (f) => (n, o, k, s, a, i, p, b, j, q) => {
  for (; n--; k += s, i += p, j += q) o[k] = f(a[i], b[j]);
};

const NAMES = "abs acos acosh asin asinh atan atan2 atanh cbrt ceil cos cosh expm1 floor hypot " +
  "log log10 log1p log2 sin sinh sqrt tan trunc";
for (const name of NAMES.split(" ")) KERNELS[name] = each(Math[name]);

// As NumPy does it: a remainder has the divisor's sign, halves are rounded to even, 1 ** NaN is 1.
Object.assign(KERNELS, {
  remainder: each((a, b) => {
    const m = a % b;
    return m ? ((b < 0) === (m < 0) ? m : m + b) : b < 0 ? -Math.abs(m) : Math.abs(m);
  }),
  floor_divide: each((a, b) => {
    if (b === 0) return a / b;
    const m = a % b;
    const whole = (a - m) / b - (m && (b < 0) !== (m < 0) ? 1 : 0);
    return whole ? Math.round(whole) : 0 * (a / b);
  }),
  rint: each((x) => {
    const up = Math.round(x);
    return up - x === 0.5 && up % 2 ? up - 1 : up;
  }),
  power: each((a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b)),
  sign: each((x) => Math.sign(x) + 0), // + 0: no -0
  heaviside: each((x, middle) => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? middle : NaN)),
});

// The last axis as a whole: n numbers of a make one of o, or a row of o. NaN wins, then the first.
const ALONG = {
  sum(n, o, k, s, a, i, p) {
    let t = 0;
    for (; n--; i += p) t += a[i];
    o[k] = t;
  },
  prod(n, o, k, s, a, i, p) {
    let t = 1;
    for (; n--; i += p) t *= a[i];
    o[k] = t;
  },
  max(n, o, k, s, a, i, p) {
    let t = -Infinity;
    for (; n--; i += p) t = Math.max(t, a[i]);
    o[k] = t;
  },
  min(n, o, k, s, a, i, p) {
    let t = Infinity;
    for (; n--; i += p) t = Math.min(t, a[i]);
    o[k] = t;
  },
  argmax(n, o, k, s, a, i, p) {
    let best = 0;
    for (let t = 1; t < n && a[i + best * p] === a[i + best * p]; t++) {
      if (!(a[i + t * p] <= a[i + best * p])) best = t;
    }
    o[k] = best;
  },
  argmin(n, o, k, s, a, i, p) {
    let best = 0;
    for (let t = 1; t < n && a[i + best * p] === a[i + best * p]; t++) {
      if (!(a[i + t * p] >= a[i + best * p])) best = t;
    }
    o[k] = best;
  },
  cumsum(n, o, k, s, a, i, p) { for (let t = 0; n--; k += s, i += p) o[k] = t += a[i]; },
  cumprod(n, o, k, s, a, i, p) { for (let t = 1; n--; k += s, i += p) o[k] = t *= a[i]; },
  sort(n, o, k, s, a, i, p) {
    const row = Float64Array.from({ length: n }, (_, t) => a[i + t * p]).sort();
    for (let t = 0; t < n; t++) o[k + t * s] = row[t];
  },
};
const KEEPS_AXIS = ["cumsum", "cumprod", "sort"];

/** A function that applies a kernel to all of some arrays of one shape, the output first.
 *
 *  Axes that are walked like one are merged. The longest (or the last, for what works along it) is
 *  left to the kernel; where its rows begin is worked out here.
 */
function loop(kernel, arrays, alongLast) {
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
 *  The innermost loop walks the longest of the three axes: it adds up one element of the result,
 *  or, where sums are short, adds a multiple of a row of b (a column of a) to one of the result.
 */
function matmul(out, a, b) {
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

const transposed = ({ data, shape: [m, n], strides: [i, j], offset }) =>
  view(data, [n, m], [j, i], offset);

/** A function that copies rows of x by number; -1 is the last row, one out of range is NaN. */
const take = (out, x, rows) => () => {
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

// ---- Constants ----

const decoded = new WeakMap(); // one copy for all the tapes of a bundle

const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

function constant(stored) {
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

// ---- Tapes ----

/** Make tape `i` of a bundle ready to run: see the first lines. */
export function load(bundle, i = 0) {
  const [program, used] = bundle.tapes[i];
  const { inputs, ops, outputs } = bundle.programs[program];
  const constants = used.map((c) => ({ ...constant(bundle.constants[c]), mask: 0 }));
  const nodes = inputs.map(([, shape], bit) => ({ ...fresh(shape), mask: 1 << bit }));
  const buffers = new Set(nodes.map((node) => node.data));
  const steps = []; // {run, mask}: a bit of the mask stands for an input (32 apart share one)

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
  const ordered = (x) => (isInOrder(x) ? x : apply(KERNELS.copy, x.shape, [x]));

  /** What is not computed element by element, or not computed at all. */
  const others = {
    float: ([x]) => x,
    int: (args) => apply(KERNELS.trunc, args[0].shape, args),
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
  const node = (number) => (number < 0 ? constants[~number] : nodes[number]);
  for (const [op, ...rest] of ops) {
    const numbers = Array.isArray(rest.at(-1)) ? rest.pop() : [];
    nodes.push(result(op, rest.map(node), numbers));
  }

  // An output must not be the buffer of an input, which the caller may fill from the outputs.
  const results = outputs.map(([name, number]) => {
    const x = node(number);
    const own = buffers.has(x.data) ? apply(KERNELS.copy, x.shape, [x]) : ordered(x);
    const { data, shape, offset, mask } = own;
    const part = data.subarray(offset, offset + product(shape));
    return { name, shape, data: part, mask, changed: true };
  });

  const named = new Map(inputs.map(([name], k) => [name, nodes[k]]));
  const missing = new Set(named.keys());
  const plans = new Map(); // for each set of changed inputs, what has to run
  let changed = -1; // at first, everything

  return {
    inputs: inputs.map(([name, shape]) => ({ name, shape })),
    outputs: results,
    run(values) {
      for (const [name, value] of Object.entries(values)) {
        const input = named.get(name);
        if (!input) throw new Error(`there is no input ${name}`);
        const given = typeof value === "object" ? value : [value];
        if (given.length !== input.data.length) {
          throw new Error(`${name} must have ${input.data.length} numbers, not ${given.length}`);
        }
        missing.delete(name);
        for (let k = 0; k < given.length; k++) {
          if (Object.is(input.data[k], given[k])) continue;
          input.data[k] = given[k];
          changed |= input.mask;
        }
      }
      const first = changed === -1;
      if (missing.size) throw new Error(`no value yet for ${[...missing].join(", ")}`);
      if (!plans.has(changed)) {
        plans.set(changed, steps.filter(({ mask }) => mask & changed).map(({ run }) => run));
      }
      for (const run of plans.get(changed)) run();
      for (const result of results) result.changed = first || (result.mask & changed) !== 0;
      changed = 0;
      return results;
    },
  };
}
