"""A small part of Python, in which a reader writes what a figure asks for::

    delta3 = (a3 - y) * a3 * (1 - a3)
    delta2 = (delta3 @ W2) * (1 - a2**2)
    dW2 = delta3.T @ a2 / m

A line is ``name = expression``, or an expression alone. An expression is made of numbers and names, ``+ - * / ** @``,
one comparison, parentheses, indices, slices and ``np.newaxis``, ``.T``, ``.shape[0]``, ``np.pi`` and ``np.e``, and of
the functions below, as ``np.exp(z)``; those that go along an axis take ``axis=`` and ``keepdims=True``, and stand
behind a dot, too, as ``z.sum(axis=0)``. All numbers are float64; what a comparison gives, a mask, chooses
(`np.where`), is counted, and multiplies numbers. Loops are not needed: a batch is rows.

Here lines are read by Python's own `ast` and computed by NumPy; the page reads and computes the same lines by its
player (`player/lines`), without a kernel. Both refuse the same.
"""

import ast
import operator
import re
import sys
import textwrap

import numpy as np

# Function -> how many arrays it takes.
ELEMENTWISE = {
    **dict.fromkeys(
        "abs cbrt ceil cos cosh exp expm1 floor log log10 log1p log2 rint sign sin sinh sqrt square".split(), 1
    ),
    **dict.fromkeys("tan tanh arccos arccosh arcsin arcsinh arctan arctanh ones_like zeros_like".split(), 1),
    **dict.fromkeys("arctan2 heaviside hypot maximum minimum outer power".split(), 2),
    **dict.fromkeys("clip where".split(), 3),
}
ALONG = "sum mean prod max min argmax argmin".split()
FILLED = "zeros ones empty".split()
OF_TWO = {"max": "maximum", "min": "minimum"}
OF_MASKS = ("sum", "mean")
CONSTANTS = {"pi": np.pi, "e": np.e}
MOST = 1_000_000  # numbers of a result: a page shall not run out of memory

OPERATORS = {
    **{ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv},
    **{ast.Pow: operator.pow, ast.MatMult: operator.matmul},
}
COMPARISONS = {
    **{ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge},
    **{ast.Eq: operator.eq, ast.NotEq: operator.ne},
}

TOKEN = re.compile(
    r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])"  # a number
    r"|[^\W\d]\w*"  # a name
    r"|\*\*|[<>=!]=|[-+*/@()\[\],:.=<>]"
)


class LineError(ValueError):
    """A line that is outside the language, or that NumPy would refuse.

    Attributes
    ----------
    line : int
        Its number, from 1.
    """

    def __init__(self, line, reason):
        super().__init__(f"line {line}: {reason}")
        self.line = line


def compute(text, given):
    """Compute lines one after the other.

    Parameters
    ----------
    text : str
        The lines.
    given : dict
        Name -> array, of what is there at first.

    Yields
    ------
    name : str or None
        What the line is about; None for an expression alone.
    value : ndarray
        Of float64, or of booleans where it is a mask.

    Raises
    ------
    LineError
        At the first line that cannot be read or computed.

    Examples
    --------
    >>> [(name, value)] = compute("z = W @ x + 1", {"W": np.eye(2), "x": np.array([3.0, 4.0])})
    >>> name, value
    ('z', array([4., 5.]))
    """
    names = {name: np.asarray(value, float) for name, value in given.items()}
    for number, source in statements(text):
        try:
            name, expression = read(source)
            with np.errstate(all="ignore"):
                value = Machine(names).array(expression)
        except (ValueError, IndexError, SyntaxError) as error:
            raise LineError(number, error) from error
        if name:
            names[name] = value
        yield name, value


def statements(text):
    """List the statements of a text, each with the number of its first line; comments are gone, brackets closed."""
    found, depth = [], 0
    for number, line in enumerate(re.split(r"\r?\n", textwrap.dedent(text)), 1):
        code = line.split("#")[0]
        if depth:
            found[-1][1] += f"\n{code}"
        elif code.strip():
            found.append([number, code])
        depth = max(0, depth + len(re.findall(r"[(\[]", code)) - len(re.findall(r"[)\]]", code)))
    return found


def exchanged(text, others):
    """Exchange lines of a text for others of the same names: these stand where the first of them stood, or last."""
    sources = [source for _, source in statements(text)]
    names = {read(source)[0] for _, source in statements(others)}
    gone = [read(source)[0] in names for source in sources]
    at = gone.index(True) if any(gone) else len(sources)
    kept = [source for source, is_gone in zip(sources[at:], gone[at:], strict=True) if not is_gone]
    return "\n".join([*sources[:at], others, *kept])


def read(source):
    """Read one statement: the name that it assigns, or None, and the tree of its expression."""
    if rest := TOKEN.sub("", source).strip():
        raise ValueError(f"{rest.split()[0]} is outside the language")
    try:
        parsed = ast.parse(source).body
    except SyntaxError as error:
        raise ValueError(error.msg) from None
    [statement] = parsed
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=expression) if name != "np":
            return name, expression
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=one), ast.Name(id=other), *_])]):
            raise ValueError(f"one name a line: {one} = ..., then {other} = ...")
        case ast.Expr(value=expression):
            return None, expression
    raise ValueError("a line is name = expression, or an expression alone")


