// The player of a page: brings its figures to life.

import { mount } from "./figure.js";

/** In a notebook: brings the figure to life that stands in the widget's element. */
export function show(style, model, element) {
  element.insertAdjacentHTML("afterbegin", `<style>${style}</style>`);
  mount(element.querySelector(".explorable"), model);
}

// As many figures a frame as fit, so that the page answers its reader meanwhile; first those in
// view. A widget's wait for `show`. The script itself has a frame of its own.
const ENOUGH = 8; // milliseconds of a frame
const waiting = [...document.querySelectorAll(".explorable:has(> script):not(.explorable-widget *)")];
while (waiting.length) {
  await new Promise(requestAnimationFrame);
  const begun = performance.now();
  do {
    const seen = waiting.findIndex(inView);
    mount(waiting.splice(Math.max(seen, 0), 1)[0]);
  } while (waiting.length && performance.now() - begun < ENOUGH);
}

function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
