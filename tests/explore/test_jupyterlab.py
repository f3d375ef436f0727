"""JupyterLab itself: in a notebook a figure is a widget, and Python and the page follow each other."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import gallery
import nbformat
import numpy as np
import pytest
from playwright.sync_api import expect

from mlp.explore.figure.player import player

CHECKOUT = Path(__file__).parents[2]
TOKEN = "sesame"
PATIENCE = 120  # seconds that a noisy machine may take for anything

CELLS = {
    "figure": """\
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from mlp.explore import explore

fig, ax = plt.subplots()
ax.set(xlim=(-6, 6), ylim=(-1.1, 1.1))
dot, = ax.plot(0, 0, "o")
text = ax.text(-5, 0.8, "tanh = {:.4f}")

@explore(fig, z0=(-6.0, 6.0, 0.1), smooth=True)
def figure(z0, smooth):
    a = np.where(smooth, np.tanh(z0), np.sign(z0))
    return {dot: (z0, a), text: a, "a": a}
""",
    "again": "figure",
    "link": """\
plain = ipywidgets.FloatSlider(min=-6, max=6, step=0.1)
ipywidgets.jslink((plain, "value"), (figure, "z0"))
plain
""",
    "read": "print(f'{figure.z0:g} {plain.value:g} {figure.smooth}')",
    "set": "figure.z0 = -2.5",
}


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory):
    """A server of its own: its address, and the folder where it finds notebooks."""
    if importlib.util.find_spec("jupyterlab") is None:
        word = "JupyterLab is not installed: pip install jupyterlab"
        pytest.fail(word, pytrace=False) if os.environ.get("CI") else pytest.skip(word)
    root = tmp_path_factory.mktemp("jupyter")
    for name in ("notebooks", "config/labconfig", "data", "runtime"):
        (root / name).mkdir(parents=True)
    no_news = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (root / "config/labconfig/page_config.json").write_text(json.dumps(no_news))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    options = [
        "--no-browser", "--allow-root", "--expose-app-in-browser", "--LabApp.extension_manager=readonly",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root / 'notebooks'}",
    ]  # fmt: skip
    folders = {f"JUPYTER_{name.upper()}_DIR": str(root / name) for name in ("config", "data", "runtime")}
    with (
        (root / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env={**os.environ, **folders, "PYTHONPATH": str(CHECKOUT)}, stdout=log, stderr=log,
        ) as server,
    ):  # fmt: skip
        try:
            until = time.monotonic() + PATIENCE
            while not answers(f"{origin}/api/status?token={TOKEN}"):
                if server.poll() is not None or time.monotonic() > until:
                    pytest.fail((root / "log").read_text(), pytrace=False)
                time.sleep(0.1)
            yield origin, root / "notebooks"
        finally:
            server.terminate()  # and it ends its kernels
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def answers(address):
    try:
        with urlopen(address, timeout=PATIENCE):
            return True
    except (URLError, ConnectionError):
        return False


@pytest.fixture(scope="module")
def open_notebook(browser, jupyterlab):
    """Open a notebook of `CELLS` in a browser without a network; what goes wrong there is a failure."""
    origin, folder = jupyterlab
    wrong = []

    def only_here(route):
        if route.request.url.startswith((origin, "blob:", "data:")):
            return route.continue_()
        wrong.append(route.request.url)
        return route.abort()

    def open_it(name, outputs=()):
        cells = [nbformat.v4.new_code_cell(source) for source in CELLS.values()]
        cells[-1].outputs = list(outputs)
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / name)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{origin}/doc/tree/{name}?token={TOKEN}")
        page.wait_for_function("globalThis.jupyterapp?.shell.currentWidget?.context.isReady")
        in_lab(page, "shell.currentWidget.sessionContext.ready")
        return page

    context = browser.new_context(viewport={"width": 1200, "height": 2400})  # all cells are in sight
    context.set_default_timeout(1000 * PATIENCE)
    context.route("**/*", only_here)
    expect.set_options(timeout=1000 * PATIENCE)
    yield open_it
    expect.set_options(timeout=5000)
    context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def page(open_notebook):
    """The notebook with its cells run, as far as `link`."""
    page = open_notebook("lab.ipynb")
    for name in ("figure", "again", "link"):
        run(page, name)
    page.wait_for_function("[...document.querySelectorAll('.explorable')].filter((e) => e.figure).length === 2")
    return page


def output(page, name):
    """What stands under a cell."""
    return page.locator(".jp-Cell").nth(list(CELLS).index(name)).locator(".jp-OutputArea-output")


def in_lab(page, code):
    """Run code in the page, on JupyterLab's application, and wait for it; `evaluate` alone would wait for ever."""
    page.evaluate(f"""() => {{
      const {{ commands, shell }} = jupyterapp;
      const late = new Promise((_, reject) => setTimeout(reject, {1000 * PATIENCE}, "JupyterLab takes too long"));
      return Promise.race([late, {code}]).then(() => null);
    }}""")


