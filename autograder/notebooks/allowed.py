"""What code may use that keeps nothing, and can tell nothing but what it was given (see `autograder.notebooks.self_contained`)."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping

EXCEPTIONS = {
    name for name, each in vars(builtins).items() if isinstance(each, type) and issubclass(each, Exception)
}
# Not `set`, whose order tells where things lie in memory, and nothing that gives a text, which may tell that, too.
BUILTINS = EXCEPTIONS | {
    *("abs", "all", "any", "bool", "complex", "divmod", "enumerate", "filter", "float", "int", "isinstance"),
    *("iter", "len", "list", "map", "max", "min", "next", "pow", "print", "range", "reversed", "round"),
    *("slice", "sorted", "sum", "tuple", "zip"),
}
# Not `empty` and its like: what lay in memory before is seen in it.
_OF_NUMPY = """
abs absolute add all allclose any append arange argmax argmin argsort array array_equal asarray atleast_1d atleast_2d average
broadcast_to c_ clip column_stack concatenate copy cos cross cumprod cumsum diag diff divide dot dstack einsum equal exp expand_dims
eye fabs flip float32 float64 full full_like greater greater_equal hstack identity inf inner int64 isclose isfinite isinf isnan
kron less less_equal linspace log log10 log1p log2 logical_and logical_not logical_or matmul max maximum mean median min minimum
mod multiply nan ndim negative newaxis nonzero not_equal ones ones_like outer pi poly1d polyfit polyval power prod ravel repeat
reshape roll round shape sign sin size sort split sqrt square squeeze stack std subtract sum swapaxes take tan tanh tensordot
tile trace transpose trapezoid true_divide unique var vdot vectorize vsplit vstack where zeros zeros_like
"""
_OF_MATH = """
acos asin atan atan2 ceil comb copysign cos cosh degrees dist e erf exp expm1 fabs factorial floor fmod fsum gcd hypot inf isclose
isfinite isinf isnan log log10 log1p log2 nan pi pow prod radians sin sinh sqrt tan tanh tau trunc
"""
MODULES: Mapping[str, frozenset[str]] = {
    "numpy": frozenset(_OF_NUMPY.split()),
    "math": frozenset(_OF_MATH.split()),
    "functools": frozenset({"reduce"}),
}
OF_LINALG = frozenset({"det", "inv", "lstsq", "norm", "pinv", "solve"})
_PARTS = """
accumulate outer reduce
T all any append argmax argmin astype clip copy count cumsum dot dtype extend flatten imag index insert item max mean min ndim
nonzero pop prod ravel real repeat reshape round shape size sort squeeze std sum swapaxes tolist trace transpose var
integers normal random standard_normal uniform
"""
PARTS = frozenset(_PARTS.split())
# What is given by name; and what none of a notebook's own functions may call a parameter, such as what leaves parts of a result unset.
_KEYWORDS = """
axis ddof default dtype endpoint high initial key keepdims loc low num reverse scale size start strict weights
"""
KEYWORDS = frozenset(_KEYWORDS.split())
TEXTS_TO = {*EXCEPTIONS, "print", "float"}  # what comes of a text is no text there
# Where one of these is given another meaning, no more is looked at: their arguments are not.
TAKING = TEXTS_TO | {"isinstance"}
NOT_PARAMETERS = frozenset({"where", "out", "extobj", "signature", "subok", "like", "file", "cache"}) | TAKING


def module_of(node: ast.AST, name: str) -> str:
    """Give the module that a name is imported as, where it is one of those on the list."""
    for alias in node.names if isinstance(node, ast.Import) else ():
        if (alias.asname or alias.name) == name and alias.name in MODULES:
            return alias.name
    return ""


def is_part(node: ast.AST, name: str) -> bool:
    """Tell whether a name is imported from a module, where both are on the lists."""
    if not isinstance(node, ast.ImportFrom) or node.level or (node.module or "") not in MODULES:
        return False
    return any(
        (each.asname or each.name) == name and each.name in MODULES[str(node.module)] for each in node.names
    )


def is_literal(node: ast.AST, *, texts: bool = False) -> bool:
    """Tell whether a value is written out, and can never change; one with a text in it only with `texts`."""
    match node:
        case ast.Constant(value=value):
            return texts or not isinstance(value, str | bytes)
        case ast.UnaryOp(operand=operand):
            return is_literal(operand, texts=texts)
        case ast.Tuple(elts=inner):
            return all(is_literal(each, texts=texts) for each in inner)
    return False


def is_type(node: ast.AST) -> bool:
    """Tell whether an annotation, or a second argument of `isinstance`, names types and does nothing else."""
    match node:
        case ast.Name() | ast.Constant():
            return True
        case ast.Attribute(value=inner):
            return is_type(inner)
        case ast.Subscript(value=inner, slice=of):
            return is_type(inner) and is_type(of)
        case ast.Tuple(elts=several):
            return all(map(is_type, several))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_type(left) and is_type(right)
    return False
