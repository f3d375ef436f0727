// A figure: <figure class="explorable"> with its picture, a caption, and JSON.
//
// The JSON holds the controls, the tapes, and for each mark what kind of artist it is and where its
// data go. Everything a reader does ends in `draw`. For those who script: the element's property
// `figure`.

import { addressOf, addressTo, readAddress, readRun, writeAddress } from "./address.js";
import { makeCaption } from "./caption.js";
import { makeChoices } from "./choices.js";
import { makeControl } from "./controls.js";
import { makeButton, newId } from "./dom.js";
import { makeForm } from "./form.js";
import { makeGlide } from "./glide.js";
import { makeHandle } from "./handle.js";
import { makeLights } from "./lights.js";
import { movingMarks } from "./marks.js";
import { collect, mapValues } from "./objects.js";
import { makePointer } from "./pointer.js";
import { makeQuestions } from "./questions.js";
import { leadToFields } from "./reach.js";
import { makeStepper } from "./stepper.js";
import { makeTakeaway } from "./takeaway.js";
import { checked, inputsOf, isSame } from "./values.js";

const REST = 500; // milliseconds after which a reader has come to rest

/** Brings one figure to life; `model` is its widget's where there is a kernel. */
export function mount(root, model) {
  if (root.figure) return;
  giveOwnIds(root);
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const { controls, words, captions, marks, tables, state } = data;
  const edits = mapValues(data.edits ?? {}, (output) => output); // which inherits no names
  const name = addressOf(root), values = Object.create(null);
  const every = collect(controls, (control) => [control.name, control.value]);
  const first = collect(Object.entries(every).filter(([key]) => !edits[key]), (entry) => entry);
  let given; // of the controls, until one is moved
  const inputs = () => given ??=
    Object.fromEntries(controls.flatMap((control) => inputsOf(control, values[control.name])));
  const { its, player } =
    makeChoices(controls, values, data.tapes, data.kinds);

  const stepper = state && makeStepper(player, inputs, state, () => refresh());
  const glide = makeGlide(controls, values, stepper, changed, refresh);
  const parts = controls.map((control) =>
    makeControl(control, (value) => changed({ [control.name]: value, ...control.sets }),
      root.querySelector(`[data-mark="${control.mark}"]`), marks[control.mark]));
  const questions = makeQuestions(root, data.ask ?? [], (output) => outputs[output],
    !model && "asks" in root.dataset, glide.goTo, data.mastered);
  const handles = (data.drag ?? []).map(({ mark, controls: names }) =>
    makeHandle(root.querySelector(`[data-mark="${mark}"] use`), marks[mark],
      names.map((own) => controls.find((control) => control.name === own)), values, changed));
  for (const { mark, sets } of data.point ?? []) {
    const items = root.querySelectorAll(`[data-mark="${mark}"] :is(use, path)`);
    makePointer([...items].filter((item) => !item.closest("defs")), sets, values, changed);
  }
  leadToFields(root, marks, new Map(controls.flatMap(({ name: own, kind }, i) =>
    (kind === "number" ? [[own, parts[i].element]] : []))));
  const undo = makeButton("Default settings", () => changed(first));
  undo.className = "explorable-undo";
  let outputs = {}, moveMarks, atRest, busy = false, waiting = false;

  // Everything a reader sees follows from the values of the controls and the state.
  function draw() {
    const results = player("draw").run({ ...inputs(), ...stepper?.stateInputs() });
    outputs = collect(results, (output) => [output.name, output]);
    const said = its(words);
    const channels = Object.keys({ ...outputs, ...said });
    moveMarks ??= movingMarks(root, marks.map((mark) => ({ ...mark, table: tables[mark.table],
      channels: channels.filter((key) => key.startsWith(`${mark.name}.`)) })));
    moveMarks(outputs, said);
    for (const [key, output] of Object.entries(edits)) {
      [values[key]] = outputs[output].data;
      given = null;
      const part = parts[controls.findIndex((control) => control.name === key)];
      const isTyped = part.element.contains(document.activeElement);
      if (!isTyped) part.show(Number.isFinite(values[key]) ? +values[key].toPrecision(5) : "");
    }
    caption.show(its(captions), (key) => values[key] ?? outputs[key]?.data[0] ?? said[key]);
    handles.forEach((show) => show());
    stepper?.show(results.some(({ shape, data: [x] }) => !shape.length && !Number.isFinite(x)));
    clearTimeout(atRest);
    if (!stepper?.running()) atRest = setTimeout(rest, REST);
  }

  function rest() {
    caption.rest();
    if (name && !model) writeAddress(name, controls, values, first);
  }

  // A change is drawn at once; further ones within the same frame wait for the next.
  function refresh() {
    waiting = busy;
    if (busy) return;
    draw();
    busy = true;
    requestAnimationFrame(() => {
      busy = false;
      if (waiting) refresh();
    });
  }

  function take(next) {
    for (const [key, value] of Object.entries(next)) {
      const i = controls.findIndex((control) => control.name === key);
      if (i < 0) throw new RangeError(`the controls are ${Object.keys(every)}; got ${key}`);
      values[key] = checked(controls[i], value);
      given = null;
      parts[i].show(values[key]);
    }
    undo.ariaDisabled = Object.keys(first).every((key) => isSame(values[key], first[key]));
    questions.clear();
    if (state && Object.keys(next).some((key) => state.restarts.includes(key))) stepper.restart();
  }

  /** What the reader has moved is shown, and told to Python. */
  function changed(next) {
    glide.stop();
    take(next);
    for (const key of Object.keys(next)) if (edits[key]) stepper.edit(`edit.${key}`);
    refresh();
    if (!model) return;
    for (const key of Object.keys(next)) model.set(key, values[key]);
    model.save_changes();
  }

  /** What is moved elsewhere is shown, too: in Python, or in the page's address. */
  function follow() {
    const from = (settings) => () => {
      take(settings());
      refresh();
    };
    if (model) {
      take(collect(Object.keys(first), (key) => [key, model.get(key)]));
      for (const key in first) {
        const show = from(() => ({ [key]: model.get(key) }));
        model.on(`change:${key}`, () => { if (!isSame(model.get(key), values[key])) show(); });
      }
    } else if (name) {
      take(readAddress(name, controls));
      addEventListener("hashchange", from(() => readAddress(name, controls)));
    }
  }

  // ---- What is taken away, and brought back ----

  const snapshot = () => ({
    values: collect(Object.keys(first), (key) => [key, values[key]]),
    ...(stepper && { step: stepper.at(), start: stepper.changedStart() }),
  });
  function restore({ values: next = {}, step = 0, start = {} }) {
    take({ ...first, ...next });
    stepper?.restore(start);
    stepper?.hurry(step);
    draw();
  }
  /** An address can say anything. */
  function comeTo({ step, start }) {
    try {
      if (Object.keys(start).length) stepper.restore(start);
    } catch {}
    if (step) stepper.hurry(step);
  }
  const takeaway = data.takeaways && makeTakeaway({
    name: name ?? "figure",
    has: data.takeaways[0],
    layouts: () => its(data.takeaways),
    outputs: () => collect(player("take").run({ ...inputs(), ...stepper?.stateInputs() }),
      (output) => [output.name, output]),
    address: () => addressTo(name ?? "figure", controls, snapshot(), first),
    snapshot, restore,
  });

  const presets = Object.entries(data.presets ?? {})
    .map(([text, preset]) => makeButton(text, () => changed(preset)));
  const dragged = (data.drag ?? []).flatMap((handle) => handle.controls);
  const form = makeForm(controls, parts, dragged, data.groups ?? [], [...presets, undo]);
  root.classList.toggle("has-walk", controls.some(({ walk }) => walk));
  const caption = makeCaption(root, data.lights ? makeLights(root, data.lights) : (text) => [text]);

  take(every);
  follow();
  stepper?.restart();
  draw();
  if (stepper && name && !model) comeTo(readRun(name));

  const then = (action) => (argument) => {
    action(argument);
    draw();
  };
  root.figure = {
    set: then(take),
    values: () => ({ ...values }),
    outputs: () => mapValues(outputs, ({ shape, data: own }) => ({ shape, data: [...own] })),
    judge: questions.judge,
    questions: questions.list,
    ...(stepper && {
      step: then((n = 1) => { for (let i = 0; i < n && stepper.step(); i++); }),
      back: then(() => stepper.go(stepper.at() - 1)),
      reset: then(stepper.restart),
      state: () => mapValues(stepper.state(), (own) => [...own]),
      setState: then(stepper.replace),
    }),
  };
  questions.remember();
  root.classList.add("is-moving");
  // Only now, so that no reader hears what was said long ago.
  root.querySelector(".explorable-picture").after(stepper?.element ?? "", controls.length ? form : "",
    takeaway ?? "");
  const asked = document.querySelector(`[data-questions="${root.dataset.figure}"]`) ?? root;
  asked.append(...questions.elements);
}

/** Where the same figure stands in the page already, this one takes ids of its own. */
function giveOwnIds(root) {
  const picture = root.querySelector(".explorable-picture"), one = picture.querySelector("[id]");
  if (!one || document.getElementById(one.id) === one) return;
  const [prefix] = one.id.match(/^\w+-/);
  picture.innerHTML = picture.innerHTML.replaceAll(prefix, `${newId()}-`);
}
