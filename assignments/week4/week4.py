# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 4 · Stochastic gradient descent
#
# A synapse does not wait until all of your life's data is in. Something happens, an error is felt, a weight moves
# a little, and the next moment brings the next lesson. Psychologists wrote this down in 1972: in the
# Rescorla-Wagner rule an animal's expectation moves, after every single trial, by a *learning rate* times the
# *prediction error*. Half a century later the networks that read, translate and play are trained in the same
# spirit: look at a few examples, take a small step downhill, look at a few others.
#
# You have the network (week 1), its loss (week 2) and its gradient (week 3). This week you make it **learn**, and
# by the end a network that you trained reads handwritten digits it has never seen.
#
# It takes about **five hours**: one for reading and looking, three for the exercises, one for the written question.
# There are 20 points, and 3 more as a bonus.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_given", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The file `given.py` beside this notebook holds weeks 1 to 3, solved. Open it, use it, trust it.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "colab", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Do the files that this notebook needs lie beside it?
from pathlib import Path

missing = [name for name in ("given.py", "digits.npz", "curve.npz") if not Path(name).exists()]
if missing:
    print("Please put", " and ".join(missing), "of this week's folder beside this notebook, then run this cell again. "
          "(In Colab: open Files, the folder on the left, and upload what is missing there.)")

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from given import accuracy, init_params, linear, linear_backward, mlp_forward, mlp_gradients
from given import mse, mse_backward, numeric_gradient, relu, relu_backward, softmax

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "messages", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Short messages: a failing check says one sentence, and a line that breaks is told with the shapes in it.
import ast
import linecache
import os
import re
import traceback
import types


def in_words(trace: types.TracebackType | None) -> tuple[str, str, str]:
    """(function, piece, shapes) of the innermost line that was written in the notebook, "" where there is none.

    shapes: "X is (3, 2), W.T is (4, 2); the docstring has X (n, d), W (d, m)".
    """
    own = None
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not os.path.exists(file) and linecache.getline(file, trace.tb_lineno):
            own = trace
        trace = trace.tb_next
    if own is None:
        return "", "", ""
    frame, code = own.tb_frame, own.tb_frame.f_code
    known = {**frame.f_globals, **frame.f_locals}
    for piece in (broken_piece(own), linecache.getline(code.co_filename, own.tb_lineno).strip()):
        try:
            nodes = list(ast.walk(ast.parse(piece.strip().rstrip(":"))))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            nodes = []
        turned = {n.value.id for n in nodes if isinstance(n, ast.Attribute) and n.attr == "T" and isinstance(n.value, ast.Name)}
        # A name that the line sets still stands for what it was before.
        names = list(dict.fromkeys(n.id for n in nodes if isinstance(n, ast.Name)
                                   and isinstance(n.ctx, ast.Load) and n.id in known))[:6]
        told = [text for name in names if (text := size_of(name, known[name], name in turned))]
        if told:
            break
    doc = getattr(frame.f_globals.get(code.co_name), "__doc__", None)
    letters = [f"{name} {found[1]}" for name in names if isinstance(doc, str)
               and (found := re.search(rf"(?<![\w.]){name}\b[^().;]*?(\([A-Za-z]\w*(?:, ?[A-Za-z]\w*)*,?\))", doc[:4000]))]
    return code.co_name, piece.strip()[:120], ", ".join(told) + (f"; the docstring has {', '.join(letters)}" if told and letters else "")


def broken_piece(trace: types.TracebackType) -> str:
    """The part of a line that was being worked out, the whole line where that is not known."""
    code = trace.tb_frame.f_code
    line = linecache.getline(code.co_filename, trace.tb_lineno)
    if hasattr(code, "co_positions"):
        first, last, start, end = list(code.co_positions())[trace.tb_lasti // 2]
        if first == last == trace.tb_lineno and start is not None and end is not None:
            return line.encode()[start:end].decode(errors="replace")
    return line.strip()


def size_of(name: str, value: object, turned: bool) -> str:
    """ "X is (3, 2)", with the transpose's shape where that stands in the line; "" for what has no size."""
    shape = getattr(value, "shape", None)
    if type(shape) is tuple and all(type(n) is int for n in shape):
        return f"{name}.T is {shape[::-1]}" if turned else f"{name} is {shape}" if shape else f"{name} is one number"
    if isinstance(value, (list, tuple)):
        return f"{name} is a {type(value).__name__} of {len(value)}"
    if isinstance(value, (int, float)):
        return f"{name} is {value:.6g}"
    return f"{name} is None" if value is None else ""


# What numpy says -> what to look at.
LOOK_AT = {
    "mismatch in its core|not aligned": "In a matrix product the left one's columns must be as many as the right one's rows.",
    "not have enough dimensions": "In a matrix product stands one number where an array must: is that what the function before gave?",
    "setting an array element|copy sequence": "Many entries are put where one number has its place: which index, or which sum, is missing?",
    "broadcast": "Entry by entry, two shapes must be alike from the right, or 1: which axis belongs to which?",
    "truth value": "An `if`, `max` or `and` asks one question; here are many entries. Ask entry by entry.",
    "axis . is out of bounds|too many indices": "The array has fewer axes than this line counts on.",
    "out of bounds|out of range": "The largest index is one less than the length.",
    "positional argument|unexpected keyword":
        "A function takes what its line `def ...` names; leave that line as it was handed out.",
    "values to unpack": "What is taken apart has another number of parts than there are names for it.",
    "only .*(integer|length-1|0-dim|size-1)|real number": "An array stands where one number must; functions of math take single numbers, np's take arrays.",
    "'NoneType'": "Something is None: has a function no return?",
    "object is not callable": "Is a name used for a function and for something else?",
}


def in_short(shell, kind, error, trace, tb_offset=None):
    place = traceback.extract_tb(trace)[-1].name
    in_cell = place.startswith("<")
    function, piece, shapes = in_words(trace)
    told = None
    if kind is NotImplementedError:
        what = "This cell" if in_cell else place
        told = [f"{what} is not written yet: look for YOUR CODE HERE, then run that cell."]
    elif kind is NameError and in_cell:
        told = [f"{error.name} is not known: has its cell above run without an error?"]
    elif kind is NameError and piece:
        told = [f"{function} uses the name {error.name}, which is not known there: is it spelled as where it is set?"]
    elif kind is AssertionError and in_cell:
        told = [f"Not yet: {error}"]
    elif kind is not AssertionError and piece:
        what = "This cell" if function.startswith("<") else function
        told = [f"{what} stops at `{piece}`{f': {shapes}' if shapes else ''}."]
        told += [advice for words, advice in LOOK_AT.items() if re.search(words, str(error))][:1]
        told += [f"({kind.__name__}: {str(error)[:300]}; %tb shows the way there.)"]
    if told:
        error._render_traceback_ = lambda: told
    # Else a picture that broke off would be shown empty.
    if "plt" in shell.user_ns:
        shell.user_ns["plt"].close("all")
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    if told:
        # So that %tb shows all of it.
        del error._render_traceback_


get_ipython().set_custom_exc(
    (NotImplementedError, NameError, AssertionError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError), in_short)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plotting", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Colours of the pictures: a palette that colour-blind eyes tell apart too.
# %matplotlib inline
import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap

plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "font.size": 10})
BLUE, RED, GREY = "#0072B2", "#D55E00", "#7f7f7f"
SIGNED = LinearSegmentedColormap.from_list("", [BLUE, "white", RED])
MARKERS = "os^Dv*XP"

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_digits", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The data: 1200 digits
#
# People filled in forms by hand; each digit was scanned and shrunk to 8 by 8 pixels, 64 numbers from 0 (paper) to
# 1 (ink). (`README.md` tells where they come from.) You get 1200 of them. Others were put aside, and your network
# will be graded on those. So that you too can tell learning from memorising, we put 200 of *your* digits aside
# for checking: `X_check`.

