// A cloud: the points of a scatter where they are too many to be elements of the page, painted on a
// canvas. Those of one colour are prints of one stamp, laid over each other pixel by pixel.

import { css } from "../colours.js";
import { canvasFor } from "../dom.js";
import { nth } from "../place.js";
import { Items } from "./items.js";

export class Cloud extends Items {
  constructor(described, groups) {
    super(described, groups);
    const { frame, reach } = described, scale = this.scale = 2 * devicePixelRatio;
    const [width, height] = frame.slice(2).map((side) => Math.round(scale * side));
    this.canvas = canvasFor(groups, width, height);
    this.path = new Path2D(described.shape);
    this.stamps = new Map();
    this.side = Math.ceil(2 * reach * scale); // of a stamp; the paper has room for one on each side
    this.rows = height + 2 * this.side;
    this.columns = width + 2 * this.side;
    this.paper = new Float32Array(4 * this.rows * this.columns); // red, green, blue times alpha; alpha
  }

  set(values) {
    super.set(values);
    const { frame: [left, top], reach, scale, side, rows, columns } = this;
    this.forget();
    this.paper.fill(0);
    const { data } = values.offsets;
    for (let i = 0; 2 * i < data.length; i++) {
      const [x, y] = this.place([data[2 * i], data[2 * i + 1]]);
      const column = Math.round(scale * (x - reach - left)) + side;
      const row = Math.round(scale * (y - reach - top)) + side;
      if (column >= 0 && row >= 0 && column <= columns - side && row <= rows - side) {
        this.print(this.stampOf(i, values), 4 * (row * columns + column));
      }
    }
    this.show();
  }

  /** Stamps are made anew where the ground has changed, or how far one sees through. */
  forget() {
    const now = `${this.settled("light-dark(white, black)")} ${this.opacity}`;
    if (now !== this.now || this.stamps.size > 1000) this.stamps.clear();
    this.now = now;
  }

  /** The stamp of point i; colours of a table are told apart by their entry, others by their words. */
  stampOf(i, values) {
    const { stamps, fills, strokes } = this, { array, facecolors, edgecolors } = values;
    const paint = () => ["fill", "stroke"].map((name) => this.colourOf(name, values, i));
    const few = !facecolors && !edgecolors && fills.length < 2 && strokes.length < 2;
    const key = !few ? paint().join() : array ? this.colours.entry(nth(array, i)) : "";
    if (!stamps.has(key)) stamps.set(key, this.stamp(...paint()));
    return stamps.get(key);
  }

  /** Lay a stamp over what is there; of each pixel it has offset, red, green, blue, alpha. */
  print(stamp, from) {
    const { paper } = this;
    for (let p = 0; p < stamp.length; p += 5) {
      const k = from + stamp[p], rest = 1 - stamp[p + 4];
      paper[k] = stamp[p + 1] + rest * paper[k];
      paper[k + 1] = stamp[p + 2] + rest * paper[k + 1];
      paper[k + 2] = stamp[p + 3] + rest * paper[k + 2];
      paper[k + 3] = stamp[p + 4] + rest * paper[k + 3];
    }
  }

  show() {
    const { canvas: { width, height }, canvas, paper, side, columns } = this;
    const context = canvas.getContext("2d"), pixels = context.createImageData(width, height);
    const { data } = pixels;
    for (let row = 0, to = 0; row < height; row++) {
      for (let k = 4 * ((row + side) * columns + side), end = k + 4 * width; k < end; k += 4, to += 4) {
        if (!paper[k + 3]) continue;
        const light = 255 / paper[k + 3];
        data[to] = light * paper[k];
        data[to + 1] = light * paper[k + 1];
        data[to + 2] = light * paper[k + 2];
        data[to + 3] = 255 * paper[k + 3];
      }
    }
    context.putImageData(pixels, 0, 0);
  }

  /** What point i is filled or stroked with: a colour and its alpha. */
  colourOf(name, { array, facecolors, edgecolors }, i) {
    const edges = edgecolors ?? (this.follow && facecolors);
    const moving = name === "fill" ? facecolors : edges, own = this[`${name}s`];
    if (moving) return [css(moving, i, this.opacity), 1];
    if (array && this.paints.includes(name)) {
      return [this.colours.colour(nth(array, i), this.opacity), 1];
    }
    const [colour, alpha] = own[i % own.length] ?? [];
    return [colour, this.opacity ?? alpha];
  }

  /** The pixels of a marker that are not empty. */
  stamp([face, alpha], [edge, beside]) {
    const { reach, scale, side, columns } = this;
    const context = new OffscreenCanvas(side, side).getContext("2d");
    context.scale(scale, scale);
    context.translate(reach, reach);
    context.lineWidth = this.edge;
    if (face) {
      Object.assign(context, { fillStyle: this.settled(face), globalAlpha: alpha });
      context.fill(this.path);
    }
    if (edge && this.edge) {
      Object.assign(context, { strokeStyle: this.settled(edge), globalAlpha: beside });
      context.stroke(this.path);
    }
    const { data } = context.getImageData(0, 0, side, side), pixels = [];
    for (let k = 0; k < data.length; k += 4) {
      const [red, green, blue, a] = [...data.subarray(k, k + 4)].map((x) => x / 255);
      const pixel = k / 4, offset = 4 * (Math.floor(pixel / side) * columns + pixel % side);
      if (a) pixels.push(offset, red * a, green * a, blue * a, a);
    }
    return Float32Array.from(pixels);
  }

  /** What a colour of the page is just now, in its light or dark mode. */
  settled(colour) {
    this.canvas.style.color = colour;
    return getComputedStyle(this.canvas).color;
  }
}
