// Brings figures to life: builds the controls, plays the tapes, moves the marks of the SVG.
//
// A figure is <figure class="explorable"> with its picture, a caption, and JSON: the controls, the tapes, and for each
// mark what kind of artist it is and where its data go in the picture. Everything a reader does ends in `set` or, where
// the figure keeps a state, in `step`; both end in `draw`. For those who script: the element's property `figure`.

import { load } from "./player.js";

// ---- Words: numbers as Python writes them ----

const SPECIFICATION = /^(?:(.)?([<>=^]))?([-+ ]?)(0?)(\d*)(,?)(?:\.(\d+))?([a-zA-Z%]?)$/;

/** Python's format(x, specification). */
export function format(x, specification = "") {
  if (typeof x === "string") return x;
  if (typeof x === "boolean") return x ? "True" : "False";
  const [, fill = " ", align = ">", sign, zero, width, comma, digits, type] =
    specification.match(SPECIFICATION);
  let text = Number.isNaN(x) ? "nan" : Math.abs(x) === Infinity ? "inf"
    : absolute(Math.abs(x), digits && Number(digits), type.toLowerCase());
  if (comma) text = text.replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  if (/[EFG]/.test(type)) text = text.toUpperCase();
  const minus = x < 0 || (Object.is(x, -0) && type !== "d");
  const before = minus ? "-" : sign.replace("-", "");
  const room = Math.max(0, width - text.length - before.length);
  if (zero || align === "=") return before + (zero || fill).repeat(room) + text;
  const left = { ">": room, "<": 0, "^": room >> 1 }[align];
  return fill.repeat(left) + before + text + fill.repeat(room - left);
}

function absolute(x, digits, type) {
  if (type === "d") return fixed(x, 0);
  if (type === "f") return fixed(x, digits ?? 6);
  if (type === "%") return fixed(100 * x, digits ?? 6) + "%";
  if (type === "e") return exponential(x, digits ?? 6);
  if (type === "g") return general(x, digits === 0 ? 1 : digits ?? 6);
  const exponent = exponentOf(x.toExponential());
  if (x && (exponent < -4 || exponent >= 16)) return twoDigits(x.toExponential());
  return Number.isInteger(x) ? `${x}.0` : `${x}`;
}

const exponentOf = (text) => Number(text.split("e")[1]);
const twoDigits = (text) => text.replace(/e([-+])(\d)$/, "e$10$2");

function general(x, digits) {
  const text = exponential(x, digits - 1);
  const exponent = exponentOf(text);
  const bare = (number) => (number.includes(".") ? number.replace(/\.?0+$/, "") : number);
  if (exponent >= -4 && exponent < digits) return bare(fixed(x, digits - 1 - exponent));
  const [mantissa, rest] = text.split("e");
  return `${bare(mantissa)}e${rest}`;
}

function fixed(x, digits) {
  if (x >= 1e21) return BigInt(x).toString() + (digits ? "." + "0".repeat(digits) : "");
  return halfToEven(x.toFixed(digits), x.toFixed(Math.min(100, digits + 30)), digits);
}

function exponential(x, digits) {
  const [short, long] = [digits, Math.min(100, digits + 30)].map((n) => x.toExponential(n));
  const mantissa = halfToEven(short.split("e")[0], long.split("e")[0], digits);
  const carried = mantissa === short.split("e")[0];
  return twoDigits(`${mantissa}e${(carried ? short : long).split("e")[1]}`);
}

/** JavaScript rounds a tie up, Python to an even digit: `long` has the digits that tell. */
function halfToEven(short, long, digits) {
  const end = long.indexOf(".") + (digits ? digits + 1 : 0);
  const tie = /^\.?50*$/.test(long.slice(end));
  return tie && "02468".includes(long[end - 1]) ? long.slice(0, end) : short;
}

/** The words of a format with its fields filled in. */
const fillIn = (pieces, valueOf) => pieces
  .map((piece) => (typeof piece === "string" ? piece : format(valueOf(piece[0]), piece[1])))
  .join("");

// ---- Marks: from data to attributes ----
//
// Each kind is a function of the mark's description and its groups in the SVG that returns a function of the mark's new
// data, {property: {shape, data}}.

const FAR = 1e9; // as far off the page as a browser can draw towards
const rounded = (x) => Math.round(Math.min(FAR, Math.max(-FAR, x)) * 1000) / 1000;