# %% nbgrader={"grade": false, "grade_id": "load_data", "locked": true, "schema_version": 3, "solution": false, "task": false}
with np.load("digits.npz") as digits:
    X, labels = digits["X"] / 16, digits["labels"].astype(int)
X_fit, labels_fit = X[:1000], labels[:1000]
X_check, labels_check = X[1000:], labels[1000:]

with np.load("curve.npz") as curve:
    x, y = curve["x"], curve["y"]

print("digits:", X.shape, " labels:", labels.shape, " curve:", x.shape, y.shape)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_digits", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the first 42 digits, with their labels.
fig, axes = plt.subplots(3, 14, figsize=(10, 2.6))
for image, label, ax in zip(X, labels, axes.flat):
    ax.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    ax.set_title(label, fontsize=9, color=BLUE, pad=2)
    ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* 42 handwritten digits of 8 by 8 pixels, dark ink on white, in three rows, each with its
# label above. Coarse as they are, nearly all can be read.
#
# What is between you and a network that reads these:
#
# | exercise | what you write | points |
# | --- | --- | --- |
# | 1 `sgd_step` | one step downhill | 2 |
# | 2 `minibatches` | a shuffled deck, dealt in hands | 3 |
# | 3 `train` | the loop that learns | 5 |
# | 4 `learning_rate` | in words: too small, right, too big | 3 |
# | 5 `fit_curve` | a network that bends | 3 |
# | 6 `fit_digits` | a network that reads | 4 |
# | 7 `momentum_step` | bonus: a ball that rolls | 3 |
#
# **Conventions, as always.** Observations are rows: $X$ is $(n, d)$; a layer with $m$ units has $W$ of shape $(d,
# m)$ and $b$ of shape $(m,)$. All numbers are float64, labels are integers from 0 to $C - 1$, losses are averaged
# over the $n$ observations. `params` is a list of pairs `(W, b)`, one a layer, and `grads` a list of pairs `(dW,
# db)` just like it. A function returns new arrays and leaves what it was given as it was. Randomness comes only
# from the argument `rng`, a `numpy.random.Generator`.
#
# Stuck? Under each exercise there are folded hints. Try first, then open one at a time.
#
# **To read:** Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 5.9, 8.1.3 and 8.3.1; Nielsen,
# *Neural Networks and Deep Learning*, chapter 1. For the brain's side: Dayan and Abbott, *Theoretical
# Neuroscience*, section 9.2.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_sgd_step", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · One step downhill
#
# The gradient points uphill: it says how the loss grows if a weight grows. So every parameter takes a small step
# the other way,
#
# $$W \leftarrow W - \eta \, \mathrm{d}W, \qquad b \leftarrow b - \eta \, \mathrm{d}b,$$
#
# in every layer. The learning rate $\eta$ is the one number that decides how bold the step is.
#
# **Exercise 1 (2 points).** Write `sgd_step`. `params` and `grads` are lists of pairs. Return a new list; the old
# params stay as they are, so that we can go back and compare.
#
# <details><summary>Hint 1</summary>
#
# Two lists of pairs come in, equally long. How do you walk through both at once and open both pairs at once? (`zip`
# goes through two lists side by side.)
#
# </details>
# <details><summary>Hint 2</summary>
#
# `W -= ...` changes the array itself. Whose array is it? How do you write the step so that a new array is made?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sgd_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sgd_step(params, grads, learning_rate):
    """One step of gradient descent.

    params: list of (W, b). grads: list of (dW, db) of the same shapes. learning_rate: a number.
    Returns new params, a list of (W, b); the old ones are unchanged.
    """
    ### BEGIN SOLUTION
    return [
        (W - learning_rate * dW, b - learning_rate * db)
        for (W, b), (dW, db) in zip(params, grads)
    ]
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_sgd_step", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week4", "sgd_step")
### END HIDDEN TESTS
start = [(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]))]
slopes = [(np.array([[10.0, -10.0]]), np.array([0.0, 20.0]))]
stepped = sgd_step(start, slopes, 0.1)
assert stepped is not None, "sgd_step returns None: is the return missing?"
assert len(stepped) == 1 and len(stepped[0]) == 2, "a list with one pair (W, b) for each layer"
assert np.allclose(stepped[0][0], [[0, 3]]), (
    f"W moves against dW, by learning_rate times its size, to 0, 3; yours is {np.ravel(stepped[0][0])}")
