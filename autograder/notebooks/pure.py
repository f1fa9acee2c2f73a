"""Names by which code reaches far, and names of what depends on nothing but its arguments and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.notebooks.allowed import BUILTINS, MODULES

_REACHING = "__import__ compile dir eval exec exit get_ipython globals locals quit run_line_magic vars In Out"
_LASTING = """
builtins chdir decimal delattr environ filterwarnings gc importlib locale os putenv rcdefaults resetwarnings set_printoptions setattr
setbufsize seterr seterrcall setrecursionlimit setswitchinterval settrace signal simplefilter sys threading warnings
"""
# Besides what even hostile code may use (see `autograder.notebooks.allowed`).
_MORE_BUILTINS = "NotImplemented bytes dict format frozenset hasattr issubclass object repr set str type"
_MORE_OF_NUMPY = """
alltrue apply_along_axis argwhere asanyarray asfarray asmatrix astype bool_ broadcast_arrays ceil complex128 corrcoef
count_nonzero cov double dtype e empty empty_like errstate finfo flatnonzero float16 floating floor floor_divide fmax fmin
fromiter generic gradient hsplit hypot insert int32 int_ integer interp intp isscalar linalg logspace matrix meshgrid moveaxis
nan_to_num nanmean nansum ndarray ndindex nditer number polynomial positive product ptp r_ reciprocal remainder resize rint
row_stack tri tril triu trunc vander
"""

# Through these, code reaches names that do not stand in it.
REACHING = frozenset(_REACHING.split())
# What these change outlasts the cell, and is no name of the notebook's.
LASTING = frozenset(_LASTING.split())
PURE_BUILTINS = BUILTINS | {*_MORE_BUILTINS.split()}
# What may be used of a module; None for all of it.
PURE: Mapping[str, frozenset[str] | None] = {
    "cmath": None,
    "collections": frozenset({"Counter", "OrderedDict", "defaultdict", "deque", "namedtuple"}),
    "collections.abc": None,
    "decimal": frozenset({"Decimal"}),
    "fractions": None,
    "functools": frozenset({"partial", "reduce"}),
    "itertools": None,
    "math": None,
    "numpy": MODULES["numpy"] | {*_MORE_OF_NUMPY.split()},
    "numpy.linalg": None,
    "operator": None,
    "typing": None,
}