/** Where data go, as "x y" of the page, or "" where there is no such place. */
function placing({ m, log }) {
  const scaled = (x, kind) => (!kind ? x : x <= 0 && kind === "clip" ? -1000 : Math.log10(x));
  return (x, y) => {
    const X = scaled(x, log[0]), Y = scaled(y, log[1]);
    const left = m[0] * X + m[2] * Y + m[4], top = m[1] * X + m[3] * Y + m[5];
    return Number.isFinite(left + top) ? `${rounded(left)} ${rounded(top)}` : "";
  };
}

/** The data of an SVG path through points; where one is missing there is a gap. */
function outline(points, closed) {
  let d = "", pen = "M";
  for (const point of points) {
    if (point) d += pen + point;
    pen = point ? "L" : "M";
  }
  return closed && d ? d + "z" : d;
}

/** The i-th number of an output that may be a single number for all. */
const nth = ({ data }, i) => data[data.length > 1 ? i : 0];

const attribute = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

/** Puts one copy of the first elements of their kind at each point. */
function copies(uses) {
  const first = [...uses], parent = first[0]?.parentNode, all = [...first];
  return (points) => {
    if (!parent) return all;
    while (all.length < points.length) {
      all.push(parent.appendChild(first[all.length % first.length].cloneNode()));
    }
    all.forEach((use, i) => {
      const [x, y] = (points[i] ?? "").split(" ");
      attribute(use, "display", x ? "inline" : "none");
      if (x) {
        attribute(use, "x", x);
        attribute(use, "y", y);
      }
    });
    return all;
  };
}

/** The corners of a line that Matplotlib draws in steps. */
function stepped(x, y, where) {
  const twice = (values) => values.flatMap((value) => [value, value]);
  if (where === "pre") return [twice(x).slice(0, -1), twice(y).slice(1)];
  if (where === "post") return [twice(x).slice(1), twice(y).slice(0, -1)];
  const between = x.slice(1).map((value, i) => (x[i] + value) / 2);
  return [[x[0], ...twice(between), x.at(-1)], twice(y)];
}

