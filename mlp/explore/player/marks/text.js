// A text: what it says, where, and in which colour.

import { css } from "../colours.js";
import { setAll } from "../dom.js";
import { fillIn } from "../words.js";
import { Mark } from "./mark.js";

export class Words extends Mark {
  constructor(described, groups) {
    super(described, groups);
    this.items = this.texts;
  }

  set({ words, position, xy = position, color, ...values }) {
    if (words !== undefined || values.text0) {
      this.lines.forEach((spans, i) => spans.forEach((pieces, j) => {
        const span = this.texts[i]?.children[j] ?? this.texts[i];
        const text = words ?? fillIn(pieces, (field) => values[`text${field}`].data[0]);
        if (span) span.textContent = text;
      }));
    }
    if (xy) {
      const [[x, y], [x0, y0]] = [xy.data, this.start].map(this.place);
      for (const group of this.groups) setAll(group, { transform: `translate(${x - x0} ${y - y0})` });
    }
    super.set(values);
    if (color) this.paint("fill", (i) => css(color, i, this.opacity));
  }
}
