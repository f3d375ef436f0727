// Computes lines of NumPy with the player's own kernels, as mlp/explore/lines/language.py does.
//
// A value is an array, {data, shape, strides, offset}, and a mask where a comparison made it.

import { shapeWords } from "../arrays.js";
import {
  along, elementwise, filled, multiplied, outer, reversedAxes, scalar, taken,
} from "./numpy.js";
import { readLine, refuse, statementsOf, UNNEEDED } from "./read.js";

const OPERATORS = { "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "**": "power" };
const COMPARISONS = {
  "<": "less", "<=": "less_equal", ">": "less", ">=": "less_equal",
  "==": "equal", "!=": "not_equal",
};
const NUMBERS = new Map([["pi", Math.PI], ["e", Math.E]]);
const REDUCTIONS = "sum mean prod max min argmax argmin".split(" ");
const FILLED = ["zeros", "ones", "empty"], OF_TWO = { max: "maximum", min: "minimum" };
const ONES = "write 1 * (z > 0) to have zeros and ones";

/** What computes a function of NumPy, and how many arrays it takes. */
const CALLS = new Map();
const named = (names, count) => names.split(" ").forEach((name) => CALLS.set(name,
  [count, (...arrays) => elementwise(name.replace("arc", "a"), arrays, `np.${name}`)]));
named("abs cbrt ceil cos cosh exp expm1 floor log log10 log1p log2 rint sign sin sinh sqrt", 1);
named("tan tanh arccos arccosh arcsin arcsinh arctan arctanh", 1);
named("arctan2 heaviside hypot maximum minimum power", 2);
CALLS.set("square", [1, (x) => elementwise("multiply", [x, x])]);
CALLS.set("zeros_like", [1, (x) => filled(x, 0)]);
CALLS.set("ones_like", [1, (x) => filled(x, 1)]);
CALLS.set("outer", [2, outer]);
CALLS.set("clip", [3, (x, low, high) =>
  elementwise("minimum", [elementwise("maximum", [x, low], "np.clip"), high], "np.clip")]);
CALLS.set("where", [3, (...arrays) => elementwise("where", arrays, "np.where")]);

const isNumpy = ({ kind, text }) => kind === "name" && text === "np";

/** Two functions that compute trees, the second none that is a mask; `names` is a map of arrays. */
export function makeMachine(names) {
  const array = (tree) =>
    MAKE[tree.kind]?.(tree) ?? refuse(`${tree.text ?? "this"} is not expected here`);
  function numbers(tree) {
    const value = array(tree);
    return value.isMask ? refuse(`a mask has no numbers; ${ONES}`) : value;
  }
  const as = ({ isMask }, value) => ({ ...value, isMask });

  const MAKE = {
    number: ({ value }) =>
      (Number.isFinite(value) ? scalar(value) : refuse("this number is too large")),
    name: ({ text }) => names.get(text) ??
      refuse(`${text} is not known here; there ${names.size > 1 ? "are" : "is"} ` +
        [...names.keys()].join(", ")),
    negative: ({ of }) => elementwise("negative", [numbers(of)]),
    binary({ mark, left, right }) {
      const pair = [array(left), array(right)];
      if (pair.every(({ isMask }) => isMask)) refuse(`of two masks nothing is computed; ${ONES}`);
      return mark === "@" ? multiplied(...pair) : elementwise(OPERATORS[mark], pair, mark);
    },
    compare({ mark, left, right }) {
      const pair = [numbers(left), numbers(right)];
      if (mark[0] === ">") pair.reverse();
      return as({ isMask: true }, elementwise(COMPARISONS[mark], pair, mark));
    },
    attribute({ of, name }) {
      if (isNumpy(of)) return scalar(NUMBERS.get(name) ?? refuse(`write np.${name}(z), say`));
      if (name !== "T") refuse(`.${name} is not known here`);
      const x = array(of);
      return as(x, reversedAxes(x));
    },
    index({ of, index }) {
      if (of.name === "shape") return sizeOf(array(of.of), wholeOf(index));
      const x = array(of);
      return as(x, taken(x, (index.items ?? [index]).map(partOf)));
    },
    call({ of, list }) {
      if (of.kind !== "attribute") notCalled(of, list);
      const { name } = of, [count, compute] = (isNumpy(of.of) && CALLS.get(name)) || [];
      if (compute) return compute(...argumentsOf(list, name, count));
      if (!REDUCTIONS.includes(name)) {
        const own = `${isNumpy(of.of) ? "np" : ""}.${name}`;
        if (isNumpy(of.of) && FILLED.includes(name)) refuse(UNNEEDED);
        refuse(name === "dot" ? "write a @ b" : `${own} is not known here`);
      }
      const [x, ...keywords] = isNumpy(of.of) ? list : [of.of, ...list];
      if (!x || x.kind === "keyword") refuse(`np.${name} goes along an array`);
      const isOfMasks = name === "sum" || name === "mean";
      return along(name, isOfMasks ? array(x) : numbers(x), optionsOf(keywords, name));
    },
  };

  function notCalled({ kind, text, value }, list) {
    if (text === "len") refuse("write X.shape[0] for len(X)");
    if (kind !== "name" || names.has(text)) {
      refuse(`a * is missing ${text ?? value ? `between ${text ?? value} and` : "before"} (`);
    }
    const name = (list.length > 1 && OF_TWO[text]) || text;
    refuse(CALLS.has(name) || REDUCTIONS.includes(name) ? `write np.${name} for ${text}`
      : "functions are NumPy's, as np.exp(z)");
  }
  function argumentsOf(list, name, count) {
    if (list.length !== count) refuse(`np.${name} takes ${count} argument${count > 1 ? "s" : ""}`);
    if (name !== "where") return list.map(numbers);
    const mask = array(list[0]);
    if (!mask.isMask) refuse("np.where chooses by a comparison, as in np.where(z > 0, z, 0)");
    return [mask, ...list.slice(1).map(numbers)];
  }
  return { array, numbers };
}

function wholeOf({ kind, of, value, isWhole }) {
  if (kind === "negative") return -wholeOf(of.isWhole ? of : {});
  return isWhole ? value : refuse("here stands a whole number, such as 0 or -1");
}

function partOf(tree) {
  if (tree.kind === "slice") {
    return [tree.start, tree.stop, tree.step].map((bound) => bound && wholeOf(bound));
  }
  const isNew = tree.text === "None" || (tree.name === "newaxis" && isNumpy(tree.of));
  return isNew ? null : wholeOf(tree);
}

function sizeOf({ shape }, k) {
  return scalar(shape.at(k) ?? refuse(`there is no axis ${k}: the shape is ${shapeWords(shape)}`));
}

function optionsOf(keywords, function_) {
  const options = {};
  for (const { kind, name, of } of keywords) {
    const isKnown = name === "axis" || (name === "keepdims" && of?.text === "True");
    if (kind !== "keyword" || !isKnown || name in options) {
      refuse(`np.${function_} takes axis=0, say, and keepdims=True`);
    }
    options[name] = name === "axis" ? wholeOf(of) : true;
  }
  return options;
}

/** Computes lines one after the other: for each {line, name, value}, and at the first that cannot
 *  be read or computed {line, error}. `names` is a map of arrays; what is assigned is added.
 */
export function* computeLines(text, names) {
  const { array } = makeMachine(names);
  for (const [line, source] of statementsOf(text)) {
    try {
      const { name, tree } = readLine(source), value = array(tree);
      if (name) names.set(name, value);
      yield { line, name, value };
    } catch (error) {
      yield { line, error: error.message };
      return;
    }
  }
}