const KINDS = {
  plain: () => () => {},
  shape: (mark, groups) => painter(groups),

  line(mark, groups) {
    const place = placing(mark), path = groups[0].querySelector(":scope > path");
    const put = copies(groups[0].querySelectorAll("use"));
    const paint = painter(groups);
    return (next) => {
      if (next.xdata) {
        const { xdata, ydata } = next, n = Math.max(xdata.data.length, ydata.data.length);
        const x = Array.from({ length: n }, (_, i) => nth(xdata, i));
        const y = Array.from({ length: n }, (_, i) => nth(ydata, i));
        const [xs, ys] = mark.step ? stepped(x, y, mark.step) : [x, y];
        if (path) attribute(path, "d", outline(xs.map((u, i) => place(u, ys[i]))));
        put(x.map((u, i) => place(u, y[i])));
      }
      paint(next);
    };
  },

  text(mark, groups) {
    const lines = [...groups[0].querySelectorAll("text")];
    const at = (x, y) => placing(mark)(x, y).split(" ").map(Number);
    return (next, words) => {
      mark.lines.forEach((spans, i) => spans.forEach((pieces, j) => {
        const element = lines[i]?.children[j] ?? lines[i];
        if (!element || (words === undefined && !next.text0)) return;
        element.textContent = words ?? fillIn(pieces, (field) => next[`text${field}`].data[0]);
      }));
      if (next.position) {
        const [x, y] = at(...next.position.data), [x0, y0] = at(...mark.start);
        groups[0].setAttribute("transform", `translate(${rounded(x - x0)} ${rounded(y - y0)})`);
      }
      if (next.color) lines.forEach((line) => { line.style.fill = css(next.color.data, 0, next.color); });
    };
  },

  points(mark, groups) {
    const place = placing(mark), put = copies(groups[0].querySelectorAll("use"));
    const paint = painter(groups, mark);
    return (next) => {
      const xy = next.offsets?.data;
      if (xy) put(Array.from({ length: xy.length / 2 }, (_, i) => place(xy[2 * i], xy[2 * i + 1])));
      paint(next);
    };
  },

  segments(mark, groups) {
    const place = placing(mark), group = groups[0], paint = painter(groups, mark);
    return (next) => {
      if (next.segments) {
        const { shape: [lines, points], data } = next.segments;
        const paths = group.children;
        while (paths.length < lines) group.append(paths[0].cloneNode());
        [...paths].forEach((path, i) => attribute(path, "d", i >= lines ? "" : outline(
          Array.from({ length: points }, (_, k) => 2 * (i * points + k))
            .map((k) => place(data[k], data[k + 1])))));
      }
      paint(next);
    };
  },

  fill(mark, groups) {
    const placed = placing(mark), path = groups[0].querySelector("path");
    const place = mark.turned ? (x, y) => placed(y, x) : placed, paint = painter(groups);
    groups[0].querySelectorAll("path ~ path").forEach((other) => other.remove());
    return (next) => {
      if (next.x) {
        const { x, y1, y2 } = next, there = [], back = [];
        let d = "";
        for (let i = 0; i <= x.data.length; i++) {
          if (i < x.data.length && Number.isFinite(x.data[i] + nth(y1, i) + nth(y2, i))) {
            there.push(place(x.data[i], nth(y1, i)));
            back.unshift(place(x.data[i], nth(y2, i)));
          } else if (there.length) {
            d += outline([back.at(-1), ...there, back[0], ...back], true);
            there.length = back.length = 0;
          }
        }
        attribute(path, "d", d);
      }
      paint(next);
    };
  },

  polygon(mark, groups) {
    const place = placing(mark), path = groups[0].querySelector("path"), paint = painter(groups);
    return (next) => {
      const xy = next.xy?.data;
      if (xy) {
        const points = Array.from({ length: xy.length / 2 }, (_, i) => place(xy[2 * i], xy[2 * i + 1]));
        attribute(path, "d", outline(points, mark.closed));
      }
      paint(next);
    };
  },

  bars(mark, groups) {
    const place = placing(mark), paths = groups.map((group) => group.querySelector("path"));
    const paint = painter(groups);
    return (next) => {
      const { x, y, widths = next.width, heights = next.height } = next;
      if (x) {
        paths.forEach((path, i) => {
          const [left, bottom] = [nth(x, i), nth(y, i)];
          const [right, top] = [left + nth(widths, i), bottom + nth(heights, i)];
          const corners = [[left, bottom], [right, bottom], [right, top], [left, top]];
          attribute(path, "d", outline(corners.map((corner) => place(...corner)), true));
        });
      }
      paint(next);
    };
  },

  image(mark, groups) {
    const still = groups[0].querySelector("image"), { rows, columns, flip: [flipX, flipY] } = mark;
    const frame = document.createElementNS(still.namespaceURI, "foreignObject");
    for (const name of ["x", "y", "width", "height"]) frame.setAttribute(name, still.getAttribute(name));
    const canvas = h("canvas", { width: columns, height: rows });
    canvas.style = `display: block; width: 100%; height: 100%; ${still.getAttribute("style")}`;
    frame.append(canvas);
    still.replaceWith(frame);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const picture = context.createImageData(columns, rows), colour = tabled(mark);
    return ({ array }) => {
      if (!array) return;
      for (let r = 0, k = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++, k++) {
          const pixel = (flipY ? rows - 1 - r : r) * columns + (flipX ? columns - 1 - c : c);
          const entry = 4 * colour.entry(array.data[k]);
          for (let i = 0; i < 4; i++) picture.data[4 * pixel + i] = colour.bytes[entry + i];
        }
      }
      context.putImageData(picture, 0, 0);
    };
  },
};

/** A colour of 3 or 4 numbers in 0..1, row i of an array of them. */
function css(data, i, { shape }) {
  const size = shape.at(-1), rows = data.length / size, k = (i % rows) * size;
  const [r, g, b] = [0, 1, 2].map((j) => Math.round(255 * Math.min(1, Math.max(0, data[k + j]))));
  return `rgb(${r} ${g} ${b} / ${size > 3 ? data[k + 3] : 1})`;
}

/** Numbers to colours: which entry of the colour map's table a number has. */
function tabled({ limits, logarithmic, table }) {
  const bytes = Uint8Array.from(table.match(/../g), (pair) => parseInt(pair, 16));
  const n = bytes.length / 4 - 3, scale = logarithmic ? Math.log10 : (x) => x;
  const [low, high] = limits.map(scale);
  const entry = (x) => {
    const share = (scale(x) - low) / (high - low || 1);
    if (!(share >= 0)) return Number.isNaN(share) ? n + 2 : n;
    return share > 1 ? n + 1 : Math.min(n - 1, Math.floor(share * n));
  };
  return { bytes, entry };
}

const STYLES = {
  color: ["stroke"], colors: ["stroke"], facecolor: ["fill"], facecolors: ["fill"],
  edgecolor: ["stroke"], edgecolors: ["stroke"],
};

