// What a reader takes away: an address, a file, lines of code, arrays.

import { h, makeButton } from "./dom.js";
import { collect, mapValues } from "./objects.js";
import { npy, zip } from "./takeaway/archive.js";
import { chosen, format } from "./words.js";

/** An array without the rows and the columns that are NaN throughout. */
export function present({ data, shape }) {
  const n = shape.at(-1) ?? 1, rows = data.length / n;
  const count = (size) => Array.from({ length: size }, (_, k) => k);
  const isThere = (all, numberOf) => all.some((k) => !Number.isNaN(numberOf(k)));
  if (!shape.length) return { data, shape };
  const columns = count(n).filter((j) => isThere(count(rows), (i) => data[i * n + j]));
  const kept = count(rows).filter((i) => shape.length < 2 || isThere(count(n), (j) => data[i * n + j]));
  const own = kept.flatMap((i) => columns.map((j) => data[i * n + j]));
  return { data: own, shape: [...shape.slice(0, -1).map(() => kept.length), columns.length] };
}

/** An array as lists of its rows. */
function nested({ data, shape: [, n] }) {
  if (!n) return [...data];
  return Array.from({ length: data.length / n }, (_, i) => data.slice(i * n, i * n + n));
}

/** Fills a layout, as code has it. */
export function filledIn(layout, outputs) {
  return chosen(layout, (name) => outputs[name].data[0]).map((piece) => {
    if (typeof piece === "string") return piece;
    const [name, specification] = piece, { shape, data: [x] } = outputs[name];
    return shape.length ? listed(nested(present(outputs[name])), specification)
      : format(x, specification);
  }).join("");
}

const listed = (x, specification) => (!Array.isArray(x) ? format(x, specification)
  : `[${x.map((part) => listed(part, specification)).join(", ")}]`);

function download(name, parts, type) {
  const link = h("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * Makes the fold with the buttons. `own` are what the figure hands out: its name, what it has, and
 * functions for the layouts at hand, the outputs that fill them, its values and its state, and to restore these.
 */
export function makeTakeaway(own) {
  const { name, has, layouts, outputs, address, snapshot, restore } = own;
  const said = h("output", {}), shown = h("textarea", { readOnly: true, hidden: true, rows: 12 });
  const say = (words) => { said.textContent = words; };
  function lines() {
    const now = outputs();
    return layouts().script.map((layout) => filledIn(layout, now)).filter(Boolean).join("\n");
  }
  function arrays() {
    const now = outputs();
    return collect(Object.entries(layouts().arrays), ([key, layout]) =>
      [key, layout ? filledIn(layout, now) : present(now[`array.${key}`])]);
  }

  function show(words, text) {
    Object.assign(shown, { value: text, hidden: false, ariaLabel: words });
    shown.focus();
    shown.select();
    say(`${words}: copy it from the field.`);
  }
  const actions = {
    Address: () => show("The address of this run", address()),
    ...(has.script.length && { "Lines of Python": () => show("This run in Python", lines()) }),
    File: () => download(`${name}.json`, [JSON.stringify(snapshot())], "application/json"),
    ...(Object.keys(has.arrays).length && {
      "Arrays .npz": () => {
        const files = Object.entries(arrays()).map(([key, value]) => [`${key}.npy`, npy(value)]);
        download(`${name}.npz`, [zip(Object.fromEntries(files))], "application/octet-stream");
      },
      "Arrays .json": () => {
        const plain = mapValues(arrays(), (value) => (value.shape ? nested(value) : value));
        download(`${name}-arrays.json`, [JSON.stringify(plain)], "application/json");
      },
    }),
  };
  const file = h("input", { type: "file", accept: ".json", hidden: true });
  file.onchange = async () => {
    const [own] = file.files;
    file.value = "";
    // A file can hold anything.
    try {
      restore(JSON.parse(await own.text()));
      say(`${own.name} is opened.`);
    } catch (error) {
      say(`${own.name} is no file of this figure: ${error.message}`);
    }
  };
  const buttons = Object.entries(actions).map(([text, action]) => makeButton(text, action));
  return h("details", { className: "explorable-takeaway" }, h("summary", {}, "Take it away"),
    h("div", { className: "explorable-buttons" }, ...buttons,
      makeButton("Open a file", () => file.click()), file), shown, said);
}
