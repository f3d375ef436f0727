// The player of a page: brings its figures to life.

import { mount } from "./figure.js";

/** In a notebook: brings the figure to life that stands in the widget's element. */
export function show(style, model, element) {
  element.insertAdjacentHTML("afterbegin", `<style>${style}</style>`);
  mount(element.querySelector(".explorable"), model);
}

// One figure a frame, so that the page answers its reader meanwhile; first those in view. A widget's wait for `show`.
const waiting = [...document.querySelectorAll(".explorable:has(> script):not(.explorable-widget *)")];
while (waiting.length) {
  const seen = waiting.findIndex(inView);
  mount(waiting.splice(Math.max(seen, 0), 1)[0]);
  await new Promise(requestAnimationFrame);
}

function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
