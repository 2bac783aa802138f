"""The steps by which a loss may be worked out, right or wrong: what stands for the predictions, what of each observation is taken, a
function of that, what is made of all observations, a function on top."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.naming.calls import Array
from autograder.naming.stand_ins.functions import hardmax, log_softmax, sigmoid, softmax

#: Of predictions (n, C): an array of the same shape.
View = Callable[[Array], Array]
#: Of targets and what stands for the predictions, both (n, C): one number an observation, (n,).
Row = Callable[[Array, Array], Array]
#: Of one number an observation, the last axis: the same shape, or that axis less.
Step = Callable[[Array], Array]


def log_sum_exp(v: Array) -> Array:
    top = v.max(axis=-1, keepdims=True)
    return top[..., 0] + np.log(np.exp(v - top).sum(axis=-1))


def _at_label(Y: Array, V: Array) -> Array:
    # Not a product: 0 times inf would be nan.
    return np.where(Y > 0, Y * V, 0).sum(axis=-1)


def _others(Y: Array, V: Array) -> Array:
    return np.where(Y > 0, -np.inf, V)


def _places(V: Array) -> Array:
    return V.argmax(axis=-1)


#: Of scores of several classes.
OF_SCORES: dict[str, View] = {
    "{0}": lambda z: z, "the log of the softmax of each row of {0}": log_softmax, "the softmax of each row of {0}": softmax,
    "the softmax over all of {0} together": lambda z: softmax(z, None), "the softmax of each column of {0}": lambda z: softmax(z, 0),
    "the sigmoid of {0}": sigmoid, "exp of {0}": np.exp, "the absolute values of {0}": np.abs, "{0} with its sign turned round": np.negative,
    "{0}, 1 where it is the largest of its row, else 0,": hardmax, "{0} less the largest of each row": lambda z: z - z.max(axis=-1, keepdims=True),
    "{0} as a share of each row's sum": lambda z: z / z.sum(axis=-1, keepdims=True), "tanh of {0}": np.tanh,
    "{0} without its negative numbers": lambda z: np.maximum(z, 0), "{0}, 1 where it is positive, else 0,": lambda z: (z > 0).astype(float),
    "{0} rounded to whole numbers": np.round, "the softmax, rounded to whole numbers, of {0}": lambda z: np.round(softmax(z)),
    "the softmax of each row of {0}, cut below at 1e-12": lambda z: np.maximum(softmax(z), 1e-12),
    "{0} with its columns in the reverse order": lambda z: z[..., ::-1], "the squares of {0}": np.square,
}

#: Of probabilities, or of predictions.
OF_PREDICTIONS: dict[str, View] = {
    "{0}": lambda p: p, "{0} cut below at 1e-12": lambda p: np.maximum(p, 1e-12), "the softmax of each row of {0}": softmax,
    "the log of the softmax of each row of {0}": log_softmax, "the sigmoid of {0}": sigmoid, "1 minus {0}": lambda p: 1 - p,
    "1 minus {0}, cut below at 1e-12": lambda p: np.maximum(1 - p, 1e-12),
    "{0}, 1 where it is the largest of its row, else 0,": hardmax, "{0}, 1 where it is above 1/2, else 0,": lambda p: (p > 0.5).astype(float),
    "{0} rounded to whole numbers": np.round, "{0}, 1 where it is the largest of its row, else 0, cut below at 1e-12": lambda p: np.maximum(hardmax(p), 1e-12),
    "{0} rounded to whole numbers and cut below at 1e-12": lambda p: np.maximum(np.round(p), 1e-12),
    "{0} as a share of each row's sum": lambda p: p / p.sum(axis=-1, keepdims=True), "the square root of {0}": np.sqrt, "the squares of {0}": np.square,
    "{0} with its columns in the reverse order": lambda p: p[..., ::-1], "{0} with its rows in the reverse order": lambda p: p[::-1],
    "the running sums of each row of {0}": lambda p: np.cumsum(p, axis=-1), "exp of {0}": np.exp, "the absolute values of {0}": np.abs,
    "{0} cut at 1e-12 and 1 - 1e-12": lambda p: np.clip(p, 1e-12, 1 - 1e-12),
}

#: Of scores of yes or no.
OF_YES_OR_NO: dict[str, View] = {
    "{0}": lambda z: z, "the sigmoid of {0}": sigmoid, "{0} with its sign turned round": np.negative, "the absolute values of {0}": np.abs,
    "tanh of {0}": np.tanh, "exp of {0}": np.exp, "{0}, 1 where it is positive, else 0,": lambda z: (z > 0).astype(float),
    "{0}, 1 where it is above 1/2, else 0,": lambda z: (z > 0.5).astype(float), "the sigmoid, rounded to whole numbers, of {0}": lambda z: np.round(sigmoid(z)),
    "the sigmoid of {0}, cut at 1e-12 and 1 - 1e-12": lambda z: np.clip(sigmoid(z), 1e-12, 1 - 1e-12),
    "the sigmoid, rounded and cut at 1e-12 and 1 - 1e-12, of {0}": lambda z: np.clip(np.round(sigmoid(z)), 1e-12, 1 - 1e-12),
    "{0} without its negative numbers": lambda z: np.maximum(z, 0), "{0} rounded to whole numbers": np.round,
    "the sigmoid of the absolute values of {0}": lambda z: sigmoid(np.abs(z)), "1 minus the sigmoid of {0}": lambda z: 1 - sigmoid(z),
    "{0} cut at 0 and 1": lambda z: np.clip(z, 0, 1), "{0} cut at -1 and 1": lambda z: np.clip(z, -1, 1),
    "the sigmoid of the sigmoid of {0}": lambda z: sigmoid(sigmoid(z)), "the softmax of all of {0}": lambda z: softmax(z, None),
}

#: Differences, of whatever two arrays.
DIFFERENCES: dict[str, Row] = {
    "the squared differences, summed,": lambda Y, V: ((Y - V) ** 2).sum(axis=-1), "the mean squared difference": lambda Y, V: ((Y - V) ** 2).mean(axis=-1),
    "the absolute differences, summed,": lambda Y, V: np.abs(Y - V).sum(axis=-1), "the mean absolute difference": lambda Y, V: np.abs(Y - V).mean(axis=-1),
    "the largest absolute difference": lambda Y, V: np.abs(Y - V).max(axis=-1), "the smallest absolute difference": lambda Y, V: np.abs(Y - V).min(axis=-1),
    "the summed differences": lambda Y, V: (Y - V).sum(axis=-1), "the mean difference": lambda Y, V: (Y - V).mean(axis=-1),
    "the difference of the first place": lambda Y, V: (Y - V)[:, 0], "the difference of the last place": lambda Y, V: (Y - V)[:, -1],
    "the differences, multiplied together,": lambda Y, V: (Y - V).prod(axis=-1), "the differences' cubes, summed,": lambda Y, V: ((Y - V) ** 3).sum(axis=-1),
    "the fourth powers of the differences, summed,": lambda Y, V: ((Y - V) ** 4).sum(axis=-1), "the sums' squares, summed,": lambda Y, V: ((Y + V) ** 2).sum(axis=-1),
    "the squares' differences, summed,": lambda Y, V: (Y**2 - V**2).sum(axis=-1), "the differences' exponentials, summed,": lambda Y, V: np.exp(Y - V).sum(axis=-1),
    "the relative differences' squares (by the target), summed,": lambda Y, V: (((Y - V) / Y) ** 2).sum(axis=-1),
    "the relative absolute differences (by the target), summed,": lambda Y, V: (np.abs(Y - V) / np.abs(Y)).sum(axis=-1),
    "the relative differences' squares (by the prediction), summed,": lambda Y, V: (((Y - V) / V) ** 2).sum(axis=-1),
    "the spread (standard deviation) of the differences": lambda Y, V: (Y - V).std(axis=-1), "the variance of the differences": lambda Y, V: (Y - V).var(axis=-1),
    "the Huber losses, summed,": lambda Y, V: np.where(np.abs(Y - V) < 1, (Y - V) ** 2 / 2, np.abs(Y - V) - 0.5).sum(axis=-1),
    "the logarithms of cosh, summed,": lambda Y, V: np.log(np.cosh(Y - V)).sum(axis=-1), "the products, summed,": lambda Y, V: (Y * V).sum(axis=-1),
    "the rounded differences' squares, summed,": lambda Y, V: (np.round(Y - V) ** 2).sum(axis=-1),
    "the median of the squared differences": lambda Y, V: np.median((Y - V) ** 2, axis=-1),
    "the logarithms' squared differences (log(1 + x)), summed,": lambda Y, V: ((np.log1p(Y) - np.log1p(V)) ** 2).sum(axis=-1),
    "the squared differences of neighbours, summed,": lambda Y, V: (np.diff(Y - V, axis=-1) ** 2).sum(axis=-1),
    "the differences times their absolute values, summed,": lambda Y, V: ((Y - V) * np.abs(Y - V)).sum(axis=-1),
    "the largest difference": lambda Y, V: (Y - V).max(axis=-1), "the smallest difference": lambda Y, V: (Y - V).min(axis=-1),
    "the cosine between target and prediction": lambda Y, V: (Y * V).sum(axis=-1) / np.linalg.norm(Y, axis=-1) / np.linalg.norm(V, axis=-1),
}

#: What is taken of scores or probabilities of several classes, Y being the labels as rows of 0 with a single 1.
CLASSES: dict[str, Row] = {
    "the label's entry": _at_label, "the largest entry": lambda Y, V: V.max(axis=-1), "the smallest entry": lambda Y, V: V.min(axis=-1),
    "the entries' sum": lambda Y, V: V.sum(axis=-1), "the entries' mean": lambda Y, V: V.mean(axis=-1), "the first entry": lambda Y, V: V[:, 0],
    "the last entry": lambda Y, V: V[:, -1], "the other entries' sum (all but the label's)": lambda Y, V: ((1 - Y) * V).sum(axis=-1),
    "the largest of the other entries (all but the label's)": lambda Y, V: _others(Y, V).max(axis=-1),
    "how far the label's entry is above the largest of the others": lambda Y, V: _at_label(Y, V) - _others(Y, V).max(axis=-1),
    "how far the largest entry is above the label's": lambda Y, V: V.max(axis=-1) - _at_label(Y, V),
    "the log of the summed exponentials": lambda Y, V: log_sum_exp(V),
    "the log of the summed exponentials less the label's entry": lambda Y, V: log_sum_exp(V) - _at_label(Y, V),
    "the log of the summed exponentials and the label's entry, added,": lambda Y, V: log_sum_exp(V) + _at_label(Y, V),
    "the log of the exponentials' mean less the label's entry": lambda Y, V: log_sum_exp(V) - np.log(V.shape[-1]) - _at_label(Y, V),
    "the log of the other classes' summed exponentials less the label's entry": lambda Y, V: log_sum_exp(_others(Y, V)) - _at_label(Y, V),
    "the log of the summed exponentials less the largest entry": lambda Y, V: log_sum_exp(V) - V.max(axis=-1),
    "the log of the summed exponentials less the entries' mean": lambda Y, V: log_sum_exp(V) - V.mean(axis=-1),
    "the entry of the class after the label's": lambda Y, V: _at_label(np.roll(Y, 1, axis=-1), V),
    "the entry of the class before the label's": lambda Y, V: _at_label(np.roll(Y, -1, axis=-1), V),
    "the entry of the row's largest score less the mean": lambda Y, V: V.max(axis=-1) - V.mean(axis=-1),
    "the other classes' hinge losses, summed,": lambda Y, V: np.maximum(0, 1 + _others(Y, V) - _at_label(Y, V)[:, None]).sum(axis=-1),
    "all classes' hinge losses, the label's too, summed,": lambda Y, V: np.maximum(0, 1 + V - _at_label(Y, V)[:, None]).sum(axis=-1),
    "the hinge losses of every class by itself, summed,": lambda Y, V: np.maximum(0, 1 - (2 * Y - 1) * V).sum(axis=-1),
    "the losses of yes and no of every class by itself, summed,": lambda Y, V: np.logaddexp(0, -(2 * Y - 1) * V).sum(axis=-1),
    "y log(v) + (1 - y) log(1 - v), summed over the classes,": lambda Y, V: np.where(Y > 0, np.log(V), np.log(1 - V)).sum(axis=-1),
    "the logarithms of 1 minus the other entries, summed,": lambda Y, V: np.where(Y > 0, 0, np.log(1 - V)).sum(axis=-1),
    "the logarithms of all entries, summed,": lambda Y, V: np.log(V).sum(axis=-1),
    "the logarithms of the other entries, summed,": lambda Y, V: np.where(Y > 0, 0, np.log(V)).sum(axis=-1),
    "v log(v), summed over the classes,": lambda Y, V: (V * np.log(np.where(V > 0, V, 1))).sum(axis=-1),
    "v log(y), y cut below at 1e-12, summed over the classes,": lambda Y, V: (V * np.log(np.maximum(Y, 1e-12))).sum(axis=-1),
    "the entries, multiplied together,": lambda Y, V: V.prod(axis=-1), "the entries' squares, summed,": lambda Y, V: (V**2).sum(axis=-1),
    "the spread (standard deviation) of the entries": lambda Y, V: V.std(axis=-1), "the range of the entries": lambda Y, V: np.ptp(V, axis=-1),
}

#: Decisions about an observation: whole numbers.
DECISIONS: dict[str, Row] = {
    "whether the largest entry stands at the label": lambda Y, V: (_places(V) == _places(Y)).astype(float),
    "whether the smallest entry stands at the label": lambda Y, V: (V.argmin(axis=-1) == _places(Y)).astype(float),
    "whether the label is among the two largest entries": lambda Y, V: (((V > _at_label(Y, V)[:, None]).sum(axis=-1)) < 2).astype(float),
    "whether the label is among the three largest entries": lambda Y, V: (((V > _at_label(Y, V)[:, None]).sum(axis=-1)) < 3).astype(float),
    "whether the second largest entry stands at the label": lambda Y, V: (np.argsort(V, axis=-1)[:, max(-2, -V.shape[1])] == _places(Y)).astype(float),
    "whether the largest entry stands one before the label": lambda Y, V: (_places(V) + 1 == _places(Y)).astype(float),
    "whether the largest entry stands one after the label": lambda Y, V: (_places(V) - 1 == _places(Y)).astype(float),
    "whether the largest entry, counted from the end, stands at the label": lambda Y, V: (_places(V[:, ::-1]) == _places(Y)).astype(float),
    "whether the largest entry stands at most one place from the label": lambda Y, V: (np.abs(_places(V) - _places(Y)) < 2).astype(float),
    "whether the largest entry stands at or before the label": lambda Y, V: (_places(V) <= _places(Y)).astype(float),
    "whether the largest entry stands at or after the label": lambda Y, V: (_places(V) >= _places(Y)).astype(float),
    "the place of the largest entry": lambda Y, V: _places(V).astype(float),
    "how many places the largest entry stands from the label": lambda Y, V: np.abs(_places(V) - _places(Y)).astype(float),
    "the squared number of places between the largest entry and the label": lambda Y, V: ((_places(V) - _places(Y)) ** 2).astype(float),
    "the place of the largest entry less the label": lambda Y, V: (_places(V) - _places(Y)).astype(float),
    "whether the label's entry is positive": lambda Y, V: (_at_label(Y, V) > 0).astype(float),
    "whether the label's entry is above 1/2": lambda Y, V: (_at_label(Y, V) > 0.5).astype(float),
    "whether the label's entry is above the row's mean": lambda Y, V: (_at_label(Y, V) > V.mean(axis=-1)).astype(float),
    "whether the label's entry is above the mean of all": lambda Y, V: (_at_label(Y, V) > V.mean()).astype(float),
    "whether the label's entry is above the smallest": lambda Y, V: (_at_label(Y, V) > V.min(axis=-1)).astype(float),
    "whether the label's entry is the largest of its column": lambda Y, V: _at_label(Y, (V == V.max(axis=0)).astype(float)),
    "how many entries are larger than the label's": lambda Y, V: (V > _at_label(Y, V)[:, None]).sum(axis=-1).astype(float),
    "1 over the rank of the label's entry": lambda Y, V: 1 / (1.0 + (V > _at_label(Y, V)[:, None]).sum(axis=-1)),
    "how many entries are positive at the label and not elsewhere": lambda Y, V: ((V > 0) == (Y > 0)).sum(axis=-1).astype(float),
    "the share of entries that are positive at the label and not elsewhere": lambda Y, V: ((V > 0) == (Y > 0)).mean(axis=-1),
    "whether exactly the label's entry is positive": lambda Y, V: ((V > 0) == (Y > 0)).all(axis=-1).astype(float),
    "the share of places in which the largest entry and the label are marked alike": lambda Y, V: (hardmax(V) == Y).mean(axis=-1),
    "whether the first entry is positive where the label is 1, and not where it is 0,": lambda Y, V: ((V[:, 0] > 0) == _places(Y)).astype(float),
    "whether the last entry is positive where the label is 1, and not where it is 0,": lambda Y, V: ((V[:, -1] > 0) == _places(Y)).astype(float),
    "whether the last entry is above the first where the label is 1, and not where it is 0,": lambda Y, V: ((V[:, -1] > V[:, 0]) == _places(Y)).astype(float),
    "whether the second entry is above the first where the label is 1, and not where it is 0,":
        lambda Y, V: ((V[:, min(1, V.shape[1] - 1)] > V[:, 0]) == _places(Y)).astype(float),
    "whether the largest entry itself, as a number, is the label": lambda Y, V: (V.max(axis=-1) == _places(Y)).astype(float),
    "whether the largest entry, rounded, is the label": lambda Y, V: (np.round(V.max(axis=-1)) == _places(Y)).astype(float),
    "whether the largest entry is positive": lambda Y, V: (V.max(axis=-1) > 0).astype(float),
    "whether the largest entry stands in the first place": lambda Y, V: (_places(V) == 0).astype(float),
    "whether the largest entry stands at the first observation's label": lambda Y, V: (_places(V) == _places(Y)[0]).astype(float),
    "whether the first observation's largest entry stands at the label": lambda Y, V: (_places(V)[0] == _places(Y)).astype(float),
    "whether the largest entry stands at the label of the observation before": lambda Y, V: (_places(V) == np.roll(_places(Y), 1)).astype(float),
    "whether the largest entry stands at the label, the labels in the reverse order,": lambda Y, V: (_places(V) == _places(Y)[::-1]).astype(float),
    "whether the sorted places of the largest entries fit the sorted labels": lambda Y, V: (np.sort(_places(V)) == np.sort(_places(Y))).astype(float),
}

#: Of scores and labels of yes (1) or no (0), both (n, 1).
YES_OR_NO: dict[str, Row] = {
    "log(1 + exp(-v)) for yes and log(1 + exp(v)) for no": lambda Y, V: np.logaddexp(0, -(2 * Y - 1) * V)[:, 0],
    "log(1 + exp(v)) for yes and log(1 + exp(-v)) for no": lambda Y, V: np.logaddexp(0, (2 * Y - 1) * V)[:, 0],
    "log(1 + exp(v))": lambda Y, V: np.logaddexp(0, V)[:, 0], "log(1 + exp(-v))": lambda Y, V: np.logaddexp(0, -V)[:, 0],
    "log(1 + exp(v)) and y·v, added,": lambda Y, V: (np.logaddexp(0, V) + Y * V)[:, 0], "log(1 + exp(-v)) less y·v": lambda Y, V: (np.logaddexp(0, -V) - Y * V)[:, 0],
    "log(1 + exp(-v)) and y·v, added,": lambda Y, V: (np.logaddexp(0, -V) + Y * V)[:, 0],
    "log(1 + exp(-y·v)), y being 0 or 1,": lambda Y, V: np.logaddexp(0, -Y * V)[:, 0],
    "v for yes and 1 - v for no": lambda Y, V: np.where(Y > 0, V, 1 - V)[:, 0], "v for no and 1 - v for yes": lambda Y, V: np.where(Y > 0, 1 - V, V)[:, 0],
    "log(v) for yes and log(1 - v) for no": lambda Y, V: np.where(Y > 0, np.log(V), np.log(1 - V))[:, 0],
    "log(v) for no and log(1 - v) for yes": lambda Y, V: np.where(Y > 0, np.log(1 - V), np.log(V))[:, 0],
    "log(v) for yes and nothing for no": lambda Y, V: np.where(Y > 0, np.log(V), 0)[:, 0],
    "log(1 - v) for no and nothing for yes": lambda Y, V: np.where(Y > 0, 0, np.log(1 - V))[:, 0],
    "log(v) for yes and -log(1 - v) for no": lambda Y, V: np.where(Y > 0, np.log(V), -np.log(1 - V))[:, 0],
    "log(v), whatever the label,": lambda Y, V: np.log(V)[:, 0], "log(1 - v), whatever the label,": lambda Y, V: np.log(1 - V)[:, 0],
    "v for yes and nothing for no": lambda Y, V: (Y * V)[:, 0], "v for no and nothing for yes": lambda Y, V: ((1 - Y) * V)[:, 0],
    "v for yes and -v for no": lambda Y, V: ((2 * Y - 1) * V)[:, 0], "v": lambda Y, V: V[:, 0], "v log(v)": lambda Y, V: (V * np.log(V))[:, 0],
    "v log(v) and (1 - v) log(1 - v), added,": lambda Y, V: (V * np.log(V) + (1 - V) * np.log(1 - V))[:, 0],
    "the hinge loss max(0, 1 - v) for yes and max(0, 1 + v) for no": lambda Y, V: np.maximum(0, 1 - (2 * Y - 1) * V)[:, 0],
    "max(0, -v) for yes and max(0, v) for no": lambda Y, V: np.maximum(0, -(2 * Y - 1) * V)[:, 0],
    "max(0, 1 - y·v), y being 0 or 1,": lambda Y, V: np.maximum(0, 1 - Y * V)[:, 0],
    "whether v is positive for yes and not for no": lambda Y, V: ((V > 0) == (Y > 0))[:, 0].astype(float),
    "whether v is above 1/2 for yes and not for no": lambda Y, V: ((V > 0.5) == (Y > 0))[:, 0].astype(float),
    "y·log(v) + (1 - y)·log(v)": lambda Y, V: np.log(V)[:, 0], "the squared difference of y and v": lambda Y, V: ((Y - V) ** 2)[:, 0],
    "the difference of y and v": lambda Y, V: (Y - V)[:, 0], "the absolute difference of y and v": lambda Y, V: np.abs(Y - V)[:, 0],
}

#: Of one number an observation: entry by entry.
TOPS: dict[str, Step] = {
    "": lambda r: r, "minus its logarithm": lambda r: -np.log(r), "its square": np.square, "its absolute value": np.abs, "its square root": np.sqrt,
    "exp of it": np.exp, "exp of minus it": lambda r: np.exp(-r), "1 minus it": lambda r: 1 - r, "minus the logarithm of 1 minus it": lambda r: -np.log(1 - r),
    "minus its logarithm, it being cut below at 1e-12": lambda r: -np.log(np.maximum(r, 1e-12)),
    "log(1 + it)": np.log1p, "the square of 1 minus it": lambda r: (1 - r) ** 2,
    "1 over it": lambda r: 1 / r, "max(0, 1 - it), a hinge": lambda r: np.maximum(0, 1 - r), "max(0, 1 + it)": lambda r: np.maximum(0, 1 + r),
    "the square of max(0, 1 - it)": lambda r: np.maximum(0, 1 - r) ** 2,
    "0 where it is negative": lambda r: np.maximum(r, 0), "at most 1 of it": lambda r: np.minimum(r, 1), "1 where it is positive, else 0": lambda r: (r > 0).astype(float),
    "(1 - it)² times minus its logarithm, a focal loss": lambda r: -((1 - r) ** 2) * np.log(r),
    "its sigmoid": sigmoid, "log(1 + exp of it)": lambda r: np.logaddexp(0, r), "log(1 + exp of minus it)": lambda r: np.logaddexp(0, -r),
    "the square of its logarithm": lambda r: np.log(r) ** 2, "the root of minus its logarithm": lambda r: np.sqrt(-np.log(r)),
    "it times its logarithm": lambda r: r * np.log(r), "it, rounded": np.round,
}

#: Of one number an observation: one number.
OVERS: dict[str, Step] = {
    "the mean": lambda r: r.mean(axis=-1), "the sum": lambda r: r.sum(axis=-1), "the largest": lambda r: r.max(axis=-1), "the smallest": lambda r: r.min(axis=-1),
    "the median": lambda r: np.median(r, axis=-1), "the first": lambda r: r[..., 0], "the last": lambda r: r[..., -1],
    "the product": lambda r: r.prod(axis=-1), "the spread (standard deviation)": lambda r: r.std(axis=-1), "the variance": lambda r: r.var(axis=-1),
    "the root of the summed squares": lambda r: np.linalg.norm(r, axis=-1), "the sum, divided by n - 1": lambda r: r.sum(axis=-1) / np.float64(r.shape[-1] - 1),
    "the sum without the first": lambda r: r[..., 1:].sum(axis=-1), "the sum without the last": lambda r: r[..., :-1].sum(axis=-1),
    # Sums and not means: of a single observation nothing is left, and a mean of nothing warns.
    "the mean without the first": lambda r: r[..., 1:].sum(axis=-1) / np.float64(r.shape[-1] - 1),
    "the mean without the last": lambda r: r[..., :-1].sum(axis=-1) / np.float64(r.shape[-1] - 1),
    "the mean of those that are not 0": lambda r: r.sum(axis=-1) / (r != 0).sum(axis=-1), "the sum of every second one": lambda r: r[..., ::2].sum(axis=-1),
    "the mean of every second one": lambda r: r[..., ::2].mean(axis=-1), "the number that are not 0": lambda r: (r != 0).sum(axis=-1).astype(float),
    "the mean of the first half": lambda r: r[..., :max(1, r.shape[-1] // 2)].mean(axis=-1),
    "the mean of the smallest and the largest": lambda r: (r.max(axis=-1) + r.min(axis=-1)) / 2,
}

#: Of that one number.
LASTS: dict[str, Step] = {
    "": lambda t: t, "its square root": np.sqrt, "its square": np.square, "minus its logarithm": lambda t: -np.log(t), "exp of it": np.exp,
    "1 minus it": lambda t: 1 - t, "its absolute value": np.abs, "it rounded to whole numbers": np.round, "it rounded to 1 digit": lambda t: np.round(t, 1),
    "it rounded to 2 digits": lambda t: np.round(t, 2), "it rounded to 3 digits": lambda t: np.round(t, 3), "it rounded down": np.floor,
    "log(1 + it)": np.log1p, "1 over it": lambda t: 1 / t, "at most 1 of it": lambda t: np.minimum(t, 1), "1 where it is more than 1/2, else 0": lambda t: (t > 0.5).astype(float),
    "1 where it is 1, else 0": lambda t: (t == 1).astype(float), "1 where it is positive, else 0": lambda t: (t > 0).astype(float), "exp of minus it": lambda t: np.exp(-t),
}
