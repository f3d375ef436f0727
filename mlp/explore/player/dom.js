// Elements of the page.

export const SVG = "http://www.w3.org/2000/svg";

/** Counted by the page: in a notebook each widget brings a player of its own. */
export const newId = () => `explorable-${document.explorables = (document.explorables ?? 0) + 1}`;

/** Of things in the page that go by one name, the second is name.2. */
export function numbered(root, kind, name) {
  const n = [...document.querySelectorAll(`[data-${kind}~="${name}"]`)].indexOf(root);
  return n > 0 ? `${name}.${n + 1}` : name;
}

export function h(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Puts a canvas in the place of the still picture of a mark. */
export function canvasFor(groups, width, height) {
  const still = groups.map((group) => group.querySelector("img")).find(Boolean);
  const canvas = h("canvas", { width, height });
  canvas.style.cssText = still.style.cssText;
  still.replaceWith(canvas);
  return canvas;
}

export function makeButton(text, onclick) {
  return h("button", { type: "button", onclick }, text);
}

export function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
