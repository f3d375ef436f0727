"""The form of a page: something to touch first, little code, all that is asked can be answered."""

import pytest
from form import LIMITS, measure

# The pages that have their new form.
FORMED = [
    *("intro", "neurons", "activations", "feedforward", "chain_rule", "backpropagation"),
    *("gradient_descent", "advice", "learning_features"),
    *("activation_lab", "learning_rate_lab", "playground", "digits"),
]
TIMES = ("usable", "longest")  # these are for a quiet machine: benchmarks/book.py


@pytest.mark.parametrize("name", FORMED)
def test_a_page_opens_with_a_figure_and_can_be_answered(browser, addresses, name):
    form = measure(browser, f"{addresses['file']}/book/{name}.html")
    assert {what: form[what] for what in LIMITS if what not in TIMES and form[what] > LIMITS[what]} == {}