/** Paints the items of a mark: their colours, line widths, and colours by number. */
function painter(groups, mark) {
  const table = mark?.table && tabled(mark);
  const items = () => groups.flatMap((group) => [...group.querySelectorAll("path, use")])
    .filter((item) => !item.closest("defs"));
  const put = (names, colourOf) => items().forEach((item, i) => names.forEach((name) => {
    item.style[name] = colourOf(i);
    item.style[`${name}Opacity`] = 1;
  }));
  return (next) => {
    for (const key in STYLES) {
      if (next[key]) put(STYLES[key], (i) => css(next[key].data, i, next[key]));
    }
    const width = next.linewidths ?? next.linewidth;
    if (width) items().forEach((item, i) => { item.style.strokeWidth = nth(width, i); });
    if (next.array) {
      const colours = new Map();
      const names = mark.paints === "both" ? ["fill", "stroke"] : [mark.paints];
      put(names, (i) => {
        const entry = table.entry(next.array.data[i % next.array.data.length]);
        if (!colours.has(entry)) {
          const [r, g, b, a] = table.bytes.subarray(4 * entry, 4 * entry + 4);
          colours.set(entry, `rgb(${r} ${g} ${b} / ${a / 255})`);
        }
        return colours.get(entry);
      });
    }
  };
}

/** Moves all marks of a figure to new outputs, {name: {shape, data}}, and touches only those that changed. */
function movingMarks(root, marks) {
  const all = marks.map((mark, i) => {
    const groups = [...root.querySelectorAll(`[data-mark="${i}"]`)];
    const move = groups.length ? KINDS[mark.kind](mark, groups) : () => {};
    return { mark, groups, move, last: {} };
  });
  return (outputs, words) => {
    for (const { mark, groups, move, last } of all) {
      const next = {};
      let changed = false;
      for (const [name, key] of mark.channels) {
        const said = words[name] ?? outputs[name].data;
        changed ||= !same(last[key], said);
        last[key] = typeof said === "string" ? said : said.slice();
        next[key] = outputs[name];
      }
      if (!changed) continue;
      move(next, words[`${mark.name}.words`]);
      for (const group of groups) {
        if (next.visible) group.setAttribute("display", next.visible.data[0] ? "inline" : "none");
        if (next.alpha) group.style.opacity = next.alpha.data[0];
      }
    }
  };
}

const same = (a, b) => a === b || (typeof b !== "string" && a?.length === b.length &&
  b.every((x, i) => Object.is(x, a[i])));

// ---- Controls ----

const SVG = "http://www.w3.org/2000/svg";
let count = 0;

/** Makes an HTML element: its properties, then its children. */
function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** The value of a control that is nearest to x. */
function nearest(control, x) {
  const { min = -Infinity, max = Infinity, base, step, integer } = control;
  let u = base ? Math.log(x) / Math.log(base) : x;
  if (step) u = (min > -Infinity ? min : 0) + Math.round((u - (min > -Infinity ? min : 0)) / step) * step;
  u = Math.min(max, Math.max(min, Number(u.toPrecision(12))));
  return base ? base ** u : integer ? Math.round(u) : u;
}

/** Checks that a control can take a value, as Python does. */
function checked(control, value) {
  const { name, kind, options, min = -Infinity, max = Infinity, base } = control;
  if (kind === "choice") {
    const key = options.find((option) => String(option) === String(value));
    if (key === undefined) throw new RangeError(`${name} must be one of ${options}; got ${value}`);
    return key;
  }
  if (kind === "checkbox") return value === true || value === "true" || value === 1;
  const x = value === "" ? NaN : Number(value), [low, high] = base ? [base ** min, base ** max] : [min, max];
  if (!(x >= low && x <= high)) throw new RangeError(`${name} must be from ${low} to ${high}; got ${value}`);
  return x;
}

