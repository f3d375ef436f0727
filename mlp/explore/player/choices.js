// Choices: each combination of them has its own tapes, loaded when first needed.

import { load } from "./tape.js";

/** What belongs to the combination at hand: the `player` of a kind of tape, and `its` of a list. */
export function makeChoices(controls, values, tapes, kinds) {
  const choices = controls.filter(({ kind }) => kind === "choice"), loaded = [];
  const combination = () => choices.reduce((n, { name, options }) =>
    n * options.length + options.indexOf(values[name]), 0);
  return {
    its: (list) => list[list.length > 1 ? combination() : 0],
    player(kind) {
      const k = combination() * kinds.length + kinds.indexOf(kind);
      return loaded[k] ??= load(tapes, k);
    },
  };
}
