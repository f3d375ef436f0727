// Plain objects, made from lists and from each other.

export const collect = (list, pair) => Object.fromEntries(list.map(pair));
export const mapValues = (object, f) => collect(Object.entries(object), ([key, value]) => [key, f(value)]);
