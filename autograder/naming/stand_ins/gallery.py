"""Known cousins: other functions of the field and of the course, on the same arguments."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.naming.calls import Array, Seen, numeric
from autograder.naming.stand_ins.functions import ENTRYWISE, ROWWISE, log_softmax, sigmoid, softmax
from autograder.naming.stand_ins.stand_in import StandIn

#: Of two arrays of one shape: losses, not yet averaged, and other sums over all entries.
LOSSES: dict[str, Callable[[Array, Array], Any]] = {
    "the absolute error": lambda a, b: np.abs(a - b).sum(),
    "the difference, not squared": lambda a, b: (a - b).sum(),
    "the squared error": lambda a, b: ((a - b) ** 2).sum(),
    "the square of each row's summed difference": lambda a, b: ((a - b).sum(axis=-1) ** 2).sum(),
    "the square of all differences' sum": lambda a, b: (a - b).sum() ** 2,
    "each row's distance (the root is too much)": lambda a, b: np.linalg.norm(a - b, axis=-1).sum(),
    "the distance (the root is too much)": lambda a, b: np.linalg.norm(a - b),
    "the root of the mean squared error": lambda a, b: np.sqrt(((a - b) ** 2).sum() / len(a)),
    "the root of the average over all entries": lambda a, b: np.sqrt(((a - b) ** 2).mean()),
    "the difference of squares in place of the square of the difference": lambda a, b: (a**2 - b**2).sum(),
    "the largest difference": lambda a, b: np.abs(a - b).max(),
    "the squared error without brackets": lambda a, b: (a - b**2).sum(),
    "the fourth power of the difference": lambda a, b: ((a - b) ** 4).sum(),
    "the cube of the difference": lambda a, b: ((a - b) ** 3).sum(),
    "the squared sum": lambda a, b: ((a + b) ** 2).sum(),
    "the Huber loss": lambda a, b: np.where(np.abs(a - b) < 1, (a - b) ** 2 / 2, np.abs(a - b) - 0.5).sum(),
    "log cosh of the difference": lambda a, b: np.log(np.cosh(a - b)).sum(),
    "the variance of the difference": lambda a, b: (a - b).var(),
    "the hinge loss of labels 0 and 1": lambda a, b: np.maximum(0, 1 - (2 * a - 1) * b).sum(),
    "the hinge loss of labels -1 and 1": lambda a, b: np.maximum(0, 1 - a * b).sum(),
    "the product, summed": lambda a, b: (a * b).sum(),
    "the logarithmic loss of labels -1 and 1": lambda a, b: np.logaddexp(0, -a * b).sum(),
    "the cross-entropy with both swapped": lambda a, b: (b * np.log(np.maximum(a, 1e-12))).sum(),
    "the entropy of the predictions": lambda a, b: (b * np.log(np.maximum(b, 1e-12))).sum(),
    "the log-probability of every class, also the wrong ones": lambda a, b: np.log(np.maximum(b, 1e-12)).sum(),
    "a logarithm of base 2": lambda a, b: (a * np.log2(np.maximum(b, 1e-12))).sum(),
    "a logarithm of base 10": lambda a, b: (a * np.log10(np.maximum(b, 1e-12))).sum(),
    "the cross-entropy of yes and no, each class by itself": lambda a, b: (
        a * np.log(np.clip(b, 1e-12, 1)) + (1 - a) * np.log(np.maximum(1 - b, 1e-12))).sum(),
    "the cross-entropy of yes and no, cut to between 0 and 1": lambda a, b: (
        a * np.log(np.clip(b, 1e-12, 1)) + (1 - a) * np.log(np.clip(1 - b, 1e-12, 1))).sum(),
    "the cross-entropy of the wrong classes": lambda a, b: ((1 - a) * np.log(np.maximum(1 - b, 1e-12))).sum(),
    "the logarithm of an average": lambda a, b: np.log((a * b).sum() / len(a)) * len(a),
    "the loss without a logarithm": lambda a, b: (1 - (a * b).sum(axis=-1)).sum(),
    "the Kullback-Leibler divergence the other way round": lambda a, b: (b * (np.log(b) - np.log(np.maximum(a, 1e-12)))).sum(),
    "the square of each column's mean difference": lambda a, b: ((a - b).mean(axis=0) ** 2).sum(),
    "each row's largest entry, whichever was right": lambda a, b: np.log(np.maximum(b.max(axis=-1), 1e-12)).sum(),
    "the correlation": lambda a, b: np.corrcoef(a.ravel(), b.ravel())[0, 1],
    "the cosine": lambda a, b: (a * b).sum() / np.linalg.norm(a) / np.linalg.norm(b),
}

#: Of an array a and another b of its shape: entry by entry.
PAIRED: dict[str, Callable[[Array, Array], Array]] = {
    "their sum": np.add,
    "their difference": np.subtract,
    "their product": np.multiply,
    "their quotient": np.divide,
    "the larger of them": np.maximum,
    "the smaller of them": np.minimum,
    "the absolute difference": lambda a, b: np.abs(a - b),
    "the squared difference": lambda a, b: (a - b) ** 2,
    "the sign of the difference": lambda a, b: np.sign(a - b),
    "the matrix product": lambda a, b: a @ b,
    "the matrix product with the second transposed": lambda a, b: a @ b.T,
    "the matrix product with the first transposed": lambda a, b: a.T @ b,
    "the outer product": np.outer,
    "the difference times the second": lambda a, b: (a - b) * b,
    "the difference times the first": lambda a, b: (a - b) * a,
}


def cousins(seen: Seen) -> Iterator[StandIn]:
    """Functions that a student may have taken for the exercise's, as stand-ins for it; the plainest first."""
    yield from _returned_arguments(seen)
    arrays = _arrays(seen)
    for i, name in arrays:
        for label, make in (*ENTRYWISE.items(), *ROWWISE.items()):
            yield _stand_in(f"{label} of {name}", f"{{it}} is {label} of {name}, and not what was asked for.", _of(i, make))
        for axis in (None, 0, 1):
            for label, reduce in (("sum", np.sum), ("mean", np.mean), ("maximum", np.max)):
                over = "all entries" if axis is None else f"axis {axis}"
                yield _stand_in(f"{label} of {name} over {over}", f"{{it}} is the {label} of {name} over {over}.",
                                lambda *a, i=i, axis=axis, reduce=reduce: reduce(a[i], axis=axis))
        for label, take in (("the first row", lambda a: a[0]), ("the last row", lambda a: a[-1]), ("the first column", lambda a: a[..., 0]),
                            ("the last column", lambda a: a[..., -1])):
            yield _stand_in(f"{label} of {name}", f"{{it}} is only {label} of {name}.", _of(i, take))
    for i, a in arrays:
        for j, b in arrays:
            if i == j:
                continue
            for label, pair in PAIRED.items():
                if i < j or label in ("their difference", "their quotient") or "matrix" in label:
                    yield _stand_in(f"{label}: {a}, {b}", f"{{it}} is only {label} (of {a} and {b}).", _of_two(i, j, pair))
            for label, make in ENTRYWISE.items():
                yield _stand_in(f"{a} times {label} of {b}", f"{{it}} is {a} times {label} (of {b}).",
                                _of_two(i, j, lambda x, y, make=make: x * make(y)))
                yield _stand_in(f"{a} plus {label} of {b}", f"{{it}} is {a} plus {label} (of {b}): a product or a sum?",
                                _of_two(i, j, lambda x, y, make=make: x + make(y)))
    yield from _of_whole_rows(arrays)
    yield from _losses(seen)


