"""JupyterLab itself: a figure in a notebook is a widget, and Python and the page follow each other."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from mlp.explore import explorable

CHECKOUT = Path(__file__).parents[2]
TOKEN = "open-sesame"
SECONDS = 30_000  # milliseconds that a noisy machine may take for anything

CELLS = {
    "make": """\
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from mlp.explore import explore

fig, ax = plt.subplots()
ax.set(xlim=(-6, 6), ylim=(-1.1, 1.1))
dot, = ax.plot(0, 0, "o")
text = ax.text(-5, 0.8, "tanh = {:.4f}")

@explore(fig, z0=(-6.0, 6.0, 0.1), caption="at {z0:.1f}")
def figure(z0):
    return {dot: (z0, np.tanh(z0)), text: np.tanh(z0)}
""",
    "link": """\
plain = ipywidgets.FloatSlider(min=-6, max=6, step=0.1)
ipywidgets.jslink((plain, "value"), (figure, "z0"))
plain
""",
    "read": "print(figure.z0, plain.value)",
    "set": "figure.z0 = -2.5",
}
NUMBERS = list(CELLS)


@contextmanager
def server(root):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    page_config = root / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    page_config.write_text(json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}))
    (root / "notebooks").mkdir()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser",
        "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--allow-root",
        f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root / 'notebooks'}", "--LabApp.extension_manager=readonly",
    ]
    with (root / "log").open("w") as log:
        process = subprocess.Popen(command, env={**os.environ, **folders, "PYTHONPATH": str(CHECKOUT)}, stdout=log, stderr=log)
    origin = f"http://127.0.0.1:{port}"
    try:
        while True:
            assert process.poll() is None, (root / "log").read_text()
            try:
                urllib.request.urlopen(f"{origin}/api/status?token={TOKEN}").close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield origin
    finally:
        process.terminate()
        process.wait(30)


def test_it(browser, tmp_path):
    t0 = time.time()
    def lap(w): print(f"{time.time()-t0:6.2f}", w)
    with server(tmp_path) as origin:
        lap("up")
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS.values()])
        path = tmp_path / "notebooks" / "lab.ipynb"
        nbformat.write(nb, path)
        context = browser.new_context(viewport={"width": 1280, "height": 2000})
        context.set_default_timeout(30000)
        said, outside = [], []
        def r(route):
            if route.request.url.startswith(origin): route.continue_()
            else:
                outside.append(route.request.url); route.abort()
        context.route("**/*", r)
        page = context.new_page()
        page.on("console", lambda m: said.append((m.type, m.text[:300], m.location)))
        page.on("pageerror", lambda e: said.append(("pageerror", str(e)[:500])))
        page.goto(f"{origin}/doc/tree/lab.ipynb?token={TOKEN}")
        page.locator(".jp-Notebook").wait_for()
        lap("notebook")
        page.evaluate("""async () => { const p = jupyterapp.shell.currentWidget; await p.context.ready; await p.sessionContext.ready; }""")
        lap("ready")
        page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        lap("ran")
        page.wait_for_function("document.querySelector('.explorable')?.figure")
        lap("live")
        page.screenshot(path="/tmp/lab1.png")
        run = lambda n: page.evaluate("""async (n) => { const {commands, shell} = jupyterapp; shell.currentWidget.content.activeCellIndex = n; await commands.execute("notebook:run-cell"); }""", NUMBERS.index(n))
        s = page.get_by_label("z0")
        print(s.count(), s.evaluate("e => e.outerHTML"))
        s.fill("1.5")
        run("read"); lap("read")
        print(page.locator(".jp-Cell").nth(2).locator(".jp-OutputArea-output").all_inner_texts(), page.locator(".widget-readout").inner_text())
        run("set"); lap("set")
        time.sleep(1)
        print(s.input_value(), page.evaluate("document.querySelector('.explorable').figure.outputs()"), page.locator(".widget-readout").inner_text())
        print("active", page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex"))
        s.focus()
        for k in ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "Home", "End"]:
            s.press(k)
            print(k, s.input_value(), "active", page.evaluate("jupyterapp.shell.currentWidget.content.activeCellIndex"), page.evaluate("document.activeElement.outerHTML.slice(0,80)"))
            s.focus()
        h = page.locator(".noUi-handle")
        h.press("ArrowRight")
        time.sleep(1)
        print(h.evaluate("e=>e.outerHTML"), s.input_value(), page.locator(".widget-readout").inner_text())
        run("read")
        print(page.locator(".jp-Cell").nth(2).locator(".jp-OutputArea-output").all_inner_texts())
        page.evaluate("jupyterapp.commands.execute('docmanager:save')"); lap("saved")
        nb = nbformat.read(path, 4)
        print(nb.metadata)
        for c in nb.cells:
            for o in c.outputs: print({k: str(v)[:100] for k, v in (o.get("data") or o).items()})
        print("outside", outside)
        for x in said: print(x)
        context.close()
        lap("closed")
    lap("down")
    print((tmp_path / "log").read_text()[-3000:])
