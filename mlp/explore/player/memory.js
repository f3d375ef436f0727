// Memory: what a reader has answered, in the browser's localStorage; what was typed or chosen, and
// never whether it was right. A question that is kept has been answered.
//
// Each question has a key of its own, "mlp:" and its id, so that two tabs do not write over each
// other; a script of the page may list these keys, and remove them. Lines that are not finished are
// a draft, under a key beside it: no answer. Of pages that are opened from a
// disk, Chromium has one store for all, Firefox one for each file; other browsers may have none.

const PREFIX = "mlp:";

/** The store may be forbidden or full: then nothing is kept, and nothing said. */
function attempt(action) {
  try {
    return action(localStorage);
  } catch {}
}

export const keep = (id, text) => attempt((store) => store.setItem(PREFIX + id, text));
export const recall = (id) => attempt((store) => store.getItem(PREFIX + id));
export const forget = (id) => attempt((store) => store.removeItem(PREFIX + id));
export const draftOf = (id) => `${id}:draft`;

/** Calls `heard(id, text)` when another tab keeps an answer. */
export const whenKept = (heard) => addEventListener("storage", ({ key, newValue }) => {
  if (key?.startsWith(PREFIX)) heard(key.slice(PREFIX.length), newValue);
});