/** Makes the elements of a control; `changed(value)` is called when the reader moves it. */
function makeControl(control, changed) {
  const { kind, label, options, base, min, max, step } = control;
  const id = `explorable-${++count}`;
  const limits = Object.fromEntries(Object.entries({ min, max, step }).filter(([, v]) => v !== undefined));
  const toInput = (value) => (base ? Number((Math.log(value) / Math.log(base)).toFixed(12)) : value);
  const row = (cls, ...children) => h("div", { className: `explorable-control ${cls}` }, ...children);

  if (kind === "button") {
    let pressed = control.value;
    const button = h("button", { type: "button", id }, label);
    button.addEventListener("click", () => changed(pressed + 1));
    return { element: button, show: (value) => { pressed = value; } };
  }
  if (kind === "checkbox") {
    const input = h("input", { type: "checkbox", id });
    input.addEventListener("input", () => changed(input.checked));
    const element = row("is-checkbox", h("label", { htmlFor: id }, input, ` ${label}`));
    return { element, show: (value) => { input.checked = value; } };
  }
  if (kind === "choice" && control.face === "radio") {
    const radios = options.map((option) => h("input", { type: "radio", name: id, value: String(option) }));
    radios.forEach((radio, i) => radio.addEventListener("input", () => changed(options[i])));
    const labels = radios.map((radio, i) => h("label", {}, radio, h("span", {}, String(options[i]))));
    const element = h("fieldset", { className: "explorable-control is-radio" },
      h("legend", {}, label), h("div", {}, ...labels));
    return { element, show: (value) => { radios[options.indexOf(value)].checked = true; } };
  }
  const caption = h("label", { htmlFor: id }, label);
  if (kind === "choice" && control.face === "select") {
    const select = h("select", { id }, ...options.map((o) => h("option", { value: String(o) }, String(o))));
    select.addEventListener("input", () => changed(options[select.selectedIndex]));
    return { element: row("is-select", caption, select),
      show: (value) => { select.selectedIndex = options.indexOf(value); } };
  }
  if (kind === "number") {
    const input = h("input", { type: "number", id, ...limits, step: step ?? "any" });
    input.addEventListener("change", () => {
      if (input.value !== "") changed(nearest({ ...control, step: control.integer }, input.valueAsNumber));
    });
    return { element: row("is-number", caption, input), show: (value) => { input.value = value; } };
  }
  const choice = kind === "choice";
  const range = choice ? { min: 0, max: options.length - 1, step: 1 } : { ...limits, step: step ?? "any" };
  const input = h("input", { type: "range", id, ...range });
  const readout = h("output", { htmlFor: id });
  input.addEventListener("input", () => {
    const u = input.valueAsNumber;
    changed(choice ? options[u] : base ? base ** u : u);
  });
  const show = (value) => {
    const text = format(choice ? String(value) : value, control.format ?? "").replace("-", "\u2212");
    input.value = choice ? options.indexOf(value) : toInput(value);
    input.setAttribute("aria-valuetext", text);
    readout.textContent = text;
  };
  return { element: row("is-range", caption, input, readout), show };
}

// ---- State: the steps of a figure that keeps one ----

const MEMORY = 32e6; // bytes that the recorded states of a figure may take
const copied = (outputs) => Object.fromEntries(outputs.map(({ name, data }) => [name, data.slice()]));

/** Keeps the states of a figure, from the oldest still recorded to the latest. */
function recorder(players, inputs) {
  const history = { states: [], first: 0, at: 0, broken: null };
  const named = (state) => Object.fromEntries(Object.entries(state).map(([k, v]) => [`state.${k}`, v]));
  const now = () => history.states[history.at - history.first];
  const finite = (state, start) => Object.entries(state)
    .every(([name, data]) => data.every((x, i) => Number.isFinite(x) || !Number.isFinite(start[name][i])));

  return Object.assign(history, {
    inputs: () => named(now()),
    state: () => now(),
    last: () => history.first + history.states.length - 1,
    reset() {
      history.start = copied(players().start.run(inputs()));
      Object.assign(history, { states: [history.start], first: 0, at: 0, broken: null });
      const bytes = Object.values(history.start).reduce((n, data) => n + data.byteLength, 64);
      history.most = Math.max(2, Math.floor(MEMORY / bytes));
    },
    replace(state) {
      const data = Object.entries(now()).map(([k, old]) => [k, Float64Array.from([state[k] ?? old].flat(9))]);
      history.states[history.at - history.first] = Object.fromEntries(data);
    },
    step() {
      if (history.broken !== null) return false;
      const next = copied(players().step.run({ ...inputs(), ...named(now()) }));
      if (!finite(next, history.start)) {
        history.broken = history.at + 1;
        return false;
      }
      history.states.length = history.at - history.first + 1;
      history.states.push(next);
      history.at++;
      if (history.states.length > history.most) {
        history.states.shift();
        history.first++;
      }
      return true;
    },
    go(step) {
      history.at = Math.min(history.last(), Math.max(history.first, step));
      history.broken = null;
    },
  });
}

