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

/** Arrays that the reader makes: read from words or numbers, written into an address. */
const ARRAYS = {
  points: {
    read: (text) => text.split("_").filter(Boolean).map(Number),
    rows: (flat) => inRows(flat, 3).filter((row) => !row.every(Number.isNaN)),
    fits: ({ most, kinds, box }, rows) => rows.length <= most && rows.every(([x, y, kind]) =>
      isWithin(x, box[0]) && isWithin(y, box[1]) && kinds[kind] !== undefined),
    written: (flat) => flat.join("_"),
  },
  pad: {
    read: (text, { shape: [rows, columns] }) =>
      [...text.padEnd(rows * columns, "0")].map((cell) => parseInt(cell, 36) / SHADES),
    rows: (flat, { shape: [, columns] }) => inRows(flat, columns),
    fits: ({ shape }, rows) => rows.length === shape[0]
      && rows.every((row) => row.length === shape[1] && row.every((x) => isWithin(x, [0, 1]))),
    written: (flat) => flat.map((x) => Math.round(x * SHADES).toString(36)).join("").replace(/0+$/, ""),
  },
};
export const SHADES = 35; // shades of ink: an address has a letter or a digit for each cell

export const isWithin = (x, [low, high]) => x >= low && x <= high;
const inRows = (flat, n) =>
  Array.from({ length: Math.ceil(flat.length / n) }, (_, i) => flat.slice(n * i, n * i + n));

/** What tapes get of a value, where that is not its number; a choice has tapes of its own. */
const GIVEN = {
  formula: (text, { of }) => formula(text, of),
  pick: (name, { options }) => options.indexOf(name),
  points: (rows, { most }) => [...rows.flat(), ...Array(3 * (most - rows.length)).fill(NaN)],
  pad: (rows) => rows.flat(),
};
export const inputsOf = (control, value) => (control.kind === "choice" ? []
  : [[control.name, (GIVEN[control.kind] ?? Number)(value, control)]]);

/** A value as an address has it. */
export const inAddress = ({ kind }, value) => ARRAYS[kind]?.written(value.flat()) ?? value;

export const isSame = (value, other) => `${value}` === `${other}`;

/** Checks that a control can take a value; words from an address become what they mean. */
export function checked(control, value) {
  const { name, kind, options, of, min = -1e300, max = 1e300, base, integer } = control;
  const array = ARRAYS[kind];
  if (array) {
    const flat = typeof value === "string" ? array.read(value, control) : value.flat();
    const rows = array.rows(flat, control);
    if (array.fits(control, rows)) return rows;
    throw new RangeError(`${name} must be what a reader can draw; got ${value}`);
  }
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
