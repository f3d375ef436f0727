// Brings the figures of a page to life: plays tapes, builds controls, moves the marks of the SVG.

// ==== The player ====
//
// `load(bundle, i)` makes tape i of what Python's `bundle(tapes)` wrote ready. Its `run` sets the
// inputs it names (the first run names all) and returns [{name, shape, data, changed}, ...]: data
// is a Float64Array in C order, which the next run overwrites; booleans are 0 and 1.
//
// Everything that shapes decide is decided once, in `load`: each operation gets a buffer for its
// result and a function without arguments that fills it. What merely looks at the same numbers in
// another order (a slice, a transpose) is a view: a buffer, an offset, and for each axis a size and
// a stride. A run calls the functions of those operations that depend on a changed input.

const product = (shape) => shape.reduce((n, size) => n * size, 1);

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
// n elements of the output o, from k in steps of s, are computed from those of a (from i in steps
// of p), b (j, q) and c (l, r). Those that training needs have a loop of their own: one that calls
// a function for each element takes several times as long.

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

/** A function that multiplies matrices; transposed ones are read as they lie. The innermost loop
 *  walks the longest axis: it adds up one element, or adds a multiple of a row to one of out.
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

// ==== Figures ====
//
// A figure is <figure class="explorable"> with its picture, a caption, and JSON: the controls, the
// tapes, and for each mark what kind of artist it is and where its data go. Everything a reader
// does ends in `draw`. For those who script: the element's property `figure`.

const collect = (list, pair) => Object.fromEntries(list.map(pair));
const mapValues = (object, f) => collect(Object.entries(object), ([key, value]) => [key, f(value)]);

// ---- Words: numbers as Python writes them ----

/** Python's format(x, specification), for the specifications that `typeset.py` lets through. */
export function format(x, specification) {
  if (typeof x === "boolean") return x ? "True" : "False";
  if (typeof x === "string") return x;
  const [, sign, width, digits = 6, type] = specification.match(/^([-+ ]?)(\d*)(?:\.(\d+))?(.?)$/);
  const size = Math.abs(x), minus = x < 0 || (Object.is(x, -0) && type !== "d");
  const text = Number.isFinite(x) ? WRITE[type](size, +digits) : Number.isNaN(x) ? "nan" : "inf";
  return ((minus ? "-" : sign.replace("-", "")) + text).padStart(width);
}

const WRITE = {
  d: (x) => fixed(x, 0),
  f: fixed,
  e: exponential,
  "%": (x, digits) => `${fixed(100 * x, digits)}%`,
  g(x, digits) {
    const places = Math.max(1, digits), exponent = Number(exponential(x, places - 1).split("e")[1]);
    if (exponent >= -4 && exponent < places) return bare(fixed(x, places - 1 - exponent));
    return exponential(x, places - 1).replace(/[^e]*/, bare);
  },
  ""(x) {
    if (x && (x < 1e-4 || x >= 1e16)) return twoDigits(x.toExponential());
    return Number.isInteger(x) ? `${x}.0` : `${x}`;
  },
};

const bare = (number) => number.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
const twoDigits = (text) => text.replace(/e([-+])(\d)$/, "e$10$2");

function fixed(x, digits) {
  if (x >= 1e21) return BigInt(x) + (digits && ".".padEnd(digits + 1, "0") || "");
  return halfToEven((n) => x.toFixed(n), digits);
}

function exponential(x, digits) {
  return twoDigits(halfToEven((n) => x.toExponential(n), digits));
}

/** JavaScript rounds a tie up, Python to an even digit; thirty digits more tell a tie. */
function halfToEven(write, digits) {
  const [, kept, rest, exponent = ""] = write(Math.min(100, digits + 30))
    .match(digits ? `^(\\d+\\.\\d{${digits}})(\\d*)(e.*)?$` : /^(\d+)\.?(\d*)(e.*)?$/);
  return /^50*$/.test(rest) && "02468".includes(kept.at(-1)) ? kept + exponent : write(digits);
}

/** For a reader: a minus is no hyphen, and what rounds to zero has none. */
export function written(x, specification) {
  const text = format(x, specification);
  return /^ *-[0.]+(e\+00)?%?$/.test(text) ? format(-x, specification) : text.replaceAll("-", "\u2212");
}

const fillIn = (pieces, valueOf) => pieces
  .map((piece) => (typeof piece === "string" ? piece : written(valueOf(piece[0]), piece[1])))
  .join("");

