// Formulas: functions of numbers, as mlp/explore/lines/formula.py describes them.

import { broadcast } from "../arrays.js";
import { KERNELS } from "../kernels.js";
import { loop } from "../loops.js";
import { makeMachine } from "./machine.js";
import { scalar, steps } from "./numpy.js";
import { readLine, refuse, statementsOf } from "./read.js";

export const LONGEST = 200;
const APART = /@|\[|\.\s*(sum|mean|prod|max|min|argmax|argmin|outer|T|shape)\b/;

const formulas = new Map(); // a text is the same function each time, by which a tape knows it

/** The function whose formula a text is; what cannot be read or computed is refused.
 *
 *  Called with arrays, `formula(text, of)(out, x)`, it returns one that fills the first.
 */
export function formula(text, of) {
  const key = `${of}: ${text}`;
  if (!formulas.has(key)) formulas.set(key, makeFormulaOf(text, of));
  return formulas.get(key);
}

function makeFormulaOf(text, of) {
  if (text.length > LONGEST) refuse(`a formula has ${LONGEST} characters at most`);
  const sources = statementsOf(text).map(([, source]) => source);
  if (sources.length !== 1) refuse(`a formula is one expression, such as np.tanh(${of})`);
  const { name, tree } = readLine(sources[0]);
  if (name) refuse(`write what ${name} is, and not ${name} =`);
  if (APART.test(sources[0])) {
    refuse("a formula computes each number by itself, without sums, indices, @ and .T; " +
      "the larger of two is np.maximum(a, b)");
  }
  const valueAt = (x) => makeMachine(new Map([[of, x]])).numbers(tree);
  valueAt(scalar(0.5));
  return (out, x) => {
    const value = valueAt({ ...x, mask: 1 }), own = steps.splice(0);
    const copy = loop(KERNELS.copy, [out, broadcast(value, out.shape)]);
    return () => {
      for (const { run } of own) run();
      copy();
    };
  };
}