/** The buttons and the scrubber of a figure with state. */
function makeStepper(history, { perFrame }, changed) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const id = `explorable-${++count}`;
  const button = (text, action) => {
    const element = h("button", { type: "button" }, text);
    element.addEventListener("click", action);
    return element;
  };
  const stepper = { running: false };
  const go = (step) => { stepper.pause(); history.go(step); changed(); };
  const run = button("Run", () => (stepper.running ? stepper.pause() : stepper.run()));
  const forward = button("Step", () => { stepper.pause(); history.step(); changed(); });
  const back = button("Back", () => go(history.at - 1));
  const reset = button("Reset", () => stepper.reset());
  const input = h("input", { type: "range", id, min: 0, max: 0, step: 1 });
  const readout = h("output", { htmlFor: id });
  const message = h("p", { className: "explorable-message", role: "alert" });
  input.addEventListener("input", () => go(input.valueAsNumber));

  let drawn = 0;
  const frame = (time) => {
    if (!stepper.running) return;
    let going = true;
    for (let i = 0; i < perFrame && going; i++) going = history.step();
    if (!going) stepper.running = false;
    if (!going || !calm.matches || time - drawn > 1000) {
      drawn = time;
      changed();
    }
    requestAnimationFrame(frame);
  };
  const bar = h("div", { className: "explorable-stepper" }, h("div", {}, run, forward, back, reset),
    h("div", { className: "explorable-control is-range" }, h("label", { htmlFor: id }, "Step"), input, readout));
  return Object.assign(stepper, {
    element: h("div", {}, bar, message),
    run() {
      stepper.running = true;
      requestAnimationFrame(frame);
      stepper.show();
    },
    pause() {
      stepper.running = false;
      stepper.show();
    },
    reset() {
      stepper.running = false;
      history.reset();
      changed();
    },
    show() {
      const broken = history.broken !== null;
      Object.assign(input, { min: history.first, max: Math.max(history.last(), history.first + 1) });
      input.value = history.at;
      readout.textContent = history.at;
      run.textContent = stepper.running ? "Pause" : "Run";
      run.disabled = forward.disabled = broken;
      back.disabled = history.at === history.first;
      const text = broken ? `Diverged at step ${history.broken}: a number became too large. ` : "";
      if (message.dataset.text === text) return;
      message.dataset.text = text;
      message.replaceChildren(text, ...(broken ? [button("Reset", () => { stepper.reset(); run.focus(); })] : []));
    },
  });
}

// ---- Dragging ----

/** Makes a marker a handle for one or two controls. */
function makeHandle(root, { mark, controls: names }, marks, controls, values, set) {
  const group = root.querySelector(`[data-mark="${mark}"]`), use = group.querySelector("use");
  const svg = group.closest("svg"), { m, log } = marks[mark];
  const own = names.map((name) => controls.find((control) => control.name === name));
  const handle = document.createElementNS(SVG, "circle");
  const properties = { class: "explorable-handle", r: 16, tabindex: 0, role: "slider" };
  for (const [name, value] of Object.entries(properties)) handle.setAttribute(name, value);
  handle.setAttribute("aria-label", own.filter(Boolean).map((control) => control.label).join(", "));
  svg.append(handle);

  const toData = (left, top) => {
    const det = m[0] * m[3] - m[1] * m[2], u = left - m[4], v = top - m[5];
    return [(u * m[3] - v * m[2]) / det, (v * m[0] - u * m[1]) / det].map((x, i) => (log[i] ? 10 ** x : x));
  };
  const move = (x, y) => set(Object.fromEntries([x, y].map((value, i) => own[i] && [own[i].name,
    nearest(own[i], value)]).filter(Boolean)));
  const inPage = (event) => new DOMPoint(event.clientX, event.clientY)
    .matrixTransform(svg.getScreenCTM().inverse());
  let grip = null;
  handle.addEventListener("pointerdown", (event) => {
    const { x, y } = inPage(event);
    grip = [x - use.getAttribute("x"), y - use.getAttribute("y")];
    handle.setPointerCapture(event.pointerId);
    handle.focus();
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const { x, y } = inPage(event);
    move(...toData(x - grip[0], y - grip[1]));
  });
  for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => { grip = null; });
  handle.addEventListener("keydown", (event) => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
      PageUp: [0, 10], PageDown: [0, -10] }[event.key];
    if (!way) return;
    event.preventDefault();
    const amount = (way[0] || way[1]) * (event.shiftKey ? 10 : 1);
    const control = own[own[0] && own[1] ? (way[0] ? 0 : 1) : own[0] ? 0 : 1];
    const { base, step = 0.1 } = control, value = values[control.name];
    set({ [control.name]: nearest(control, base ? value * base ** (amount * step) : value + amount * step) });
  });
  return () => {
    for (const [c, name] of [["cx", "x"], ["cy", "y"]]) handle.setAttribute(c, use.getAttribute(name));
    const text = own.filter(Boolean)
      .map(({ name, label, format: f = ".3g" }) => `${label} ${format(values[name], f)}`).join(", ");
    const first = own[0] ?? own[1];
    handle.setAttribute("aria-valuetext", text);
    handle.setAttribute("aria-valuenow", values[first.name]);
    if (first.min !== undefined && !first.base) handle.setAttribute("aria-valuemin", first.min);
    if (first.max !== undefined && !first.base) handle.setAttribute("aria-valuemax", first.max);
  };
}