// ---- Marks: from data to attributes ----

/** To a thousandth of a point, and no farther off the page than a browser can draw towards. */
const rounded = (x) => Math.round(Math.min(1e9, Math.max(-1e9, x)) * 1000) / 1000;

function placing({ m, log }) {
  const along = (x, i) => m[2 * i + 1] + m[2 * i] *
    (!log[i] ? x : x <= 0 && log[i] === "clip" ? -1000 : Math.log10(x));
  return ([x, y]) => [along(x, 0), along(y, 1)].map(rounded);
}

const isPlace = ([x, y]) => Number.isFinite(x + y);

/** The data of an SVG path through points; where one is missing there is a gap. */
function outline(points, closed) {
  let d = "", pen = "M";
  for (const point of points) {
    if (isPlace(point)) d += pen + point.join(" ");
    pen = isPlace(point) ? "L" : "M";
  }
  return closed && d ? `${d}z` : d;
}

/** The i-th number of an output that may be a single number for all. */
const nth = ({ data }, i) => data[data.length > 1 ? i : 0];

const pairs = ({ data }, from = 0, n = data.length / 2) =>
  Array.from({ length: n }, (_, i) => [data[from + 2 * i], data[from + 2 * i + 1]]);

const points = (x, y) =>
  Array.from({ length: Math.max(x.data.length, y.data.length) }, (_, i) => [nth(x, i), nth(y, i)]);

// For each kind of mark: the points of its paths, and the places of its markers.
const PATHS = {
  line: ({ xdata, ydata }) => xdata && [points(xdata, ydata)],
  polygon: ({ xy }) => xy && [pairs(xy)],
  segments({ segments }) {
    const [n, size] = segments?.shape ?? [];
    return segments && Array.from({ length: n }, (_, i) => pairs(segments, 2 * i * size, size));
  },
  bars: ({ x, y, width, height, widths = width, heights = height }, paths) =>
    x && paths.map((_, i) => {
      const [u, v, w, h] = [x, y, widths, heights].map((output) => nth(output, i));
      return [[u, v], [u + w, v], [u + w, v + h], [u, v + h]];
    }),
};

const PLACES = {
  line: ({ xdata, ydata }) => xdata && points(xdata, ydata),
  points: ({ offsets }) => offsets && pairs(offsets),
};

const PAINTS = {
  color: "stroke", colors: "stroke", edgecolor: "stroke", edgecolors: "stroke",
  facecolor: "fill", facecolors: "fill",
};

/** The width that a line's dashes go by: one too thin to be seen would have thousands. */
const thick = (width) => Math.max(width, 0.5);

/** Makes the function that moves a mark to new data, {property: {shape, data}}, or words. */
function mover(mark, groups) {
  const all = (selector) => groups.flatMap((group) => [...group.querySelectorAll(selector)])
    .filter((element) => !element.closest("defs"));
  const { kind } = mark, paths = all("path"), uses = all("use"), lines = all("text");
  const first = uses.length, place = mark.m && placing(mark), table = mark.table && tabled(mark);
  const showImage = kind === "image" && pixels(mark, table, all("img")[0]);
  const another = (list, like) => {
    const copy = like.cloneNode();
    list.at(-1).after(copy);
    list.push(copy);
  };
  const dashes = paths.map(({ style: own }) => own.strokeDasharray.split(",")
    .map((length) => parseFloat(length) / thick(parseFloat(own.strokeWidth))));
  const style = (name, valueOf) => [...paths, ...uses, ...lines].forEach((item, i) => {
    item.style[name] = valueOf(i);
  });
  const paint = (name, colourOf) => {
    style(name, colourOf);
    style(`${name}Opacity`, () => 1);
  };

  return (next, words) => {
    const shapes = paths.length && PATHS[kind]?.(next, paths);
    if (shapes) {
      const ds = shapes.map((shape) => outline(shape.map(place), mark.closed));
      while (paths.length < ds.length) another(paths, paths[0]);
      paths.forEach((path, i) => path.setAttribute("d", ds[i] ?? ""));
    }
    const places = uses.length && PLACES[kind]?.(next);
    if (places) {
      while (uses.length < places.length) another(uses, uses[uses.length % first]);
      uses.forEach((use, i) => {
        const [x, y] = place(places[i] ?? [NaN, NaN]), there = isPlace([x, y]);
        setAll(use, { display: there ? "inline" : "none", ...(there && { x, y }) });
      });
    }
    if (words !== undefined || next.text0) {
      mark.lines.forEach((spans, i) => spans.forEach((pieces, j) => {
        const span = lines[i]?.children[j] ?? lines[i];
        const text = words ?? fillIn(pieces, (field) => next[`text${field}`].data[0]);
        if (span) span.textContent = text;
      }));
    }
    if (next.position) {
      const [[x, y], [x0, y0]] = [next.position.data, mark.start].map(place);
      setAll(groups[0], { transform: `translate(${x - x0} ${y - y0})` });
    }
    for (const key in PAINTS) {
      if (next[key]) paint(kind === "text" ? "fill" : PAINTS[key], (i) => css(next[key], i));
    }
    if (kind === "line" && next.color) {
      uses.forEach(({ style: own }) => { own.fill = own.stroke; });
    }
    const width = next.linewidths ?? next.linewidth;
    if (width) {
      style("strokeWidth", (i) => nth(width, i));
      paths.forEach((path, i) => {
        path.style.strokeDasharray = dashes[i].map((length) => length * thick(nth(width, i)));
      });
    }
    if (next.array && showImage) showImage(next.array.data);
    for (const name of (next.array && mark.paints) ?? []) {
      paint(name, (i) => table.colour(nth(next.array, i)));
    }
    for (const group of groups) {
      if (next.visible) setAll(group, { display: next.visible.data[0] ? "inline" : "none" });
      if (next.alpha) group.style.opacity = next.alpha.data[0];
    }
  };
}