def _of_whole_rows(arrays: list[tuple[int, str]]) -> Iterator[StandIn]:
    """An argument with rows of 0, each decided on as a whole where every entry should be by itself."""
    tests: dict[str, Callable[[Array], Array]] = {
        "one entry is negative": lambda b: np.asarray((b < 0).any(axis=-1)),
        "no entry is positive": lambda b: np.asarray((b <= 0).all(axis=-1)),
        "its sum is negative": lambda b: np.asarray(b.sum(axis=-1) < 0), "its first entry is negative": lambda b: np.asarray(b[..., 0] < 0),
    }
    for i, a in arrays:
        for j, b in arrays:
            for label, test in tests.items():
                yield _stand_in(f"rows of {a} set to 0 where {label} in {b}", f"{{it}} is {a} with whole rows set to 0, where {label} in that row of {b}: "
                                f"each entry is to be decided on by itself.", _of_two(i, j, lambda x, y, test=test: np.where(
                                    test(y.reshape(len(y), -1)).reshape(-1, *[1] * (x.ndim - 1)), 0, x)))


def _returned_arguments(seen: Seen) -> Iterator[StandIn]:
    for i, name in enumerate(seen.names):
        yield StandIn(f"returns {name}", f"{{it}} is the argument {name}, as it was given.", lambda *a, i=i: a[i])
        for j in range(-1, 2):
            yield StandIn(f"returns {name}[{j}]", f"{{it}} is a part of the argument {name}, as it was given.",
                          lambda *a, i=i, j=j: _part(a[i], j))


