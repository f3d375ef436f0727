// Controls: what a reader moves.

import { h, makeButton, newId } from "./dom.js";
import { LONGEST, formula } from "./lines/formula.js";
import { makePad } from "./pad.js";
import { makePlane } from "./plane.js";
import { exponent, nearest } from "./values.js";
import { written } from "./words.js";

const PAUSE = 400; // milliseconds after which a formula that is typed is read

export function makeSlider(label, limits, oninput, kind = "range") {
  const id = newId(), readout = h("output", { htmlFor: id });
  const input = h("input", { type: "range", id, ...limits });
  input.oninput = () => oninput(input.valueAsNumber);
  const show = (value, text) => {
    input.value = value;
    input.ariaValueText = readout.textContent = text;
  };
  return { element: makeRow(kind, h("label", { htmlFor: id }, label), input, readout), input, show };
}

const DRAWN = { points: makePlane, pad: makePad };

const makeRow = (kind, ...children) =>
  h("div", { className: `explorable-control explorable-${kind}` }, ...children);

/**
 * Makes the elements of a control; `changed(value)` is called when the reader moves it. One that is
 * drawn in the picture gets the group of its mark, and what is known of that.
 */
export function makeControl(control, changed, group, mark) {
  const drawn = DRAWN[control.kind]?.(control, changed, group, mark);
  if (drawn) {
    const words = { role: "group", ariaLabel: control.label };
    const row = makeRow(control.kind, h("span", {}, control.label), ...drawn.elements);
    return { element: Object.assign(row, words), show: drawn.show };
  }
  const { kind, label, options, base, min, max, step = "any", walk } = control, id = newId();
  const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }), step };
  if (kind === "range") {
    const { element, input, show } =
      makeSlider(label, limits, (u) => changed(base ? base ** u : u), walk && "walk");
    const ways = walk ? [["Back", -step], ["Next", step]] : [];
    const buttons = ways.map(([text, way]) =>
      makeButton(text, () => changed(nearest(control, input.valueAsNumber + way))));
    element.prepend(...buttons);
    return {
      element,
      show(value) {
        show(exponent(control, value), written(value, control.format));
        buttons.forEach((button, i) => { button.ariaDisabled = value === [min, max][i]; });
      },
    };
  }
  if (kind === "button") {
    const element = makeButton(label, () => changed(+element.value + 1));
    return { element, show: (value) => { element.value = value; } };
  }
  const caption = h("label", { htmlFor: id }, label);
  if (kind === "formula") return makeFormula(control, id, caption, changed);
  if (kind === "checkbox") {
    const input = h("input", { type: "checkbox", id, oninput: () => changed(input.checked) });
    return { element: makeRow(kind, input, caption), show: (value) => { input.checked = value; } };
  }
  const input = options
    ? h("select", { id, oninput: () => changed(options[input.selectedIndex]) },
      ...options.map((option) => h("option", {}, option)))
    : h("input", { type: "number", id, ...limits,
      onchange: () => {
        if (input.value) changed(nearest({ ...control, step: control.integer }, +input.value));
        else show(shown);
      } });
  let shown;
  const show = (value) => {
    shown = value;
    if (options) input.selectedIndex = options.indexOf(value);
    else input.value = value;
  };
  return { element: makeRow(kind, caption, input), show };
}

/** A formula's field; of what cannot be read or computed it says why, and the last one stays. */
function makeFormula(control, id, caption, changed) {
  const said = h("output", { id: newId(), htmlFor: id });
  let shown, waiting;
  const say = (words) => {
    said.textContent = words;
    input.ariaInvalid = Boolean(words);
  };
  function check() {
    clearTimeout(waiting);
    if (input.value === shown) return say("");
    try {
      formula(input.value, control.of);
    } catch ({ message }) {
      return say(`Not yet: ${message}. Still shown: ${shown}`);
    }
    changed(input.value);
  }
  const input = h("input", {
    type: "text", id, maxLength: LONGEST,
    spellcheck: false, autocapitalize: "off", autocomplete: "off",
    oninput() {
      clearTimeout(waiting);
      waiting = setTimeout(check, PAUSE);
    },
    onchange: check,
  });
  input.setAttribute("aria-describedby", said.id);
  const show = (value) => {
    input.value = shown = value;
    say("");
  };
  return { element: makeRow("formula", caption, input, said), show };
}