def run(page, name):
    in_lab(page, f"(shell.currentWidget.content.activeCellIndex = {list(CELLS).index(name)})")
    in_lab(page, "commands.execute('notebook:run-cell')")


def expect_in_python(page, z0, smooth=True):
    for _ in range(2):  # while the kernel is busy a widget keeps what it has to say, until it is idle
        run(page, "read")
    expect(output(page, "read")).to_have_text(f"{z0:g} {z0:g} {smooth}\n")


def expect_in_page(page, z0):
    """Both pictures, both sliders, and the plain one that is linked to them."""
    for name in ("figure", "again"):
        expect(output(page, name).get_by_label("z0")).to_have_value(f"{z0:g}")
        expect(output(page, name).get_by_text("tanh =")).to_have_text(
            f"tanh = {np.tanh(z0):.4f}".replace("-", "\u2212")
        )
        outputs = output(page, name).locator(".explorable").evaluate("(root) => root.figure.outputs()")
        assert outputs["a"]["data"] == [pytest.approx(np.tanh(z0), rel=1e-12)]
    expect(output(page, "link").locator(".widget-readout")).to_have_text(f"{z0:.2f}".replace("-", "\u2212"))


def test_a_slider_in_the_page_moves_the_trait(page):
    output(page, "figure").get_by_label("z0").fill("1.5")
    expect_in_page(page, 1.5)
    expect_in_python(page, 1.5)


def test_the_trait_moves_the_page(page):
    run(page, "set")
    expect_in_page(page, -2.5)
    expect_in_python(page, -2.5)


def test_a_plain_slider_is_linked_both_ways(page):
    output(page, "figure").get_by_label("z0").fill("0.5")
    expect_in_page(page, 0.5)
    output(page, "link").get_by_role("slider").press("PageUp")  # five steps
    expect_in_page(page, 1.0)
    expect_in_python(page, 1.0)


def test_arrow_keys_move_the_slider_and_not_the_cells(page):
    slider = output(page, "figure").get_by_label("z0")
    slider.fill("2")
    for key in ("ArrowRight", "ArrowUp", "ArrowRight", "ArrowDown"):
        slider.press(key)
    expect_in_page(page, 2.2)


def test_a_label_belongs_to_its_own_figure(page):
    ids = page.locator(".explorable [id]").evaluate_all("(elements) => elements.map(({ id }) => id)")
    assert sorted(ids) == sorted(set(ids))
    output(page, "again").get_by_label("z0").fill("2")
    for smooth in (False, True):
        output(page, "again").get_by_text("smooth").click()
        expect(output(page, "figure").get_by_role("checkbox")).to_be_checked(checked=smooth)
        expect_in_python(page, 2.0, smooth)


def test_the_file_keeps_picture_and_tape_and_not_the_player(page, jupyterlab):
    in_lab(page, "commands.execute('docmanager:save')")
    _, folder = jupyterlab
    notebook = nbformat.read(folder / "lab.ipynb", as_version=4)
    html = notebook.cells[0].outputs[0].data["text/html"]
    assert "<svg" in html and '"tapes":' in html
    everything = str(notebook)
    assert not [line for line in player().splitlines() if len(line) > 40 and repr(line)[1:-1] in everything]


def test_a_figure_comes_to_life_beside_one_that_was_sanitised(open_notebook):
    """JupyterLab takes drawing and data out of a committed output that it does not trust: what stays is the still."""
    committed = gallery.activation()._repr_mimebundle_()[0]
    output_kept = nbformat.v4.new_output("display_data", {"text/html": committed["text/html"]})
    page = open_notebook("committed.ipynb", [output_kept])
    still = output(page, "set").locator(".explorable-still")
    expect(still.locator("img")).to_have_js_property("complete", True)
    assert still.locator("img").evaluate("(image) => image.naturalWidth") > 300
    expect(still).to_contain_text('save("figure.html")')
    left = output(page, "set").locator(".explorable-picture")  # letters of a drawing that is gone
    assert left.evaluate("(element) => element.getBoundingClientRect().height") < 2
    run(page, "figure")
    expect(output(page, "figure").get_by_label("z0")).to_have_value("0")
