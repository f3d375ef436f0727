// What the theme leaves to be set right in the browser. It runs in the head of every page, before the theme's scripts.
(() => {
  "use strict";
  const root = document.documentElement;

  // With no mode chosen yet, the theme logs an error before it falls back to the reader's own preference. Choose first.
  if (!["light", "dark", "auto"].includes(root.dataset.mode)) root.dataset.mode = "auto";
  if (!["light", "dark"].includes(root.dataset.theme)) {
    root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  // Paper is white.
  addEventListener("beforeprint", () => {
    const { theme } = root.dataset;
    root.dataset.theme = "light";
    addEventListener("afterprint", () => { root.dataset.theme = theme; }, { once: true });
  });

  // The theme and the toggle buttons report every page load. A reader's console is for real messages.
  const log = console.log;
  console.log = (...words) => {
    if (!/^\[(PST|SBT|togglebutton)\]/.test(words[0])) log.apply(console, words);
  };

  // The search and its index are loaded when a reader first comes to a search field; "/" leads there, as Ctrl-K does.
  // On the search page it is the field below the title, not the theme's first, which is hidden.
  const field = "form.bd-search input";
  addEventListener("DOMContentLoaded", () => document.querySelector(`.bd-search-container ${field}`)?.focus());
  document.addEventListener("focusin", function load({ target }) {
    if (!target.matches(field)) return;
    document.removeEventListener("focusin", load);
    for (const name of ["search_index.js", "search.js"]) {
      const src = `${root.dataset.content_root}_static/${name}`;
      document.head.append(Object.assign(document.createElement("script"), { src, async: false }));
    }
  });
  addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || writing) return;
    event.preventDefault();
    document.querySelector(".search-button__button").click();
  });

  // The arrows that unfold the table of contents are icons without a name.
  addEventListener("DOMContentLoaded", () => {
    for (const arrow of document.querySelectorAll(".bd-sidenav summary")) {
      const chapter = arrow.closest("li").querySelector("a");
      if (chapter) arrow.setAttribute("aria-label", `Sections of ${chapter.textContent.trim()}`);
    }
  });

  // Formulas are set a few at a time, when nothing else is to be done: so a page with hundreds of them answers meanwhile.
  const formulas = () => [...document.querySelectorAll(".math:not(:has(mjx-container))")];
  const idle = window.requestIdleCallback ?? setTimeout;
  async function typeset() {
    for (const all = formulas(); all.length;) {
      await new Promise(idle);
      await MathJax.typesetPromise(all.splice(0, 20));
    }
    lead();
  }
  addEventListener("DOMContentLoaded", () => {
    if (window.MathJax) MathJax.startup.promise = MathJax.startup.promise.then(typeset);
    else lead();
  });
  addEventListener("beforeprint", () => window.MathJax?.typeset?.(formulas()));

  // Formulas grow, and what the address names moves away. Go there again, unless the reader has gone elsewhere or comes
  // back: to a place in the page, #ex-neurons-unit, or to a figure with settings, #lab.z0=1.5.
  let reading = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) addEventListener(move, () => { reading = true; }, { once: true });
  async function lead() {
    if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
    await document.fonts.ready;
    await new Promise(requestAnimationFrame);
    const [key = ""] = new URLSearchParams(location.hash.slice(1)).keys(); // lab.z0, or lab.2.z0 of a second one
    const [, figure, n] = key.match(/^([^.]+)\.(\d*)/) ?? [];
    const figures = document.querySelectorAll(`[data-figure="${CSS.escape(figure)}"]`);
    const place = figures[(n || 1) - 1] ?? document.querySelector(":target");
    if (!reading) place?.scrollIntoView({ behavior: "instant" });
  }

  // What is on the screen is marked in the page's contents. The theme names the wrong place for them, and Bootstrap then
  // takes every link of the page for an entry, and stumbles over those that lead to a figure's settings.
  addEventListener("DOMContentLoaded", () => {
    const contents = matchMedia("(min-width: 1200px)").matches ? "#page-sections" : "#pst-page-toc-nav";
    if (document.querySelector(contents)) document.body.dataset.bsTarget = contents;
    else delete document.body.dataset.bsSpy;
  });

  // On a phone the page's contents cover the page; who has chosen a place there wants to see it.
  addEventListener("DOMContentLoaded", () => {
    document.querySelector("#pst-secondary-sidebar-modal")?.addEventListener("click", (event) => {
      if (event.target.closest("a")) event.currentTarget.close();
    });
  });

  // A formula or a table wider than the column scrolls; so it must be in reach of the keyboard, but only then.
  const reach = new ResizeObserver((wide) => {
    for (const { target } of wide) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  addEventListener("load", async () => {
    await window.MathJax?.startup.promise;
    const wide = "mjx-container[display], span.math, .text_html:has(> .mlp-table)";
    document.querySelectorAll(wide).forEach((element) => reach.observe(element));
  });
})();
