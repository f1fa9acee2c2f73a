"""Names by which code reaches far, and names of what depends on nothing but its arguments and leaves nothing behind."""

from __future__ import annotations

import builtins
from collections.abc import Mapping

_REACHING = "__import__ compile dir eval exec exit get_ipython globals locals quit run_line_magic vars In Out"
_LASTING = """
builtins chdir decimal delattr environ filterwarnings gc importlib locale os putenv rcdefaults resetwarnings set_printoptions setattr
setbufsize seterr seterrcall setrecursionlimit setswitchinterval settrace signal simplefilter sys threading warnings
"""
_PURE_BUILTINS = """
NotImplemented abs all any bool bytes complex dict divmod enumerate filter float format frozenset hasattr int isinstance issubclass
iter len list map max min next object pow print range repr reversed round set slice sorted str sum tuple type zip
"""
_PURE_OF_NUMPY = """
abs absolute add all allclose alltrue any append apply_along_axis arange argmax argmin argsort argwhere array array_equal asanyarray
asmatrix asarray asfarray astype atleast_1d atleast_2d average bool_ broadcast_arrays broadcast_to c_ ceil clip column_stack complex128
concatenate copy corrcoef cos count_nonzero cov cross cumprod cumsum diag diff divide dot double dstack dtype e einsum empty empty_like
equal errstate exp expand_dims eye finfo flatnonzero flip float16 float32 float64 floating floor floor_divide fmax fmin fromiter full
full_like generic gradient greater greater_equal hsplit hstack hypot identity inf inner insert int32 int64 int_ integer interp intp
isclose isfinite isinf isnan isscalar kron less less_equal linalg linspace log log10 log1p log2 logical_and logical_not logical_or
logspace matmul matrix max maximum mean median meshgrid min minimum mod moveaxis multiply nan nan_to_num nanmean nansum ndarray ndim
ndindex nditer negative newaxis nonzero not_equal number ones ones_like outer pi poly1d polynomial polyval positive power prod product ptp r_ ravel reciprocal
remainder repeat reshape resize rint roll round row_stack shape sign sin size sort split sqrt square squeeze stack std subtract sum
swapaxes take tan tanh tensordot tile trace transpose tri tril triu true_divide trunc unique vander var vdot vectorize vsplit vstack
where zeros zeros_like
"""

# Through these, code reaches names that do not stand in it.
REACHING = frozenset(_REACHING.split())
# What these change outlasts the cell, and is no name of the notebook's.
LASTING = frozenset(_LASTING.split())
PURE_BUILTINS = frozenset(_PURE_BUILTINS.split()) | {
    name for name, each in vars(builtins).items() if isinstance(each, type) and issubclass(each, Exception)
}
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
    "numpy": frozenset(_PURE_OF_NUMPY.split()),
    "numpy.linalg": None,
    "operator": None,
    "typing": None,
}
