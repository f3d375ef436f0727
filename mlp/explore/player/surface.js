// A surface over the picture, which a reader clicks at or draws into, with a cursor for the keys.

import { SVG, setAll } from "./dom.js";
import { KEYS } from "./handle.js";

/** `go(axis, way, isFar)` is called when an arrow key is pressed, `act()` for Enter and Space. */
export function makeSurface(svg, [x, y, width, height], label, go, act) {
  const make = (tag, attributes) => setAll(document.createElementNS(SVG, tag), attributes);
  const surface = make("rect", {
    class: "explorable-surface", x, y, width, height, tabindex: 0, role: "application",
    "aria-label": `${label}: arrow keys move, Enter and Space draw`,
  });
  const cursor = make("path", { class: "explorable-cursor" });
  svg.append(surface, cursor);
  const show = (isShown) => { cursor.style.visibility = isShown ? "visible" : "hidden"; };
  surface.onfocus = () => show(surface.matches(":focus-visible"));
  surface.onblur = () => show(false);
  surface.addEventListener("pointerdown", () => show(false));
  surface.onkeydown = (event) => {
    const key = KEYS[event.key];
    if (!key && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show(true);
    if (key) go(...key, event.shiftKey);
    else act();
  };
  show(false);
  return { surface, moveCursor: (d) => cursor.setAttribute("d", d) };
}
