"""Ninety odd values that a function may return, as the expressions that a student would write (numpy is np)."""

from __future__ import annotations

import warnings

import numpy as np

PRELUDE = '''
import collections, datetime, decimal, enum, fractions
class List(list): pass
class Tuple(tuple): pass
class Dict(dict): pass
class Float(float): pass
class Int(int): pass
class Text(str): pass
class Array(np.ndarray): pass
class Odd:
    def __array__(self, *a, **k): raise RuntimeError
    def __float__(self): raise RuntimeError
    def __eq__(self, other): raise RuntimeError
    __hash__ = None
class Colour(enum.Enum): RED = 1
Pair = collections.namedtuple("Pair", "a b")
def nested(n, make):
    value = 1.0
    for _ in range(n): value = make(value)
    return value
def itself():
    found = []; found.append(found); return found
'''

EXPRESSIONS = (
    # numbers
    "None", "True", "0", "-1", "2**70", "-(2**70)", "10**400", "-(10**400)", "2**63", "-(2**63)", "-(2**63) - 1", "0.5",
    "-0.0", "float('nan')",
    "float('inf')", "-float('inf')", "5e-324", "1j", "complex('nan')", "decimal.Decimal('0.5')", "fractions.Fraction(1, 3)",
    "np.float64('nan')", "np.float16(7)", "np.int8(-128)", "np.uint64(2**64 - 1)", "np.bool_(True)", "np.longdouble(1) / 3",
    # texts and the like
    "''", "'0.5'", "'\\ud800'", "b'\\x00'", "'x' * 300_000", "datetime.date(2021, 1, 1)", "Colour.RED", "...",
    "NotImplemented", "len", "int", "lambda x: x", "(i for i in [1])",
    # arrays
    "np.array([])", "np.array(3.0)", "np.zeros((0, 3))", "np.zeros((1,) * 32)", "np.full(4, np.nan)",
    "np.full((2, 2), np.inf)", "np.array([1, 2], dtype='>f4')",
    "np.array(['a', 'b'])", "np.array([None, 1], dtype=object)", "np.array([(1, 2.0)], dtype='i4,f8')",
    "np.array(['2021-01-01'], dtype='M8[D]')", "np.array([1], dtype='m8[s]')",
    "np.array([1 + 1j])", "np.array([2**70, 1], dtype=object)", "np.ma.masked_array([1.0, 2.0], [0, 1])",
    "np.matrix([[1.0, 2.0]])", "np.zeros(3).view(Array)",
    "np.broadcast_to(1.0, (1000, 1000))", "np.zeros(4)[::-1]", "np.random.default_rng(1)", "np.zeros((2, 2), dtype=bool)",
    "np.zeros(2, dtype=np.longdouble)",
    # what holds others
    "[]", "[1, 2]", "[[1, [2]], 3]", "[[1, 2], [3]]", "(None, None)", "(float('nan'), float('nan'))", "(10**400, 10**400)",
    "(np.zeros(2), np.zeros(2))", "(1, 2, 3)",
    "{}", "{float('nan'): 1, float('inf'): 2}", "{(1, 2): np.zeros(1)}", "{None: None, 1: {}}", "set()", "{1, 2}",
    "nested(50, lambda v: [v])", "nested(5000, lambda v: (v,))", "itself()",
    "[0.0] * 100_000", "List([1.0])", "Tuple((1.0, 2.0))", "Dict(a=1)", "Float(0.5)", "Int(2**70)", "Text('a')",
    "Pair(1.0, None)", "Odd()", "[Odd()]", "range(3)", "np",
)


def values() -> dict[str, object]:
    """Expression -> its value."""
    place: dict[str, object] = {"np": np}
    exec(PRELUDE, place)
    with warnings.catch_warnings():
        # Of np.matrix, for one.
        warnings.simplefilter("ignore")
        return {text: eval(text, place) for text in EXPRESSIONS}
