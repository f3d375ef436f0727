// Places: from data to points of the page.

/** To a thousandth of a point, and no farther off the page than a browser can draw towards. */
const rounded = (x) => Math.round(Math.min(1e9, Math.max(-1e9, x)) * 1000) / 1000;

const MANY = 2000; // points of a curve; more are thinned out

export function placing({ m, log }) {
  const along = (x, i) => m[2 * i + 1] + m[2 * i] *
    (!log[i] ? x : x <= 0 && log[i] === "clip" ? -1000 : Math.log10(x));
  return ([x, y]) => [along(x, 0), along(y, 1)].map(rounded);
}

export const isPlace = ([x, y]) => Number.isFinite(x + y);

/** The data of an SVG path through points; where one is missing there is a gap. */
export function outline(points, closed, curved) {
  let d = "", pen = "M";
  for (const point of points) {
    const there = isPlace(point);
    if (there) d += pen + point.join(" ");
    pen = !there ? "M" : !curved ? "L" : pen === "M" ? "C" : " ";
  }
  return closed && d ? `${d}z` : d;
}

/** The i-th number of an output that may be a single number for all. */
export const nth = ({ data }, i) => data[data.length > 1 ? i : 0];

export const pairs = ({ data }, from = 0, n = data.length / 2) =>
  Array.from({ length: n }, (_, i) => [data[from + 2 * i], data[from + 2 * i + 1]]);

export const points = (x, y) =>
  Array.from({ length: Math.max(x.data.length, y.data.length) }, (_, i) => [nth(x, i), nth(y, i)]);

/**
 * Points of a curve. Of those that follow each other within half a point of the page across, where
 * they are too many to be seen one by one: the first, the lowest, the highest and the last.
 */
export function seen(x, y, scale) {
  const n = Math.max(x.data.length, y.data.length), kept = [];
  if (n <= MANY) return points(x, y);
  const column = (i) => Math.floor(2 * scale * nth(x, i));
  for (let i = 0, next; i < n; i = next) {
    const here = column(i);
    let low = i, high = i;
    for (next = i + 1; next < n && column(next) === here; next++) {
      if (nth(y, next) < nth(y, low)) low = next;
      if (nth(y, next) > nth(y, high)) high = next;
    }
    const few = low < high ? [i, low, high, next - 1] : [i, high, low, next - 1];
    for (const k of few) kept.push([nth(x, k), nth(y, k)]);
  }
  return kept;
}