function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function css({ data, shape }, i) {
  const size = shape.at(-1), from = (i * size) % data.length;
  const [r, g, b, a = 1] = data.slice(from, from + size)
    .map((x, k) => (k < 3 ? Math.round(255 * x) : x));
  return `rgb(${r} ${g} ${b} / ${a})`;
}

function tabled({ limits, logarithmic, table }) {
  const bytes = Uint8Array.from(table.match(/../g), (pair) => parseInt(pair, 16));
  const n = bytes.length / 4 - 3, scale = logarithmic ? Math.log10 : (x) => x;
  const [low, high] = limits.map(scale);
  const entry = (x) => {
    const share = (scale(x) - low) / (high - low || 1);
    const k = share < 0 ? n : share > 1 ? n + 1 : Number.isNaN(share) ? n + 2
      : Math.min(n - 1, Math.floor(share * n));
    return bytes.subarray(4 * k, 4 * k + 4);
  };
  const colour = (x) => {
    const [r, g, b, a] = entry(x);
    return `rgb(${r} ${g} ${b} / ${a / 255})`;
  };
  return { entry, colour };
}

/** Puts a canvas in the place of an image; returns the function that paints it. */
function pixels({ rows, columns }, table, still) {
  const canvas = h("canvas", { width: columns, height: rows });
  canvas.style.cssText = still.style.cssText;
  still.replaceWith(canvas);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const picture = context.createImageData(columns, rows);
  return (array) => {
    array.forEach((x, k) => picture.data.set(table.entry(x), 4 * k));
    context.putImageData(picture, 0, 0);
  };
}

/** Makes the function that moves all marks to new outputs, and touches only those that changed. */
function movingMarks(root, marks) {
  const all = marks.map((mark, i) => {
    const groups = [...root.querySelectorAll(`[data-mark="${i}"]`)];
    return { ...mark, move: groups.length ? mover(mark, groups) : () => {}, last: {} };
  });
  return (outputs, words) => {
    for (const { name, channels, move, last } of all) {
      const next = {};
      let changed = false;
      for (const channel of channels) {
        const now = words[channel] ?? outputs[channel].data, before = last[channel];
        changed ||= now.length !== before?.length
          || [...now].some((x, i) => !Object.is(x, before[i]));
        last[channel] = now.slice();
        next[channel.slice(name.length + 1)] = outputs[channel];
      }
      if (changed) move(next, words[`${name}.words`]);
    }
  };
}

// ---- Controls ----

const SVG = "http://www.w3.org/2000/svg";

/** Counted by the page: in a notebook each widget brings a player of its own. */
const newId = () => `explorable-${document.explorables = (document.explorables ?? 0) + 1}`;

