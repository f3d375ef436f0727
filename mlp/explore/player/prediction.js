// A prediction: choices, of which the reader commits to one.

import { h, makeButton, newId, setAll } from "./dom.js";

/** Makes the buttons; `answered(text, isRight)` is called at the commitment, which stays. */
export function makePrediction({ question, choices, said, verb }, outputOf, answered) {
  const id = newId(), verdict = h("output");
  const commit = (chosen) => {
    if (verdict.textContent) return;
    const right = outputOf("value").data[0], isRight = chosen === right;
    buttons.forEach((button, i) => {
      Object.assign(button, { ariaDisabled: true, ariaPressed: i === chosen });
      button.classList.toggle("is-right", i === right);
    });
    const word = isRight ? "Right." : "Not so.", className = isRight ? "is-right" : "";
    verdict.append(h("strong", { className }, word), ` ${said[chosen]}`);
    answered(choices[chosen], isRight);
  };
  const buttons = choices.map((text, i) => makeButton(text, () => commit(i)));
  const element = setAll(h("div", { className: "explorable-question explorable-prediction" },
    h("p", { id }, h("strong", {}, `${verb}.`), ` ${question}`), ...buttons, verdict),
  { role: "group", "aria-labelledby": id });
  const restore = (text) => {
    if (choices.includes(text)) commit(choices.indexOf(text));
  };
  return { element, restore };
}
