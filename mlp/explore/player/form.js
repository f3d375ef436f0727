// The form of a figure's controls: the first ones in sight, the rest folded, buttons in a row.

import { h } from "./dom.js";

const MOST = 5; // controls in sight
const INDEX = /[₀-₉]+/;

/**
 * Lays out the parts of controls; `dragged` names those that a handle moves as well, `groups` those
 * that stand together, [[title, names], ...].
 */
export function makeForm(controls, parts, dragged, groups, presets) {
  const every = controls.map((control, i) =>
    ({ ...control, ...parts[i], dragged: dragged.includes(control.name) }));
  const [together, all] = [true, false].map((inside) =>
    every.filter(({ name }) => groups.some(([, names]) => names.includes(name)) === inside));
  const fields = gathered(all.filter(({ kind }) => kind !== "button"));
  const buttons = all.filter(({ kind }) => kind === "button");
  const seen = inSight(fields), folded = fields.filter((field) => !seen.includes(field));
  const form = (own, ...others) =>
    h("div", { className: "explorable-controls" }, ...elements(own), ...others);
  return form(seen,
    groups.length ? h("div", { className: "explorable-groups" }, ...groups.map(([title, names]) =>
      h("fieldset", {}, h("legend", {}, title),
        ...elements(together.filter(({ name }) => names.includes(name)))))) : "",
    folded.length ? h("details", {}, h("summary", {}, "More"), form(folded)) : "",
    h("div", { className: "explorable-buttons" }, ...elements(buttons), ...presets));
}

const elements = (all) => all.map(({ element }) => element);

/** Number fields whose labels differ in their indices alone become one, a matrix. */
function gathered(controls) {
  const families = new Map();
  controls.forEach((control, i) => {
    const isEntry = control.kind === "number" && INDEX.test(control.label);
    const name = isEntry ? control.label.replace(INDEX, "") : i;
    families.set(name, [...families.get(name) ?? [], control]);
  });
  return [...families].map(([name, own]) => (own.length < 2 ? own[0] : {
    name: own[0].name,
    dragged: own.every(({ dragged }) => dragged),
    element: makeMatrix(name, own),
  }));
}

/** The entries of a matrix, row by row; with one index they are a column. */
function makeMatrix(name, entries) {
  const indices = entries.map(({ label }) => label.match(INDEX)[0]);
  const isColumn = indices.some((index) => index.length < 2);
  const columns = isColumn ? 1 : indices.filter(([row]) => row === indices[0][0]).length;
  const cells = h("div", {}, ...elements(entries));
  cells.style.gridTemplateColumns = `repeat(${columns}, auto)`;
  return h("div", { className: "explorable-matrix", role: "group", ariaLabel: name },
    h("span", { ariaHidden: true }, `${name} =`), cells);
}

/** Of too many, those that no handle moves: the first ones, none without others of its stem. */
function inSight(fields) {
  if (fields.length <= MOST) return fields;
  const stem = (field) => field?.name.replace(/_[^_]*$/, "");
  const free = fields.filter(({ dragged }) => !dragged), seen = free.slice(0, MOST);
  while (seen.length && stem(seen.at(-1)) === stem(free[seen.length])) seen.pop();
  if (fields.length - seen.length < 2) seen.pop(); // one alone is not worth a fold
  return seen;
}
