// Pointing: what the reader points at in the picture sets controls, and a click keeps it so.

/** `sets` has for each control what each element sets it to; `change(values)` is called with these. */
export function makePointer(elements, sets, values, change) {
  const of = (i) => Object.fromEntries(Object.entries(sets).map(([name, own]) => [name, own[i]]));
  let kept;
  elements.forEach((element, i) => {
    element.classList.add("explorable-point");
    element.onpointerenter = ({ pointerType }) => {
      if (pointerType !== "mouse") return;
      kept = Object.fromEntries(Object.keys(sets).map((name) => [name, values[name]]));
      change(of(i));
    };
    element.onpointerleave = () => {
      if (kept) change(kept);
      kept = null;
    };
    element.onclick = () => {
      kept = null;
      change(of(i));
    };
  });
}
