// Settings in the page's address: #lab.z0=1.5&lab.f=ReLU

import { checked, isSame } from "./values.js";

export function readAddress(name, controls) {
  const settings = {};
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) {
    const control = controls.find((own) => key === `${name}.${own.name}`);
    try {
      if (control) settings[control.name] = checked(control, value);
    } catch { /* an address can say anything */ }
  }
  return settings;
}

export function writeAddress(name, values, first) {
  const now = location.hash.slice(1);
  const others = now.split("&").filter((part) => part && !part.startsWith(`${name}.`));
  const own = Object.keys(first).filter((key) => !isSame(values[key], first[key]))
    .map((key) => `${name}.${key}=${encodeURIComponent(values[key])}`);
  const hash = [...others, ...own].join("&");
  if (hash !== now) history.replaceState(history.state, "", `#${hash}`);
}