def _part(value: Any, index: int) -> Any:
    if not isinstance(value, (list, tuple)):
        raise TypeError
    return value[index]


def _losses(seen: Seen) -> Iterator[StandIn]:
    if len(seen.names) < 2:
        return
    for label, loss in LOSSES.items():
        yield _stand_in(label, f"{{it}} is made from {label}.", _of_two(0, 1, loss), scaled=True)
        yield _stand_in(f"{label}, of {seen.names[1]} and {seen.names[0]}", f"{{it}} is made from {label} ({seen.names[1]} being the target, {seen.names[0]} the prediction).",
                        _of_two(1, 0, loss), scaled=True)
    views: dict[str, Callable[[Array], Array]] = {
        "the scores": lambda z: z, "the sigmoid of the scores": sigmoid, "the softmax of the scores": softmax,
        "the log of the softmax": log_softmax,
    }
    for view, make in views.items():
        yield _stand_in(f"the label's entry of {view}", f"{{it}} takes only the label's entry of {view}.",
                        _labelled(make, lambda Y, P: (Y * P).sum()), scaled=True)
        yield _stand_in(f"one minus the label's entry of {view}", f"{{it}} is made from one minus the label's entry of {view}.",
                        _labelled(make, lambda Y, P: (1 - (Y * P).sum(axis=1)).sum()), scaled=True)
        for label, loss in LOSSES.items():
            yield _stand_in(f"{label}, of {view}", f"{{it}} is made from {label}, taken of {view}.",
                            _labelled(make, loss), scaled=True)


def _labelled(make: Callable[[Array], Array], loss: Callable[[Array, Array], Any]) -> Callable[..., Any]:
    """Of scores (n, C) and labels (n,), by one-hot rows."""

    def stand_in(*args: Any) -> Any:
        Z, labels = args[0], args[1]
        if not (isinstance(Z, np.ndarray) and isinstance(labels, np.ndarray) and Z.ndim == 2 and labels.dtype.kind in "iu"):
            raise TypeError
        return loss(np.eye(Z.shape[1])[labels], make(Z))

    return stand_in


def of_the_course(seen: Seen, module: types.ModuleType) -> Iterator[StandIn]:
    """Every other function of the course that takes as many arguments, or the first ones of them."""
    for name, other in vars(module).items():
        if not isinstance(other, types.FunctionType) or other is seen.function or name.startswith("_"):
            continue
        needed = other.__code__.co_argcount - len(other.__defaults__ or ())
        if other.__code__.co_argcount > 5 or name.startswith(("fit_", "train")):
            continue
        for start in range(len(seen.names) - needed + 1):
            which = ", ".join(seen.names[start:start + needed])
            yield StandIn(f"{name}({which})", f"{{it}} is what {name}({which}) gives: another function.",
                          lambda *a, other=other, start=start, needed=needed: other(*a[start:start + needed]), scaled=True)
        if needed == 2 == len(seen.names):
            yield StandIn(f"{name}, arguments swapped", f"{{it}} is what {name}({seen.names[1]}, {seen.names[0]}) gives.",
                          lambda *a, other=other: other(a[1], a[0]), scaled=True)


def _arrays(seen: Seen) -> list[tuple[int, str]]:
    """The first few arguments that are arrays."""
    args = seen.calls[0].args
    return [(i, name) for i, (name, a) in enumerate(zip(seen.names, args, strict=True))
            if isinstance(a, np.ndarray) and numeric(a) is not None][:3]


def _of(i: int, make: Callable[[Array], Any]) -> Callable[..., Any]:
    return lambda *a: make(a[i].astype(np.float64))


def _of_two(i: int, j: int, make: Callable[[Array, Array], Any]) -> Callable[..., Any]:
    return lambda *a: make(a[i].astype(np.float64), a[j].astype(np.float64))


def _stand_in(name: str, says: str, function: Callable[..., Any], scaled: bool = False) -> StandIn:
    return StandIn(name, says, function, scaled)
