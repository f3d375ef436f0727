// Settings in the page's address: #lab.z0=1.5&lab.f=ReLU; of a second figure lab: #lab.2.z0=1.5

import { numbered } from "./dom.js";
import { checked, inAddress, isSame } from "./values.js";

export const addressOf = (root) => numbered(root, "figure", root.dataset.figure);

export function readAddress(name, controls) {
  const settings = {};
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
    const control = controls.find((own) => key === `${name}.${own.name}`);
    // An address can say anything.
    try {
      if (control) settings[control.name] = checked(control, value);
    } catch {}
  }
  return settings;
}

/** The parts of an address that say where a figure is: what differs from its first values. */
const partsOf = (name, controls, values, first) =>
  controls.filter(({ name: key }) => key in first && !isSame(values[key], first[key]))
    .map((control) => [`${name}.${control.name}`, inAddress(control, values[control.name])]
      .map(encodeURIComponent).join("="));

export function writeAddress(name, controls, values, first) {
  const now = location.hash.slice(1);
  const isOwn = new RegExp(`^${encodeURIComponent(name)}\\.[^.=]*(=|$)`);
  const others = now.split("&").filter((part) => part && !isOwn.test(part));
  const hash = [...others, ...partsOf(name, controls, values, first)].join("&");
  // A frame of srcdoc has none to replace.
  try {
    if (hash !== now) history.replaceState(history.state, "", `#${hash}`);
  } catch {}
}

/** An address of a run: besides its settings how many steps it has made, and from where. */
export function addressTo(name, controls, { values, step, start = {} }, first) {
  const run = step || Object.keys(start).length
    ? [`${name}.run=${encodeURIComponent([step, ...Object.entries(start).flat()].join(" "))}`] : [];
  return `${location.href.split("#")[0]}#${[...partsOf(name, controls, values, first), ...run].join("&")}`;
}

export function readRun(name) {
  const said = new URLSearchParams(location.hash.slice(1)).get(`${name}.run`);
  const [step = 0, ...parts] = said?.split(" ") ?? [];
  const start = {};
  for (let k = 0; k + 1 < parts.length; k += 2) start[parts[k]] = parts[k + 1];
  return { step: Math.max(0, Math.floor(step)) || 0, start };
}
