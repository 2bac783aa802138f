"""A name sends nobody to a place that is right: each of these was once told of code that does something else."""

from __future__ import annotations

import functools
import linecache

import numpy as np
import pytest

from autograder.course.week import Week
from autograder.graders import variants
from autograder.graders.exam import exam
from autograder.graders.reference import build
from autograder.graders.student import LocalTransport, Record, Student
from autograder.naming.calls import agree, seen
from autograder.naming.finding import Finding
from autograder.naming.rights import nearest
from autograder.naming.search import findings
from autograder.sandbox.inside.shapes import in_words
from autograder.sandbox.outcome import Outcome
from tests.this_course import ROOT

loaded = functools.cache(lambda week: Week.load(ROOT, week))


def named(week: str, exercise: str, text: str) -> list[Finding]:
    """What is told of a wrong solution, one more call of it included where that is asked for."""
    known = loaded(week).by_id[exercise]
    namespace = dict(vars(build(loaded(week))))
    exec(text, namespace)
    student = Student(LocalTransport(namespace))
    exam(loaded(week)).run(exercise, student)
    return findings(loaded(week), known, student.records, lambda args: student.transport.call(known.function, args, {}, None))


COPIED = """def numeric_gradient(f, W, eps=1e-5):
    W, G = W.copy(), np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        W[place] += eps
        above = f(W)
        W[place] -= 2 * eps
        G[place] = (above - f(W)) / (2 * eps)
    return G
"""
ONE_COPY = """def numeric_gradient(f, W, eps=1e-5):
    G = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        up = W.copy()
        down = up
        up[place] += eps
        down[place] -= eps
        G[place] = (f(up) - f(down)) / (2 * eps)
    return G
"""