function h(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function makeButton(text, onclick) {
  return h("button", { type: "button", onclick }, text);
}

function makeSlider(label, limits, oninput) {
  const id = newId(), readout = h("output", { htmlFor: id });
  const input = h("input", { type: "range", id, ...limits });
  input.oninput = () => oninput(input.valueAsNumber);
  const show = (value, text) => {
    input.value = value;
    input.ariaValueText = readout.textContent = text;
  };
  return { element: makeRow(h("label", { htmlFor: id }, label), input, readout), input, show };
}

const makeRow = (...children) => h("div", { className: "explorable-control" }, ...children);

/** What a logarithmic slider's input holds; all others hold the value itself. */
const exponent = ({ base }, x) => (base ? Math.log(x) / Math.log(base) : x);

/** The value of a control that is nearest to x. */
function nearest({ min, max, base, step, integer }, x) {
  let u = exponent({ base }, x);
  if (step) u = (min ?? 0) + Math.round((u - (min ?? 0)) / step) * step;
  u = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, Number(u.toPrecision(12))));
  return base ? base ** u : integer ? Math.round(u) : u;
}

/** Checks that a control can take a value; words from an address become what they mean. */
function checked({ name, kind, options, min = -Infinity, max = Infinity, base }, value) {
  if (kind === "choice") {
    const key = options.find((option) => String(option) === String(value));
    if (key === undefined) throw new RangeError(`${name} must be one of ${options}; got ${value}`);
    return key;
  }
  if (kind === "checkbox") return String(value) === "true";
  const x = value === "" ? NaN : Number(value), u = exponent({ base }, x);
  if (u > min - 1e-9 && u < max + 1e-9) return x;
  throw new RangeError(`${name} must be from ${min} to ${max}; got ${u}`);
}

/** Makes the elements of a control; `changed(value)` is called when the reader moves it. */
function makeControl(control, changed) {
  const { kind, label, options, base, min, max, step = "any", walk } = control, id = newId();
  const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }), step };
  if (kind === "range") {
    const { element, input, show } =
      makeSlider(label, limits, (u) => changed(base ? base ** u : u));
    const place = (value) => exponent(control, value).toFixed(12);
    const ways = walk ? [["Back", -step], ["Next", step]] : [];
    const buttons = ways.map(([text, way]) =>
      makeButton(text, () => changed(nearest(control, input.valueAsNumber + way))));
    element.prepend(...buttons);
    return {
      element,
      show(value) {
        show(place(value), written(value, control.format));
        buttons.forEach((button, i) => { button.ariaDisabled = value === [min, max][i]; });
      },
    };
  }
  if (kind === "button") {
    const element = makeButton(label, () => changed(+element.value + 1));
    return { element, show: (value) => { element.value = value; } };
  }
  const caption = h("label", { htmlFor: id }, label);
  if (kind === "checkbox") {
    const input = h("input", { type: "checkbox", id, oninput: () => changed(input.checked) });
    return { element: makeRow(input, caption), show: (value) => { input.checked = value; } };
  }
  const input = kind === "choice"
    ? h("select", { id, oninput: () => changed(options[input.selectedIndex]) },
      ...options.map((option) => h("option", {}, option)))
    : h("input", { type: "number", id, ...limits,
      onchange: () => {
        if (input.value) changed(nearest({ ...control, step: control.integer }, +input.value));
        else show(shown);
      } });
  let shown;
  const show = (value) => { input.value = shown = value; };
  return { element: makeRow(caption, input), show };
}

// ---- State: the steps of a figure that keeps one ----

const MEMORY = 32e6; // bytes that the recorded states of a figure may take

