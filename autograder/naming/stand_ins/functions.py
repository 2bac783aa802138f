"""The functions of the field, by their names: what a student may have put on top, left out or taken in place of another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder.naming.calls import Array

Function = Callable[[Array], Array]


def sigmoid(z: Array) -> Array:
    E = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, E) / (1 + E)


def softmax(z: Array, axis: int | None = -1) -> Array:
    E = np.exp(z - z.max(axis=axis, keepdims=True))
    return E / E.sum(axis=axis, keepdims=True)


def log_softmax(z: Array) -> Array:
    gap = z - z.max(axis=-1, keepdims=True)
    return gap - np.log(np.exp(gap).sum(axis=-1, keepdims=True))


def hardmax(z: Array) -> Array:
    return (z == z.max(axis=-1, keepdims=True)).astype(float)


def standard(z: Array, axis: int | None) -> Array:
    spread = z.std(axis=axis, keepdims=True)
    return (z - z.mean(axis=axis, keepdims=True)) / np.where(spread > 0, spread, np.nan)


#: Entry by entry: name as it stands in "the {name} of your answer" or "with {name} on top".
ENTRYWISE: dict[str, Function] = {
    "the absolute value": np.abs,
    "a square": np.square,
    "a square root": np.sqrt,
    "exp": np.exp,
    "the natural logarithm": np.log,
    "a logarithm of base 2": np.log2,
    "a logarithm of base 10": np.log10,
    "a power of 2": np.exp2,
    "log(1 + x)": np.log1p,
    "exp(x) - 1": np.expm1,
    "the sigmoid": sigmoid,
    "the sigmoid's slope": lambda z: sigmoid(z) * (1 - sigmoid(z)),
    "tanh": np.tanh,
    "tanh's slope": lambda z: 1 - np.tanh(z) ** 2,
    "the ReLU": lambda z: np.maximum(z, 0),
    "a step (1 where positive, else 0)": lambda z: (z > 0).astype(float),
    "a step that is 1 at zero too": lambda z: (z >= 0).astype(float),
    "a step at 1/2": lambda z: (z > 0.5).astype(float),
    "the sign": np.sign,
    "a step from -1 to 1": lambda z: np.where(z > 0, 1.0, -1.0),
    "a step from -1 to 1, which is 1 at zero": lambda z: np.where(z >= 0, 1.0, -1.0),
    "a ReLU that leaks by 0.01": lambda z: np.where(z > 0, z, 0.01 * z),
    "a ReLU that leaks by 0.1": lambda z: np.where(z > 0, z, 0.1 * z),
    "a ReLU that leaks by 0.2": lambda z: np.where(z > 0, z, 0.2 * z),
    "the ELU": lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
    "softplus, log(1 + exp(z))": lambda z: np.logaddexp(0, z),
    "the logit, log(z / (1 - z))": lambda z: np.log(z / (1 - z)),
    "softsign, z / (1 + |z|)": lambda z: z / (1 + np.abs(z)),
    "the hard sigmoid": lambda z: np.clip(0.2 * z + 0.5, 0, 1),
    "the hard sigmoid of slope 1/4": lambda z: np.clip(z / 4 + 0.5, 0, 1),
    "the hard sigmoid of slope 1/6": lambda z: np.clip(z / 6 + 0.5, 0, 1),
    "a cut at 1 from above": lambda z: np.minimum(z, 1),
    "a cut at 0 and 1": lambda z: np.clip(z, 0, 1),
    "hard tanh, a cut at -1 and 1": lambda z: np.clip(z, -1, 1),
    "a cut at 0 and 6": lambda z: np.clip(z, 0, 6),
    "a cut at 1 from below": lambda z: np.maximum(z, 1),
    "a cut at 0 from above": lambda z: np.minimum(z, 0),
    "swish, z times its sigmoid": lambda z: z * sigmoid(z),
    "the GELU": lambda z: 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))),
    "arctan": np.arctan,
    "the sine": np.sin,
    "the cosine": np.cos,
    "one minus it": lambda z: 1 - z,
    "one plus it": lambda z: 1 + z,
    "its inverse, 1/x": lambda z: 1 / z,
    "x(1 - x)": lambda z: z * (1 - z),
    "1 - x²": lambda z: 1 - z**2,
    "x(1 + x)": lambda z: z * (1 + z),
    "the odds, x / (1 - x)": lambda z: z / (1 - z),
    "x / (1 + x)": lambda z: z / (1 + z),
    "1 / (x(1 - x))": lambda z: 1 / (z * (1 - z)),
    "the square of x(1 - x)": lambda z: (z * (1 - z)) ** 2,
    "a cube": lambda z: z**3,
    "1 / (1 - exp(-z))": lambda z: 1 / (1 - np.exp(-z)),
    "1 / (1 + exp(-|z|))": lambda z: 1 / (1 + np.exp(-np.abs(z))),
    "1 + exp(-|z|)": lambda z: 1 + np.exp(-np.abs(z)),
    "1 + exp(-z)": lambda z: 1 + np.exp(-z),
    "exp(-|z|)": lambda z: np.exp(-np.abs(z)),
    "exp(-z)": lambda z: np.exp(-z),
    "the sigmoid of base 2": lambda z: 1 / (1 + np.exp2(-z)),
    "a bell, exp(-z²)": lambda z: np.exp(-(z**2)),
    "a bell, exp(-z²/2)": lambda z: np.exp(-(z**2) / 2),
    "a reflection, -z": lambda z: -z,
    "rounding to whole numbers": np.round,
    "rounding to 1 digit": lambda z: np.round(z, 1),
    "rounding to 2 digits": lambda z: np.round(z, 2),
    "rounding to 3 digits": lambda z: np.round(z, 3),
    "rounding to 4 digits": lambda z: np.round(z, 4),
    "rounding to 5 digits": lambda z: np.round(z, 5),
    "rounding to 6 digits": lambda z: np.round(z, 6),
    "cutting off to whole numbers": np.trunc,
    "rounding down": np.floor,
    "rounding up": np.ceil,
    "float32, which is too coarse": lambda z: z.astype(np.float32).astype(np.float64),
    "float16, which is too coarse": lambda z: z.astype(np.float16).astype(np.float64),
    "nan where it should overflow": lambda z: np.where(np.isinf(np.exp(np.abs(z))), np.nan, z),
    "0 in place of nan": np.nan_to_num,
}

#: Those from whose value the argument can be told, or nearly: a right answer that is one of these of what came back says that
#: it was left out. A step, say, takes many answers to one.
INVERTIBLE = frozenset({
    "a square", "a square root", "exp", "the natural logarithm", "a logarithm of base 2", "a logarithm of base 10", "log(1 + x)",
    "exp(x) - 1", "the sigmoid", "tanh", "one minus it", "one plus it", "its inverse, 1/x", "a softmax over each row",
    "rows of length 1", "a share of the row's sum", "standardised columns", "columns less their mean", "rows less their mean",
    "a running sum along rows", "a running sum along columns",
})

#: Of those the ones that make the same of many arrays: what they need besides does not show behind them.
MANY_TO_ONE = frozenset({
    "a softmax over each row", "rows of length 1", "a share of the row's sum", "standardised columns", "columns less their mean",
    "rows less their mean",
})

#: Over rows, columns or all entries; of arrays with at least one axis.
ROWWISE: dict[str, Function] = {
    "a softmax over each row": lambda z: softmax(z, -1),
    "a softmax over each column": lambda z: softmax(z, 0),
    "a softmax over all entries": lambda z: softmax(z, None),
    "the logarithm of a softmax": log_softmax,
    "softmin, a softmax of the negative": lambda z: softmax(-z, -1),
    "a hard maximum (1 at the largest of each row)": hardmax,
    "a hard maximum (1 at the first largest of each row)": lambda z: np.eye(z.shape[-1])[z.argmax(axis=-1)],
    "a softmax of base 2": lambda z: softmax(z * np.log(2), -1),
    "exp, not divided by its sum": lambda z: np.exp(z - z.max(axis=-1, keepdims=True)),
    "exp, divided by the largest": lambda z: np.exp(z - z.max(axis=-1, keepdims=True)),
    "exp, divided by its sum, nothing subtracted": lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
    "exp, divided by the sum of a column": lambda z: np.exp(z) / np.exp(z).sum(axis=0, keepdims=True),
    "exp, divided by the sum of everything": lambda z: np.exp(z) / np.exp(z).sum(),
    "exp less the largest, by the sum of everything": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
    "one largest number subtracted for all rows": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(-1, keepdims=True),
    "each column's largest subtracted": lambda z: np.exp(z - z.max(0)) / np.exp(z - z.max(0)).sum(-1, keepdims=True),
    "the mean subtracted in place of the largest": lambda z: np.exp(z - z.mean(-1, keepdims=True))
    / np.exp(z - z.mean(-1, keepdims=True)).sum(-1, keepdims=True),
    "a share of the row's sum": lambda z: z / z.sum(axis=-1, keepdims=True),
    "a share of the row's squares": lambda z: z**2 / (z**2).sum(axis=-1, keepdims=True),
    "a share of the column's sum": lambda z: z / z.sum(axis=0, keepdims=True),
    "a share of the total": lambda z: z / z.sum(),
    "a share of the row's absolute sum": lambda z: z / np.abs(z).sum(axis=-1, keepdims=True),
    "a share of the row's largest": lambda z: z / z.max(axis=-1, keepdims=True),
    "a division by the largest of all": lambda z: z / z.max(),
    "rows of length 1": lambda z: z / np.linalg.norm(z, axis=-1, keepdims=True),
    "columns of length 1": lambda z: z / np.linalg.norm(z, axis=0, keepdims=True),
    "a division by the length of the whole": lambda z: z / np.linalg.norm(z),
    "a division by the sum of all squares": lambda z: z / (z**2).sum(),
    "a division by the largest absolute value": lambda z: z / np.abs(z).max(),
    "a division by the sum of all absolute values": lambda z: z / np.abs(z).sum(),
    "a division by the largest singular value (np.linalg.norm with 2)": lambda z: z / np.linalg.norm(z, 2),
    "a division by the spread of all entries": lambda z: z / z.std(),
    "rows moved and scaled to 0..1": lambda z: (z - z.min(-1, keepdims=True)) / np.ptp(z, axis=-1, keepdims=True),
    "moved and scaled to 0..1": lambda z: (z - z.min()) / np.ptp(z),
    "standardised columns": lambda z: standard(z, 0),
    "standardised rows": lambda z: standard(z, -1),
    "all entries standardised together": lambda z: standard(z, None),
    "columns less their mean": lambda z: z - z.mean(axis=0, keepdims=True),
    "rows less their mean": lambda z: z - z.mean(axis=-1, keepdims=True),
    "all less their mean": lambda z: z - z.mean(),
    "rows less their largest": lambda z: z - z.max(axis=-1, keepdims=True),
    "all less the largest": lambda z: z - z.max(),
    "each row's sum in all its places": lambda z: np.broadcast_to(z.sum(axis=-1, keepdims=True), z.shape).copy(),
    "each row's mean in all its places": lambda z: np.broadcast_to(z.mean(axis=-1, keepdims=True), z.shape).copy(),
    "each column's sum in all its places": lambda z: np.broadcast_to(z.sum(axis=0, keepdims=True), z.shape).copy(),
    "each column's mean in all its places": lambda z: np.broadcast_to(z.mean(axis=0, keepdims=True), z.shape).copy(),
    "a running sum along rows": lambda z: np.cumsum(z, axis=-1),
    "a running sum along columns": lambda z: np.cumsum(z, axis=0),
    "sorted rows": lambda z: np.sort(z, axis=-1),
    "sorted columns": lambda z: np.sort(z, axis=0),
    "rows in the reverse order": lambda z: z[::-1],
    "columns in the reverse order": lambda z: z[..., ::-1],
    "rows moved by one": lambda z: np.roll(z, 1, axis=0),
    "columns moved by one": lambda z: np.roll(z, 1, axis=-1),
    "columns moved back by one": lambda z: np.roll(z, -1, axis=-1),
}

#: Of one array, fewer numbers: (name, function of the array and the axis).
REDUCTIONS: dict[str, Callable[..., Array]] = {
    "summed": np.sum,
    "averaged": np.mean,
    "the largest taken": np.max,
    "the smallest taken": np.min,
    "the place of the largest taken": np.argmax,
    "the place of the smallest taken": np.argmin,
    "multiplied together": np.prod,
    "the median taken": np.median,
    "the standard deviation taken": np.std,
    "the length (norm) taken": np.linalg.norm,
}
