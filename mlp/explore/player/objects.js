// Plain objects, made from lists and from each other. They inherit nothing: any word is a name.

export const collect = (list, pair) =>
  Object.assign(Object.create(null), Object.fromEntries(list.map(pair)));
export const mapValues = (object, f) => collect(Object.entries(object), ([key, value]) => [key, f(value)]);