@pytest.mark.parametrize("week, exercise, text, says, never", [
    ("week3", "numeric_gradient", COPIED, "Each entry stays moved", "caller"),
    ("week3", "numeric_gradient", ONE_COPY, "two names", "W[i]"),
    # The sums are shifted, but before the prior has come in.
    ("week8", "posterior",
     "def posterior(log_prior, log_likelihood):\n ll = log_likelihood.sum(axis=0)\n"
     " p = np.exp(log_prior) * np.exp(ll - ll.max())\n with np.errstate(invalid='ignore'): return p / p.sum()",
     "before the prior has come in", "n·k"),
    # Nothing is left over of which row is which image.
    ("week6", "response", "def response(images, W): return np.sum(images * W, axis=(0, 1))",
     "stays the same when the rows of images", "W alone"),
    # Each pair once and halved: the half alone would be right.
    ("week5", "energy", "def energy(S, W): return np.array([-0.5 * (s @ np.triu(W, 1) @ s) for s in S])",
     "halved besides", "on top"),
    # The sum of the row is there, and is not begun anew for each: nothing is left out.
    ("week2", "softmax",
     "def softmax(Z):\n P, total = np.zeros(Z.shape), 0.0\n for i, z in enumerate(Z):\n  e = np.exp(z - z.max())\n"
     "  total += e.sum()\n  P[i] = e / total\n return P",
     "or does it go wrong?", "A last step"),
    # The root is one step too many.
    ("week2", "softmax",
     "def softmax(Z):\n E = np.exp(Z - Z.max(axis=-1, keepdims=True))\n"
     " return np.sqrt(E / E.sum(axis=-1, keepdims=True))",
     "too many?", "A last step"),
    # Nothing happens to y: a minus too many makes the same of it as a y that is one too high.
    ("week2", "logistic_loss",
     "def logistic_loss(z, y): return np.mean(np.logaddexp(0, -z) - y * z)",
     "a minus stands before z", "y one too"),
    # The loop goes through all layers, and what they give is lost.
    ("week1", "mlp_forward",
     "def mlp_forward(X, params):\n (W, b), *rest = params\n A = X @ W + b\n for W, b in rest[:-1]:\n"
     "  np.maximum(np.maximum(A, 0) @ W + b, 0)\n for W, b in rest[-1:]:\n  A = np.maximum(A, 0) @ W + b\n return A",
     "though it may be written otherwise: only the first turn of a loop counts", "does exactly"),
    # Its V is right, with other signs than the course's own has.
    ("week7", "pca",
     "def pca(X):\n U, S, V = np.linalg.svd(X - X.mean(axis=0))\n variances = np.zeros(X.shape[1])\n"
     " variances[:len(S)] = S / np.sqrt(len(X))\n return variances, V.T",
     "square of variances", "V "),
    # Where every epoch begins with a wrong one all is right, whatever X holds.
    ("week1", "perceptron",
     "def perceptron(X, y, epochs):\n w, b = np.zeros(X.shape[1]), 0\n for _ in range(epochs):\n  wrong = 0\n"
     "  for x, t in zip(X, y):\n   error = t - int(x @ w + b > 0)\n   w, b = w + error * x, b + error\n   wrong += abs(error)\n"
     "   if wrong == 0: return w, b\n return w, b",
     "asked after each observation", "zeros"),
    # y begins as ones without a word from x: no arguments are swapped.
    ("week5", "bam",
     "def bam(x, W, max_steps=100):\n y = np.ones(W.shape[1])\n for _ in range(max_steps):\n  old = x, y\n"
     "  x = stay_or_turn(W @ y, x)\n  y = stay_or_turn(x @ W, y)\n"
     "  if (x == old[0]).all() and (y == old[1]).all(): break\n return x, y",
     "first y is +1 everywhere", "swapped"),
    # Drawn one by one: where numpy stops it, the line is none of the notebook's.
    ("week7", "extract_patches",
     "def extract_patches(image, size, n, rng):\n h, w = image.shape\n X = []\n for _ in range(n):\n"
     "  r, c = rng.integers(h - size), rng.integers(w - size)\n  X.append(image[r:r + size, c:c + size].ravel())\n"
     " return np.array(X)",
     "never drawn", "line 1"),
    # Numbers between two limits have a smaller spread, whatever is under the root.
    ("week1", "init_params",
     "def init_params(sizes, rng):\n return [(rng.uniform(-1, 1, (a, b)) * np.sqrt(2 / a), np.zeros(b))\n"
     "  for a, b in zip(sizes, sizes[1:])]",
     "spread evenly between two limits", "variance or standard"),
    # No network that is tried is deep enough to tell every second ReLU from the first alone.
    ("week1", "mlp_forward",
     "def mlp_forward(X, params):\n for i, (W, b) in enumerate(params):\n  X = X @ W + b\n"
     "  if i % 2 == 0 and i < len(params) - 1: X = relu(X)\n return X",
     "not all that follow", "Only the first"),
    # A tuple's length is 1, of rows that are all wrong, too: nothing is a largest there.
    ("week2", "accuracy",
     "def accuracy(Z, labels):\n right = np.where(np.argmax(Z, axis=1) == labels)\n return len(right) / len(labels)",
     "is 1/n in every call (n = 8)", "max "),
    # What has no size has lost the factor of the right answer: that it has one is no second mistake.
    ("week3", "mse_backward",
     "def mse_backward(Y, Y_hat):\n D = Y_hat - Y\n"
     " return D / np.maximum(np.sqrt((D**2).sum(axis=1, keepdims=True)), 1e-12) / len(Y)",
     "(It comes with the factor 1/n.)", "averaged"),
    ("week5", "hebb", "def hebb(X, Y): return np.sign(X.T @ Y) / X.shape[1]", "(It comes with the factor 1/d.)", "averaged"),
    # The patterns are summed: their mean is only what another sentence calls it.
    ("week5", "hopfield_weights",
     "def hopfield_weights(P):\n t = P.sum(axis=0)\n W = np.outer(t, t) / len(t)\n np.fill_diagonal(W, 0)\n return W",
     "(It comes with the factor p.)", "average"),
    # Right but at 0: two mistakes that undo each other are none.
    ("week5", "stay_or_turn", "def stay_or_turn(h, s): return np.where(h * s > 0, s, -s)", "s times -1", "wrong sign"),
    # Its norms are the images' alone: what undoes those of W was not done.
    ("week6", "response",
     "def response(images, W):\n flat = images.reshape(len(images), -1)\n return flat @ W.ravel() / np.linalg.norm(flat, axis=1)",
     "all of images is multiplied", "length of W"),
    # The arguments are in order; y does not listen again.
    ("week5", "bam",
     "def bam(x, W, max_steps=100):\n y = stay_or_turn(x @ W, np.ones(W.shape[1]))\n return stay_or_turn(W @ y, x), y",
     "stays as it was", "swapped"),
    # A slope of 1 at 0 is as right as one of 0: only dA is changed.
    ("week3", "relu_backward", "def relu_backward(dA, Z):\n dA[Z < 0] = 0\n return dA", "caller's own dA", "diagonal"),
])
def test_what_is_said_is_so_of_this_code(week, exercise, text, says, never):
    found = named(week, exercise, text)
    told = " ".join(f.says for f in found)
    assert found and all(f.firm for f in found), told
    assert says in told and never not in told


