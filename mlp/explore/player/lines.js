// A field for lines of NumPy: what each computes, and what is said of them.

import { shapeWords, view } from "./arrays.js";
import { h, newId } from "./dom.js";
import { isSameArray, judgedLines, shapeSlip, slopeError } from "./lines/judge.js";
import { computeLines } from "./lines/machine.js";
import { numbersOf } from "./lines/numpy.js";
import { format } from "./words.js";

const SHOWN = 12, CHECKED = 1e-6;

const shapeOf = ({ shape }) => (shape.length ? shapeWords(shape) : "");
const rowOf = (name, ...words) =>
  h("li", {}, h("b", {}, name), ...words.map((text) => h("span", {}, text)));

/** Writes the first numbers of an array, a matrix in rows whose numbers stand below each other. */
function numberWords(x) {
  const all = [...numbersOf(x)], columns = x.shape.length > 1 ? x.shape.at(-1) : Infinity;
  const write = (own) => (x.isMask ? `${Boolean(own)}` : format(own, ".4g"));
  const words = all.slice(0, SHOWN).map(write);
  const width = columns < SHOWN ? Math.max(...words.map(({ length }) => length)) : 0;
  const follows = (k) => (k % columns ? "  " : k ? "\n" : "");
  return words.map((word, k) => follows(k) + word.padStart(width)).join("") +
    (all.length > SHOWN ? " ..." : "");
}

/** Makes the form of a question; `answered(text, true)` is called when its lines are right, and
 *  `drafted(text)` while they are written.
 */
export function makeLines({ question, lines: asked }, outputOf, answered, drafted) {
  const { given, right, slips, wanted, loss, slopes } = asked;
  const arraysOf = (part, names) => new Map(names.map((name) => {
    const { data, shape } = outputOf(`${part}.${name}`);
    return [name, view(Float64Array.from(data), shape)];
  }));
  const givens = () => arraysOf("given", Object.keys(given));
  const known = () => ({
    given: givens(), right: arraysOf("right", right), wanted,
    slips: slips.map(([words, names], i) => [words, arraysOf(`slip${i}`, names)]),
  });
  const judge = (text) => judgedLines([...computeLines(text, givens())], known());

  /** One row of what a line has made: name, shape, numbers, and whether it is right. */
  function row(line, rightOnes, wrong) {
    const { name, value } = line;
    const isRight = rightOnes.has(name ?? "") && isSameArray(value, rightOnes.get(name ?? ""));
    const said = isRight ? "✓ right" : line === wrong ? "✗ not right" : "";
    const own = rowOf(name ?? "", shapeOf(value), numberWords(value), said);
    own.classList.toggle("is-wrong", line === wrong);
    return own;
  }
  function checkOf([name, of], lines) {
    const line = lines.findLast((own) => own.name === name && own.value);
    if (!line) return [];
    const slip = shapeSlip(line.value, givens().get(of));
    if (slip) return [rowOf(name, `gradient check: ${slip}`)];
    const error = slopeError(line.value, loss, givens(), of);
    const isSlope = error < CHECKED ? "✓" : "not";
    const words = `${isSlope} the slope by differences, off by ${format(error, ".1e")}`;
    return [rowOf(name, `gradient check: ${words}`)];
  }
  function check() {
    const lines = [...computeLines(input.value, givens())], all = known();
    const [far, words, wrong] = judgedLines(lines, all);
    const good = lines.filter(({ value }) => value);
    results.replaceChildren(...good.map((line) => row(line, all.right, wrong)),
      ...Object.entries(slopes).flatMap((slope) => checkOf(slope, lines)));
    say(lines.length ? words : "Write a line, such as z = W @ x.", !far);
    if (!far) answered(input.value, true);
    return !far;
  }

  const id = newId(), verdict = h("output", { htmlFor: id }), results = h("ol");
  const say = (words, isRight = false) => {
    verdict.textContent = words;
    verdict.classList.toggle("is-right", isRight);
  };
  const input = h("textarea", {
    id, value: asked.start, rows: asked.rows,
    spellcheck: false, autocapitalize: "off", autocomplete: "off",
    oninput: () => drafted(input.value),
    onkeydown(event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
    },
  });
  const onsubmit = (event) => {
    event.preventDefault();
    check();
  };
  const shapes = Object.entries(given)
    .map(([name, shape]) => `${name} ${shapeOf({ shape })}`.trim().replaceAll(" ", "\u00a0"));
  const element = h("form", { className: "explorable-question explorable-lines", onsubmit },
    h("label", { htmlFor: id }, question), h("p", {}, `Given: ${shapes.join(", ")}`), input,
    h("button", { title: "Ctrl+Enter" }, "Run"), verdict, results);
  const clear = () => {
    results.replaceChildren();
    say("");
  };
  const restore = (text) => {
    input.value = text;
    if (!check()) clear();
  };
  const resume = (text) => { input.value = text; };
  return { element, judge, clear, restore, resume };
}
