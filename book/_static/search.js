// The search: each word of a query becomes a pattern, and the whole book is read with it after every letter.
//
// A pattern begins where a word does and forgives what readers type otherwise: W(1) or W1 for W^(1), delta for δ, dJ
// for ∂J, over-fitting, -ise and -ize. Of a word that the book has nowhere, a Korean one is shortened, so that its
// particles fall off, and another is read with one letter wrong, missing, too many or out of place. A place is found
// where all words are in its title, in those above it or in its lines; its title counts most.
(() => {
  "use strict";
  const MOST = 10, LONGEST = 160; // results, and letters of the line that each shows
  const GREEK = {
    alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", theta: "θϑ", lambda: "λ", mu: "μ", pi: "π", sigma: "σ",
    phi: "φ", omega: "ω",
  };
  const SIGNS = { "'": "['’′]", d: "[d∂]", "-": "[-−]", "*": "[*⋅·×]" };
  const GAP = "[\\^_(){}\\[\\]-]*"; // what a reader may leave out
  const HANGUL = /\p{Script=Hangul}/u;
  const root = document.documentElement.dataset.content_root;

  // From a query to patterns

  function wordsOf(query) {
    let plain = query.normalize("NFKC").toLowerCase().replace(/[’′]/g, "'").replaceAll("∂", "d");
    for (const [name, letters] of Object.entries(GREEK)) plain = plain.replace(new RegExp(`[${letters}]`, "g"), name);
    const words = plain.split(/[\s,;:!?"“”]+/).map((word) => word.replace(/^[([]+|[([]+$|[_){}\]\\$-]|\.$/g, ""));
    return [...new Set(words)].filter((word) => /[\p{L}\p{N}]/u.test(word));
  }

  // A word as a list of patterns: of its letters, and of the names and syllables that have two spellings.
  function unitsOf(word) {
    const units = word.match(new RegExp(`${Object.keys(GREEK).join("|")}|i[sz](?=[aei]|$)|.`, "gu"));
    return units.map((unit) => {
      if (GREEK[unit]) return `(?:${unit}|[${GREEK[unit]}])`;
      return unit.length === 2 ? "i[sz]" : SIGNS[unit] ?? unit.replace(/[.*+?|^([]/, "\\$&");
    });
  }

  const anyOf = (spellings) => (
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${spellings.map((units) => units.join(GAP)).join("|")})`, "giu")
  );

  function withOneSlip(units) {
    return units.slice(1).flatMap((unit, i) => {
      const before = units.slice(0, i + 1), after = units.slice(i + 2);
      const spellings = [[...before, "\\p{L}?", ...after], [...before, "\\p{L}", unit, ...after]];
      return after.length ? [...spellings, [...before, after[0], unit, ...after.slice(1)]] : spellings;
    });
  }

  // Korean words are written together or apart.
  function patternOf(word) {
    return HANGUL.test(word) ? new RegExp(unitsOf(word).join(" ?"), "giu") : anyOf([unitsOf(word)]);
  }

  // From patterns to places

  const places = searchIndex.map((place) => (
    { ...place, above: place.above.join(" › "), text: place.lines.join("\n") }
  ));
  const count = (text, pattern) => text.match(pattern)?.length ?? 0;
  const any = (patterns) => new RegExp(`(${patterns.map((each) => each.source).join("|")})`, "iu");
  const split = (text, patterns) => text.split(any(patterns)); // every second part is what was looked for
  const whole = places.map(({ title, text }) => `${title}\n${text}`).join("\n");
  let vocabulary; // made when a word is found nowhere

  // What a word is read as: itself, or what is nearest to it in the book.
  function reading(word) {
    if (HANGUL.test(word)) {
      return [...word].map((_, i) => word.slice(0, word.length - i)).find((part) => patternOf(part).test(whole));
    }
    if (patternOf(word).test(whole)) return word;
    if (!/^\p{L}{5,}$/u.test(word)) return undefined;
    vocabulary ??= [...new Set(whole.toLowerCase().match(/[a-z]{4,}/g))].join(" ");
    return vocabulary.match(anyOf(withOneSlip(unitsOf(word))))?.[0];
  }

  function score({ title, above, text }, patterns) {
    const counts = patterns.map((each) => [title, above || title, text].map((words) => count(words, each)));
    if (counts.some((each) => !Math.max(...each))) return 0;
    const found = split(title, patterns).filter((_, i) => i % 2).join("");
    return counts.reduce(
      (sum, [inTitle, inAbove, inText]) => sum + 8 * (inTitle > 0) + 2 * (inAbove > 0) + Math.log2(1 + inText),
      8 * found.length / title.length,
    );
  }

  function find(patterns) {
    const scored = places.map((place) => ({ place, points: score(place, patterns) })).filter(({ points }) => points);
    return scored.sort((one, other) => other.points - one.points).map(({ place }) => place);
  }

  const most = (items, worth) => items.reduce((best, each) => worth(each) > worth(best) ? each : best);
  const hits = (text, patterns) => patterns.filter((each) => count(text, each)).length;

  // The line with most of the words; of these the longest, which is prose.
  const bestLine = ({ lines }, patterns) => most(["", ...lines], (line) => 1e6 * hits(line, patterns) + line.length);

  // From places to the page

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const marked = (text, patterns) => split(text, patterns).map((part, i) => i % 2 ? element("mark", {}, part) : part);

  // Of a long line, a part with most of the words.
  function cut(line, patterns) {
    const found = [...line.matchAll(new RegExp(any(patterns), "giu"))];
    const starts = found.map(({ index }) => line.lastIndexOf(" ", index - 40) + 1);
    const from = most([0, ...starts], (start) => hits(line.slice(start, start + LONGEST), patterns));
    const to = line.length - from > LONGEST ? line.lastIndexOf(" ", from + LONGEST) : line.length;
    return (from ? "… " : "") + line.slice(from, to) + (to < line.length ? " …" : "");
  }

  // The words around what was found, for the browser to show: as many as stand together without a formula, if they
  // stand nowhere before on the page, where the browser would take them.
  function fragment(place, line, patterns) {
    const words = line.split(" "), at = words.findIndex((word) => any(patterns).test(word));
    const plain = (i) => /^[\p{L}’-]{2,}[.,;:]?$/u.test(words[i] ?? "");
    let from = at, to = at;
    while (plain(from - 1) && at - from < 4) from -= 1;
    while (plain(to + 1) && to - at < 4) to += 1;
    const text = words.slice(from, to + 1).join(" ");
    const first = places.find((each) => each.page === place.page && each.text.includes(text));
    if (!plain(at) || from === to || first !== place || places.some(({ title }) => title.includes(text))) return "";
    return `:~:text=${encodeURIComponent(text).replaceAll("-", "%2D")}`;
  }

  function result(place, patterns) {
    const line = bestLine(place, patterns);
    const quoted = element("span", { className: "search-line" }, ...marked(cut(line, patterns), patterns));
    if (HANGUL.test(line)) quoted.lang = "ko";
    return element("li", {}, element(
      "a", { href: `${root}${place.page}.html#${place.id}${fragment(place, line, patterns)}` },
      element("span", { className: "search-above" }, place.above),
      element("span", { className: "search-title" }, ...marked(place.title, patterns)), quoted,
    ));
  }

  const link = (page, words) => element("a", { href: `${root}${page}.html` }, words);

  function report(query, words, read, found) {
    if (!words.length) return ["Words in any order, or their beginnings; formulas as typed, W^(1); names of code; Korean."];
    if (!found.length) {
      const ways = [link("book/glossary", "glossary"), " or in the ", link("book/intro", "contents")];
      return [`Nothing found for “${query}”. Look in the `, ...ways, "."];
    }
    const all = `${found.length} place${found.length > 1 ? "s" : ""}${found.length > MOST ? `; the best ${MOST}:` : ""}`;
    return [words.join() === read.join() ? all : `Read as “${read.join(" ")}”: ${all}`];
  }

  function attach(form) {
    const input = form.querySelector("input");
    const status = element("p", { role: "status" }), list = element("ol", { ariaLabel: "Results" });
    form.after(element("div", { className: "search-found" }, status, list));
    if (!form.closest("dialog")) input.value ||= new URLSearchParams(location.search).get("q") ?? "";
    const show = () => {
      const words = wordsOf(input.value), read = words.map(reading);
      const patterns = read.every(Boolean) ? read.map(patternOf) : [];
      const found = patterns.length ? find(patterns) : [];
      list.replaceChildren(...found.slice(0, MOST).map((place) => result(place, patterns)));
      status.replaceChildren(...report(input.value.trim(), words, read, found));
    };
    input.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      list.querySelector("a")?.click();
    });
    form.parentElement.addEventListener("keydown", (event) => {
      if (event.key === "Escape") form.closest("dialog")?.close();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], stops = [input, ...list.querySelectorAll("a")];
      if (!step || event.isComposing) return;
      event.preventDefault();
      stops[stops.indexOf(document.activeElement) + step]?.focus();
    });
    list.addEventListener("click", () => form.closest("dialog")?.close());
    show();
  }
  document.querySelectorAll("form.bd-search").forEach(attach);
})();
