// Questions: one after the other, and what a reader has answered before.
//
// A commitment is kept, and of a number or of lines the right ones alone: what has been found stays
// found, whatever is tried afterwards. Until then lines are kept as a draft.

import { h, numbered } from "./dom.js";
import { makeField } from "./field.js";
import { makeLines } from "./lines.js";
import { draftOf, forget, keep, recall, whenKept } from "./memory.js";
import { makePrediction } from "./prediction.js";

/** Makes the questions of a figure. Each answer, those of before included, is an event of its element:
 *  "explorable:answered", with the question's id and whether it is right.
 */
export function makeQuestions(root, list, outputOf, remembers, show, mastered) {
  const ending = h("output", { className: "explorable-mastered" }); // said when all are answered
  let remembering = false; // what was answered before moves nothing
  const all = list.map((ask, k) => {
    const id = numbered(root, "asks", ask.id), own = { id, done: false, right: false };
    const answered = (text, right) => {
      Object.assign(own, { done: true, right });
      showNext();
      if (remembers) {
        keep(id, text);
        forget(draftOf(id));
      }
      const detail = { id, right };
      root.dispatchEvent(new CustomEvent("explorable:answered", { bubbles: true, detail }));
      if (ask.show && !remembering) show(ask.show);
    };
    const drafted = (text) => remembers && !own.done && keep(draftOf(id), text);
    const make = ask.choices ? makePrediction : ask.lines ? makeLines : makeField;
    return Object.assign(own, make(ask, (part) => outputOf(`ask${k}.${part}`), answered, drafted));
  });
  const showNext = () => {
    all.forEach(({ element, done, kept }, k) => {
      element.hidden = k && !(done || kept || all[k - 1].done);
    });
    ending.textContent = mastered && all.every(({ done, kept }) => done || kept) ? mastered : "";
  };
  const clear = () => {
    for (const own of all.filter((each) => each.clear)) {
      own.clear();
      own.done = own.right = false;
    }
    showNext();
  };
  const restore = (key, text) => {
    const own = all.find(({ id, done }) => id === key && !done);
    if (!own || !text) return;
    own.kept = true;
    remembering = true;
    own.restore(text);
    remembering = false;
    showNext();
  };
  return {
    elements: [...all.map(({ element }) => element), ...(mastered ? [ending] : [])],
    clear,
    judge: (k, typed) => all[k].judge(typed)[1],
    list: () => all.map(({ id, done, right }) => ({ id, done, right })),
    remember() {
      if (!remembers) return;
      for (const own of all) {
        restore(own.id, recall(own.id));
        const draft = own.resume && recall(draftOf(own.id));
        if (draft && !own.done) own.resume(draft);
      }
      whenKept(restore);
    },
  };
}
