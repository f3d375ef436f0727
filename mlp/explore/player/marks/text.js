// A text: what it says, where, and in which colour.

import { css } from "../colours.js";
import { setAll } from "../dom.js";
import { fillIn } from "../words.js";
import { Mark } from "./mark.js";

export class Words extends Mark {
  set({ words, position, color, ...values }) {
    if (words !== undefined || values.text0) {
      this.lines.forEach((spans, i) => spans.forEach((pieces, j) => {
        const span = this.texts[i]?.children[j] ?? this.texts[i];
        const text = words ?? fillIn(pieces, (field) => values[`text${field}`].data[0]);
        if (span) span.textContent = text;
      }));
    }
    if (position) {
      const [[x, y], [x0, y0]] = [position.data, this.start].map(this.place);
      setAll(this.groups[0], { transform: `translate(${x - x0} ${y - y0})` });
    }
    if (color) this.paint("fill", (i) => css(color, i));
    super.set(values);
  }
}
