// Answers: numbers as people type them, and what to say of them.

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
export function readings(text, inPercent) {
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
export function judged(reading, right, slips, tolerance) {
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
