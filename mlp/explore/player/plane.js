// Points that the reader makes in axes: by clicks, by keys, or by pasting numbers.

import { h, makeButton, newId } from "./dom.js";
import { placeIn } from "./handle.js";
import { placing } from "./place.js";
import { makeSurface } from "./surface.js";
import { isWithin } from "./values.js";
import { written } from "./words.js";

const REACH = 12; // pixels from a point that still mean this point

export function makePlane({ label, most, kinds, box }, changed, group, mark) {
  const svg = group.ownerSVGElement, { m, log } = mark, toPage = placing(mark), id = newId();
  const ends = [0, 1].map((k) => toPage(box.map((side) => side[k])));
  const [low, high] = [Math.min, Math.max].map((f) => [0, 1].map((i) => f(ends[0][i], ends[1][i])));
  const size = [high[0] - low[0], high[1] - low[1]];
  let rows = [], at = [low[0] + size[0] / 2, low[1] + size[1] / 2];

  const kind = h("select", { id }, ...kinds.map((name) => h("option", {}, name)));
  const said = h("output", {});
  const say = (text) => { said.textContent = text; };

  /** To three digits of the axis, so that an address is short and exact. */
  const rounded = (x, i) => {
    const [from, to] = box[i], unit = 10 ** (Math.floor(Math.log10(to - from)) - 3);
    const short = log[i] ? Number(x.toPrecision(3)) : Number((Math.round(x / unit) * unit).toPrecision(12));
    return Math.min(to, Math.max(from, short));
  };
  const dataAt = (place) => place.map((u, i) => {
    const x = (u - m[2 * i + 1]) / m[2 * i];
    return rounded(log[i] ? 10 ** x : x, i);
  });
  function nearestTo([u, v]) {
    const far = rows.map((row) => toPage(row)).map(([x, y]) => Math.hypot(x - u, y - v));
    const k = far.indexOf(Math.min(...far));
    return far[k] * svg.getScreenCTM().a < REACH ? k : -1;
  }
  function toggle(place) {
    const k = nearestTo(place);
    if (k >= 0) changed(rows.filter((_, i) => i !== k));
    else if (rows.length < most) changed([...rows, [...dataAt(place), kind.selectedIndex]]);
    else say(`${count()}: remove one first`);
  }
  function sayHere() {
    const [x, y] = dataAt(at).map((u) => written(u, ".4g")), there = rows[nearestTo(at)];
    say(`x ${x}, y ${y}: ${there ? kinds[there[2]] : "nothing"}; ${count()}`);
  }
  const count = () => `${rows.length} of ${most} points`;

  const { surface, moveCursor } = makeSurface(svg, [...low, ...size], label, go, () => {
    toggle(at);
    sayHere();
  });
  function go(axis, way, isFar) {
    const step = (isFar ? 10 : 1) * size[axis] / 100 * (axis ? -way : way);
    at[axis] = Math.min(high[axis], Math.max(low[axis], at[axis] + step));
    drawCursor();
    sayHere();
  }
  const drawCursor = () => moveCursor(`M${low[0]} ${at[1]}H${high[0]}M${at[0]} ${low[1]}V${high[1]}`);
  surface.onclick = (event) => {
    at = placeIn(svg, event);
    drawCursor();
    toggle(at);
  };
  drawCursor();

  const text = h("textarea", { rows: 6, ariaLabel: `${label}: rows x, y, kind`, spellcheck: false,
    placeholder: `1.5, -2, ${kinds.at(-1)}` });
  const pasting = h("details", {}, h("summary", {}, "Paste numbers"), text, makeButton("Set points", () => {
    const { found, wrong } = pasted(text.value, kinds, box, kind.selectedIndex);
    if (!found.length) return say([count(), ...wrong, "No line is x, y, kind"].join(". "));
    changed(found.slice(0, most).map(([x, y, own]) => [rounded(x, 0), rounded(y, 1), own]));
    const left = found.length - rows.length;
    say([count(), ...wrong, ...(left > 0 ? [`${left} more have no room`] : [])].join(". "));
  }));
  pasting.ontoggle = () => {
    text.value ||= rows.map(([x, y, own]) => [x, y, kinds[own]].join(", ")).join("\n");
  };
  return {
    elements: [...(kinds.length > 1 ? [h("label", { htmlFor: id }, "a click adds"), kind] : []),
      makeButton("Clear", () => { if (rows.length) changed([]); }), said, pasting],
    show(value) {
      rows = value;
      say(count());
    },
  };
}

/** Reads rows "x, y, kind"; one that has no kind gets the one that is given. */
function pasted(text, kinds, box, kind) {
  const found = [], wrong = [];
  text.split("\n").forEach((line, i) => {
    const [x, y, own = kind, ...more] = line.trim().split(/[\s,;]+/), place = [x, y].map(Number);
    if (!x || (!i && place.every(Number.isNaN))) return;
    const named = kinds.indexOf(own), row = [...place, named < 0 ? Number(own) : named];
    const isRead = y && !more.length && kinds[row[2]] !== undefined && place.every(Number.isFinite);
    if (!isRead) wrong.push(`Line ${i + 1} is not x, y, kind`);
    else if (!place.every((u, axis) => isWithin(u, box[axis]))) wrong.push(`Line ${i + 1} lies outside`);
    else found.push(row);
  });
  return { found, wrong };
}
