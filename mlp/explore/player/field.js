// A field to type a number into, and what is said of it.

import { judged, readings } from "./answers.js";
import { h, newId } from "./dom.js";

/** Makes the form of a question; `answered(text, true)` is called at its answer. */
export function makeField({ question, slips, tolerance }, outputOf, answered) {
  const valueOf = (part) => outputOf(part).data[0];
  const id = newId(), verdict = h("output", { htmlFor: id });
  const input = h("input", { id, type: "text", autocomplete: "off" });
  const say = (text, right = false) => {
    verdict.textContent = text;
    verdict.classList.toggle("is-right", right);
  };
  const judge = (typed) => {
    const meant = readings(typed, /percent|%/i.test(question)), right = valueOf("value");
    if (!meant.length) return [4, "Type a number, such as -0.25, 1/4, 25 % or 2.5e-1."];
    if (!Number.isFinite(right)) return [4, "Here there is no number to find."];
    const known = slips.map((words, i) => [words, valueOf(`slip${i}`)]);
    return meant.map((x) => judged(x, right, known, tolerance)).sort(([a], [b]) => a - b)[0];
  };
  const check = () => {
    const [far, text] = judge(input.value);
    say(text, !far);
    if (!far) answered(input.value, true);
    return !far;
  };
  const onsubmit = (event) => {
    event.preventDefault();
    check();
  };
  const element = h("form", { className: "explorable-question", onsubmit },
    h("label", { htmlFor: id }, question), input, h("button", {}, "Check"), verdict);
  const clear = () => say("");
  // What was right at other settings stands in its field as after a move of the sliders.
  const restore = (text) => {
    input.value = text;
    if (!check()) clear();
  };
  return { element, judge, clear, restore };
}
