"""How long does the book take to build, how heavy are its pages, and how soon can a reader move a figure?

    python benchmarks/book.py [visits]

The builds run on a copy of the files that git tracks: a clean one, one with nothing changed, one after a sentence was
added to a chapter. Nothing is executed by a build, because the outputs are stored; how long the notebooks take by
themselves is measured too. Every page is then weighed, raw and compressed as a server would send it.

Then Chromium opens every chapter from the disk, `visits` times, each time with an empty cache:

    paint       first picture: text or figure
    usable      every figure of the page can be moved, wherever on the page it is
    set         every formula is typeset
    longest     the longest task until then, during which the page does not answer

    slider      from a slider's event to the figure's picture, as in `benchmarks/player.py`: the slowest of the sliders

Times are medians of the visits, in milliseconds after the page was asked for. The last lines are for machines.
"""

import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from player import MOVE, WATCH_FRAMES

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tools"))
from chromium import open_browser  # noqa: E402
from form import WATCH, pages_with_figures, show  # noqa: E402

VISITS, EVENTS = 5, 20
CHANGED = "chain_rule"

ALL_SET = """async () => {
    await window.MathJax?.startup.promise;
    return performance.now();
}"""

PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"


def copy_of_the_book(folder):
    """Copy what git tracks into a folder."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0")[:-1]:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def seconds(*command, cwd):
    """Run a command and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def build(folder):
    """Build the book in a folder as `make book` does, and return how long it took."""
    return seconds(sys.executable, "tools/build.py", cwd=folder)


def add_a_sentence(path):
    """Change the text of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\n\nA sentence more."
    nbformat.write(notebook, path)


def building(folder):
    """Time three builds and the notebooks alone, and print a table; returns the times."""
    times = {"clean_build": build(folder)}
    times["rebuild_unchanged"] = build(folder)
    add_a_sentence(folder / "book" / f"{CHANGED}.ipynb")
    times["rebuild_one_chapter"] = build(folder)
    notebooks = sorted((folder / "book").glob("*.ipynb"))
    times["execute"] = seconds(sys.executable, "tools/execute.py", *notebooks, cwd=folder)
    print(f"{'':24}{'seconds':>9}")
    for name, duration in times.items():
        print(f"{name:24}{duration:9.1f}")
    return times


def weighing(site):
    """Print the size of every page, raw and compressed; returns the largest of each, in KB."""
    print(f"\n{'page':36}{'KB':>8}{'gzip KB':>9}")
    largest = [0, 0]
    for path in sorted([*site.glob("*.html"), *site.glob("book/*.html")]):
        page = path.read_bytes()
        sizes = [len(page) / 1e3, len(gzip.compress(page, 6)) / 1e3]
        largest = [max(pair) for pair in zip(largest, sizes, strict=True)]
        print(f"{path.relative_to(site).as_posix():36}{sizes[0]:8.0f}{sizes[1]:9.0f}")
    return largest


def visit(browser, path):
    """Open a page with an empty cache; returns the times of paint, usable and set, and the longest task."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    page.goto(path.as_uri())
    usable = page.evaluate("usable")
    typeset = page.evaluate(ALL_SET)
    page.wait_for_load_state("networkidle")
    result = page.evaluate(PAINT), usable, typeset, page.evaluate("longest")
    page.context.close()
    return result


def slowest_slider(browser, path):
    """Move every slider of a page; returns the median answer of the slowest, or None where there is none."""
    page = browser.new_page()
    page.add_init_script(WATCH + WATCH_FRAMES)
    page.goto(path.as_uri())
    page.evaluate("usable")
    page.evaluate(ALL_SET)
    sliders = page.locator(".explorable-controls input[type=range]:visible").all()
    medians = [statistics.median(times) for slider in sliders if (times := slider.evaluate(MOVE, EVENTS))]
    page.close()
    return max(medians, default=None)


def opening(browser, site, visits):
    """Open every page with a figure and print a table; returns the latest `usable` and the longest task."""
    heads = ("paint", "usable", "set", "longest", "slider")
    print(f"\n{'milliseconds':24}{''.join(f'{head:>9}' for head in heads)}")
    latest, longest = 0, 0
    for path in sorted(site.glob("book/*.html")):
        if 'class="explorable"' not in path.read_text("utf-8"):
            continue
        measured = [visit(browser, path) for _ in range(visits)]
        medians = [statistics.median(times) for times in zip(*measured, strict=True)]
        slider = slowest_slider(browser, path)
        print(f"{path.stem:24}{''.join(f'{x:9.0f}' for x in medians)}{'' if slider is None else f'{slider:9.1f}'}")
        latest, longest = max(latest, medians[1]), max(longest, medians[3])
    return latest, longest


def main(visits):
    """Measure, and print four tables."""
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        book = Path(folder)
        copy_of_the_book(book)
        times = building(book)
        site = book / "_build" / "html"
        raw, compressed = weighing(site)
        latest, longest = opening(browser, site, visits)
        print("\nForm of the pages; what is beyond its limit has a star (see tools/form.py)")
        show(browser, pages_with_figures(site))
    print()
    for name, duration in times.items():
        print(f"SECONDS {name} {duration:.1f}")
    print(f"PAGES max_raw_kb {raw:.0f} max_gzip_kb {compressed:.0f}")
    print(f"OPEN usable_ms_max {latest:.0f} longest_task_ms_max {longest:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else VISITS)
