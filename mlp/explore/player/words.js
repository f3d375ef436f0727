// Words: numbers as Python writes them.

/** Python's format(x, specification), for the specifications that `typeset.py` lets through. */
export function format(x, specification) {
  if (typeof x === "boolean") return specification ? format(+x, specification) : x ? "True" : "False";
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

/** Among words: a large number has a power of ten; what is no finite number is a sign or a word. */
function told(x, specification) {
  if (typeof x === "string" || Math.abs(x) < LARGE) return written(x, specification);
  const percent = specification.endsWith("%");
  const brief = specification.replace(/(\.\d+)?[f%]$/, ".4g");
  const text = written(percent ? 100 * x : x, brief);
  return text.replace("inf", "∞").replace("nan", "undefined") + (percent ? "%" : "");
}
const LARGE = 1e6;

/** The pieces of a layout that show: those of its case, where it has several. */
export const chosen = (layout, valueOf) => layout.cases?.[valueOf(layout.which) | 0] ?? layout;

export const fillIn = (pieces, valueOf) => pieces
  .map((piece) => (typeof piece === "string" ? piece : told(valueOf(piece[0]), piece[1])))
  .join("");