assert np.allclose(stepped[0][1], [3, 2]), f"b takes its step too, with db, to 3, 2; yours is {stepped[0][1]}"
assert np.allclose(start[0][0], [[1, 2]]), "the old W must stay as it was: make a new array"
print("The first checks of sgd_step pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_path", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it walk.** The simplest network there is, one neuron $\hat y = w x + b$, has just two parameters, so its
# loss is a landscape we can look at. Your `sgd_step` walks it, 25 steps from the same start, with four learning
# rates.
#
# The cell below gives you `regression_gradients`: week 3's way back through a network, with one thing exchanged.
# There the first gradient came from softmax and cross-entropy, here it comes from the mean squared error; the
# rest of the chain does not care. You will use it again in exercise 5.

# %% nbgrader={"grade": false, "grade_id": "setup_regression", "locked": true, "schema_version": 3, "solution": false, "task": false}
def regression_gradients(X, Y, params):
    """Loss and gradients of a regression network: linear, ReLU, ..., linear, under the mean squared error.

    X (n, d), Y (n, k), params a list of (W, b).
    Returns (loss, grads), grads a list of (dW, db) like params.
    """
    inputs, scores = [], []
    A = X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    Y_hat = scores[-1]

    grads = []
    dZ = mse_backward(Y, Y_hat)
    for layer in reversed(range(len(params))):
        dA, dW, db = linear_backward(dZ, inputs[layer], params[layer][0])
        grads.insert(0, (dW, db))
        if layer > 0:
            dZ = relu_backward(dA, scores[layer - 1])
    return mse(Y, Y_hat), grads

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_path", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: your sgd_step on its way down, with four learning rates.
rng = np.random.default_rng(4)
x_line = rng.uniform(-1, 3, (40, 1))
y_line = 0.9 * x_line - 0.5 + 0.4 * rng.standard_normal((40, 1))

w_axis, b_axis = np.meshgrid(np.linspace(-1.6, 3.4, 80), np.linspace(-3, 2.4, 80))
surface = np.mean((y_line.ravel() - w_axis[..., None] * x_line.ravel() - b_axis[..., None]) ** 2, axis=-1)

fig, axes = plt.subplots(1, 4, figsize=(11, 2.9), sharey=True)
stories = {0.01: "creeps", 0.08: "walks", 0.25: "zigzags", 0.28: "climbs out"}
for ax, (rate, story) in zip(axes, stories.items()):
    here = [(np.array([[-1.0]]), np.array([1.8]))]
    path = [here]
    for _ in range(25):
        here = sgd_step(here, regression_gradients(x_line, y_line, here)[1], rate)
        path.append(here)
    ax.contourf(w_axis, b_axis, np.log(surface), levels=16, cmap="Blues_r", alpha=0.8)
    ax.plot([W[0, 0] for [(W, b)] in path], [b[0] for [(W, b)] in path], ".-", color=RED, lw=1, ms=4)
    ax.set(title=f"$\\eta$ = {rate}: {story}", xlabel="w", xlim=(-1.6, 3.4), ylim=(-3, 2.4))
axes[0].set_ylabel("b")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_sgd_step", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Four times the same landscape, a long slanting valley of ellipses, and on it a path of 25
# steps from the upper left. At a rate of 0.01 the path comes only a little way; at 0.08 it runs down into the valley
# and along it, and stops short of the lowest point; at 0.25 it jumps from one wall to the other and still gets in;
# at 0.28 the jumps grow, and it leaves.
#
# **Take along.** The same formula creeps, walks, zigzags or climbs out of the valley; only $\eta$ differs. The
# valley is narrow in one direction and long in the other: the narrow one limits how big a step may be, the long
# one makes you wish it were bigger.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Play with it.** Where ipywidgets is installed, the next cell has sliders for the learning rate and the number of
# steps. Find the rate that brings you lowest in 25 steps. Then find the one at which zigzag turns into climbing out.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture to play with: your sgd_step walks with a rate of your choice.
def show_walk(rate=0.08, steps=25):
    """Left the path through the valley, right the loss after every step."""
    here = [(np.array([[-1.0]]), np.array([1.8]))]
    path, losses = [], []
    for _ in range(steps + 1):
        loss, grads = regression_gradients(x_line, y_line, here)
        path.append((here[0][0].item(), here[0][1].item()))
        losses.append(loss)
        here = sgd_step(here, grads, rate)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 2.9))
    left.contourf(w_axis, b_axis, np.log(surface), levels=16, cmap="Blues_r", alpha=0.8)
    left.plot(*np.transpose(path), ".-", color=RED, lw=1, ms=4)
    left.set(title=f"$\\eta$ = {rate:g}, {steps} steps", xlabel="w", ylabel="b", xlim=(-1.6, 3.4), ylim=(-3, 2.4))
    right.plot(losses, ".-", color=RED, lw=1, ms=4)
    right.axhline(surface.min(), color=GREY, ls=":", lw=1)
    right.set(title=f"loss at the end: {losses[-1]:.3g}", xlabel="step", ylabel="loss", yscale="log", ylim=(0.1, 100))
    plt.tight_layout()
    plt.show()


