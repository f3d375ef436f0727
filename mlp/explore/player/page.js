// The player of a page: brings its figures to life.

import { mount } from "./figure.js";

/** In a notebook: shows what the kernel has sent, in the widget's element. */
export function show({ html, style }, model, element) {
  element.innerHTML = `<style>${style}</style>${html}`;
  mount(element.querySelector(".explorable"), model);
}

// One figure a frame, so that the page answers its reader meanwhile.
for (const root of document.querySelectorAll(".explorable:has(> script)")) {
  mount(root);
  await new Promise(requestAnimationFrame);
}
