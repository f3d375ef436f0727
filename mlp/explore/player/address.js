// Settings in the page's address: #lab.z0=1.5&lab.f=ReLU; of a second figure lab: #lab.2.z0=1.5

import { numbered } from "./dom.js";
import { checked, isSame } from "./values.js";

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

export function writeAddress(name, values, first) {
  const now = location.hash.slice(1);
  const isOwn = new RegExp(`^${encodeURIComponent(name)}\\.[^.=]*(=|$)`);
  const others = now.split("&").filter((part) => part && !isOwn.test(part));
  const own = Object.keys(first).filter((key) => !isSame(values[key], first[key]))
    .map((key) => [`${name}.${key}`, values[key]].map(encodeURIComponent).join("="));
  const hash = [...others, ...own].join("&");
  // A frame of srcdoc has none to replace.
  try {
    if (hash !== now) history.replaceState(history.state, "", `#${hash}`);
  } catch {}
}
