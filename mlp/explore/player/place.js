// Places: from data to points of the page.

/** To a thousandth of a point, and no farther off the page than a browser can draw towards. */
const rounded = (x) => Math.round(Math.min(1e9, Math.max(-1e9, x)) * 1000) / 1000;

export function placing({ m, log }) {
  const along = (x, i) => m[2 * i + 1] + m[2 * i] *
    (!log[i] ? x : x <= 0 && log[i] === "clip" ? -1000 : Math.log10(x));
  return ([x, y]) => [along(x, 0), along(y, 1)].map(rounded);
}

export const isPlace = ([x, y]) => Number.isFinite(x + y);

/** The data of an SVG path through points; where one is missing there is a gap. */
export function outline(points, closed) {
  let d = "", pen = "M";
  for (const point of points) {
    if (isPlace(point)) d += pen + point.join(" ");
    pen = isPlace(point) ? "L" : "M";
  }
  return closed && d ? `${d}z` : d;
}

/** The i-th number of an output that may be a single number for all. */
export const nth = ({ data }, i) => data[data.length > 1 ? i : 0];

export const pairs = ({ data }, from = 0, n = data.length / 2) =>
  Array.from({ length: n }, (_, i) => [data[from + 2 * i], data[from + 2 * i + 1]]);

export const points = (x, y) =>
  Array.from({ length: Math.max(x.data.length, y.data.length) }, (_, i) => [nth(x, i), nth(y, i)]);