@pytest.mark.parametrize("week, exercise, text, says, never", [
    # One factor serves the whole of a layer's W, and another that of the next.
    ("week1", "init_params", "def init_params(sizes, rng): return [(rng.normal(0, np.sqrt(2 / sizes[0]), (a, b)), np.zeros(b)) "
     "for a, b in zip(sizes, sizes[1:])]", "a factor that all its entries share", "Each row"),
    # W lies on its side for square pictures, and not for others.
    ("week6", "response",
     "def response(images, W): return np.array([np.trace(v @ (W if v.shape[0] == v.shape[1] else W.T)) for v in images])",
     "it is as if this were so", "This is so"),
    # x listens, and its start is added each time: more than all weights that the tests have, and less than larger ones.
    ("week5", "bam",
     "def bam(x, W, max_steps=100):\n x0, y = x, stay_or_turn(x @ W, np.ones(W.shape[1]))\n for _ in range(max_steps):\n"
     "  x = stay_or_turn(W @ y + x0, x)\n  y = stay_or_turn(x @ W, y)\n return x, y",
     "something else came back", "exactly"),
    # Columns beyond the height are left empty: 0 is no factor.
    ("week6", "filter_image",
     "def filter_image(image, W):\n h, w = image.shape\n k = len(W)\n F = np.zeros((h - k + 1, w - k + 1))\n"
     " for i in range(h - k + 1):\n  for j in range(h - k + 1):\n   F[i, j] = np.sum(image[i:i + k, j:j + k] * W)\n return F",
     "is 0 wherever it is not right", "factor"),
    ("week8", "posterior",
     "def posterior(log_prior, log_likelihood):\n log_p = log_prior + log_likelihood.sum(axis=0)\n"
     " p = np.exp(log_p - log_p[np.isfinite(log_p)].min())\n return p / np.sum(p)",
     "is inf or nan wherever it is not right", "is positive"),
])
def test_what_is_not_sure_is_not_said_to_be_so(week, exercise, text, says, never):
    found = named(week, exercise, text)
    told = " ".join(f.says for f in found)
    assert found and not all(f.firm for f in found), told
    assert says in told and never not in told


def test_what_explains_some_of_the_calls_says_in_how_many():
    """Where there are three layers the middle one is lost, and where there is one nothing comes back at all."""
    text = """def mlp_forward(X, params):
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
        W, b = params[-1]
        return linear(A, W, b)
"""
    layers, nothing = named("week1", "mlp_forward", text)
    assert layers.says.startswith("In 2 of 9 calls: ") and "Nothing comes back (None) where params holds one pair" in nothing.says


def test_where_several_answers_are_right_the_nearest_is_what_an_answer_is_held_against():
    """Another sign of a component is no mistake: a part that some solution gives is right."""
    def halved(X):
        return np.array([X.sum(), X.mean()]), -X

    def told(right):
        answers = {3: (np.array([3.0, 2.0]), np.eye(3)), 2: (np.array([2.0, 7.0]), np.eye(2))}
        records = [Record("f", (np.eye(n),), {}, Outcome("returned", answer)) for n, answer in answers.items()]
        return [agree(c.got.value[1], c.want.value[1]) for c in nearest(seen(halved, records), right).calls]

    assert told([]) == [False, False]
    assert told([lambda X: (halved(X)[0], X)]) == [True, True]
    # A list in place of the tuple that is asked for is no other answer.
    assert told([lambda X: [halved(X)[0], X]]) == [False, False]


def test_a_mistake_that_changes_an_argument_is_none_of_code_that_does_not(monkeypatch):
    """Its values are the same; without an author's mistake for it, too, nothing is said of the caller's array."""
    week = loaded("week3")
    others = [v for v in variants.variants(week, "mistakes") if v.name != "left_moved"]
    monkeypatch.setitem(variants._found, (week.key, "mistakes"), others)
    assert "caller" not in " ".join(f.says for f in named("week3", "numeric_gradient", COPIED))
    assert "caller" in " ".join(f.says for f in named("week3", "numeric_gradient", COPIED.replace("W, G = W.copy(), ", "G = ")))


DRAWN = "def draw(high):\n  return np.random.default_rng(0).integers(0, high)\n\ndef outer(high): return draw(high)\n"


def test_an_exceptions_line_is_the_notebooks_own(monkeypatch):
    """numpy.random has lines of its own in what Python tells of an exception."""
    monkeypatch.setitem(linecache.cache, "<a cell>", (len(DRAWN), None, DRAWN.splitlines(keepends=True), "<a cell>"))
    namespace = {"np": np}
    exec(compile(DRAWN, "<a cell>", "exec"), namespace)
    outcome = LocalTransport(namespace).call("outer", (0,), {}, None)
    assert outcome.error.endswith("(line 2)"), outcome.error
    with pytest.raises(ValueError, match="high") as error:
        namespace["outer"](0)
    assert in_words(error.value.__traceback__) == ("draw", "np.random.default_rng(0).integers(0, high)", "high is 0")


def test_pixels_that_are_spread_evenly_are_not_said_to_be_drawn_so():
    """Patches that go on at the image's other side: what is uniform there, the image is."""
    text = """def extract_patches(image, size, n, rng):
    (h, w), k, X = image.shape, np.arange(size), []
    for _ in range(n):
        r, c = rng.integers(h), rng.integers(w)
        X.append(image[np.ix_((r + k) % h, (c + k) % w)].ravel())
    return np.array(X)
"""
    assert "evenly" not in " ".join(f.says for f in named("week7", "extract_patches", text))
