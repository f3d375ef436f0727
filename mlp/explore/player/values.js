// Values that a control can take.

import { formula } from "./lines/formula.js";

/** What a logarithmic slider's input holds; all others hold the value itself. */
export const exponent = ({ base }, x) => (base ? Math.log(x) / Math.log(base) : x);

/** The value of a control that is nearest to x. */
export function nearest({ min, max, base, step, integer }, x) {
  let u = exponent({ base }, x);
  if (step) u = (min ?? 0) + Math.round((u - (min ?? 0)) / step) * step;
  u = integer ? Math.round(u) : Number(u.toPrecision(12));
  u = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, u));
  return base ? base ** u : u;
}

/** The inputs of tapes that a control sets, [[name, number], ...]; a choice has tapes of its own. */
export const inputsOf = (control, value) => (control.kind === "choice" ? []
  : [[control.name, (GIVEN[control.kind] ?? Number)(value, control)]]);
const GIVEN = {
  formula: (text, { of }) => formula(text, of),
  pick: (name, { options }) => options.indexOf(name),
};

export const isSame = (value, other) => `${value}` === `${other}`;

/** Checks that a control can take a value; words from an address become what they mean. */
export function checked(control, value) {
  const { name, kind, options, of, min = -1e300, max = 1e300, base, integer } = control;
  if (options) {
    const key = options.find((option) => String(option) === String(value));
    if (key === undefined) throw new RangeError(`${name} must be one of ${options}; got ${value}`);
    return key;
  }
  if (kind === "checkbox") return String(value) === "true";
  if (kind === "formula") return formula(`${value}`, of) && `${value}`;
  const x = value === "" ? NaN : Number(value), u = exponent({ base }, x), room = base ? 1e-9 : 0;
  const fits = u >= min - room && u <= max + room && (!integer || Number.isSafeInteger(x));
  if (fits) return x;
  throw new RangeError(`${name} must be from ${min} to ${max}; got ${u}`);
}
