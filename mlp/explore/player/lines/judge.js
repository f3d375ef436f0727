// Says what is right in the lines of a reader, and of the first that is not, what went wrong.

import { fresh, shapeWords } from "../arrays.js";
import { computeLines } from "./machine.js";
import { numbersOf, reversedAxes } from "./numpy.js";

const NEAR = 1e-9; // relative to the largest number
const SLIGHT = 1e-5; // how far a weight is moved to find a slope

const largest = (numbers) => numbers.reduce((most, x) => Math.max(most, Math.abs(x) || 0), 0);
const hasShape = (x, { shape }) => `${x.shape}` === `${shape}`;

/** Are numbers the same, but for rounding? */
function areNear(numbers, others) {
  const room = NEAR * largest(others);
  return numbers.every((x, k) => x === others[k] || Math.abs(x - others[k]) <= room ||
    (Number.isNaN(x) && Number.isNaN(others[k])));
}
export const isSameArray = (x, y) => hasShape(x, y) && areNear(numbersOf(x), numbersOf(y));

/** How the shape of an array is wrong, if it is. */
export const shapeSlip = (x, right) => (hasShape(x, right) ? ""
  : `has shape ${shapeWords(x.shape)} and should have ${shapeWords(right.shape)}`);

/** Does a ratio say more than that numbers differ? 1 to 4 do, integers given, and lengths. */
function isTelling(ratio, given) {
  const own = [...given.values()].map((x) => x.shape[0] ?? numbersOf(x)[0]);
  return [1, 2, 3, 4, ...own.filter(Number.isInteger)].some((m) =>
    [m, -m, 1 / m, -1 / m].some((simple) => areNear([simple], [ratio])));
}

/** What one can see in a value without knowing how it came about. */
function seenIn(name, x, right, given) {
  if (x.shape.length === 2 && isSameArray(reversedAxes(x), right)) return `${name} is transposed.`;
  if (!hasShape(x, right)) return `${name} ${shapeSlip(x, right)}.`;
  const [own, wanted] = [numbersOf(x), numbersOf(right)];
  const factor = own.at(0) / wanted.at(0);
  const isCommon = Number.isFinite(factor) && areNear(own, wanted.map((y) => factor * y));
  if (factor && isCommon && (wanted.filter(Boolean).length > 2 || isTelling(factor, given))) {
    const times = Number(factor.toPrecision(4));
    return times === -1 ? `${name} has the wrong sign.`
      : `${name} is ${times} times what it should be.`;
  }
  return `${name} is not right.`;
}

/** What to say of computed lines: [how far they are from right, the words, the first that is
 *  wrong, if any].
 *
 *  `lines` is what `computeLines` made of them; `given`, `right` and each of `slips`, [words,
 *  values], are maps of arrays; `wanted` are the names that must be right in the end.
 */
export function judgedLines(lines, { given, right, slips, wanted }) {
  const failed = lines.find(({ error }) => error), good = lines.filter(({ value }) => value);
  const own = new Map(good.map((line) => [line.name ?? "", line]));
  const [one, another] = wanted, last = lines.at(-1);
  const isNamed = own.has(one) || another || (one && last?.name); // an answer may come without its name
  if (last && !failed && !isNamed) own.set(one, last);
  const isRight = (name) => own.has(name) && isSameArray(own.get(name).value, right.get(name));
  const wrong = [...own.keys()].find((name) => right.has(name) && !isRight(name));
  const line = own.get(wrong);
  if (failed) return [4, `Line ${failed.line}: ${failed.error}.`, line];
  const missing = wanted.filter((name) => !isRight(name));
  if (!missing.length) return [0, "Right."];
  if (!line) {
    return [3, `Still to write: ${missing.filter(Boolean).join(", ") || "an expression"}.`];
  }
  const { value } = line;
  const fits = ([, values]) => values.has(wrong) && isSameArray(value, values.get(wrong));
  const words = slips.find(fits)?.[0] ??
    seenIn(wrong || "this", value, right.get(wrong), given);
  return [2, `Not yet: ${words}`, line];
}

/** How far an array is from the slopes of J, which the last line of `loss` computes, with respect
 *  to what is given by a name; relative to the largest.
 */
export function slopeError(value, loss, given, name) {
  const w = given.get(name), numbers = numbersOf(w), own = numbersOf(value);
  const J = (k, by) => {
    const moved = { ...fresh(w.shape), data: numbers.with(k, numbers[k] + by) };
    return numbersOf([...computeLines(loss, new Map(given).set(name, moved))].at(-1).value)[0];
  };
  const slopes = numbers.map((_, k) => (J(k, SLIGHT) - J(k, -SLIGHT)) / (2 * SLIGHT));
  return largest(own.map((x, k) => x - slopes[k])) / Math.max(largest(own), largest(slopes)) || 0;
}