/** The states of a figure, oldest to latest, and what the reader walks them with. */
function makeStepper(players, inputs, perFrame, redraw) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let start, states, oldest, at, broken, running = false, drawn = 0;
  const copied = (outputs) => collect(outputs, ({ name, data }) => [name, data.slice()]);
  const state = () => states[at - oldest];
  const latest = () => oldest + states.length - 1;
  const stateInputs = () =>
    collect(Object.entries(state()), ([name, data]) => [`state.${name}`, data]);
  const finite = (next) => Object.entries(next).every(([name, data]) =>
    data.every((x, i) => Number.isFinite(x) || !Number.isFinite(start[name][i])));

  function restart() {
    running = false;
    start = copied(players().start.run(inputs()));
    [states, oldest, at, broken] = [[start], 0, 0, 0];
  }
  function step() {
    if (broken) return false;
    const next = copied(players().step.run({ ...inputs(), ...stateInputs() }));
    if (!finite(next)) {
      broken = at + 1;
      return false;
    }
    states.length = at - oldest + 1;
    states.push(next);
    at++;
    const bytes = Object.values(next).reduce((sum, data) => sum + data.byteLength, 64);
    if (states.length * bytes > MEMORY) {
      states.shift();
      oldest++;
    }
    return true;
  }
  function go(to) {
    running = false;
    broken = 0;
    at = Math.min(latest(), Math.max(oldest, to));
  }
  function frame(time) {
    if (!running) return;
    for (let i = 0; i < perFrame && running; i++) running = step();
    if (!running || !calm.matches || time - drawn > 1000) {
      drawn = time;
      redraw();
    }
    requestAnimationFrame(frame);
  }

  const acting = (text, action) => makeButton(text, () => {
    action();
    redraw();
  });
  const run = acting("Run", () => {
    running = !running && !broken;
    if (running) requestAnimationFrame(frame);
  });
  const forward = acting("Step", () => {
    running = false;
    step();
  });
  const back = acting("Back", () => go(at - 1)), reset = acting("Reset", restart);
  const slider = makeSlider("Step", { min: 0, step: 1 }, (to) => {
    go(to);
    redraw();
  });
  const message = h("p", { className: "explorable-message", role: "alert" });
  const buttons = h("div", {}, run, forward, back, reset);
  return {
    element: h("div", { className: "explorable-stepper" }, buttons, slider.element, message),
    restart, step, go, state, stateInputs,
    at: () => at,
    running: () => running,
    replace(next) {
      Object.assign(state(), mapValues(next, (data) => Float64Array.from([data].flat(9))));
    },
    show(lost) {
      if (lost && at && !broken) broken = at;
      running &&= !broken;
      Object.assign(slider.input, { min: oldest, max: Math.max(latest(), oldest + 1) });
      slider.show(at, `${at}`);
      run.textContent = running ? "Pause" : "Run";
      run.ariaDisabled = forward.ariaDisabled = broken > 0;
      back.ariaDisabled = at === oldest;
      const text = broken ? `Diverged at step ${broken}. Reset starts again.` : "";
      if (message.textContent !== text) message.textContent = text;
    },
  };
}

// ---- Dragging ----

const KEYS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [1, 1], ArrowDown: [1, -1] };

function makeHandle(use, { m, log }, own, values, set) {
  const svg = use.ownerSVGElement, both = own.filter(Boolean), [control] = both;
  const handle = setAll(document.createElementNS(SVG, "circle"), {
    class: "explorable-handle", r: 16, tabindex: 0, role: "slider",
    "aria-label": both.map(({ label }) => label).join(", "),
    "aria-valuemin": control.min, "aria-valuemax": control.max,
  });
  svg.append(handle);
  let grip = null;
  const place = ({ clientX, clientY }) => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [x, y];
  };
  // What a finger drags must not scroll the page. (`touch-action` is not heard within an SVG.)
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.onpointerdown = (event) => {
    const [x, y] = place(event);
    grip = [x - use.getAttribute("x"), y - use.getAttribute("y")];
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  };
  handle.onpointermove = (event) => {
    const at = grip && place(event), next = {};
    own.forEach((each, i) => {
      if (!at || !each) return;
      const x = (at[i] - grip[i] - m[2 * i + 1]) / m[2 * i];
      next[each.name] = nearest(each, log[i] ? 10 ** x : x);
    });
    if (at) set(next);
  };
  handle.onpointerup = handle.onpointercancel = () => { grip = null; };
  handle.onkeydown = (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    const [axis, way] = KEYS[event.key], each = both[axis] ?? control;
    const change = way * (each.step ?? 0.1) * (event.shiftKey ? 10 : 1), value = values[each.name];
    set({ [each.name]: nearest(each, each.base ? value * each.base ** change : value + change) });
  };
  return () => setAll(handle, {
    cx: use.getAttribute("x"), cy: use.getAttribute("y"),
    "aria-valuenow": exponent(control, values[control.name]),
    "aria-valuetext": both.map(({ name, label, format: specification = ".3g" }) =>
      `${label} ${written(values[name], specification)}`).join(", "),
  });
}

// ---- Asking ----

// Times or divided by; a sign; digits, with a comma or the like between thousands; a power.
const DECIMAL = String.raw`(?=\.?\d)(?:\d*|[1-9]\d?\d?(?:[, '’_]\d{3})+)(?:\.\d*)?`;
const FACTOR = new RegExp(
  String.raw`^([*/])([+-]?)(${DECIMAL})(e[+-]?\d+)?(?:\^[({]?([+-]?\d*\.?\d+)[)}]?)?$`, "i");