// ---- Asking ----

/** The answer box: "right", the name of the slip, or "not yet". */
function makeQuestion({ question, slips, tolerance }, outputs) {
  const id = `explorable-${++count}`;
  const input = h("input", { id, type: "text", inputMode: "decimal", autocomplete: "off", size: 8 });
  const verdict = h("output", { htmlFor: id });
  const form = h("form", { className: "explorable-question" },
    h("label", { htmlFor: id }, question), " ", input, " ", h("button", {}, "Check"), " ", verdict);
  const number = (text) => text.replace(",", ".").replace("\u2212", "-").split("/").map((part) => part.trim())
    .reduce((value, part) => (part === "" ? NaN : value === null ? Number(part) : value / Number(part)), null);
  const say = (text, right) => {
    verdict.textContent = text;
    verdict.className = right ? "is-right" : "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = number(input.value), all = outputs();
    if (Number.isNaN(typed)) return say("Type a number.");
    const fits = (name) => Math.abs(typed - all[name].data[0]) <= tolerance * Math.abs(all[name].data[0]);
    if (fits("ask.value")) return say("Right.", true);
    const slip = slips.findIndex((_, i) => fits(`ask.slip${i}`));
    return say(slip < 0 ? "Not yet." : `Not yet: ${slips[slip]}.`);
  });
  return { element: form, clear: () => say("") };
}

// ---- A figure ----

const REST = 500; // milliseconds after which a reader has come to rest

/** Brings one figure to life; `model` is its widget's where there is a kernel. */
export function mount(root, model) {
  if (root.figure) return;
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const { controls, tapes, words, captions, marks, tables, state, name } = data;
  const choices = controls.filter(({ kind }) => kind === "choice");
  const values = Object.fromEntries(controls.map((control) => [control.name, control.value]));
  giveOwnIds(root);

  const loaded = [];
  const combination = () => choices.reduce((n, { name: own, options }) =>
    n * options.length + options.indexOf(values[own]), 0);
  const players = () => {
    const i = combination();
    loaded[i] ??= state
      ? { draw: load(tapes, 3 * i), step: load(tapes, 3 * i + 1), start: load(tapes, 3 * i + 2) }
      : { draw: load(tapes, i) };
    return loaded[i];
  };
  const inputs = () => Object.fromEntries(controls.filter(({ kind }) => kind !== "choice")
    .map((control) => [control.name, Number(values[control.name])]));

  const channels = [...players().draw.outputs.map((output) => output.name), ...Object.keys(words[0])];
  for (const mark of marks) {
    if (mark.table !== undefined) mark.table = tables[mark.table];
    mark.channels = channels.filter((channel) => channel.startsWith(`${mark.name}.`))
      .map((channel) => [channel, channel.slice(mark.name.length + 1)]);
  }

  const moveMarks = movingMarks(root, marks), figcaption = root.querySelector("figcaption");
  const history = state && recorder(players, inputs);
  const elements = controls.map((control) => makeControl(control, (value) => changed({ [control.name]: value })));
  const stepper = state && makeStepper(history, state, () => refresh());
  const handles = (data.drag ?? []).map((drag) => makeHandle(root, drag, marks, controls, values, changed));
  const question = data.ask && makeQuestion(data.ask, () => outputs);
  const spoken = h("p", { className: "explorable-spoken", ariaLive: "polite" });
  const form = h("form", { className: "explorable-controls" });
  let outputs = {}, atRest;

  // Everything a reader sees follows from the values of the controls and the state.
  function draw() {
    const result = players().draw.run({ ...inputs(), ...history?.inputs() });
    outputs = Object.fromEntries(result.map((output) => [output.name, output]));
    const i = combination();
    moveMarks(outputs, words[i]);
    const caption = fillIn(captions[i], (field) => values[field] ?? words[i][field] ?? outputs[field].data[0]);
    if (figcaption && figcaption.textContent !== caption) figcaption.textContent = caption;
    handles.forEach((show) => show());
    stepper?.show();
    clearTimeout(atRest);
    if (!stepper?.running) atRest = setTimeout(rest, REST);
  }

  function rest() {
    if (figcaption && spoken.textContent !== figcaption.textContent) spoken.textContent = figcaption.textContent;
    if (name) writeAddress(name, controls, values);
  }

  // A change is drawn at once; further ones within the same frame wait for the next.
  let busy = false, waiting = false;
  function refresh() {
    if (busy) {
      waiting = true;
      return;
    }
    draw();
    busy = true;
    requestAnimationFrame(() => {
      busy = false;
      if (waiting) refresh();
      waiting = false;
    });
  }

  function take(next) {
    for (const [key, value] of Object.entries(next)) {
      const i = controls.findIndex((control) => control.name === key);
      if (i < 0) throw new RangeError(`the controls are ${Object.keys(values)}; got ${key}`);
      values[key] = checked(controls[i], value);
      elements[i].show(values[key]);
    }
    undo.disabled = controls.every((control) => values[control.name] === control.value);
    question?.clear();
    if (state && Object.keys(next).some((key) => state.restarts.includes(key))) {
      stepper.running = false;
      history.reset();
    }
  }

  /** What the reader has moved: shown, and told to Python. */
  function changed(next) {
    take(next);
    refresh();
    if (!model) return;
    Object.keys(next).forEach((key) => model.set(key, values[key]));
    model.save_changes();
  }

  const undo = h("button", { type: "button", disabled: true }, "Default settings");
  undo.addEventListener("click", () => changed(Object.fromEntries(controls.map((c) => [c.name, c.value]))));
  const presets = Object.entries(data.presets ?? {}).map(([label, preset]) => {
    const button = h("button", { type: "button" }, label);
    button.addEventListener("click", () => changed(preset));
    return button;
  });
  const buttons = [...elements.filter((_, i) => controls[i].kind === "button").map((e) => e.element), ...presets];
  form.append(...elements.filter((_, i) => controls[i].kind !== "button").map((e) => e.element));
  form.append(h("div", { className: "explorable-buttons" }, ...buttons, ...(controls.length ? [undo] : [])));
  form.addEventListener("submit", (event) => event.preventDefault());
  const parts = [stepper?.element, form, question?.element].filter(Boolean);
  root.querySelector(".explorable-picture").after(...parts);
  root.append(spoken);

  root.figure = {
    set(next) { take(next); draw(); },
    values: () => ({ ...values }),
    outputs: () => Object.fromEntries(Object.values(outputs)
      .map(({ name: own, shape, data: numbers }) => [own, { shape, data: [...numbers] }])),
    ...(state && {
      step(n = 1) { for (let i = 0; i < n && history.step(); i++); draw(); },
      back() { history.go(history.at - 1); draw(); },
      reset: () => stepper.reset(),
      run: () => stepper.run(),
      pause: () => stepper.pause(),
      state: () => Object.fromEntries(Object.entries(history.state()).map(([k, v]) => [k, [...v]])),
      setState(next) { history.replace(next); draw(); },
    }),
  };
  take(values);
  if (model) {
    take(Object.fromEntries(controls.map((control) => [control.name, model.get(control.name)])));
    controls.forEach(({ name: key }) => model.on(`change:${key}`, () => {
      if (model.get(key) === values[key]) return;
      take({ [key]: model.get(key) });
      refresh();
    }));
  } else if (name) {
    const follow = () => take(readAddress(name, controls));
    follow();
    addEventListener("hashchange", () => { follow(); refresh(); });
  }
  history?.reset();
  draw();
}

