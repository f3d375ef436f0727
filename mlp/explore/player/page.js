// The player of a page: brings its figures to life.

import { mount } from "./figure.js";

/** In a notebook: shows what the kernel has sent, in the widget's element. */
export function show({ html, style }, model, element) {
  element.innerHTML = `<style>${style}</style>${html}`;
  mount(element.querySelector(".explorable"), model);
}

// One figure a frame, so that the page answers its reader meanwhile; first those in view.
const waiting = [...document.querySelectorAll(".explorable:has(> script)")];
while (waiting.length) {
  const seen = waiting.findIndex(inView);
  mount(waiting.splice(Math.max(seen, 0), 1)[0]);
  await new Promise(requestAnimationFrame);
}

function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
