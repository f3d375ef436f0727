// Kernels: one line of numbers each.
//
// n elements of the output o, from k in steps of s, are computed from those of a (from i in steps
// of p), b (j, q) and c (l, r). Those that training needs have a loop of their own: one that calls
// a function for each element takes several times as long.

export const KERNELS = {
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

// An integer has no -0, and is NaN where float64 does not hold it.
KERNELS.int = each((x) => (Math.abs(x) <= 2 ** 53 ? Math.trunc(x) + 0 : NaN));

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
export const ALONG = {
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
  cumsum(n, o, k, s, a, i, p) { for (let t = -0; n--; k += s, i += p) o[k] = t += a[i]; },
  cumprod(n, o, k, s, a, i, p) { for (let t = 1; n--; k += s, i += p) o[k] = t *= a[i]; },
  sort(n, o, k, s, a, i, p) {
    const row = Float64Array.from({ length: n }, (_, t) => a[i + t * p]).sort();
    for (let t = 0; t < n; t++) o[k + t * s] = row[t];
  },
};
export const KEEPS_AXIS = ["cumsum", "cumprod", "sort"];
