"""Do the tests find faults? Plants each fault of a list in a copy of the tree, and runs the tests that should find it.

    python tools/planted.py [name ...]      (without a name: all; a name may be part of one)
    python tools/planted.py --list

A fault is one text of a file put in the place of another, the kind of mistake that the tests named beside it are there
to find. The table says of each whether they did; what survived is a hole in the tests, and the exit status says so.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Fault:
    """A mistake to plant: in `file`, `wrong` instead of `right`; `tests`, as pytest takes them, should find it."""

    name: str
    file: str
    right: str
    wrong: str
    tests: str


BACKPROP, CORE = "mlp/backprop.py", "mlp/"
ENGINE, PLAYER = "mlp/explore/", "mlp/explore/player/"
FAULTS = [
    # The network and the trainer
    Fault(
        "sigmoid's slope",
        CORE + "activations.py",
        "return a * (1 - a)",
        "return a * (1 + a)",
        "tests/core/test_activations.py -k slope",
    ),
    Fault(
        "tanh's slope",
        CORE + "activations.py",
        "return 1 - a * a",
        "return 1 - a",
        "tests/core/test_activations.py -k slope",
    ),
    Fault(
        "sigmoid overflows",
        CORE + "activations.py",
        "e = np.exp(-np.abs(z))",
        "e = np.exp(-z)",
        "tests/core/test_activations.py",
    ),
    Fault(
        "W not transposed back",
        BACKPROP,
        "delta[l + 1] @ net.W[l])",
        "delta[l + 1] @ net.W[l].T)",
        "tests/core/test_backprop.py -k golden",
    ),
    Fault(
        "1/m forgotten",
        BACKPROP,
        "        dW[l] /= m\n",
        "",
        "tests/core/test_backprop.py -k golden",
    ),
    Fault(
        "biases decayed",
        BACKPROP,
        "db[l] = mean @ delta[l + 1]",
        "db[l] = mean @ delta[l + 1] + weight_decay * net.b[l]",
        "tests/core/test_backprop.py -k golden",
    ),
    Fault(
        "decay halved",
        BACKPROP,
        "dW[l] += weight_decay * net.W[l]",
        "dW[l] += weight_decay / 2 * net.W[l]",
        "tests/core/test_backprop.py -k golden",
    ),
    Fault(
        "decay's half forgotten in J",
        BACKPROP,
        "return 0.5 * weight_decay *",
        "return weight_decay *",
        "tests/core/test_backprop.py -k golden",
    ),
    Fault(
        "uphill", CORE + "rules.py", "        p -= change", "        p += change", "tests/core/test_training.py -k xor"
    ),
    Fault(
        "accumulators never begin anew",
        BACKPROP,
        "Delta_W[l] = Delta_W[l] + g.dW[l]",
        "Delta_W[l] = g.dW[l]",
        "tests/core/test_backprop.py",
    ),
    Fault(
        "half of the squared error forgotten",
        CORE + "costs.py",
        "return 0.5 * (error * error).sum()",
        "return (error * error).sum()",
        "tests/core/test_costs.py",
    ),
    Fault(
        "He's factor",
        CORE + "initializers.py",
        "return np.sqrt(2 / fan_in)",
        "return np.sqrt(1 / fan_in)",
        "tests/core/test_initializers.py",
    ),
    Fault("no momentum", CORE + "rules.py", "self.mu * v + g", "g", "tests/core/test_training.py -k momentum"),
    Fault("one step too many", CORE + "training.py", "t == end:", "t > end:", "tests/core/test_training.py"),
    Fault(
        "norm of the weights alone",
        CORE + "training.py",
        "arrays = g.dW[1:] + g.db[1:]",
        "arrays = g.dW[1:]",
        "tests/core/test_training.py -k norm",
    ),
    Fault(
        "half of the silence is death",
        CORE + "monitors.py",
        "(slope == 0).all(axis=0)",
        "(slope == 0).any(axis=0)",
        "tests/core/test_monitors.py",
    ),
    Fault("patience", CORE + "monitors.py", ">= self.patience", "> self.patience", "tests/core/test_monitors.py"),
    Fault(
        "the best of the run before",
        CORE + "monitors.py",
        "if t == 0 or t < self.t:",
        "if t < self.t:",
        "tests/core/test_monitors.py -k forgets",
    ),
    Fault(
        "read-only parameters are written into",
        CORE + "rules.py",
        " and p.flags.writeable:",
        ":",
        "tests/core/test_training.py -k read_only",
    ),
    Fault(
        "monitors may spoil the gradient",
        CORE + "training.py",
        "norm = _norm_after(net, g, norm)",
        "norm = _norm(g)",
        "tests/core/test_training.py -k spoils",
    ),
    Fault(
        "the check extrapolates wrongly",
        CORE + "gradcheck.py",
        "np.stack([np.ones(4), STEPS**2], axis=1)",
        "np.stack([np.ones(4), STEPS], axis=1)",
        "tests/core/test_gradcheck.py",
    ),
    Fault(
        "the check leaves a parameter moved",
        CORE + "gradcheck.py",
        "        self.parameters[self.index] = theta\n",
        "",
        "tests/core/test_gradcheck.py",
    ),
    # The engine of moving figures, in Python
    Fault(
        "the check trusts every difference",
        CORE + "gradcheck.py",
        " + J.rounding / h",
        "",
        "tests/core/test_gradcheck.py",
    ),
    Fault(
        "what is undecided counts as checked",
        CORE + "gradcheck.py",
        "decided = compared & (doubt <= ENOUGH * scale)",
        "decided = compared",
        "tests/core/test_gradcheck.py",
    ),
    Fault(
        "no word of heavy figures",
        ENGINE + "figure/weight.py",
        "if count > most:",
        "if count > 10 * most:",
        "tests/explore/test_weight.py",
    ),
    Fault(
        "a title that is not said in the still",
        ENGINE + "figure/still.py",
        "words + program.caption",
        "program.caption",
        "tests/explore/test_still.py -k title",
    ),
    Fault(
        "words that move write over the title",
        PLAYER + "caption.js",
        'querySelector(".explorable-caption")',
        'querySelector("figcaption")',
        "tests/explore/test_figure.py -k title",
    ),
    Fault(
        "a still beside its figure",
        ENGINE + "figure/still.py",
        "display: none",
        "color: inherit",
        "tests/explore/test_still.py",
    ),
    Fault(
        "a still on no paper",
        ENGINE + "figure/still.py",
        'else "white"',
        'else "black"',
        "tests/explore/test_still.py",
    ),
    Fault(
        "letters of a drawing that is gone",
        ENGINE + "figure/page.py",
        "; font-size: 0",
        "",
        "tests/explore/test_jupyterlab.py -k sanitised",
    ),
    Fault(
        "a page's player takes a widget's figure",
        PLAYER + "page.js",
        ":not(.explorable-widget *)",
        "",
        "tests/explore/test_jupyterlab.py -k a_slider",
    ),
    Fault(
        "no figure without a kernel",
        PLAYER + "loader.js",
        'el.innerHTML = model.get("body");',
        "",
        "tests/explore/test_still.py",
    ),
    Fault(
        "training ends in arrays of its own",
        CORE + "training.py",
        "    array[...] = now\n    return array\n",
        "    return now\n",
        "tests/core/test_training.py",
    ),
    Fault(
        "contours cross at saddles",
        ENGINE + "contours.py",
        "> level) == above[0]",
        "> level) != above[0]",
        "tests/explore/test_contours.py",
    ),
    Fault(
        "markers coloured by number are black",
        ENGINE + "draw/scene.py",
        "if element not in markers and ",
        "if ",
        "tests/explore/test_pictures.py -k by_number",
    ),
    Fault(
        "a maximum for a minimum",
        ENGINE + "tracing/tape.py",
        '"minimum": np.minimum',
        '"minimum": np.maximum',
        "tests/explore/test_trace.py",
    ),
    Fault(
        "constants lose their minus",
        ENGINE + "tracing/tape.py",
        "return int(x) if x == int(x)",
        "return int(abs(x)) if x == int(x)",
        "tests/explore/test_trace.py -k constants",
    ),
    Fault(
        "rounding unseen in sums",
        ENGINE + "tracing/rounding.py",
        '"matmul", "prod", "sum")',
        '"prod")',
        "tests/explore/test_rounding.py",
    ),
    Fault(
        "exact sums are noise",
        ENGINE + "tracing/rounding.py",
        "SUMS = (",
        'SUMS = ("add", "subtract", ',
        "tests/explore/test_rounding.py",
    ),
    Fault(
        "a question's slip is lost",
        "mlp/figures/exercises.py",
        "own + (W.shape[1] - 1) * b[i]",
        "own + W.shape[1] * b[i]",
        "tests/figures/test_stepper.py -k a_slip_is",
    ),
    Fault(
        "a table of products with rows and columns exchanged",
        "mlp/figures/strip.py",
        'Number("dW", l, r + 1, c + 1)',
        'Number("dW", l, c + 1, r + 1)',
        "tests/figures/test_stepper.py -k outer_product",
    ),
    Fault(
        "an update begins at the first weights again",
        "mlp/figures/stepper.py",
        'theta = values["state"]["theta"] if "state" in values else None',
        "theta = None",
        "tests/figures/test_stepper.py -k again_goes_on",
    ),
    Fault(
        "what comes back along a line has the delta of another unit",
        "mlp/figures/worked.py",
        "g.delta[l + 1].T * net.W[l]",
        "g.delta[l + 1] * net.W[l]",
        "tests/figures/test_stepper.py -k by_hand",
    ),
    # The player
    Fault(
        "less or equal is less",
        PLAYER + "kernels.js",
        "o[k] = a[i] <= b[j] ? 1 : 0",
        "o[k] = a[i] < b[j] ? 1 : 0",
        "tests/explore/test_player.py",
    ),
    Fault(
        "halves rounded up",
        PLAYER + "kernels.js",
        "return up - x === 0.5 && up % 2 ? up - 1 : up;",
        "return up;",
        "tests/explore/test_player.py",
    ),
    Fault(
        "a remainder with the other sign",
        PLAYER + "kernels.js",
        "(b < 0) === (m < 0) ? m : m + b",
        "m",
        "tests/explore/test_player.py",
    ),
    Fault(
        "the last tile of a product reaches too far",
        PLAYER + "loops.js",
        "j = Math.min(column, lastColumn)",
        "j = column",
        "tests/explore/test_player.py",
    ),
    Fault(
        "numbers beside the array",
        PLAYER + "loops.js",
        "row >= -size && row < size ? x.data[start + t] : NaN",
        "x.data[start + t]",
        "tests/explore/test_player.py",
    ),
    Fault(
        "a comma is no point",
        PLAYER + "answers.js",
        '(mark === "," ? "." : ",")',
        "mark",
        "tests/explore/test_answers.py",
    ),
    Fault(
        "roundings are wrong answers",
        PLAYER + "answers.js",
        "for (let n = most; n && n >= least; n--)",
        "for (let n = 0; n; n--)",
        "tests/explore/test_answers.py",
    ),
    Fault(
        "a finger scrolls the page",
        PLAYER + "handle.js",
        "(event) => event.preventDefault(), { passive: false });",
        "() => {});",
        "tests/explore/test_figure.py -k finger",
    ),
    Fault(
        "more than five controls",
        PLAYER + "form.js",
        "const MOST = 5;",
        "const MOST = 6;",
        "tests/explore/test_figure.py -k first_five",
    ),
    Fault(
        "a fold of sliders that could be dragged leaves them in sight",
        PLAYER + "form.js",
        "free = fields.filter(({ dragged }) => !dragged)",
        "free = fields",
        "tests/explore/test_figure.py -k first_five",
    ),
    Fault(
        "a matrix is a row",
        PLAYER + "form.js",
        "filter(([row]) => row === indices[0][0])",
        "filter(([row]) => row)",
        "tests/explore/test_figure.py -k matrix",
    ),
    Fault(
        "a click on a point adds another",
        PLAYER + "plane.js",
        "if (k >= 0) changed",
        "if (k > most) changed",
        "tests/explore/test_drawn.py -k takes_it_away",
    ),
    Fault(
        "a stroke goes on although nothing is pressed",
        PLAYER + "pad.js",
        "if (!grip) return;",
        "grip ??= { at: cellAt(event) };",
        "tests/explore/test_drawn.py -k stroke",
    ),
    Fault(
        "a stroke wipes out the one before",
        PLAYER + "pad.js",
        "Math.max(old, covered / SHADES)",
        "covered / SHADES",
        "tests/book/test_digits.py -k stroke",
    ),
    Fault(
        "an address has the ink of other cells",
        PLAYER + "values.js",
        "text.padEnd(rows * columns",
        "text.padStart(rows * columns",
        "tests/explore/test_drawn.py -k address_keeps",
    ),
    Fault(
        "200 digits in a caption",
        PLAYER + "words.js",
        "const LARGE = 1e6;",
        "const LARGE = 1e300;",
        "tests/explore/test_hostile.py -k large_numbers",
    ),
    Fault(
        "Python tells other words than the page",
        ENGINE + "draw/typeset.py",
        '.replace("nan", "undefined")',
        "",
        "tests/explore/test_hostile.py -k large_numbers",
    ),
    Fault(
        "a smooth image is half a pixel off",
        ENGINE + "marks/image.py",
        "(np.arange(n * (last + 1)) + 0.5) / n - 0.5",
        "np.arange(n * (last + 1)) / n",
        "tests/explore/test_pictures.py -k a_smooth_image",
    ),
    Fault(
        "a map of classes through white",
        ENGINE + "draw/maps.py",
        '(0.5, ORANGE + "00"), (0.5, BLUE + "00")',
        '(0.5, "#ffffff")',
        "tests/explore/test_palette.py -k map",
    ),
    Fault(
        "nine weights in a column",
        "mlp/figures/drawing.py",
        "MOST_NUMBERS = 6",
        "MOST_NUMBERS = 9",
        "tests/figures/test_stepper.py -k into_sight",
    ),
    Fault(
        "a bias under a line",
        "mlp/figures/drawing.py",
        "text.set_path_effects([withStroke(linewidth=3",
        "text.set_path_effects([withStroke(linewidth=0",
        "tests/figures/test_drawing.py -k bias",
    ),
    Fault(
        "as many steps in every frame",
        PLAYER + "stepper.js",
        "due += pace(at, perFrame)",
        "due += perFrame",
        "tests/explore/test_figure.py -k run_is_slow",
    ),
    Fault(
        "a field stays folded where a number leads to it",
        PLAYER + "reach.js",
        "folded.open = true",
        "folded.open = false",
        "tests/explore/test_figure.py -k leads_to",
    ),
    Fault(
        "mastered before the last answer",
        PLAYER + "questions.js",
        "mastered && all.every(",
        "mastered && all.some(",
        "tests/figures/test_stepper.py -k at_the_end",
    ),
    Fault(
        "a letter within a word lights up",
        PLAYER + "lights.js",
        "(?<![\\\\p{L}\\\\p{N}])",
        "",
        "tests/explore/test_figure.py -k light_up",
    ),
    Fault(
        "one speed for all",
        PLAYER + "stepper.js",
        " * SPEEDS[speed.value]",
        "",
        "tests/explore/test_figure.py -k reader_sets_the_speed",
    ),
    Fault(
        "a square around a dragged point",
        PLAYER + "explore.css",
        "handle:focus { outline: none; }",
        "handle:focus-visible { outline: none; }",
        "tests/explore/test_figure.py -k square",
    ),
    Fault(
        "the address is not kept",
        PLAYER + "address.js",
        "history.replaceState(history.state",
        "void (history.state",
        "tests/explore/test_figure.py -k address",
    ),
    Fault(
        "half an integer",
        PLAYER + "values.js",
        "Number.isSafeInteger(x)",
        "true",
        "tests/explore/test_hostile.py -k address_says",
    ),
    Fault(
        "two figures share an address",
        PLAYER + "dom.js",
        "return n > 0 ?",
        "return n < 0 ?",
        "tests/explore/test_hostile.py -k one_name",
    ),
    Fault(
        "options that read alike",
        ENGINE + "figure/controls.py",
        "if texts.count(text) > 1",
        "if False",
        "tests/explore/test_hostile.py -k no_control",
    ),
    Fault(
        "threads take each other's refusals",
        ENGINE + "tracing/trace.py",
        "with _one_at_a_time:",
        "if True:",
        "tests/explore/test_trace.py -k threads",
    ),
    Fault(
        "nothing is spoken",
        PLAYER + "caption.js",
        'spoken.textContent = words?.textContent ?? "";',
        "",
        "tests/explore/test_figure.py -k spoken",
    ),
    Fault(
        "a second guess",
        PLAYER + "prediction.js",
        "    if (verdict.textContent) return;\n",
        "",
        "tests/explore/test_prediction.py -k answered_in_words",
    ),
    Fault(
        "a right choice in green alone",
        PLAYER + "explore.css",
        'content: " ✓"',
        'content: ""',
        "tests/explore/test_prediction.py -k colour_alone",
    ),
    Fault(
        "a guess must be right to go on",
        PLAYER + "questions.js",
        "kept || all[k - 1].done",
        "kept || all[k - 1].right",
        "tests/explore/test_prediction.py -k next_question",
    ),
    Fault(
        "the answer on paper",
        PLAYER + "explore.css",
        "button::after { content: none; }",
        "button::after { color: inherit; }",
        "tests/explore/test_prediction.py -k on_paper",
    ),
    Fault(
        "an answer lands on another question",
        ENGINE + "figure/questions.py",
        "_digest([*own[k], own[:k].count(own[k])])",
        "_digest([name, k])",
        "tests/explore/test_memory.py -k another_question",
    ),
    Fault(
        "two questions share a memory",
        PLAYER + "questions.js",
        'numbered(root, "asks", ask.id)',
        "ask.id",
        "tests/explore/test_memory.py -k twice_in_a_page",
    ),
    Fault(
        "a wrong number is kept",
        PLAYER + "field.js",
        "    if (!far) answered",
        "    answered",
        "tests/explore/test_memory.py -k wrong_number",
    ),
    Fault(
        "a store must be there",
        PLAYER + "memory.js",
        "  try {\n    return action(localStorage);\n  } catch {}",
        "  return action(localStorage);",
        "tests/explore/test_memory.py -k without_a_store",
    ),
    Fault(
        "other tabs are not heard",
        PLAYER + "questions.js",
        "      whenKept(restore);\n",
        "",
        "tests/explore/test_memory.py -k two_tabs",
    ),
    Fault(
        "a kernel's answers are kept",
        PLAYER + "figure.js",
        "!model && ",
        "",
        "tests/explore/test_memory.py -k kernel",
    ),
    Fault(
        "drafts are lost",
        PLAYER + "lines.js",
        "    oninput: () => drafted(input.value),\n",
        "",
        "tests/explore/test_memory.py -k not_finished",
    ),
    Fault(
        "a draft is an answer",
        PLAYER + "memory.js",
        "`${id}:draft`",
        "id",
        "tests/explore/test_memory.py -k draft",
    ),
    Fault(
        "a draft outlives its answer",
        PLAYER + "questions.js",
        "        forget(draftOf(id));\n",
        "",
        "tests/explore/test_memory.py -k draft",
    ),
    Fault(
        "tinkering becomes a draft",
        PLAYER + "questions.js",
        "remembers && !own.done && keep",
        "remembers && keep",
        "tests/explore/test_memory.py -k draft",
    ),
    Fault(
        "modules go in a circle",
        PLAYER + "words.js",
        "/** Python's format",
        'import { fillIn as again } from "./caption.js";\n\n/** Python\'s format',
        "tests/explore/test_player.py -k comes_before",
    ),
    Fault(
        "a shade of its own",
        "book/_static/book.css",
        "--fig-vermilion: #f08040",
        "--fig-vermilion: #f08042",
        "tests/explore/test_palette.py",
    ),
    Fault(
        "the form of the last choice",
        ENGINE + "figure/program.py",
        "forms = self._forms[self._combination(values)]",
        "forms = list(self._forms.values())[-1]",
        "tests/explore/test_explorable.py -k form_of_each",
    ),
    # Notebooks, and what makes them
    Fault(
        "a printed digit",
        "book/chain_rule.ipynb",
        '"execution_count": 2,',
        '"execution_count": 3,',
        "tests/book/test_notebooks.py -k once_from_the_top",
    ),
    Fault(
        "code edited and not run",
        "book/neurons.ipynb",
        '"import numpy as np\\n"',
        '"import numpy as np  # so\\n"',
        "tests/book/test_notebooks.py -k as_they_were_stored",
    ),
    Fault(
        "pictures are never compared",
        "tools/outputs.py",
        "    if one == other:\n        return True\n    if mime",
        "    return True\n    if mime",
        "tests/book/test_outputs.py",
    ),
    Fault(
        "last bits stay",
        "tools/last_bits.py",
        "nudge(x, scattered % (2 * STEPS + 1) - float(STEPS))",
        "nudge(x, 0.0 * scattered)",
        "tests/book/test_anywhere.py",
    ),
    # The book's words
    Fault("two spellings", "book/glossary.md", "hyperparameter", "hyper-parameter", "tests/book/test_spelling.py"),
    Fault(
        "a wrong slope on the cheat sheet", "book/cheat_sheet.md", "1 - a^2", "1 - a", "tests/book/test_cheat_sheet.py"
    ),
    Fault("a note that is not listed", "book/findings.yml", "E24:", "E240:", "tests/book/test_chapters.py"),
    Fault(
        "a pointer past the term",
        "book/glossary.md",
        "How long a step?",
        "Why not start from zero?",
        "tests/book/test_glossary.py",
    ),
    # Notebooks as they are compared
    Fault(
        "the number of a cell's run counts",
        "tools/outputs.py",
        'apart = ("data", "execution_count")',
        'apart = ("data",)',
        "tests/book/test_outputs.py",
    ),
    # Pages
    Fault(
        "no skip link's target",
        "book/_static/page.js",
        "aria-label",
        "aria-labelled",
        "tests/book/test_pages.py -k intro",
    ),
    Fault(
        "pale colours",
        "book/_static/book.css",
        "--fig-blue:",
        "--fig-blue: #bcd; --fig-other:",
        "tests/book/test_pages.py -k legible",
    ),
    Fault(
        "mute pictures",
        "book/_ext/book_figures.py",
        "picture without alternative text",
        "picture",
        "tests/book/test_notebooks.py -k mute",
    ),
    Fault(
        "pale lines below headings",
        "book/_static/book.css",
        ".lecture-slides { color: var(--pst-color-text-muted)",
        ".lecture-slides { color: #999",
        "tests/book/test_pages.py -k keeps_readers_out and neurons",
    ),
    # Rules of the step
    Fault(
        "the cosine rises again",
        CORE + "rules.py",
        "min(t / iterations, 1)",
        "t / iterations",
        "tests/core/test_rules.py",
    ),
    Fault(
        "the short form is not heard", CORE + "training.py", "if not momentum:", "if True:", "tests/core/test_rules.py"
    ),
    Fault("any momentum will do", CORE + "rules.py", "mu, at_least=0, below=1)", "mu)", "tests/core/test_rules.py"),
    Fault(
        "nesterov does not look ahead",
        CORE + "rules.py",
        "return g + self.mu * v",
        "return v + self.mu * 0",
        "tests/core/test_rules.py",
    ),
    Fault("adam forgets its start", CORE + "rules.py", "m / (1 - self.beta1**t)", "m", "tests/core/test_rules.py"),
    Fault("adamw decays nothing", CORE + "rules.py", "if rule.decay:", "if False:", "tests/core/test_rules.py"),
    Fault(
        "updates are not counted on",
        CORE + "io.py",
        'checks.integer("t", said.get("t"))',
        "0",
        "tests/core/test_rules.py",
    ),
    Fault(
        "the rate starts anew",
        CORE + "training.py",
        "alpha = rate(t)",
        "alpha = rate(t - start)",
        "tests/core/test_rules.py",
    ),
    Fault(
        "a gradient that is kept is written over",
        CORE + "training.py",
        "into=None if monitors else g",
        "into=g",
        "tests/core/test_training.py -k keeps",
    ),
    Fault(
        "a remainder has the sign of what is divided",
        PLAYER + "kernels.js",
        "return m ? ((b < 0) === (m < 0) ? m : m + b)",
        "return m ? m",
        "tests/explore/test_fuzz.py",
    ),
    Fault(
        "what is new shares memory",
        ENGINE + "tracing/stand_ins.py",
        "if np.may_share_memory(expected, argument._value):",
        "if True:",
        "tests/explore/test_trace.py -k anew",
    ),
    Fault(
        "a rule takes another's memory",
        CORE + "training.py",
        "old.rule != new.rule",
        "False",
        "tests/core/test_rules.py",
    ),
    Fault(
        "the engine knows the network",
        ENGINE + "marks/mark.py",
        "import numpy as np\n",
        "import numpy as np\n\nfrom ... import checks as _\n",
        "tests/test_layers.py",
    ),
    # One more for each module of tests that has none above
    Fault("a class's half", CORE + "datasets.py", "m - m // 2", "m // 3", "tests/core/test_datasets.py"),
    Fault(
        "the larger output is not taken",
        CORE + "labels.py",
        "h.argmax(axis=1)",
        "h.argmin(axis=1)",
        "tests/core/test_labels.py",
    ),
    Fault(
        "foreign arrays become NumPy's",
        CORE + "checks.py",
        "return speaks and",
        "return False and",
        "tests/core/test_dispatch.py",
    ),
    Fault(
        "sizes without an order",
        CORE + "checks.py",
        "isinstance(value, Sequence)",
        "np.iterable(value)",
        "tests/core/test_doors.py -k sizes",
    ),
    Fault("integers by halves", CORE + "checks.py", "return int(value)", "return value", "tests/core/test_checks.py"),
    Fault(
        "a record too late",
        CORE + "history.py",
        "bisect_left(times, t)",
        "bisect_left(times, t + 1)",
        "tests/core/test_history.py",
    ),
    Fault(
        "an update that is cut short stays half made",
        CORE + "training.py",
        "            before.settle()\n",
        "            pass\n",
        "tests/core/test_training.py -k any_line",
    ),
    Fault(
        "a press at the end is swallowed",
        CORE + "training.py",
        "    if pressed:\n        history.stopped",
        "    if False:\n        history.stopped",
        "tests/core/test_training.py -k ctrl_c",
    ),
    Fault(
        "where J is infinite one stays",
        CORE + "training.py",
        "                        before.restore()\n",
        "                        pass\n",
        "tests/core/test_training.py -k finite_J",
    ),
    Fault(
        "all of the data are converted",
        CORE + "training.py",
        "weight_decay, checks.real_numbers)",
        "weight_decay)",
        "tests/core/test_training.py -k converted",
    ),
    Fault(
        "parts of files stay",
        CORE + "io.py",
        "            os.unlink(part)\n",
        "            pass\n",
        "tests/core/test_io.py",
    ),
    Fault(
        "what takes more room than the file is read",
        CORE + "io.py",
        "if entry.compress_type != zipfile.ZIP_STORED or",
        "if False and",
        "tests/core/test_io.py -k hostile",
    ),
    Fault(
        "NumPy's advice is passed on",
        CORE + "io.py",
        "from None  # without",
        "from __import__('sys').exc_info()[1]  # with",
        "tests/core/test_io.py -k hostile",
    ),
    Fault(
        "the seed is not saved",
        CORE + "io.py",
        'History(checks.integer("seed", said.get("seed")))',
        "History()",
        "tests/core/test_io.py",
    ),
    Fault(
        "biases are not counted",
        CORE + "network.py",
        "return self.n_weights + self.n_biases",
        "return self.n_weights",
        "tests/core/test_network.py",
    ),
    Fault(
        "thin lines for heavy weights",
        "mlp/figures/drawing.py",
        "net.W[l].reshape(-1))",
        "net.W[l].T.reshape(-1))",
        "tests/figures/test_drawing.py",
    ),
    Fault(
        "bars of one length",
        "mlp/figures/table.py",
        "return [LONGEST * size / (max(sizes) or 1) for size in sizes]",
        "return [LONGEST for size in sizes]",
        "tests/figures/test_table.py",
    ),
    Fault(
        "words among numbers",
        "mlp/figures/table.py",
        "not any(map(AMONG_NUMBERS.match",
        "not all(map(NUMBER.match",
        "tests/figures/test_table.py",
    ),
    Fault(
        "quizzes are counted",
        "book/_ext/book_numbers.py",
        " and QUIZ not in html:",
        ":",
        "tests/book/test_numbers.py -k words",
    ),
    Fault(
        "the number of another chapter",
        "book/_ext/book_numbers.py",
        "in_full(app.env, docname, kind, n)}</a> ",
        'in_full(app.env, "book/neurons", kind, n)}</a> ',
        "tests/book/test_numbers.py -k feedforward",
    ),
    Fault(
        "a figure that moves loses its number",
        PLAYER + "caption.js",
        'root.querySelector(".explorable-caption");',
        "caption;",
        "tests/book/test_numbers.py -k stays",
    ),
    Fault("the y axis is upside down", ENGINE + "draw/scene.py", "self.height - y", "y", "tests/explore/test_scene.py"),
    Fault(
        "a hidden control",
        ENGINE + "figure/explorable.py",
        "if name not in parameters:",
        "if False:",
        "tests/explore/test_explorable.py",
    ),
    Fault(
        "arrows move the cells",
        PLAYER + "loader.js",
        "event.stopPropagation();",
        "",
        "tests/explore/test_jupyterlab.py",
    ),
    Fault(
        "the page computes a sine",
        PLAYER + "kernels.js",
        "o[k] = Math.tanh(a[i])",
        "o[k] = Math.sin(a[i])",
        "tests/book/test_explorables.py -k activation_lab",
    ),
    Fault("two stars are no power", PLAYER + "answers.js", r'.replace(/\*\*/g, "^")', "", "tests/book/test_answers.py"),
    Fault(
        "buttons without the keyboard",
        PLAYER + "dom.js",
        '{ type: "button", onclick }',
        '{ type: "button", onclick, tabIndex: -1 }',
        "tests/book/test_access.py -k learning_rate_lab",
    ),
    Fault(
        "a name is not in the reference",
        "book/api_mlp.md",
        ".. autofunction:: mlp.one_hot\n",
        "",
        "tests/book/test_api.py",
    ),
    Fault(
        "the time of the build is in it",
        "tools/dist.py",
        '{name}", LONG_AGO)',
        "{name}\", __import__('time').localtime()[:6])",
        "tests/book/test_dist.py",
    ),
    Fault(
        "another state",
        "book/for_teachers.md",
        "activation.z0=-3",
        "activation.z0=3",
        "tests/book/test_for_teachers.py -k link",
    ),
    Fault("any slide will do", "book/_ext/book_lecture.py", "if unknown:", "if False:", "tests/book/test_lecture.py"),
    Fault(
        "an id twice",
        "book/for_teachers.md",
        'id="state-link"',
        'id="main-content"',
        "tests/book/test_links.py -k for_teachers",
    ),
    Fault(
        "solutions are quoted",
        "book/_ext/book_search.py",
        "nodes.Invisible, solution_node,",
        "nodes.Invisible,",
        "tests/book/test_search.py -k place_is_all",
    ),
    Fault(
        "hidden code is found",
        "book/_ext/book_search.py",
        " HideCodeCellNode, addnodes",
        " addnodes",
        "tests/book/test_search.py -k place_is_all",
    ),
    Fault(
        "a result leads nowhere",
        "book/_ext/book_search.py",
        'return node["ids"][0], words(first)',
        'return node["names"][0], words(first)',
        "tests/book/test_search.py -k is_there",
    ),
    Fault(
        "particles stay",
        "book/_static/search.js",
        "word.length - i)",
        "word.length)",
        "tests/book/test_search.py -k readers_type",
    ),
    Fault(
        "only the letter delta",
        "book/_static/search.js",
        "`(?:${unit}|[${GREEK[unit]}])`",
        "unit",
        "tests/book/test_search.py -k readers_type",
    ),
    Fault(
        "one word is enough",
        "book/_static/search.js",
        "if (counts.some(",
        "if (counts.every(",
        "tests/book/test_search.py -k all_words",
    ),
    Fault(
        "Escape stays",
        "book/_static/search.js",
        'event.key === "Escape"',
        "false",
        "tests/book/test_search.py -k keyboard",
    ),
    Fault(
        "the number of results is not spoken",
        "book/_static/search.js",
        'role: "status"',
        'role: "none"',
        "tests/book/test_search.py -k marked",
    ),
    Fault(
        "setup on the page",
        "book/_static/chapter.css",
        ":is(.with-code, .tag_setup, .tag_drawing > .cell_input,",
        ":is(.with-code, .tag_drawing > .cell_input,",
        "tests/book/test_reader.py -k lessons_are",
    ),
    Fault(
        "an address moves the switch for good",
        "book/_static/reader.js",
        'recall("code") === "on" : asked !== "off");',
        'recall("code") === "on" : asked !== "off");\n  if (asked !== null) keep("code", "on");',
        "tests/book/test_reader.py -k an_address",
    ),
    Fault(
        "a button leaves other controls as they are",
        "book/_static/reader.js",
        "figure.figure.set({ ...first, ",
        "figure.figure.set({ ",
        "tests/book/test_reader.py -k a_button_in",
    ),
    Fault(
        "an answer opens every reveal but its own",
        "book/_static/reader.js",
        "if (lastBefore(asking, reveal) === target)",
        "if (lastBefore(asking, reveal) !== target)",
        "tests/book/test_reader.py -k an_answer_opens",
    ),
    Fault(
        "a goal is ticked by every exercise",
        "book/_static/reader.js",
        "(ids.length && ids.every(isDone) ?",
        "(ids.every(isDone) ?",
        "tests/book/test_reader.py -k exercises_tick",
    ),
    Fault(
        "what solutions ask counts",
        "book/_ext/book_chapter.py",
        "figures = [figure for figure in figures if not is_solution(figure[0])]",
        "pass",
        "tests/book/test_reader.py -k exercises_tick",
    ),
    Fault(
        "the code of a quiz shows its answers",
        "book/_ext/book_chapter.py",
        'if not (data.get("marks") or',
        "if not (True or",
        "tests/book/test_reader.py -k switch",
    ),
    Fault(
        "what was answered before moves the figure",
        "mlp/explore/player/questions.js",
        "if (ask.show && !remembering)",
        "if (ask.show)",
        "tests/book/test_reader.py -k prediction_stands",
    ),
    Fault(
        "what was answered at other settings hides what follows",
        "mlp/explore/player/questions.js",
        "!(done || kept || all[k - 1].done)",
        "!(done || all[k - 1].done)",
        "tests/explore/test_memory.py -k other_settings",
    ),
    Fault(
        "nothing is forgotten",
        "book/_static/reader.js",
        "if (key.startsWith(PREFIX)) drop(key.slice(PREFIX.length));",
        "",
        "tests/book/test_reader.py -k front_page",
    ),
    Fault(
        "a button may set what a figure does not take",
        "book/_ext/book_chapter.py",
        "return low <= number <= high",
        "return True",
        "tests/book/test_reader.py -k warns",
    ),
    Fault(
        "a power of a power is read from the left",
        "mlp/explore/player/lines/read.js",
        'takes("**") ? { kind: "binary", mark: "**", left, right: unary() } : left',
        'takes("**") ? { kind: "binary", mark: "**", left, right: postfix() } : left',
        "tests/explore/test_lines.py",
    ),
    Fault(
        "slices count from the start alone",
        "mlp/explore/player/lines/numpy.js",
        "Math.max(low, i < 0 ? i + size : i)",
        "Math.max(low, i)",
        "tests/explore/test_lines.py -k random",
    ),
    Fault(
        "masks are numbers in the page",
        "mlp/explore/player/lines/machine.js",
        "return value.isMask ? refuse(`a mask has no numbers; ${ONES}`) : value;",
        "return value;",
        "tests/explore/test_lines.py -k page_says",
    ),
    Fault(
        "a formula is computed by the text that came first",
        "mlp/explore/player/operations.js",
        "if (own !== f.data[0]) fill",
        "if (!fill) fill",
        "tests/explore/test_figure.py -k typed",
    ),
    Fault(
        "a formula may be a mask",
        "mlp/explore/player/lines/formula.js",
        ".numbers(tree)",
        ".array(tree)",
        "tests/explore/test_formula.py -k same_words",
    ),
    Fault(
        "a formula is computed once",
        "mlp/explore/player/lines/formula.js",
        "{ ...x, mask: 1 }",
        "{ ...x, mask: 0 }",
        "tests/book/test_activation_lab.py",
    ),
    Fault(
        "what follows from a slip is forgotten",
        "mlp/explore/lines/language.py",
        'return "\\n".join([*sources[:at], others, *kept])',
        "return others",
        "tests/explore/test_lines.py -k follows_from_a_slip",
    ),
    Fault(
        "each row of results has columns of its own",
        PLAYER + "explore.css",
        "grid-column: 1 / -1; grid-template-columns: subgrid;",
        "grid-column: 1 / -1; grid-template-columns: auto auto 1fr auto;",
        "tests/explore/test_lines.py -k below_each_other",
    ),
    Fault(
        "np.newaxis is no index in the page",
        "mlp/explore/player/lines/machine.js",
        'tree.text === "None" || (tree.name === "newaxis" && isNumpy(tree.of))',
        'tree.text === "None"',
        "tests/explore/test_lines.py -k page_says",
    ),
    Fault(
        "last bits are stored",
        ENGINE + "figure/questions.py",
        "{name: _rounded(own) for name, own in arrays.items()}",
        "arrays",
        "tests/explore/test_lines.py -k last_bits",
    ),
    Fault(
        "a slip takes the words of another",
        "mlp/explore/player/lines/judge.js",
        "slips.find(fits)?.[0]",
        "slips.findLast(([, values]) => values.has(wrong))?.[0]",
        "tests/book/test_answers.py -k each_slip_gets",
    ),
    Fault(
        "a ratio by accident is told",
        "mlp/explore/player/lines/judge.js",
        "wanted.filter(Boolean).length > 2 || ",
        "wanted.length || ",
        "tests/explore/test_lines.py -k ratio",
    ),
    Fault(
        "lines that are wrong have no mark",
        "mlp/explore/player/lines.js",
        'line === wrong ? "✗ not right" : ""',
        '""',
        "tests/explore/test_lines.py -k each_line_shows",
    ),
    Fault(
        "pairs have no way out",
        "mlp/explore/player/lines/read.js",
        "pair.length > 1 && ",
        "pair.length > 9 && ",
        "tests/explore/test_lines.py -k name_the_way_out",
    ),
    Fault(
        "an answer must have its name",
        "mlp/explore/player/lines/judge.js",
        "  if (last && !failed && !isNamed) own.set(one, last);\n",
        "",
        "tests/explore/test_lines.py -k without_its_name",
    ),
    Fault(
        "the last line alone is judged",
        "mlp/explore/player/lines/judge.js",
        "const wrong = [...own.keys()].find(",
        "const wrong = [...own.keys()].reverse().find(",
        "tests/explore/test_lines.py -k page_says",
    ),
    Fault(
        "notes stand open in the flow",
        "book/_ext/book_notes.py",
        "            note.parent.replace(note, folded)  # replace_self would add the other ids once more\n",
        "",
        "tests/book/test_form.py -k activations",
    ),
    Fault("evidence under another note", "book/findings.yml", "kind: dated", "kind: old", "tests/book/test_notes.py"),
    Fault(
        "two notes in the same words",
        "book/findings.yml",
        "a unit is nonlinear, too",
        "the ranges are open",
        "tests/book/test_notes.py -k words",
    ),
    Fault(
        "sheets are not counted", "tools/pdf.py", "first += len(sheets.pages)", "first += 1", "tests/book/test_pdf.py"
    ),
    # The playground, and what is taken away
    Fault(
        "a unit that is not there learns",
        "mlp/figures/masked.py",
        "there(masks_of(values)) * as_vector(dW, g.db[1:])",
        "as_vector(dW, g.db[1:])",
        "tests/figures/test_playground.py -k masks",
    ),
    Fault(
        "a batch counts as all examples",
        "mlp/figures/masked.py",
        "return inside * (len(train) / size)",
        "return inside * 1.0",
        "tests/figures/test_playground.py -k masks",
    ),
    Fault(
        "first weights in another order",
        "mlp/figures/masked.py",
        "(np.cumsum(above)[:, np.newaxis] - 1) * fan_in + np.cumsum(here) - 1",
        "(np.cumsum(above)[:, np.newaxis] - 1) + (np.cumsum(here) - 1) * fan_out",
        "tests/figures/test_playground.py -k masks",
    ),
    Fault(
        "a weight that is typed is not where the lines begin",
        "mlp/figures/masked.py",
        'return begin_at(np.where(place == 1, values["weight"], state["theta"]), 1)',
        'return begin_at(np.where(place == 1, values["weight"], state["theta"]), 0)',
        "tests/figures/test_playground.py -k typed",
    ),
    Fault(
        "what is not there is written down",
        PLAYER + "takeaway.js",
        "isThere(count(rows), (i) => data[i * n + j])",
        "true",
        "tests/figures/test_playground.py -k same_run",
    ),
    Fault(
        "a zip without its checksum",
        PLAYER + "takeaway/archive.js",
        "bytesOf(crc(bytes), 4)",
        "bytesOf(0, 4)",
        "tests/explore/test_takeaway.py -k numpy_reads",
    ),
    Fault(
        "a run begins where its function says, whatever was typed",
        PLAYER + "figure.js",
        "if (Object.keys(start).length) stepper.restore(start);",
        "",
        "tests/figures/test_playground.py -k anew",
    ),
    Fault(
        "what was pointed at stays",
        PLAYER + "pointer.js",
        "if (kept) change(kept);",
        "",
        "tests/explore/test_takeaway.py -k pointed",
    ),
]


def copied(folder):
    """Copy what git knows of into a folder."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def verdict(fault, folder):
    """Plant a fault, run its tests, take it out again; say what came of it."""
    path = folder / fault.file
    text = path.read_text("utf-8")
    if fault.right not in text:
        return "NOT PLANTED: its text is gone"
    path.write_text(text.replace(fault.right, fault.wrong, 1), "utf-8", newline="\n")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    tests = fault.tests.split(" -k ")
    command += tests[:1] + [part for expression in tests[1:] for part in ("-k", expression)]
    environment = os.environ | {"PYTHONPATH": str(folder), "CI": "true"}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    path.write_text(text, "utf-8", newline="\n")
    return {0: "SURVIVED", 1: "found"}.get(result.returncode, f"NO TEST RAN: {result.stdout[-300:]}")


def main(arguments):
    """Plant the faults named, or all; returns 1 unless each was found."""
    if "--list" in arguments:
        print("\n".join(f"{fault.name:40} {fault.file:32} {fault.tests}" for fault in FAULTS))
        return 0
    chosen = [fault for fault in FAULTS if not arguments or any(part in fault.name for part in arguments)]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        for fault in chosen:
            print(f"{fault.name:40}", end=" ", flush=True)
            start = time.perf_counter()
            said = verdict(fault, Path(folder))
            missed += said != "found"
            print(f"{said:10} {time.perf_counter() - start:6.1f} s   {fault.tests}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} found")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
