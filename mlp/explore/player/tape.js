// `load(bundle, i)` makes tape i of what Python's `bundle(tapes)` wrote ready. Its `run` sets the
// inputs it names (the first run names all) and returns [{name, shape, data, changed}, ...]: data
// is a Float64Array in C order, which the next run overwrites; booleans are 0 and 1. An input without
// a shape is a function, see `lines/formula.js`.
//
// Everything that shapes decide is decided once, in `load`: each operation gets a buffer for its
// result and a function without arguments that fills it. What merely looks at the same numbers in
// another order (a slice, a transpose) is a view: a buffer, an offset, and for each axis a size and
// a stride. A run calls the functions of those operations that depend on a changed input.

import { fresh, product } from "./arrays.js";
import { constant } from "./constants.js";
import { makeOperations } from "./operations.js";

export function load(bundle, i = 0) {
  const [program, used] = bundle.tapes[i];
  const { inputs, ops, outputs } = bundle.programs[program];
  const constants = used.map((c) => ({ ...constant(bundle.constants[c]), mask: 0 }));
  const nodes = inputs.map(([, shape], bit) =>
    ({ ...(shape ? fresh(shape) : { data: [null] }), mask: 1 << bit }));
  const buffers = new Set(nodes.map((node) => node.data));
  const { steps, result, copied, ordered } = makeOperations();
  const node = (number) => (number < 0 ? constants[~number] : nodes[number]);
  for (const [op, ...rest] of ops) {
    const numbers = Array.isArray(rest.at(-1)) ? rest.pop() : [];
    nodes.push(result(op, rest.map(node), numbers));
  }

  // An output must not be the buffer of an input, which the caller may fill from the outputs.
  const results = outputs.map(([name, number]) => {
    const x = node(number);
    const { data, shape, offset, mask } = buffers.has(x.data) ? copied(x) : ordered(x);
    const part = data.subarray(offset, offset + product(shape));
    return { name, shape, data: part, mask, changed: true };
  });

  return {
    inputs: inputs.map(([name, shape]) => ({ name, shape })),
    outputs: results,
    run: runner(new Map(inputs.map(([name], k) => [name, nodes[k]])), steps, results),
  };
}

/** The function that sets inputs, and runs those steps that depend on what has changed. */
function runner(inputs, steps, results) {
  const missing = new Set(inputs.keys());
  const plans = new Map(); // for each set of changed inputs, what has to run
  let changed = -1; // at first, everything

  return (values) => {
    for (const [name, value] of Object.entries(values)) {
      const input = inputs.get(name);
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
  };
}