# Says at once when it is not written yet.
sgd_step([(np.ones((1, 1)), np.ones(1))], [(np.ones((1, 1)), np.ones(1))], 0.1)
try:
    from ipywidgets import FloatSlider, IntSlider, interact
except ImportError:
    show_walk(0.08)
    show_walk(0.25)
else:
    interact(show_walk, rate=FloatSlider(0.08, min=0.01, max=0.3, step=0.01), steps=IntSlider(25, 1, 60))

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Left the valley and the path of your steps, right the loss after each of them, on a scale
# of powers of ten, with a dotted line at the lowest loss there is. With a rate of 0.08 the loss falls evenly, to
# 0.34 after 25 steps; with 0.25 the path zigzags, and the loss comes down to 0.12.
#
# In this valley the border lies between 0.26 and 0.27: there a step across the narrow direction lands exactly as high
# as it started. A rate just below it wastes its steps on the two walls.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_minibatches", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · A shuffled deck, dealt in hands
#
# The exact gradient asks every observation before each step. But a handful of them already points roughly
# downhill, and costs a fraction. So we shuffle the observations like a deck of cards, deal them out in hands of
# `batch_size`, and take one step for each hand. Once through the deck is an **epoch**; then we shuffle again.
#
# If the batch $B$ is drawn at random, its gradient is right on average,
#
# $$\mathbb{E}\Big[\tfrac{1}{|B|} \sum_{i \in B} \nabla L_i\Big] = \tfrac{1}{n} \sum_{i=1}^{n} \nabla L_i ,$$
#
# and that is all that "stochastic" means in this week's title.
#
# **Exercise 2 (3 points).** Write `minibatches`: a fresh random permutation of $0, \dots, n - 1$, cut into
# consecutive pieces. The last hand may be smaller.
#
# <details><summary>Hint 1</summary>
#
# What does `rng.permutation(10)` give? Try it in a cell of your own. How do you take its first 4 entries, then the
# next 4, then the 2 that are left?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Hands start at 0, at `batch_size`, at twice `batch_size` and so on: `range` takes a third argument, the step. And
# what does a slice do that reaches beyond the end of its array?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "minibatches", "locked": false, "schema_version": 3, "solution": true, "task": false}
def minibatches(n, batch_size, rng):
    """A random permutation of range(n), cut into consecutive batches.

    n, batch_size: positive integers. rng: a numpy Generator, the only source of randomness.
    Returns a list of integer arrays, each of length batch_size, the last one possibly smaller.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_minibatches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week4", "minibatches")
### END HIDDEN TESTS
hands = minibatches(10, 4, np.random.default_rng(0))
assert hands is not None, "minibatches returns None: is the return missing?"
assert [len(hand) for hand in hands] == [4, 4, 2], "10 cards in hands of 4: two full hands and one of 2"
assert sorted(np.concatenate(hands)) == list(range(10)), "every index exactly once"
assert not np.array_equal(np.concatenate(hands), np.arange(10)), "shuffle before you cut"
again = minibatches(10, 4, np.random.default_rng(0))
assert np.array_equal(np.concatenate(hands), np.concatenate(again)), "all randomness comes from rng"
assert len(minibatches(8, 4, np.random.default_rng(1))) == 2, "no empty hand at the end when n divides evenly"
print("The first checks of minibatches pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_noise", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it.** How well does a batch's gradient agree with that of all the data? Here 300 batches of each size, and
# the cosine of the angle between the two: 1 is the same direction, 0 is no agreement at all.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_noise", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: how well a batch's gradient agrees with that of all the data.
rng = np.random.default_rng(0)
params = init_params([64, 32, 10], rng)


def direction(indices):
    _, grads = mlp_gradients(X_fit[indices], labels_fit[indices], params)
    flat = np.concatenate([part.ravel() for pair in grads for part in pair])
    return flat / np.linalg.norm(flat)


whole = direction(np.arange(len(X_fit)))
fig, ax = plt.subplots(figsize=(7, 2.6))
for size, shade, line in [(1, 0.45, ":"), (4, 0.6, "-."), (16, 0.8, "--"), (64, 1.0, "-")]:
    cosines = [direction(minibatches(len(X_fit), size, rng)[0]) @ whole for _ in range(300)]
    ax.hist(cosines, bins=np.linspace(-0.4, 1, 36), histtype="stepfilled", facecolor=plt.cm.Blues(shade, 0.3),
            edgecolor=plt.cm.Blues(shade), lw=1.8, linestyle=line, label=f"batches of {size}")
ax.set(xlabel="agreement with the gradient of all the data (cosine)", yticks=[])
ax.spines["left"].set_visible(False)
ax.legend(frameon=False, loc="upper left")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_minibatches", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Four heaps along the cosine. The one for batches of 1 is broad, lies around 0.2, and
# reaches below zero. With 4, 16 and 64 the heaps move to the right and become narrower; that of 64 is high and
# narrow, around 0.8.
#
# **Take along.** A single observation gives hardly more than a hint; 64 already know most of what a thousand
# know. More of them sharpen the direction only slowly (the error shrinks with the square root of the batch size),
# while their cost grows in proportion.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_train", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · The loop that learns
#
# Everything comes together in a dozen lines: for each epoch, for each batch, ask for the loss and the gradients,
# and step.
#
# The loop does not need to know what it trains. It gets a function `gradients(X, targets, params)` that returns
# `(loss, grads)`; for the digits that will be `mlp_gradients`, for the curve `regression_gradients`. Call it
# **once a batch**: the loss it returns comes for free with the gradient.
#
# To watch the learning, keep a `history`: for each epoch the mean of its batch losses. A batch of 2 should not
# count as much as a batch of 32, so weight each by its size:
#
# $$\text{history}_e = \frac{1}{n} \sum_{B} |B| \, L_B .$$
#
# **Exercise 3 (5 points).** Write `train`, with your `minibatches` and your `sgd_step`. `targets` may be labels
# $(n,)$ or a matrix $Y$ $(n, k)$: an index array picks the right ones from both.
#
# <details><summary>Hint 1</summary>
#
# In words first: for each epoch, deal the hands; for each hand, do what? Which of these things needs the result of
# which other? In particular: with which params does the *second* hand ask for its gradient?
#
# </details>
# <details><summary>Hint 2</summary>
#
# An index array picks rows: `X[batch]` has the shape (|B|, d). How do you pick the targets that belong to them?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `history` gets one number an epoch. Keep a running sum of $|B| \, L_B$: when does it start at 0 again, and what is
# it divided by at the end?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(X, targets, params, gradients, epochs, batch_size, learning_rate, rng):
    """Stochastic gradient descent, from params, for a number of epochs.

    X (n, d); targets: labels (n,) or Y (n, k). gradients(X, targets, params) returns (loss, grads) of a batch.
    Returns (params, history): the trained params, and for each epoch the mean of the batch losses, each weighted by
    the size of its batch.
    """
    ### BEGIN SOLUTION
    n = len(X)
    history = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(n, batch_size, rng):
            loss, grads = gradients(X[batch], targets[batch], params)
            params = sgd_step(params, grads, learning_rate)
            total += len(batch) * loss
        history.append(total / n)
    return params, history
    ### END SOLUTION

# %% autograder={"depends": ["sgd_step", "minibatches"]} nbgrader={"grade": true, "grade_id": "test_train", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week4", "train")
### END HIDDEN TESTS
calls = []


def watched(X, Y, params):
    calls.append(len(X))
    return regression_gradients(X, Y, params)


rng = np.random.default_rng(0)
before = init_params([1, 1], rng)
trained = train(x_line, y_line, before, watched, 30, 16, 0.05, rng)
assert trained is not None, "train returns None: is the return missing?"
assert len(trained) == 2, "two things come back: params and history"
after, history = trained
assert calls[:3] == [16, 16, 8], f"40 observations in batches of 16: one call a batch, but the sizes were {calls[:3]}"
assert len(calls) == 90, f"30 epochs of 3 batches are 90 calls of gradients, not {len(calls)}"
assert len(history) == 30, "one entry in history for each epoch"
assert history[-1] < history[0], "the loss should go down: do the new params go into the next batch?"
slope = np.polyfit(x_line.ravel(), y_line.ravel(), 1)[0]
assert abs(after[0][0].item() - slope) < 0.2, "far from the best line: from which params does each batch start?"
print("The first checks of train pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_batch_sizes", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it learn.** The same network, the same learning rate, ten times through the digits; only the hands are
# dealt in other sizes.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_batch_sizes", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the loss by epoch for four batch sizes.
fig, ax = plt.subplots(figsize=(6.4, 3))
for size, shade, marker in [(1000, 0.35, "o"), (100, 0.55, "s"), (10, 0.8, "^"), (1, 1.0, "D")]:
    rng = np.random.default_rng(0)
    _, history = train(X_fit, labels_fit, init_params([64, 32, 10], rng), mlp_gradients, 10, size, 0.05, rng)
    ax.plot(range(1, 11), history, f"{marker}-", ms=5, color=plt.cm.Blues(shade), label=f"batches of {size}")
ax.axhline(np.log(10), color=GREY, ls=":", lw=1)
ax.text(10, np.log(10) + 0.06, "guessing: log 10", color=GREY, ha="right", fontsize=9)
ax.set(xlabel="epoch", ylabel="loss", ylim=(0, None))
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_train", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Loss by epoch, four curves that start near the dotted line of guessing or below it. Batches
# of 1000 hardly leave it (2.2 at the end); batches of 100 fall in nearly a straight line to 1.3; batches of 10 fall
# steeply and then slowly, to about 0.2; batches of 1 are below 0.3 after two epochs and nearly at 0 in the end.
#
# **Take along.** All four curves looked at every digit ten times, with about as many multiplications. But 1000 in
# a batch means 10 steps in all, and 1 in a batch means 10 000. Early on, many rough steps beat a few exact ones.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_learning_rate", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · How fast to learn
#
# A network has many knobs: layers, units, epochs, batch size. If you have time for just one of them, turn the
# learning rate (*Deep Learning*, section 11.4.1, gives the same advice). Brains seem to turn it, too: people
# learn faster when the world has just changed and slower when it is merely noisy. Find out for yourself what the
# knob does.
#
# **Exercise 4 (3 points, read by a person).** First the plot: choose five or more rates in the next cell, from
# one that hardly learns to one that destroys the network. Steps of a factor 3 to 10 are a good start. Then the
# words, below the plot.

# %% nbgrader={"grade": false, "grade_id": "rates", "locked": false, "schema_version": 3, "solution": true, "task": false}
### BEGIN SOLUTION
rates = (0.0003, 0.003, 0.03, 0.3, 1.0, 10.0)
### END SOLUTION

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_rates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the loss by epoch for your learning rates.
fig, ax = plt.subplots(figsize=(6.4, 3.2))
for i, (rate, shade) in enumerate(zip(rates, np.linspace(0, 0.85, len(rates)))):
    rng = np.random.default_rng(0)
    start = init_params([64, 32, 10], rng)
    with np.errstate(all="ignore"):
        _, history = train(X_fit, labels_fit, start, mlp_gradients, 15, 20, rate, rng)
    marker = MARKERS[i % len(MARKERS)]
    ax.plot(range(1, 16), history, f"{marker}-", ms=5, color=plt.cm.viridis(shade), label=f"$\\eta$ = {rate:g}")
ax.axhline(np.log(10), color=GREY, ls=":", lw=1)
ax.set(xlabel="epoch", ylabel="loss", yscale="log", title="one network, one start, several learning rates")
ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "question_learning_rate", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* The loss by epoch, on a scale of powers of ten: for each of your rates a curve with a
# marker of its own, and a dotted line at the loss of guessing. To have the curves in numbers, call `train` in a cell
# of your own, as the folded cell does, and print the `history`.
#
# Describe in your own words, with the rates in your plot: what does a rate look like that is too small, one that
# is about right, one that is somewhat too big, and one that is far too big? Why does each behave as it does
# (think of the valley in exercise 1)? And if the plot showed you only *one* curve, how would you tell which way
# to turn the rate?
#
# <details><summary>Hint 1</summary>
#
# Look at three things in each curve: where it is after the first epoch, whether it is smooth, and whether it is
# still falling in the last epoch.
#
# </details>
# <details><summary>Hint 2</summary>
#
# In the valley of exercise 1: how far does a step go that is far too short? If a step lands on the other wall
# *higher* than it started, is the slope there larger or smaller, and what does that do to the next step?
#
# </details>
# <details><summary>Hint 3</summary>
#
# A curve that stays near log 10: the network guesses, whatever it is shown. What might one huge step have done to
# the ReLU units?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "learning_rate", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# **Too small** ($\eta = 0.0003$): the curve is smooth, falls from the start, and is still falling when time is
# up; after 15 epochs it is hardly below guessing, $\log 10 \approx 2.3$. Each step follows the slope faithfully
# but is so short that thousands more would be needed. With $\eta = 0.003$ the same, ten times faster.
#
# **About right** ($\eta = 0.03$ to $0.3$): a steep fall in the first epochs, then a slow approach to a low loss.
# The steps are nearly as long as the narrowest direction of the valley allows, so that the long directions move
# as well.
#
# **Somewhat too big** ($\eta = 1$): steps jump across the narrow direction of the valley and land on the other
# side, often higher than before. The loss falls late and in jumps, and stays above that of the smaller rate 0.3
# to the end.
#
# **Far too big** ($\eta = 10$): every step lands higher than it started, the slope there is steeper, the next
# step longer still. Scores become huge; then ReLU units are pushed where they are silent for every input, their
# gradient is 0 and they never come back. The loss explodes (or becomes nan), or it ends near or above that of
# guessing and stays there.
#
# **From one curve:** smooth and still falling at the end: go up with the rate. Jumping, rising or stuck at
# guessing from the first epoch: go down. A fast fall that levels off low: keep it, or lower it towards the end.
#
# === BEGIN MARK SCHEME ===
#
# **learning_rate, 3 points.** The plot needs at least five rates that span slow, good and destroyed; at most 2
# points without.
#
# - 1 point: too small and about right are described from the plot (still falling at the end, against a fast fall
#   that levels off), with a reason in terms of the step's length.
# - 1 point: too big is described from the plot (jumps, rises, sticks at log 10 or nan), with the reason: steps
#   overshoot the narrow direction of the valley. Dead ReLU units are a welcome extra, not required.
# - 1 point: a usable rule for reading a single curve, both directions.
#
# Half points are fine. No marks are lost for which numbers count as "right": that depends on batch size and
# epochs.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_fit_curve", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · A network that bends
#
# A brain does not only name things, it also has to grade its answers: how far to reach, how hard to grip. Here
# are 200 noisy measurements of a smooth curve,
#
# $$y = \sin(3x) + \text{noise}, \qquad x \in [-2, 2],$$
#
# with noise of standard deviation 0.1. No network can predict the noise, so no mean squared error on new points
# can be expected below $0.1^2 = 0.01$. Yours should come within a factor of two.
#
# A ReLU network is a line that bends: each hidden unit of the first layer adds one **kink**, where its score
# crosses zero. The six stretches of this curve need their kinks in the right places.
#
# **Exercise 5 (3 points).** Write `fit_curve`. Return the params of a regression network (ReLU hidden layers,
# linear output) with an MSE of at most **0.02** on points it has not seen. Sizes, epochs, batch size and rate are
# up to you; `train` with `regression_gradients` does the work, and it should take seconds, not minutes.
#
# Things to think about when it does not work at once:
#
# - Look at `history` and compare with your plot of exercise 4. One rate need not serve from start to end: you may
#   call `train` twice.
# - `init_params` starts with $b = 0$. Where, then, are the kinks of the first layer all at the start? Params are
#   just arrays: nothing forbids you to start with other ones.
# - Your params take $x$ as it is. If you rescale $x$ for the training, fold the scaling into the first layer
#   before you return.
#
# <details><summary>Hint 1</summary>
#
# How many kinks does the network have to place? Take $[1, ?, 1]$ or $[1, ?, ?, 1]$ with a few dozen units in a
# layer. Then plot `history` before you change anything: does it blow up, creep, or level off?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A unit of the first layer bends where $w x + b = 0$. For a given $w$, which $b$ puts the kink at a place $c$ of
# your choice? `rng` can draw a place in [-2, 2] for each unit.
#
# </details>
# <details><summary>Hint 3</summary>
#
# 200 points in hands of 10 are 20 steps an epoch, so some hundred epochs are a few thousand steps, and these take a
# second or two. If the loss hovers above 0.02 and jumps, what would a second call of `train` with a smaller rate do?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "fit_curve", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit_curve(x, y, rng):
    """A regression network trained on a noisy curve.

    x, y (n, 1). rng: a numpy Generator, the only source of randomness.
    Returns params, a list of (W, b) from 1 input to 1 output, whose MSE on new points is at most 0.02.
    """
    ### BEGIN SOLUTION
    params = init_params([1, 40, 20, 1], rng)
    # A unit of the first layer bends at x = -b / W. With b = 0 all bend at 0: spread them.
    W, kinks = rng.choice([-1.0, 1.0], (1, 40)), rng.uniform(-2, 2, 40)
    params[0] = (W, -W[0] * kinks)
    params, _ = train(x, y, params, regression_gradients, 300, 10, 0.01, rng)
    params, _ = train(x, y, params, regression_gradients, 100, 10, 0.002, rng)
    return params
    ### END SOLUTION

# %% autograder={"depends": ["train"]} nbgrader={"grade": true, "grade_id": "test_fit_curve", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week4", "fit_curve")
### END HIDDEN TESTS
bent = fit_curve(x, y, np.random.default_rng(0))
assert bent is not None, "fit_curve returns None: is the return missing?"
assert isinstance(bent[0][0], np.ndarray), "return params alone (train returns two things)"
assert np.isfinite(bent[0][0]).all(), "the training blew up: look at the learning rate first"
fitted = mse(y, mlp_forward(x, bent))
print(f"MSE on the points it was trained on: {fitted:.4f} (the noise alone: about 0.01)")
assert fitted < 0.4, "no better than a straight line: does the loss in history go down?"
assert fitted < 0.02, "it bends but does not fit yet: see the three things to think about above"
print("The first checks of fit_curve pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_curve", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the noisy curve and your network.
grid = np.linspace(-2.3, 2.3, 400).reshape(-1, 1)
fig, ax = plt.subplots(figsize=(6.4, 3))
ax.plot(x, y, ".", color=GREY, ms=4, label="data")
ax.plot(grid, np.sin(3 * grid), ":", color="black", lw=1.2, label="the truth")
ax.plot(grid, mlp_forward(grid, bent), color=RED, lw=2, label="your network")
ax.set(xlabel="x", ylabel="y", ylim=(-1.6, 1.6))
ax.legend(frameon=False, ncol=3, loc="upper center", bbox_to_anchor=(0.5, 1.18))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_fit_curve", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Grey points along a wave, a dotted line for the true sine, and your network, a line of
# straight pieces through the points. Outside of -2 and 2, where there are no points, the line goes its own way and
# leaves the sine.
#
# **Take along.** Look closely and you see the straight pieces. Look beyond -2 and 2: where it saw no data the
# network goes straight on, with full confidence and no reason. It has learned the points, not the sine.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_fit_digits", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · A network that reads
#
# Now for real. 64 pixels go in, 10 scores come out, and the largest score is the answer. All parts are yours or
# given.
#
# **Exercise 6 (4 points).** Write `fit_digits`. Train a network that reads at least **95%** of the hidden digits
# right, in at most 20 s. Sizes, epochs, batch size and learning rate are your choice; what you learned in
# exercises 3 and 4 is your guide. Use the `X` and `labels` that your function is given: the graders hand it all
# 1200 digits.
#
# Your params take pixels from 0 to 1 as they are.
#
# <details><summary>Hint 1</summary>
#
# Which batch sizes fell fastest in the picture of exercise 3, and which rate in yours of exercise 4? Start with
# these.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The params have the sizes $[64, ?, 10]$. More hidden units can hold more; one layer of 50 to 200 is plenty, for
# twenty or thirty epochs.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Below 95%? See `history`: if the loss is still falling, go on for longer; if it jumps about, end with some epochs
# at a smaller rate; if it is nearly 0 and the digits aside are still misread, a longer training won't help, other
# sizes may.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "fit_digits", "locked": false, "schema_version": 3, "solution": true, "task": false}
def fit_digits(X, labels, rng):
    """A network trained to read digits.

    X (n, 64) with pixels from 0 to 1, labels (n,) from 0 to 9. rng: a numpy Generator, the only source of randomness.
    Returns params, a list of (W, b) from 64 inputs to 10 scores.
    """
    ### BEGIN SOLUTION
    params = init_params([64, 100, 10], rng)
    # Bold steps first; then smaller ones, which no longer jump about the floor of the valley.
    params, _ = train(X, labels, params, mlp_gradients, 25, 20, 0.2, rng)
    params, _ = train(X, labels, params, mlp_gradients, 10, 20, 0.04, rng)
    return params
    ### END SOLUTION

# %% autograder={"depends": ["train"]} nbgrader={"grade": true, "grade_id": "test_fit_digits", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week4", "fit_digits")
### END HIDDEN TESTS
reader = fit_digits(X_fit, labels_fit, np.random.default_rng(0))
assert reader is not None, "fit_digits returns None: is the return missing?"
assert isinstance(reader[0][0], np.ndarray), "return params alone (train returns two things)"
assert reader[0][0].shape[0] == 64 and reader[-1][0].shape[1] == 10, "64 pixels in, 10 scores out"
assert np.isfinite(reader[0][0]).all(), "the training blew up: look at the learning rate first"
read = accuracy(mlp_forward(X_check, reader), labels_check)
print(f"read right: {accuracy(mlp_forward(X_fit, reader), labels_fit):.1%} of the digits it learned from, "
      f"{read:.1%} of those it has never seen")
assert read > 0.5, "hardly better than chance: does the loss in history go down?"
assert read > 0.93, "it reads, but not well enough yet: longer, wider, or with another rate?"
print("The first checks of fit_digits pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_fields", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **What the first layer looks for.** Each hidden unit weighs the 64 pixels, so its weights are a picture too: red
# is ink it likes to see, blue is ink it does not. A physiologist would call it the unit's receptive field. Much
# of the speckle is the random start, which nothing ever made the network unlearn.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_fields", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the weights of the first layer, as images.
W, _ = reader[0]
strongest = np.argsort(-np.linalg.norm(W, axis=0))[:30]
fig, axes = plt.subplots(3, 10, figsize=(8.5, 2.8))
for ax in axes.flat:
    ax.axis("off")
for unit, ax in zip(strongest, axes.flat):
    ax.imshow(W[:, unit].reshape(8, 8), cmap=SIGNED, vmin=-np.abs(W).max(), vmax=np.abs(W).max())
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_wrong", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Thirty squares of 8 by 8 pixels in red, white and blue, most of them speckled. In some, a
# few neighbouring pixels of one colour make a short stroke.
#
# **And the ones it gets wrong.** The twelve digits of the checking set to whose true label your network gives the
# least probability (softmax of its scores): misread ones in bold and red, those it got right but with doubt in
# blue. Some you would misread as well. Others show that what it looks at is not quite what you look at.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_wrong", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the digits your network finds hardest.
P = softmax(mlp_forward(X_check, reader))
said = P.argmax(axis=1)
print(f"{np.sum(said != labels_check)} of {len(X_check)} are read wrong")
hardest = np.argsort(P[np.arange(len(P)), labels_check])[:12]
fig, axes = plt.subplots(2, 6, figsize=(9, 3.9), gridspec_kw={"hspace": 0.45})
for i, ax in zip(hardest, axes.flat):
    ax.imshow(X_check[i].reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    colour = BLUE if said[i] == labels_check[i] else RED
    ax.set_title(f"says {said[i]} ({P[i].max():.0%})\nis {labels_check[i]}", fontsize=9, color=colour,
                 fontweight="normal" if said[i] == labels_check[i] else "bold")
    ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "end", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Twelve digits, and over each what the network says, how sure it is, and what is right. With
# a network that reads well a few of the twelve are misread; the others got half to three quarters of the
# probability.
#
# **Take along.** Four weeks ago this was one neuron and its score. Now it is a network that reads, and you wrote
# every line of it: the layers, the loss, the way back, and the learning. The large networks of today
# have more kinds of layers, but they learn in just this way.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_momentum", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · Bonus: a ball that rolls
#
# Plain descent forgets. In a long, narrow valley it jumps from wall to wall, though step after step it should
# have noticed that the walls cancel out and the floor does not. Give the parameters some **momentum**: a velocity
# $v$ that remembers the steps so far,
#
# $$v \leftarrow \beta v - \eta \, \mathrm{d}W, \qquad W \leftarrow W + v,$$
#
# and the same for every $b$, in every layer. With $\beta = 0$ it is the plain step; with $\beta = 0.9$ a steady
# slope is walked ten times as fast. (*Deep Learning*, section 8.3.2.)
#
# **Exercise 7 (3 bonus points; they make up for points lost above).** Write `momentum_step`. `velocity` is a list
# of pairs like `params`. Return both, new.
#
# <details><summary>Hint 1</summary>
#
# There are two lines in the formula. Which one comes first, and which velocity moves $W$, the old one or the new
# one?
#
# </details>
# <details><summary>Hint 2</summary>
#
# From rest, $v = 0$: what is $v$ after the first step, and where is $W$? (It should be where `sgd_step` puts it.)
#
# </details>
# <details><summary>Hint 3</summary>
#
# Three lists of pairs go side by side now; `zip` takes three as well. Both lists that come back are new ones.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "momentum", "locked": false, "schema_version": 3, "solution": true, "task": false}
def momentum_step(params, grads, velocity, learning_rate, beta=0.9):
    """One step of gradient descent with momentum.

    params: list of (W, b). grads, velocity: lists of pairs of the same shapes. learning_rate, beta: numbers.
    Returns (params, velocity), both new; the old ones are unchanged.
    """
    ### BEGIN SOLUTION
    velocity = [
        (beta * vW - learning_rate * dW, beta * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
    return params, velocity
    ### END SOLUTION

# %% autograder={"bonus": 3, "function": "momentum_step"} nbgrader={"grade": true, "grade_id": "test_momentum", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week4", "momentum")
### END HIDDEN TESTS
start = [(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]))]
slopes = [(np.array([[10.0, -10.0]]), np.array([0.0, 20.0]))]
rest = [(np.zeros((1, 2)), np.zeros(2))]
rolled = momentum_step(start, slopes, rest, 0.1)
assert rolled is not None, "momentum_step returns None: is the return missing?"
assert len(rolled) == 2, "two things come back: params and velocity"
moved, speed = rolled
assert np.allclose(moved[0][0], sgd_step(start, slopes, 0.1)[0][0]), "from rest, the first step is the plain one"
assert np.allclose(speed[0][0], [[-1, 1]]), "the velocity after the first step is that step"
moved, speed = momentum_step(moved, slopes, speed, 0.1)
assert np.allclose(speed[0][0], [[-1.9, 1.9]]), "the second step keeps beta of the first velocity"
assert np.allclose(rest[0][0], 0), "the old velocity must stay as it was: make a new array"
print("The first checks of momentum_step pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_momentum", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: 25 steps without and with momentum.
fig, axes = plt.subplots(1, 2, figsize=(9, 2.9), sharey=True)
for ax, beta in zip(axes, (0.0, 0.7)):
    here = [(np.array([[-1.0]]), np.array([1.8]))]
    velocity = [(np.zeros((1, 1)), np.zeros(1))]
    path = [here]
    for _ in range(25):
        _, grads = regression_gradients(x_line, y_line, here)
        here, velocity = momentum_step(here, grads, velocity, 0.03, beta)
        path.append(here)
    ax.contourf(w_axis, b_axis, np.log(surface), levels=16, cmap="Blues_r", alpha=0.8)
    ax.plot([W[0, 0] for [(W, b)] in path], [b[0] for [(W, b)] in path], ".-", color=RED, lw=1, ms=4)
    ax.set(title=f"25 steps, $\\beta$ = {beta:g}", xlabel="w", xlim=(-1.6, 3.4), ylim=(-3, 2.4))
axes[0].set_ylabel("b")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_momentum", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* The valley of exercise 1 twice, each time with 25 steps from the same start. Without
# momentum the path enters the valley and stops far from the lowest point. With $\beta = 0.7$ it runs faster, swings
# round in a wide bend, and gets much nearer.
#
# **Take along.** The same number of steps and the same rate, but the ball gets much nearer. Adam and most
# optimisers you will meet later are this idea with a second memory, for how large the gradients usually are.
