// The reader's side of a page: the switch for code, buttons that set a figure, what is done, and where to go on.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");

  // What is kept stays in this browser, a key for each thing. A browser may forbid it; then nothing is kept.
  const PREFIX = "mlp:";
  const trying = (action) => { try { return action(); } catch { return null; } };
  const recall = (key) => trying(() => localStorage.getItem(PREFIX + key));
  const keep = (key, value) => trying(() => localStorage.setItem(PREFIX + key, value));
  const drop = (key) => trying(() => localStorage.removeItem(PREFIX + key));

  // ---- Code: with ?code in the address all of it, else as the reader left the switch ----

  const asked = new URLSearchParams(location.search).get("code");
  root.classList.toggle("with-all-code", asked === null ? recall("code") === "on" : asked !== "off");
  addEventListener("change", ({ target }) => {
    if (!target.matches(".code-switch input")) return;
    const seen = inView();
    root.classList.toggle("with-all-code", target.checked);
    if (seen) scrollBy({ top: seen.element.getBoundingClientRect().top - seen.top, behavior: "instant" });
    keep("code", target.checked ? "on" : "off");
  });

  /** What stands first in view, and where: it shall stay there while things above it unfold. */
  function inView() {
    const blocks = document.querySelectorAll(".bd-article :is(h1, h2, h3, p, li, figure, dt)");
    const element = [...blocks].find((block) => block.getBoundingClientRect().top > 60);
    return element && { element, top: element.getBoundingClientRect().top };
  }

  // ---- Buttons in sentences ----

  const figureNamed = (name) => document.querySelector(`figure.explorable[data-figure="${name}"]`);
  const dataOf = (figure) => JSON.parse(figure.querySelector("script[type='application/json']").textContent);

  function press(button) {
    const figure = figureNamed(button.dataset.sets), { controls } = dataOf(figure);
    const first = Object.fromEntries(controls.map(({ name, value }) => [name, value]));
    const settings = new URLSearchParams(button.dataset.settings);
    const steps = "step" in first ? null : settings.get("step"); // a control may have this name
    if (steps) settings.delete("step");
    figure.figure.set({ ...first, ...Object.fromEntries(settings) });
    figure.figure.reset?.();
    if (steps) figure.figure.step(Number(steps));
    release(figure);
    button.ariaPressed = true;
    const { top, bottom } = figure.getBoundingClientRect();
    if (bottom > 120 && top < innerHeight - 120) return;
    figure.scrollIntoView({ block: "center" });
    offerWayBack(button);
  }
  /** Where a sentence has led to its figure, a button leads back to it, until it is in view again. */
  function offerWayBack(sentence) {
    document.querySelector(".way-back")?.remove();
    const back = Object.assign(document.createElement("button"), { className: "way-back", type: "button" });
    back.textContent = "Back to the text";
    back.onclick = () => {
      back.remove();
      sentence.scrollIntoView({ block: "center" });
      sentence.focus({ preventScroll: true });
    };
    document.body.append(back);
    let left = false;
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
      left ||= !isIntersecting;
      if (!left || !isIntersecting) return;
      watch.disconnect();
      back.remove();
    });
    watch.observe(sentence);
  }
  function release(figure) {
    for (const button of document.querySelectorAll(`.try[data-sets="${figure.dataset.figure}"]`)) button.ariaPressed = false;
  }
  addEventListener("click", ({ target }) => {
    const button = target.closest?.("button.try");
    if (button) press(button);
  });
  for (const move of ["input", "pointerdown"]) {
    addEventListener(move, ({ target }) => {
      const figure = target.closest?.("figure.explorable[data-figure]");
      if (figure) release(figure);
    });
  }

  // ---- What is done ----

  const questionsOf = (figure) => figure.dataset.asks?.split(" ") ?? [];
  const isDone = (id) => recall(id) !== null;
  const before = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** The last element of a list that stands before another. */
  const lastBefore = (list, element) => list.filter((one) => before(one, element)).at(-1);

  /** Ids of the questions that belong to an exercise: those behind it, up to the next one, but for its solution's. */
  function questionsAfter(exercise) {
    const exercises = all(".exercise"), asking = all("figure.explorable").filter((figure) => !figure.closest(".solution"));
    return asking.filter((figure) => lastBefore(exercises, figure) === exercise).flatMap(questionsOf);
  }

  function stateOf(ids) {
    const done = ids.filter(isDone).length;
    return done === ids.length ? "done" : done ? "begun" : "";
  }

  function showProgress() {
    const pages = JSON.parse(document.getElementById("book-questions")?.textContent ?? "{}");
    for (const link of all(".bd-sidenav a")) {
      const ids = pages[link.getAttribute("href")];
      if (!ids?.length) continue;
      const state = stateOf(ids);
      link.dataset.state = state;
      link.querySelector(".spoken")?.remove();
      if (state) link.append(Object.assign(document.createElement("span"), { className: "spoken", textContent: ` (${state})` }));
    }
    const own = pages["#"] ?? [], done = own.filter(isDone).length, left = own.length - done;
    const count = document.querySelector(".facts .done") ?? document.querySelector(".facts")
      ?.appendChild(Object.assign(document.createElement("span"), { className: "done" }));
    if (count) count.textContent = done ? `${done} of ${own.length} questions answered` : "";
    const words = document.querySelector(".onward .left");
    if (words && own.length) {
      words.textContent = left ? `Left here: ${left} of ${own.length} questions. They keep; you can come back.`
        : "All questions of this page are answered.";
    }
    for (const goal of all(".goals li")) showGoal(goal);
  }

  function showGoal(goal) {
    const words = goal.textContent.trim(), key = `goal:${words}`;
    let tick = goal.querySelector("input");
    if (!tick) {
      tick = Object.assign(document.createElement("input"), { type: "checkbox", ariaLabel: words });
      tick.onchange = () => keep(key, tick.checked ? "on" : "off");
      goal.prepend(tick);
    }
    const linked = all("a[href^='#']", goal).map((link) => document.getElementById(link.hash.slice(1)));
    const ids = linked.filter((one) => one?.matches(".exercise")).flatMap(questionsAfter);
    tick.checked = (recall(key) ?? (ids.length && ids.every(isDone) ? "on" : "off")) !== "off";
  }

  addEventListener("explorable:answered", ({ target }) => {
    requestIdle(showProgress);
    if (!target.figure.questions().every(({ done }) => done)) return;
    const asking = all("figure.explorable").filter((figure) => questionsOf(figure).length);
    for (const reveal of all("details.reveal")) if (lastBefore(asking, reveal) === target) reveal.open = true;
  });
  const requestIdle = window.requestIdleCallback ?? setTimeout;
  addEventListener("storage", showProgress);

  // ---- Where the reader is ----

  const base = () => new URL(root.dataset.content_root ?? "./", location.href).href;
  let resting;
  addEventListener("scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const sections = all(".bd-article section[id]"), title = document.querySelector(".bd-article h1");
      const section = sections.findLast((one) => one.checkVisibility() && one.getBoundingClientRect().top < 200);
      if (!title || !section || !document.querySelector(".facts")) return;
      const words = (heading) => heading.textContent.replace(/#$/, "").trim();
      const names = new Set([words(title), words(section.querySelector("h1, h2, h3") ?? title)]);
      const page = location.href.slice(base().length).replace(/[?#].*/, "");
      keep("place", JSON.stringify({ page, id: section.id, names: [...names] }));
    }, 400);
  }, { passive: true });

  function showPlace(element) {
    const place = trying(() => JSON.parse(recall("place")));
    if (!place?.names) return;
    const link = Object.assign(document.createElement("a"), { href: `${base()}${place.page}#${place.id}` });
    link.textContent = place.names.join(": ");
    element.replaceChildren("Go on where you were: ", link);
  }

  function offerToForget(element) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Forget everything" });
    const said = document.createElement("output");
    button.onclick = () => {
      for (const key of trying(() => Object.keys(localStorage)) ?? []) if (key.startsWith(PREFIX)) drop(key.slice(PREFIX.length));
      said.textContent = " Forgotten.";
      showProgress();
    };
    element.append(button, said);
  }

  // ---- The page ----

  addEventListener("DOMContentLoaded", () => {
    const code = document.querySelector(".code-switch input");
    if (code) code.checked = root.classList.contains("with-all-code");
    all(".go-on").forEach(showPlace);
    all(".forget").forEach(offerToForget);
    openTarget();
    requestIdle(showProgress); // what the theme does at the same time is enough for one task
  });

  // What an address names may be folded.
  const openTarget = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
  addEventListener("hashchange", openTarget);

  // On paper everything is open.
  addEventListener("beforeprint", () => all("details.reveal, details.lecture-note").forEach((folded) => { folded.open = true; }));
})();
