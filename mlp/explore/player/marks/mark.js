// A mark: an artist of the picture that moves. Its kinds say how.

import { css } from "../colours.js";
import { setAll } from "../dom.js";
import { isPlace, nth, outline, placing } from "../place.js";

const PAINTS = {
  color: "stroke", colors: "stroke", edgecolor: "stroke", edgecolors: "stroke",
  facecolor: "fill", facecolors: "fill",
};

/** The width that a line's dashes go by: one too thin to be seen would have thousands. */
const thick = (width) => Math.max(width, 0.5);

/** By itself a mark comes, goes and fades, and what it is drawn with changes its paint. */
export class Mark {
  constructor(described, groups) {
    Object.assign(this, described, { groups, place: described.m && placing(described) });
    const all = (selector) => groups.flatMap((group) => [...group.querySelectorAll(selector)])
      .filter((element) => !element.closest("defs"));
    [this.paths, this.uses, this.texts] = ["path", "use", "text"].map(all);
    this.items = [...this.paths, ...this.uses, ...this.texts];
    this.first = this.uses.length;
    this.dashes = this.paths.map(({ style }) => style.strokeDasharray.split(",")
      .map((length) => parseFloat(length) / thick(parseFloat(style.strokeWidth || 1))));
  }

  /** Move to new data, {property: {shape, data}}. */
  set(values) {
    if (values.alpha) this.fade(this.opacity = values.alpha.data[0]);
    for (const key in PAINTS) {
      if (values[key]) this.paint(PAINTS[key], (i) => css(values[key], i, this.opacity));
    }
    const width = values.linewidths ?? values.linewidth;
    if (width) this.setWidths((i) => nth(width, i));
    for (const group of values.visible ? this.groups : []) {
      setAll(group, { display: values.visible.data[0] ? "inline" : "none" });
    }
  }

  /** Draw paths through points. Where there are more than before, the first is copied. */
  setPaths(shapes) {
    const { paths, place, closed, curved } = this;
    if (!paths.length) return;
    const ds = shapes.map((shape) => outline(shape.map(place), closed, curved));
    while (paths.length < ds.length) this.add(paths, paths[0]);
    paths.forEach((path, i) => path.setAttribute("d", ds[i] ?? ""));
  }

  /** Put markers at points. Where there are more than before, those of the beginning are copied. */
  setPlaces(points) {
    const { uses, place, first } = this;
    if (!uses.length) return;
    while (uses.length < points.length) this.add(uses, uses[uses.length % first]);
    uses.forEach((use, i) => {
      const [x, y] = place(points[i] ?? [NaN, NaN]), there = isPlace([x, y]);
      setAll(use, { display: there ? "inline" : "none", ...(there && { x, y }) });
    });
  }

  setWidths(widthOf) {
    this.style("strokeWidth", widthOf, this.paths);
    this.paths.forEach((path, i) => {
      path.style.strokeDasharray = this.dashes[i % this.dashes.length]
        .map((length) => length * thick(widthOf(i)));
    });
  }

  /** Fill or stroke items, each in its colour. */
  paint(name, colourOf, items) {
    this.style(name, colourOf, items);
    this.style(`${name}Opacity`, () => 1, items);
  }

  fade(alpha) {
    for (const name of ["fill", "stroke"]) this.style(`${name}Opacity`, () => alpha);
  }

  style(name, valueOf, items = this.items) {
    items.forEach((item, i) => { item.style[name] = valueOf(i); });
  }

  /** Add a copy of an element after the last. */
  add(list, like) {
    const copy = like.cloneNode();
    list.at(-1).after(copy);
    list.push(copy);
    this.items.push(copy);
  }
}