/** Where the same figure stands in the page already, this one takes ids of its own. */
function giveOwnIds(root) {
  const picture = root.querySelector(".explorable-picture"), id = picture.querySelector("[id]")?.id;
  if (!id || document.getElementById(id) === picture.querySelector("[id]")) return;
  const prefix = id.slice(0, id.indexOf("-") + 1);
  picture.innerHTML = picture.innerHTML.replaceAll(prefix, `${prefix.slice(0, -1)}_${++count}-`);
}

// ---- Settings in the page's address: #lab.z0=1.5&lab.f=ReLU ----

function readAddress(name, controls) {
  const settings = {};
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
    const control = controls.find((own) => `${name}.${own.name}` === key);
    try {
      if (control) settings[control.name] = checked(control, value);
    } catch { /* an address that no control can follow */ }
  }
  return settings;
}

function writeAddress(name, controls, values) {
  const others = location.hash.slice(1).split("&").filter((part) => part && !part.startsWith(`${name}.`));
  const own = controls.filter((control) => values[control.name] !== control.value)
    .map((control) => `${name}.${control.name}=${encodeURIComponent(values[control.name])}`);
  const hash = [...others, ...own].join("&");
  if (hash === location.hash.slice(1)) return;
  window.history.replaceState(window.history.state, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** In a notebook: what the kernel has sent, in the widget's element. */
export function show({ html, style }, model, element) {
  element.innerHTML = `<style>${style}</style>${html}`;
  mount(element.querySelector(".explorable"), model);
}

if (typeof document !== "undefined") document.querySelectorAll(".explorable").forEach((root) => mount(root));
