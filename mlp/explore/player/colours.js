// Colours: of numbers from 0 to 1, and of those that go through a colour map.

/** The colour of item i; an alpha of the artist's own counts instead of that of the colour. */
export function css({ data, shape }, i, alpha) {
  const size = shape.at(-1), from = (i * size) % data.length;
  const [r, g, b, a = 1] = data.slice(from, from + size)
    .map((x, k) => (k < 3 ? Math.round(255 * x) : x));
  return `rgb(${r} ${g} ${b} / ${alpha ?? a})`;
}

export function tabled({ limits, logarithmic, table }) {
  const bytes = Uint8Array.from(table.match(/../g), (pair) => parseInt(pair, 16));
  const n = bytes.length / 4 - 3, scale = logarithmic ? Math.log10 : (x) => x;
  const [low, high] = limits.map(scale);
  const entry = (x) => {
    const share = (scale(x) - low) / (high - low || 1);
    return share < 0 ? n : share > 1 ? n + 1 : Number.isNaN(share) ? n + 2
      : Math.min(n - 1, Math.floor(share * n));
  };
  const colour = (x, alpha) => {
    const [r, g, b, a] = bytes.subarray(4 * entry(x), 4 * entry(x) + 4);
    return `rgb(${r} ${g} ${b} / ${a && (alpha ?? a / 255)})`;
  };
  return { rgba: new Uint32Array(bytes.buffer), entry, colour };
}
