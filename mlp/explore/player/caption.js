// The caption of a figure: shown at once, spoken when the reader has come to rest.

import { h } from "./dom.js";
import { chosen, fillIn } from "./words.js";

/** `parts` takes the words apart where some light up. */
export function makeCaption(root, parts) {
  const caption = root.querySelector("figcaption");
  const words = root.querySelector(".explorable-caption");
  const spoken = h("p", { className: "explorable-spoken", ariaLive: "polite" });
  root.append(spoken);

  // It keeps the room that it has once needed, so that what stands below it does not jump.
  let wide, last;
  function keepRoom() {
    const { style, offsetWidth } = caption;
    if (offsetWidth !== wide) style.minHeight = "";
    wide = offsetWidth;
    style.minHeight = `${caption.getBoundingClientRect().height}px`;
  }

  return {
    show(layout, valueOf) {
      const text = fillIn(chosen(layout, valueOf), valueOf);
      if (words && text !== last) words.replaceChildren(...parts(text));
      last = text;
    },
    rest() {
      if (caption) keepRoom();
      spoken.textContent = words?.textContent ?? "";
    },
  };
}
