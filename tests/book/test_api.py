"""The reference has every public name, once, and says of it what its docstring says."""

import importlib
import inspect
import re
import zlib
from html import unescape

import pytest

import mlp
import mlp.explore
import mlp.figures

PUBLIC = {
    **{f"mlp.{name}": getattr(mlp, name) for name in mlp.__all__},
    **{f"mlp.explore.{name}": getattr(mlp.explore, name) for name in mlp.explore.__all__},
    **{f"mlp.figures.{name}": getattr(mlp.figures, name) for name in mlp.figures.__all__},
}
# A name may be an alias for users, and a monitor is both in its module and in mlp: what counts is the object.
# Of the rules users meet the classes; what walks by them is the trainer's.
for module in (mlp.datasets, mlp.monitors, mlp.rules):
    for name, thing in vars(module).items():
        own = getattr(thing, "__module__", None) == module.__name__ and not name.startswith("_")
        own = own and (module is not mlp.rules or inspect.isclass(thing))
        if own and not any(thing is other for other in PUBLIC.values()):
            PUBLIC[f"{module.__name__}.{name}"] = thing


@pytest.fixture(scope="module")
def inventory(site):
    """What the pages describe: name -> address."""
    *_, packed = (site / "objects.inv").read_bytes().split(b"\n", maxsplit=4)
    lines = zlib.decompress(packed).decode()
    # Priority -1 is another way to name the same, as mlp.network.Network.
    found = re.findall(r"^(\S+) py:\w+ (?!-1)\S+ (\S+) ", lines, flags=re.MULTILINE)
    return {name: address.replace("$", name) for name, address in found}


def is_method(name):
    """Whether a name belongs to a class that is described itself."""
    return inspect.isclass(PUBLIC.get(name.rpartition(".")[0]))


def test_every_public_name_is_described_once_and_no_other(inventory):
    described = [name for name in inventory if not is_method(name)]
    assert sorted(described) == sorted({*PUBLIC, "mlp", "mlp.explore", "mlp.figures"})


def test_methods_that_users_call_are_described(inventory):
    assert {"mlp.Network.forward", "mlp.Network.n_parameters", "mlp.Cost.delta", "mlp.History.record"} <= set(inventory)
    assert {"mlp.explore.Explorable.save", "mlp.figures.NetworkDrawing.show"} <= set(inventory)


def test_the_index_leads_to_every_name(inventory, site):
    index = (site / "genindex.html").read_text("utf-8")
    missing = [name for name, address in inventory.items() if f'href="{address}"' not in index]
    assert missing == []


@pytest.mark.parametrize("name", [name for name, thing in PUBLIC.items() if not isinstance(thing, dict)])
def test_what_a_page_says_is_what_the_docstring_says(name, inventory, site):
    thing = PUBLIC[name]
    path, _, anchor = inventory[name].partition("#")
    page = (site / path).read_text("utf-8")
    after = page[page.index(f'id="{anchor}"') :]
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", after)).split())
    first = re.split(r"\n\s*\n", inspect.getdoc(thing))[0]
    assert " ".join(first.replace("`", "").replace("::", ":").split()) in words[:3000]


def test_formulas_are_code_and_types_are_links(site):
    page = (site / "book" / "api_mlp.html").read_text("utf-8")
    assert "<blockquote" not in page
    code = [unescape(re.sub(r"<[^>]+>", "", block)) for block in re.findall(r"<pre>.*?</pre>", page, flags=re.DOTALL)]
    for module in (mlp, *map(importlib.import_module, ["mlp.costs", "mlp.initializers", "mlp.gradcheck"])):
        formula = re.search(r"\n\n    (\S.*)\n", module.__doc__)[1]
        assert any(formula in block for block in code)
    assert re.search(r'<strong>net</strong> \(<a [^>]*href="#mlp.Network"', page)
    assert re.search(r'href="#mlp.backprop"[^>]*><code[^>]*><span class="pre">backprop</span>', page)


def test_activations_say_their_slope(inventory, site):
    page = (site / "book" / "api_mlp.html").read_text("utf-8")
    sigmoid = page[page.index('id="mlp.sigmoid"') : page.index('id="mlp.tanh"')]
    assert "f(z) = 1 / (1 + e^-z)" in sigmoid
    assert "Compute f'(z) = a (1 - a), at most 1/4." in unescape(sigmoid)
