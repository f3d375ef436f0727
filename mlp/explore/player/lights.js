// Words of the caption and the marks that they name: pointing at one lights the other up, too.

import { h } from "./dom.js";

/** Makes the function that takes a text apart into what lights up and what does not. */
export function makeLights(root, lights) {
  const marks = new Map();
  for (const [word, mark] of lights) {
    marks.set(word, [...marks.get(word) ?? [], ...root.querySelectorAll(`[data-mark="${mark}"]`)]);
  }
  let spans = [];
  const lit = (word, on) => [...marks.get(word), ...spans.filter(({ textContent }) => textContent === word)]
    .forEach(({ classList }) => classList.toggle("is-lit", on));
  const react = (element, word) => {
    element.onpointerenter = element.onfocus = () => lit(word, true);
    element.onpointerleave = element.onblur = () => lit(word, false);
    return element;
  };
  marks.forEach((groups, word) => groups.forEach((group) => react(group, word)));

  const longest = [...marks.keys()].sort((a, b) => b.length - a.length);
  const escaped = longest.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const known = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "u");
  return (text) => {
    for (const { textContent } of spans) lit(textContent, false);
    const parts = text.split(known).map((part) => (marks.has(part)
      ? react(h("span", { className: "explorable-word", tabIndex: 0 }, part), part) : part));
    spans = parts.filter((part) => part.tagName);
    return parts;
  };
}