/** The number x that factors make, and how many digits were typed: at most all of them, at least
 *  those before zeros that only hold a place, as in 5300.
 */
function calculated(text) {
  const factors = `*${text}`.split(/(?=[*/])/).map((factor) => FACTOR.exec(factor) ?? []);
  const x = factors.reduce((before, [, how, sign, digits = "?", e = "", power = 1]) => {
    const own = `${sign}1` * Number(digits.replace(/[^\d.?]/g, "") + e) ** power;
    return how === "/" ? before / own : before * own;
  }, 1);
  const digits = factors[0][3] ?? "", typed = digits.replace(/^[0.]+|\D/g, "").slice(0, 9);
  const least = digits.includes(".") ? typed : typed.replace(/0+$/, "");
  return { x, most: typed.length, least: least.length };
}

/** What a text may mean. A name before = does not count; a comma may stand for the point. */
function readings(text, inPercent) {
  const plain = text.replace(/[²³¹⁰⁴-⁻]+/g, "^$&").replace(/\d(?=[¼-¾⅐-⅞])/g, "$& ")
    .normalize("NFKC").replace(/^.*[=≈]|[.。]\s*$/g, "").replace(/[‐-―−]/g, "-")
    .replace(/\*\*/g, "^").replace(/[x×·⋅∙]/gi, "*").replace(/[⁄∕÷]/g, "/")
    .replace(/\s*([^\d\s])\s*/g, "$1").trim();
  return ["/100", ...(inPercent ? [""] : [])].map((percent) => plain.replace(/%$/, percent))
    .flatMap((own) => (/,|\.\d+\./.test(own) // 1,5 or 1.234.567
      ? [own, own.replace(/[.,]/g, (mark) => (mark === "," ? "." : ","))] : [own]))
    .map(calculated).filter(({ x }) => Number.isFinite(x));
}

const isNear = (x, y, tolerance = 0) =>
  Math.abs(x - y) < tolerance * Math.abs(y) + 1e-12 * Math.max(1, Math.abs(y));

/** To how many digits x is y, rounded to as many as were typed; 0 if it is not. */
function digitsRight({ x, least, most }, y) {
  for (let n = most; n && n >= least; n--) { // a half may go up or down
    if ([1 - 1e-9, 1 + 1e-9].some((up) => isNear(x, +(y * up).toPrecision(n)))) return n;
  }
  return 0;
}

/** What to say of one reading: [how far it is from right, the words]. */
function judged(reading, right, slips, tolerance) {
  const off = (y) => Math.abs(reading.x - y);
  const fitting = slips.filter(([, y]) => isNear(reading.x, y, tolerance))
    .sort(([, y], [, other]) => off(y) - off(other));
  const tell = (told) => told.map(([words]) => words).join(" Or: ");
  const n = digitsRight(reading, right);
  const isRight = isNear(reading.x, right, tolerance);
  if (isRight && (n || fitting.every(([, y]) => off(right) <= off(y)))) return [0, "Right."];
  if (n && !isNear(Math.round(right), right)) { // a whole number is counted, not rounded
    const exact = fitting.filter(([, y]) => isNear(reading.x, y));
    return [1, `Right to ${COUNTS[n]} digit${n > 1 ? "s" : ""}; one more, please.` +
      (exact.length ? ` If you did not round: ${tell(exact)}` : "")];
  }
  if (!fitting.length) return [3, "Not yet."];
  const rounded = fitting.filter(([, y]) => digitsRight(reading, y));
  return [2, `Not yet: ${tell(rounded.length ? rounded : fitting.slice(0, 1))}`];
}
const COUNTS = " one two three four five six seven eight nine".split(" ");

/** Makes the form of a question; `solved` is called at its answer. */
function makeQuestion({ question, slips, tolerance }, valueOf, solved) {
  const id = newId(), verdict = h("output", { htmlFor: id });
  const input = h("input", { id, type: "text", autocomplete: "off" });
  const say = (text, right = false) => {
    verdict.textContent = text;
    verdict.classList.toggle("is-right", right);
  };
  const judge = (typed) => {
    const meant = readings(typed, /percent|%/i.test(question)), right = valueOf("value");
    if (!meant.length) return [4, "Type a number, such as -0.25, 1/4, 25 % or 2.5e-1."];
    if (!Number.isFinite(right)) return [4, "Here there is no number to find."];
    const known = slips.map((words, i) => [words, valueOf(`slip${i}`)]);
    return meant.map((x) => judged(x, right, known, tolerance)).sort(([a], [b]) => a - b)[0];
  };
  const onsubmit = (event) => {
    event.preventDefault();
    const [far, text] = judge(input.value);
    say(text, !far);
    if (!far) solved();
  };
  const element = h("form", { className: "explorable-question", onsubmit },
    h("label", { htmlFor: id }, question), input, h("button", {}, "Check"), verdict);
  return { element, judge, clear: () => say("") };
}