class Machine:
    """Computes expressions by NumPy.

    Parameters
    ----------
    names : dict
        Name -> array.
    """

    def __init__(self, names):
        self.names = names

    def array(self, node):
        """Compute an expression: an array of float64, or a mask."""
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise ValueError(f"{type(node).__name__} is outside the language")
        value = np.asarray(method(node))
        if value.size > MOST:
            raise ValueError(f"a result of shape {value.shape} is too large for a page")
        return value if value.dtype == bool else value.astype(float)

    def numbers(self, node):
        """Compute an expression that must not be a mask."""
        value = self.array(node)
        if value.dtype == bool:
            raise ValueError("a mask has no numbers; write 1 * (z > 0) to have zeros and ones")
        return value

    def _constant(self, node):
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise ValueError(f"{node.value} is no number")
        if node.value > sys.float_info.max:
            raise ValueError("this number is too large")
        return float(node.value)

    def _name(self, node):
        if node.id not in self.names:
            there = "there is" if len(self.names) == 1 else "there are"
            raise ValueError(f"{node.id} is not known here; {there} {', '.join(self.names)}")
        return self.names[node.id]

    def _unaryop(self, node):
        if not isinstance(node.op, ast.USub):
            raise ValueError("of signs there is - alone")
        return -self.numbers(node.operand)

    def _binop(self, node):
        if type(node.op) not in OPERATORS:
            raise ValueError("the operators are + - * / ** @")
        left, right = self.array(node.left), self.array(node.right)
        if left.dtype == right.dtype == bool:
            raise ValueError("of two masks nothing is computed; write 1 * (z > 0) to have zeros and ones")
        if isinstance(node.op, ast.MatMult) and max(left.ndim, right.ndim) > 2:
            raise ValueError("@ multiplies arrays of one or two axes")
        return OPERATORS[type(node.op)](left, right)

    def _compare(self, node):
        if len(node.ops) > 1 or type(node.ops[0]) not in COMPARISONS:
            raise ValueError("one comparison at a time: < <= > >= == !=")
        return COMPARISONS[type(node.ops[0])](self.numbers(node.left), self.numbers(node.comparators[0]))

    def _ifexp(self, node):
        raise ValueError("write np.where(c, x, y) for x if c else y")

    def _attribute(self, node):
        match node:
            case ast.Attribute(value=ast.Name(id="np"), attr=name):
                if name not in CONSTANTS:
                    raise ValueError(f"np.{name} alone is no number")
                return CONSTANTS[name]
            case ast.Attribute(value=value, attr="T"):
                return self.array(value).T
        raise ValueError(f".{node.attr} is outside the language")

    def _subscript(self, node):
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            return self.array(node.value.value).shape[_whole(node.slice)]
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        taken = self.array(node.value)[tuple(map(_index, parts))]
        if not taken.size:
            raise ValueError("this slice is empty")
        return taken

    def _call(self, node):
        match node.func:
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in ELEMENTWISE:
                return self._elementwise(name, node)
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in ALONG and len(node.args) == 1:
                return self._along(name, node.args[0], node.keywords)
            case ast.Attribute(value=value, attr=name) if name in ALONG and not node.args:
                return self._along(name, value, node.keywords)
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in FILLED:
                raise ValueError("loops and arrays to fill are not needed: a batch is rows, computed at once")
            case ast.Name(id=name) if name in self.names:
                raise ValueError(f"a * is missing between {name} and (")
            case ast.Name(id=name) if name in (*ELEMENTWISE, *ALONG):
                own = OF_TWO.get(name, name) if len(node.args) > 1 else name
                raise ValueError(f"write np.{own} for {name}")
        raise ValueError("this function is outside the language, or takes other arguments")

    def _elementwise(self, name, node):
        if node.keywords or len(node.args) != ELEMENTWISE[name]:
            raise ValueError(f"np.{name} takes {ELEMENTWISE[name]} argument(s)")
        if name != "where":
            return getattr(np, name)(*map(self.numbers, node.args))
        mask, *others = node.args
        chosen = self.array(mask)
        if chosen.dtype != bool:
            raise ValueError("np.where chooses by a comparison, as in np.where(z > 0, z, 0)")
        return np.where(chosen, *map(self.numbers, others))

    def _along(self, name, of, keywords):
        value = self.array(of) if name in OF_MASKS else self.numbers(of)
        options = dict(map(_keyword, keywords))
        if "axis" in options and not value.ndim:
            raise ValueError(f"a number has no axis {options['axis']}")
        return getattr(np, name)(value, **options)


def _keyword(node):
    """Read axis=0 or keepdims=True."""
    match node:
        case ast.keyword(arg="axis", value=axis):
            return "axis", _whole(axis)
        case ast.keyword(arg="keepdims", value=ast.Constant(value=True)):
            return "keepdims", True
    raise ValueError("what goes along an axis takes axis= and keepdims=True")


def _whole(node):
    """Read a whole number."""
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)) if not isinstance(number, bool):
            return -number
    raise ValueError("here must stand a whole number, such as 0 or -1")


def _index(node):
    """Read one part of an index: a whole number, a slice, or None for a new axis."""
    match node:
        case ast.Slice():
            return slice(*(part and _whole(part) for part in (node.lower, node.upper, node.step)))
        case ast.Constant(value=None) | ast.Attribute(value=ast.Name(id="np"), attr="newaxis"):
            return None
    return _whole(node)
