// Questions: a form for each, one after the other.

import { judged, readings } from "./answers.js";
import { h, newId } from "./dom.js";

/** Makes the form of a question; `solved` is called at its answer. */
function makeQuestion({ question, slips, tolerance }, valueOf, solved) {
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
  const onsubmit = (event) => {
    event.preventDefault();
    const [far, text] = judge(input.value);
    say(text, !far);
    if (!far) solved();
  };
  const element = h("form", { className: "explorable-question", onsubmit },
    h("label", { htmlFor: id }, question), input, h("button", {}, "Check"), verdict);
  return { element, judge, clear: () => say("") };
}

/** Questions one after the other. */
export function makeQuestions(list, outputOf) {
  const all = list.map((ask, k) => makeQuestion(ask, (part) => outputOf(`ask${k}.${part}`), () => {
    if (all[k + 1]) all[k + 1].element.hidden = false;
  }));
  const clear = () => all.forEach((question, k) => {
    question.clear();
    question.element.hidden = k > 0;
  });
  const judge = (k, typed) => all[k].judge(typed)[1];
  return { elements: all.map(({ element }) => element), clear, judge };
}