/** Questions one after the other. */
function makeQuestions(list, outputOf) {
  const all = list.map((ask, k) => makeQuestion(ask, (part) => outputOf(`ask${k}.${part}`), () => {
    if (all[k + 1]) all[k + 1].element.hidden = false;
  }));
  const clear = () => all.forEach((question, k) => {
    question.clear();
    question.element.hidden = k > 0;
  });
  const judge = (k, typed) => all[k].judge(typed)[1];
  return { elements: all.map(({ element }) => element), clear, judge };
}

// ---- A figure ----

const REST = 500; // milliseconds after which a reader has come to rest

/** Brings one figure to life; `model` is its widget's where there is a kernel. */
export function mount(root, model) {
  if (root.figure) return;
  giveOwnIds(root);
  const { name, controls, tapes, words, captions, marks, tables, state, ask, ...data } =
    JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const values = {}, first = collect(controls, (control) => [control.name, control.value]);
  const choices = controls.filter(({ kind }) => kind === "choice");
  const traced = controls.filter(({ kind }) => kind !== "choice");
  const inputs = () => collect(traced, (control) => [control.name, +values[control.name]]);

  // Each combination of choices has its own tapes, loaded when first needed.
  const loaded = [], kinds = state ? ["draw", "step", "start"] : ["draw"];
  const combination = () => choices.reduce((n, { name: own, options }) =>
    n * options.length + options.indexOf(values[own]), 0);
  const its = (list) => list[list.length > 1 ? combination() : 0];
  const players = () => loaded[combination()] ??= collect(kinds, (kind, k) =>
    [kind, load(tapes, combination() * kinds.length + k)]);

  const figcaption = root.querySelector("figcaption");
  const spoken = h("p", { className: "explorable-spoken", ariaLive: "polite" });
  const stepper = state && makeStepper(players, inputs, state.perFrame, () => refresh());
  const parts = controls.map((control) =>
    makeControl(control, (value) => changed({ [control.name]: value })));
  const questions = makeQuestions(ask ?? [], (output) => outputs[output].data[0]);
  const handles = (data.drag ?? []).map(({ mark, controls: names }) =>
    makeHandle(root.querySelector(`[data-mark="${mark}"] use`), marks[mark],
      names.map((own) => controls.find((control) => control.name === own)), values, changed));
  let outputs = {}, moveMarks, atRest, busy = false, waiting = false;

  // Everything a reader sees follows from the values of the controls and the state.
  function draw() {
    const results = players().draw.run({ ...inputs(), ...stepper?.stateInputs() });
    outputs = collect(results, (output) => [output.name, output]);
    const said = its(words);
    const channels = Object.keys({ ...outputs, ...said });
    moveMarks ??= movingMarks(root, marks.map((mark) => ({ ...mark, table: tables[mark.table],
      channels: channels.filter((key) => key.startsWith(`${mark.name}.`)) })));
    moveMarks(outputs, said);
    const valueOf = (key) => values[key] ?? said[key] ?? outputs[key].data[0];
    const layout = its(captions);
    const caption = fillIn(layout.cases?.[valueOf(layout.which)] ?? layout, valueOf);
    if (figcaption && figcaption.textContent !== caption) figcaption.textContent = caption;
    handles.forEach((show) => show());
    stepper?.show(results.some(({ shape, data: [x] }) => !shape.length && !Number.isFinite(x)));
    clearTimeout(atRest);
    if (!stepper?.running()) atRest = setTimeout(rest, REST);
  }

  function rest() {
    if (figcaption) keepRoom();
    spoken.textContent = figcaption?.textContent ?? "";
    if (name && !model) writeAddress(name, values, first);
  }

  // A caption keeps the room that it has once needed, so that what stands below it does not jump.
  let wide;
  function keepRoom() {
    const { style, offsetWidth } = figcaption;
    if (offsetWidth !== wide) style.minHeight = "";
    wide = offsetWidth;
    style.minHeight = `${figcaption.getBoundingClientRect().height}px`;
  }

  // A change is drawn at once; further ones within the same frame wait for the next.
  function refresh() {
    waiting = busy;
    if (busy) return;
    draw();
    busy = true;
    requestAnimationFrame(() => {
      busy = false;
      if (waiting) refresh();
    });
  }

  function take(next) {
    for (const [key, value] of Object.entries(next)) {
      const i = controls.findIndex((control) => control.name === key);
      if (i < 0) throw new RangeError(`the controls are ${Object.keys(first)}; got ${key}`);
      values[key] = checked(controls[i], value);
      parts[i].show(values[key]);
    }
    undo.ariaDisabled = Object.keys(first).every((key) => values[key] === first[key]);
    questions.clear();
    if (state && Object.keys(next).some((key) => state.restarts.includes(key))) stepper.restart();
  }

  /** What the reader has moved is shown, and told to Python. */
  function changed(next) {
    take(next);
    refresh();
    if (!model) return;
    for (const key of Object.keys(next)) model.set(key, values[key]);
    model.save_changes();
  }

  const undo = makeButton("Default settings", () => changed(first));
  undo.className = "explorable-undo";
  const buttons = h("div", { className: "explorable-buttons" });
  const form = h("div", { className: "explorable-controls" });
  parts.forEach(({ element }) => (element.type === "button" ? buttons : form).append(element));
  buttons.append(...Object.entries(data.presets ?? {})
    .map(([text, preset]) => makeButton(text, () => changed(preset))), undo);
  form.append(buttons);
  root.querySelector(".explorable-picture")
    .after(stepper?.element ?? "", controls.length ? form : "", ...questions.elements);
  root.append(spoken);

  take(first);
  if (model) {
    take(collect(Object.keys(first), (key) => [key, model.get(key)]));
    for (const key in first) {
      model.on(`change:${key}`, () => {
        if (model.get(key) === values[key]) return;
        take({ [key]: model.get(key) });
        refresh();
      });
    }
  } else if (name) {
    const follow = () => take(readAddress(name, controls));
    follow();
    addEventListener("hashchange", () => {
      follow();
      refresh();
    });
  }
  stepper?.restart();
  draw();

  const then = (action) => (argument) => {
    action(argument);
    draw();
  };
  root.figure = {
    set: then(take),
    values: () => ({ ...values }),
    outputs: () => mapValues(outputs, ({ shape, data: own }) => ({ shape, data: [...own] })),
    judge: questions.judge,
    ...(stepper && {
      step: then((n = 1) => { for (let i = 0; i < n && stepper.step(); i++); }),
      back: then(() => stepper.go(stepper.at() - 1)),
      reset: then(stepper.restart),
      state: () => mapValues(stepper.state(), (own) => [...own]),
      setState: then(stepper.replace),
    }),
  };
}

/** Where the same figure stands in the page already, this one takes ids of its own. */
function giveOwnIds(root) {
  const picture = root.querySelector(".explorable-picture"), one = picture.querySelector("[id]");
  if (!one || document.getElementById(one.id) === one) return;
  const [prefix] = one.id.match(/^\w+-/);
  picture.innerHTML = picture.innerHTML.replaceAll(prefix, `${newId()}-`);
}

// ---- Settings in the page's address: #lab.z0=1.5&lab.f=ReLU ----

function readAddress(name, controls) {
  const settings = {};
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
    const control = controls.find((own) => key === `${name}.${own.name}`);
    try {
      if (control) settings[control.name] = checked(control, value);
    } catch { /* an address can say anything */ }
  }
  return settings;
}

function writeAddress(name, values, first) {
  const now = location.hash.slice(1);
  const others = now.split("&").filter((part) => part && !part.startsWith(`${name}.`));
  const own = Object.keys(first).filter((key) => values[key] !== first[key])
    .map((key) => `${name}.${key}=${encodeURIComponent(values[key])}`);
  const hash = [...others, ...own].join("&");
  if (hash !== now) history.replaceState(history.state, "", `#${hash}`);
}

/** In a notebook: shows what the kernel has sent, in the widget's element. */
export function show({ html, style }, model, element) {
  element.innerHTML = `<style>${style}</style>${html}`;
  mount(element.querySelector(".explorable"), model);
}

// One figure a frame, so that the page answers its reader meanwhile.
for (const root of document.querySelectorAll(".explorable:has(> script)")) {
  mount(root);
  await new Promise(requestAnimationFrame);
}
