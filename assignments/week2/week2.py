# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 2 · From scores to beliefs
#
# **How sure is a brain?** Dusk. Something moves at the edge of the forest. A cat? A dog? A fox? Your visual system
# does not answer with a single word. It weighs, and it knows how much it knows: monkeys judging faint motion settle
# for a small but certain reward when they are unsure, and the very neurons in parietal cortex that carry the decision
# also carry the confidence in it (Kiani & Shadlen, 2009).
#
# Last week's network ends with *scores*, numbers of any size and sign. This week gives it an output layer that turns
# scores into beliefs, and a **loss**: one number that says how badly those beliefs fit what really happened. Next
# week that number will teach the network everything it knows. So it had better be the right number, and it had better
# be computed without falling over.
#
# You will write seven small functions (one of them for bonus points) and one derivation. None needs more than a few
# lines.
#
# *This week takes about four hours: one for reading and looking, two for the exercises, one for the derivation. There
# are 20 points, and 3 more as a bonus.*

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

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
# Colours (told apart by colour-blind eyes too) and letters of the pictures.
# %matplotlib inline
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "font.size": 10})
CLASSES = ["cat", "dog", "fox"]
# Blue, green and orange of Okabe and Ito; each class has its own line and its own mark as well.
COLOURS = np.array([[0, 114, 178], [0, 158, 115], [230, 159, 0]]) / 255
LINES, MARKS, INK = ["-", "--", "-."], ["o", "s", "^"], "0.15"

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_beliefs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: a triangle of beliefs about three animals.
corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
x, y = np.meshgrid(np.linspace(0, 1, 400), np.linspace(0, corners[2, 1], 350))
fox = y / corners[2, 1]
dog = x - fox / 2
belief = np.stack([1 - fox - dog, dog, fox], axis=-1)
picture = np.dstack([belief.clip(0, 1) @ COLOURS, (belief.min(axis=-1) >= 0) * 0.85]).clip(0, 1)

fig, ax = plt.subplots(figsize=(5.6, 4.4))
ax.imshow(picture, origin="lower", extent=(0, 1, 0, corners[2, 1]))
for text, guess, place in [
    ("broad daylight:\nsurely the fox", [0.03, 0.04, 0.93], (1.02, 0.82)),
    ("dusk: cat or fox,\nbut no dog", [0.47, 0.06, 0.47], (-0.06, 0.62)),
    ("darkness:\nno idea", [1 / 3, 1 / 3, 1 / 3], (1.1, 0.47)),
]:
    point = np.array(guess) @ corners
    ax.annotate(text, point, place, ha="center", va="center", arrowprops={"arrowstyle": "-", "color": "0.3"})
    ax.plot(*point, "o", color="white", markeredgecolor="0.2", markersize=8)
for name, (cx, cy), dy in zip(CLASSES, corners, [-0.05, -0.05, 0.045]):
    ax.text(cx, cy + dy, name, ha="center", va="center", fontweight="bold")
ax.set(xlim=(-0.35, 1.4), ylim=(-0.1, 0.97), title="Every point is a belief about three animals")
ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* a triangle whose corners are coloured and named: cat (blue) lower left, dog (green) lower right,
# fox (orange) at the top. Inside, the colours mix. Three points are marked: "broad daylight: surely the fox" close
# to the top, "dusk: cat or fox, but no dog" near the middle of the left edge, and "darkness: no idea" in the
# middle.
#
# The corners are certainty, the middle is ignorance, an edge rules one animal out. An output layer for
# classification has one job: to send *any* scores to a point of this triangle (for C classes: of its big sister with
# C corners).
#
# **Conventions, for all weeks.** Observations are rows: scores $Z$ are `(n, C)`, and a regression network's targets
# $Y$ and outputs $\hat Y$ are `(n, k)`. Labels are integers from 0 to C - 1, of shape `(n,)`. Everything else is
# float64. Inputs are never empty. Functions return new arrays and never change their arguments; where a scalar is
# promised, one number comes back. **Losses are averaged over the n observations.** No loop over observations is
# needed anywhere, but a right loop gets full points.
#
# The checks you see below each stub are a first help. The hidden ones look at the same functions with other sizes and
# harder numbers.
#
# Stuck? Under each exercise there are folded hints. Try first, then open one at a time.

# %% [markdown] nbgrader={"grade": false, "grade_id": "softmax_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · Softmax: scores compete
#
# Make the scores positive, then let each class have its share of the row:
#
# $$\hat y_{ij} = \frac{e^{z_{ij}}}{\sum_{c=1}^{C} e^{z_{ic}}}$$
#
# Brains do something alike. A cortical neuron's drive is divided by the pooled activity of its neighbours (*divisive
# normalisation*; Carandini & Heeger, 2012): what counts is not how loud you are but how loud you are among the
# others. In psychology the same rule, a share of the sum, has described choices since Luce (1959).
#
# One trap. A network's scores can be large, and in float64 $e^{710}$ is already `inf`, and `inf / inf` is `nan`. The
# way out is a freedom softmax has: **adding the same number to all scores of a row changes nothing.** (Why? Try it on
# paper.) Choose that number, for each row, so that no exponential can overflow and the denominator cannot become 0.
# Then there is no need for any small number in the denominator, and the rows sum to 1 as closely as floats can.
#
# **Exercise 1 (4 points).** Write `softmax`. It must be right for scores up to 10,000 in size, also when one row's
# scores dwarf another's.
#
# <details><summary>Hint 1</summary>
#
# Which axis of $Z$ runs over the classes? Along it the sum of an `(n, C)` array is `(n,)`; which shape must it have
# so that each row is divided by its *own* sum? (`keepdims`)
#
# </details>
# <details><summary>Hint 2</summary>
#
# $e^{z + c} = e^{z} e^{c}$. What becomes of $e^{c}$ in numerator and denominator? Which $c$ makes the largest
# exponent of a row 0, and how small can the denominator then be?
#
# </details>
# <details><summary>Hint 3</summary>
#
# One $c$ for the whole array is not enough: if one row has scores near 1000 and another near −1000, what are the
# exponentials of the second row?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "softmax", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax(Z):
    """Softmax of each row.

    Z: (n, C) scores, one row an observation. Returns (n, C) probabilities; every row sums to 1.
    """
    ### BEGIN SOLUTION
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_softmax", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "softmax")
### END HIDDEN TESTS
_P = softmax(np.array([[0.0, np.log(3.0)], [1.0, 1.0], [2.0, 2.0 + np.log(4.0)]]))
assert isinstance(_P, np.ndarray), f"softmax gave a {type(_P).__name__}, not an array: is a return missing?"
assert _P.shape == (3, 2), f"three observations and two classes give shape (3, 2), not {_P.shape}"
assert not np.allclose(_P.sum(), 1), "all six entries together sum to 1: each row should, look at the axis of your sum"
assert np.allclose(_P.sum(axis=1), 1), f"the rows sum to {_P.sum(axis=1)}, not to 1: which axis runs over the classes?"
_right = [[1 / 4, 3 / 4], [1 / 2, 1 / 2], [1 / 5, 4 / 5]]
assert np.allclose(_P, _right), f"scores 0 and log 3 give 1/4 and 3/4, not {_P[0]}"
# What goes wrong here is told by the asserts below, better than by numpy's warnings.
with np.errstate(all="ignore"):
    _P = softmax(np.array([[1000.0, 1000.0], [-1000.0, -1000.0]]))
assert np.isfinite(_P).all(), "scores of 1000 and -1000 give nan or inf: use the freedom to shift a row"
assert np.allclose(_P, 0.5), f"equal scores share equally, also large ones; yours give {_P[0]} and {_P[1]}"
print("The first checks of softmax pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_softmax", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: your softmax as scores grow, and as one score rises.
z = np.array([2.0, 1.0, 1.6])
gain = np.linspace(0, 8, 161)
fox_score = np.linspace(-5, 7, 161)

fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2))
P = softmax(gain[:, None] * z)
for j, name in enumerate(CLASSES):
    left.plot(gain, P[:, j], color=COLOURS[j], ls=LINES[j], lw=2.5)
    left.text(8.15, P[-1, j] + (0.0, -0.02, 0.03)[j], f"{name} ({z[j]:g})", color=INK, va="center")
left.axhline(1 / 3, color="0.8", lw=1, zorder=0)
left.set(xlabel="all scores multiplied by", ylabel="probability", ylim=(0, 1), xlim=(0, 8),
         title="As scores grow, the winner takes all")
P = softmax(np.stack([np.full_like(fox_score, 1.0), np.zeros_like(fox_score), fox_score], axis=1))
right.stackplot(fox_score, P.T, colors=COLOURS, edgecolor="white")
for name, colour, place in zip(CLASSES, ["white", "white", INK], [(-3.4, 0.36), (-3.4, 0.86), (4.6, 0.62)]):
    right.text(*place, name, color=colour, fontweight="bold", ha="center", va="center")
right.set(xlabel="score of the fox (cat 1, dog 0)", xlim=(-5, 7), ylim=(0, 1),
          title="One score rises, the others make room")
fig.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "softmax_take", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* left, three lines that begin together at 1/3. As all scores are multiplied by 0 to 8, the cat's
# (score 2, solid) rises to nearly 1, the fox's (1.6, dash-dotted) stays level at first and then falls towards 0,
# the dog's (1, dashed) falls to 0 at once. Right, three bands on top of each other that fill the whole height: as
# the fox's score grows from −5 to 7, the fox's band widens from nothing to nearly all, and cat and dog shrink
# alike.
#
# **To take along.** Left: with all scores at 0 softmax knows nothing; as they grow it hardens into "the largest one
# wins". It is a *soft arg-max*, and the overall size of the scores is its confidence. Right: probability is a fixed
# amount of paint. One class can only gain what others give up, which is what "competition" means.
#
# *Reading:* Goodfellow, Bengio & Courville, *Deep Learning* (2016), section 6.2.2.3 on softmax output units, and 4.1
# on overflow and underflow, where softmax is the example.

# %% [markdown] nbgrader={"grade": false, "grade_id": "mse_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · Mean squared error: when the answer is a number
#
# How far does the hand have to reach? How bright is the patch? Here the network's output layer is linear, and the
# loss is the squared length of the error, averaged over the observations:
#
# $$L = \frac1n \sum_{i=1}^n \lVert y_i - \hat y_i \rVert^2
# = \frac1n \sum_{i=1}^n \sum_{j=1}^k (y_{ij} - \hat y_{ij})^2$$
#
# Look twice at the two sums: over the $k$ outputs it is a **sum**, over the $n$ observations a **mean**. Libraries
# often average over both, and books like to add a 1/2. This is the slide's version, and ours.
#
# **Exercise 2 (3 points).** Write `mse`.
#
# <details><summary>Hint 1</summary>
#
# Let two observations have the errors $(0, 2)$ and $(3, 0)$. What does each cost, and what is their average?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $Y - \hat Y$ is $(n, k)$. Along which axis do you sum to get one number for each observation, $(n,)$? By how much
# does `np.mean` of all $n \cdot k$ entries divide, and by how much should it?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "mse", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mse(Y, Y_hat):
    """Squared error, summed over outputs and averaged over observations.

    Y, Y_hat: (n, k) targets and predictions. Returns a scalar.
    """
    ### BEGIN SOLUTION
    return np.mean(np.sum((Y - Y_hat) ** 2, axis=1))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_mse", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "mse")
### END HIDDEN TESTS
_loss = mse(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 4.0], [0.0, 4.0]]))
assert np.ndim(_loss) == 0 and _loss is not None, f"a loss is a single number, but yours is {_loss!r}"
assert not np.isclose(_loss, 13.0), "the squared errors are summed, 4 + 9 = 13; now average over the two observations"
assert not np.isclose(_loss, 3.25), "half of what it should be: sum over outputs, average over observations, no 1/2"
assert np.isclose(_loss, 6.5), f"errors of 2 and 3 in two observations cost (4 + 9) / 2 = 6.5, not {_loss}"
assert mse(np.ones((3, 2)), np.ones((3, 2))) == 0, "perfect predictions cost nothing"
print("The first checks of mse pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_mse", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: squared errors as squares, for a good line and a worse one.
rng = np.random.default_rng(2)
x = np.sort(rng.uniform(0.3, 5.5, 8))
y = 0.6 * x + 0.7 + rng.normal(0, 0.5, 8)

fig, axes = plt.subplots(1, 2, figsize=(8.6, 3.5), sharey=True)
for ax, slope, intercept, name in zip(axes, [0.6, 0.1], [0.7, 1.9], ["A good line", "A worse line"]):
    y_hat = slope * x + intercept
    for xi, yi, yi_hat in zip(x, y, y_hat):
        ax.add_patch(plt.Rectangle((xi, yi_hat), abs(yi - yi_hat), yi - yi_hat, color=COLOURS[2], alpha=0.35, lw=0))
    ax.plot([0, 6], [intercept, slope * 6 + intercept], color=COLOURS[0], lw=2)
    ax.plot(x, y, "o", color="0.15", markersize=5)
    ax.set(title=f"{name}: mse = {mse(y[:, None], y_hat[:, None]):.2f}", aspect="equal",
           xlim=(0, 6.3), ylim=(0, 4.6), xlabel="x")
axes[0].set_ylabel("y")
fig.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "mse_take", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* twice the same eight points around a rising line, each with a square drawn on its error. Left,
# by a good line, the squares are small; right, by a line that is too flat, some are many times as large, and so is
# the mse in the title.
#
# **To take along.** The loss is the average *area* of the orange squares. An error twice as long costs four times as
# much: the squared error would rather make many small mistakes than a single large one. That is right where noise is
# Gaussian; minimising it then means maximising the likelihood.
#
# *Reading:* *Deep Learning*, section 5.5 on maximum likelihood, with 5.5.1 on where the squared error comes from.

# %% [markdown] nbgrader={"grade": false, "grade_id": "one_hot_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · One-hot: a label as a belief
#
# To compare a label with a belief, write the label as one: all weight on the true class. With three classes, label 2
# becomes the corner $(0, 0, 1)$ of the triangle.
#
# $$y_{ij} = \begin{cases} 1 & \text{where } j \text{ is the label of observation } i \\
# 0 & \text{elsewhere} \end{cases}$$
#
# Neuroscientists speak of *grandmother cells*: one unit for each thing, and only that one active.
#
# **Exercise 3 (2 points).** Write `one_hot`. Not every class has to occur among the labels.
#
# <details><summary>Hint 1</summary>
#
# Labels $(2, 0, 2)$ with four classes: write the matrix down. How many rows and columns has it, and which of the
# two numbers given says how many columns?
#
# </details>
# <details><summary>Hint 2</summary>
#
# In row $i$ the 1 stands in column `labels[i]`. Two arrays of indices of length $n$, one of rows and one of
# columns, name $n$ entries at once.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Or think of the identity matrix with $C$ rows: which of them belongs to label 2? An array can be indexed by an
# array of row numbers, also with repeats.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "one_hot", "locked": false, "schema_version": 3, "solution": true, "task": false}
def one_hot(labels, n_classes):
    """Labels as rows of 0 with a single 1.

    labels: (n,) integers from 0 to n_classes - 1. Returns (n, n_classes).
    """
    ### BEGIN SOLUTION
    return np.eye(n_classes)[labels]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_one_hot", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "one_hot")
### END HIDDEN TESTS
_Y = one_hot(np.array([2, 0, 2]), 4)
assert isinstance(_Y, np.ndarray), f"one_hot gave a {type(_Y).__name__}, not an array"
assert _Y.shape == (3, 4), f"three labels of four classes give shape (3, 4), not {_Y.shape}; class 3 just did not occur"
assert np.all(_Y.sum(axis=1) == 1), f"every row holds a single 1, but your rows sum to {_Y.sum(axis=1)}"
assert np.all(np.argmax(_Y, axis=1) == [2, 0, 2]), "the 1 of a row stands in the column of its label, counted from 0"
print("The first checks of one_hot pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "cross_entropy_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · Cross-entropy: the price of surprise
#
# You believed in a fox with probability $p$, and it was a fox. How surprised are you? Shannon's answer is $-\log p$:
# nothing if you were sure, a lot if you had almost ruled it out, and surprises of independent events add up. The
# **cross-entropy** loss is the average surprise at the truth,
#
# $$L = -\frac1n \sum_{i=1}^n \sum_{j=1}^C y_{ij} \log \hat y_{ij}$$
#
# with the natural logarithm. As $y_{ij}$ is 1 for the true class and 0 for the others, each row keeps a single term.
#
# Another trap: a belief of exactly 0 has no logarithm, and `0 * log(0)` is `nan`. So **clip** the probabilities from
# below at $10^{-12}$ first: anything smaller counts as $10^{-12}$. (Clipping is not adding: larger probabilities stay
# as they are.)
#
# **Exercise 4 (3 points).** Write `cross_entropy`.
#
# <details><summary>Hint 1</summary>
#
# Clip, take the logarithm, multiply by $Y$: in which order? What is $0 \cdot \log 0$ for a computer?
#
# </details>
# <details><summary>Hint 2</summary>
#
# 'Anything smaller counts as $10^{-12}$' is the larger of two numbers, entry by entry, like week 1's ReLU.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The shapes on the way: $(n, C)$, then $(n,)$ after the sum over classes, then one number. Is it positive?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "cross_entropy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy(Y, Y_hat):
    """Mean surprise at the true classes, never inf or nan.

    Y: (n, C) one-hot labels. Y_hat: (n, C) probabilities, clipped below at 1e-12. Returns a scalar.
    """
    ### BEGIN SOLUTION
    return -np.mean(np.sum(Y * np.log(np.maximum(Y_hat, 1e-12)), axis=1))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_cross_entropy", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "cross_entropy")
### END HIDDEN TESTS
_loss = cross_entropy(np.array([[1.0, 0, 0], [0, 0, 1]]), np.array([[0.5, 0.3, 0.2], [0.25, 0.5, 0.25]]))
assert np.ndim(_loss) == 0 and _loss is not None, f"a loss is a single number, but yours is {_loss!r}"
assert _loss > 0, f"a loss is positive, yours is {_loss}: what sign has the logarithm of a probability?"
assert not np.isclose(_loss, np.log(8)), "log 2 + log 4 are summed; now average over the two observations"
assert not np.isclose(_loss, 1.5), "this is in bits: the natural logarithm is np.log"
assert np.isclose(_loss, np.log(8) / 2), f"beliefs of 1/2 and 1/4 in the truth cost 1.0397 on average, not {_loss}"
# What goes wrong here is told by the asserts below, better than by numpy's warnings.
with np.errstate(all="ignore"):
    _loss, _worst = cross_entropy(np.eye(2), np.eye(2)), cross_entropy(np.eye(2), np.eye(2)[::-1])
assert not np.isnan(_loss), "sure and right gives nan: what is 0 times log 0? Clip before the logarithm"
assert abs(_loss) < 1e-9, f"sure and right costs nothing, but yours costs {_loss}"
assert np.isclose(_worst, -np.log(1e-12)), f"sure and wrong costs -log(1e-12) = 27.63, but yours costs {_worst}"
print("The first checks of cross_entropy pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_losses", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: two losses, against the belief and against the score.
truth = np.array([[0.0, 1.0]])
p = np.linspace(0.002, 0.998, 250)
z = np.linspace(-8, 8, 201)


def losses(P):
    """Cross-entropy and squared error of each row of P (n, 2), when the second class is the true one."""
    return np.array([(cross_entropy(truth, row[None]), mse(truth, row[None])) for row in P])


fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
for ax, at, P in [(left, p, np.stack([1 - p, p], axis=1)), (right, z, softmax(np.stack([0 * z, z], axis=1)))]:
    for loss, colour, line, name in zip(losses(P).T, COLOURS[[2, 0]], ["-", "--"], ["cross-entropy", "squared error"]):
        ax.plot(at, loss, color=colour, ls=line, lw=2.5, label=name)
left.set(xlabel="probability of the true class", ylabel="loss", ylim=(0, 6.4), xlim=(0, 1), title="Against the belief")
right.set(xlabel="lead of the true class's score", xlim=(-8, 8), ylim=(0, 8.4), title="Against the score")
right.axvspan(-8, -4, color="0.93", zorder=0)
right.text(-6, 0.35, "sure and\nwrong", ha="center", color="0.35")
right.annotate("flat: nothing to learn from", (-5, 2.0), (-3.2, 3.4), color=COLOURS[0],
               arrowprops={"arrowstyle": "->", "color": COLOURS[0]})
left.legend(frameon=False)
fig.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "losses_take", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* both losses fall to 0 as the truth is believed more. Left, against the probability of the true
# class, cross-entropy (solid, orange) shoots up without limit near 0; the squared error (broken, blue) begins at 2.
# Right, against the lead of the true class's score from −8 to 8, cross-entropy falls in a straight slope from 8 and
# bends to 0; the squared error is level at 2 where the lead is below −4, a shaded zone that is marked "sure and
# wrong", falls between −3 and 3, and is level at 0 again.
#
# **To take along.** Left: cross-entropy has no upper limit; ruling out the truth costs any amount, while the squared
# error of a belief never exceeds 2. Right: the same two losses against the *score*, which is what learning can move.
# A network that is sure and wrong stands far left. Cross-entropy is a slope there that leads straight home; the
# squared error is a plateau. A learner that walks downhill (week 4!) would stand still exactly where it is most
# mistaken. So: squared error for numbers, cross-entropy for classes.
#
# *Reading:* Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3, the part on the cross-entropy cost
# function; Dayan & Abbott, *Theoretical Neuroscience* (2001), chapter 4, for surprise and entropy in spike trains.

# %% [markdown] nbgrader={"grade": false, "grade_id": "softmax_cross_entropy_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · The combined layer: never compute a probability to take its logarithm
#
# Softmax exponentiates, cross-entropy takes a logarithm. One undoes the other, so put both in one function of the
# scores. With $t_i$ the label of observation $i$,
#
# $$L = \frac1n \sum_{i=1}^n \Big( \log \sum_{c=1}^C e^{z_{ic}} - z_{i t_i} \Big)$$
#
# The first term, **log-sum-exp**, is a smooth version of the row's largest score. In words: *the loss is how far the
# true score stays behind the (soft) winner.* (The slides write a sum over $i$. The mean is the same loss with a
# learning rate that does not depend on $n$.)
#
# Computed as it stands, $e^z$ still overflows. Log-sum-exp has a freedom much like softmax's: find out what happens
# to it when a number is subtracted from all scores of a row, and use that.
#
# **Exercise 5 (4 points).** Write `softmax_cross_entropy`. It must be finite *and exact* for scores up to 10,000 in
# size. Nothing is clipped here: a true score 20,000 behind costs 20,000.
#
# <details><summary>Hint 1</summary>
#
# Take $e^{-m}$ out of the sum: what is $\log \sum_c e^{z_c - m}$ in terms of $\log \sum_c e^{z_c}$? What must be
# added to make up for it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each row needs three numbers, each an array of shape $(n,)$: its largest score $m_i$, its log-sum-exp, and its
# true score $z_{i t_i}$. The last takes one column from each row: two arrays of indices, one for rows and one for
# columns.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A loss that stops at 27.63 or becomes `inf` has gone through a probability. The formula has none: neither
# `softmax` nor `cross_entropy` is needed.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "softmax_cross_entropy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax_cross_entropy(Z, labels):
    """Cross-entropy of the softmax of scores, by log-sum-exp.

    Z: (n, C) scores. labels: (n,) integers from 0 to C - 1. Returns a scalar, the mean over observations.
    """
    ### BEGIN SOLUTION
    M = Z.max(axis=1)
    log_sum_exp = M + np.log(np.exp(Z - M[:, None]).sum(axis=1))
    return np.mean(log_sum_exp - Z[np.arange(len(Z)), labels])
    ### END SOLUTION


# %% autograder={"depends": ["softmax", "one_hot", "cross_entropy"]} nbgrader={"grade": true, "grade_id": "test_softmax_cross_entropy", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "softmax_cross_entropy")
### END HIDDEN TESTS
_Z, _labels = np.array([[0.0, np.log(3.0)], [0.0, 0.0], [np.log(4.0), 0.0]]), np.array([1, 0, 1])
_loss = softmax_cross_entropy(_Z, _labels)
assert np.ndim(_loss) == 0 and _loss is not None, f"a loss is a single number, but yours is {_loss!r}"
assert not np.isclose(_loss, np.log(40 / 3)), "the three losses are summed: average them"
assert np.isclose(_loss, np.log(40 / 3) / 3), f"beliefs of 3/4, 1/2 and 1/5 in the truth cost 0.8634, not {_loss}"
# What goes wrong here is told by the asserts below, better than by numpy's warnings.
with np.errstate(all="ignore"):
    _loss = softmax_cross_entropy(_Z + 1000, _labels)
    _gap = softmax_cross_entropy(np.array([[100.0, 0.0]]), np.array([1]))
assert np.isfinite(_loss), f"scores around 1000 give {_loss}: what can be subtracted from a row, and put back after?"
assert np.isclose(_loss, np.log(40 / 3) / 3), f"1000 more on every score changes nothing, but the loss became {_loss}"
assert not np.isclose(_gap, -np.log(1e-12)), "the loss stops at 27.63: a clipped probability stands in the way"
assert np.isclose(_gap, 100), f"a true score 100 behind costs 100, not {_gap}"
print("The first checks of softmax_cross_entropy pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_combined", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the combined loss, and the one that is clipped.
behind = np.linspace(0, 60, 121)
in_two_steps = [cross_entropy(one_hot(np.array([1]), 2), softmax(np.array([[gap, 0.0]]))) for gap in behind]
combined = [softmax_cross_entropy(np.array([[gap, 0.0]]), np.array([1])) for gap in behind]

fig, ax = plt.subplots(figsize=(5.6, 3.2))
ax.plot(behind, combined, color=COLOURS[2], lw=2.5, label="combined layer")
ax.plot(behind, in_two_steps, color=COLOURS[0], lw=2.5, ls=(0, (4, 1.5)), label="softmax, then cross-entropy")
ax.text(59, 24.5, "no slope left", ha="right", va="top", color=COLOURS[0])
ax.set(xlabel="how far the true score is behind", ylabel="loss", xlim=(0, 60), ylim=(0, 62),
       title="Two roads to the same loss, and where one of them ends")
ax.legend(frameon=False)
fig.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "combined_take", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* the loss against how far the true score is behind, from 0 to 60. The combined layer (solid,
# orange) rises in one straight line to 60. Softmax followed by cross-entropy (broken, blue) lies on it up to about
# 27 and is level from there on, marked "no slope left".
#
# **To take along.** While the probability is a float worth its name, both roads give the same number. Beyond a gap of
# 27 the clipped road is level, and a learner on it is lost. The combined layer has no such end. This is why every
# deep learning library has this very function, and asks you for scores, not for probabilities.
#
# *Reading:* *Deep Learning*, section 6.2.2.3 once more, now the paragraphs on the logarithm of the softmax.

# %% [markdown] nbgrader={"grade": false, "grade_id": "derive_combined_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · Show that it is the same loss
#
# **Exercise 6 (3 points, read by a person).**
#
# 1. Start from $-\sum_j y_{ij} \log \hat y_{ij}$ with a one-hot $y_i$ and $\hat y_i = \mathrm{softmax}(z_i)$. Derive
#    the combined form of one observation, one step a line.
# 2. Show why a number may be subtracted from all scores of a row without changing the loss.
# 3. Say in two or three sentences why the combined form is the one to compute.
#
# Write in the cell below. Formulas go between dollar signs, as in `$\log \sum_c e^{z_{ic}}$`.
#
# <details><summary>Hint 1</summary>
#
# For one observation with label $t$: how many terms of the sum over $j$ are not 0?
#
# </details>
# <details><summary>Hint 2</summary>
#
# What is the logarithm of a quotient, and of $e^{z}$? For part 2 put $z - m$ for every $z$ of the row, in both
# terms.
#
# </details>
# <details><summary>Hint 3</summary>
#
# For part 3: what does float64 make of $e^{-1000}$, and what of its logarithm? And which slope has a loss that was
# clipped?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "derive_combined", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# **1.** Let $t$ be the label of observation $i$, so $y_{it} = 1$ and all other $y_{ij} = 0$. Of the sum over classes
# one term stays:
#
# $$-\sum_j y_{ij} \log \hat y_{ij} = -\log \hat y_{it} = -\log \frac{e^{z_{it}}}{\sum_c e^{z_{ic}}}
# = -\log e^{z_{it}} + \log \sum_c e^{z_{ic}} = \log \sum_c e^{z_{ic}} - z_{it}$$
#
# **2.** For any number $m$, a factor $e^{-m}$ comes out of the sum:
#
# $$\log \sum_c e^{z_{ic} - m} - (z_{it} - m) = \log \Big(e^{-m} \sum_c e^{z_{ic}}\Big) - z_{it} + m
# = -m + \log \sum_c e^{z_{ic}} - z_{it} + m = \log \sum_c e^{z_{ic}} - z_{it}$$
#
# With $m = \max_c z_{ic}$ every exponent is at most 0, so nothing overflows, and one of them is exactly 0, so the sum
# is at least 1 and its logarithm is finite.
#
# **3.** In two steps, a probability below about $10^{-308}$ becomes 0 and its logarithm $-\infty$; clipping avoids
# this, but then all confidently wrong answers have the same loss and no slope to learn from. Even before that,
# exponentiating and taking the logarithm again loses digits. The combined form never makes the small probability: it
# is exact for any scores, cheaper, and its gradient is simple and never vanishes where the network is wrong.
#
# === BEGIN MARK SCHEME ===
#
# 3 points in all.
#
# - 1 point: the derivation. The sum reduces to the true class because y is one-hot (half), and log of the quotient is
#   taken apart into log-sum-exp minus the true score (half).
# - 1 point: the shift. The factor comes out of the sum and cancels with the true score's shift. Half if
#   shown for softmax only.
# - 1 point: the reason. Overflow or underflow to log 0 (half), and that clipping loses exactness or slope, or that
#   the shift makes the combined form exact (half). "It is faster" alone gives nothing.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "accuracy_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · Accuracy: what is counted in the end
#
# Once a decision is due, the network answers with the class of the largest score. **Accuracy** is the fraction of
# observations for which that answer is the label. Softmax keeps the order of a row's scores, so it is not even needed
# here.
#
# **Exercise 7 (1 point).** Write `accuracy`.
#
# <details><summary>Hint 1</summary>
#
# Do you need a row's largest score, or the *place* where it stands? Which axis is searched?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $n$ places compared with $n$ labels give $n$ times True or False, which count as 1 and 0. What is their mean?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "accuracy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def accuracy(Z, labels):
    """Fraction of rows whose largest score stands at the label.

    Z: (n, C) scores. labels: (n,) integers from 0 to C - 1. Returns a scalar from 0 to 1.
    """
    ### BEGIN SOLUTION
    return np.mean(Z.argmax(axis=1) == labels)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_accuracy", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "accuracy")
### END HIDDEN TESTS
_got = accuracy(np.array([[3.0, 1.0], [-5.0, -2.0], [0.0, 9.0], [2.0, 1.0]]), np.array([0, 1, 0, 0]))
assert np.ndim(_got) == 0 and _got is not None, f"accuracy is a single number, but yours is {_got!r}"
assert not np.isclose(_got, 3), "3 rows are right; what fraction of the 4 is that?"
assert np.isclose(_got, 0.75), f"3 of 4 rows are right: 0.75, not {_got}. Where in a row is the largest score?"
print("The first checks of accuracy pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_regions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the same borders with three degrees of confidence.
rng = np.random.default_rng(5)
centres = np.array([[-1.3, -0.6], [1.3, -0.6], [0.0, 1.4]])
labels = np.repeat(np.arange(3), 25)
X = centres[labels] + rng.normal(0, 0.85, (75, 2))
W, b = 1.4 * centres.T, -0.7 * (centres**2).sum(axis=1)
x, y = np.meshgrid(np.linspace(-4, 4, 130), np.linspace(-3.5, 4.2, 130))
plane = np.stack([x.ravel(), y.ravel()], axis=1)

fig, axes = plt.subplots(1, 3, figsize=(9.6, 3.6))
for ax, gain, name in zip(axes, [0.15, 1, 12], ["timid", "about right", "cocksure"]):
    P = softmax(gain * (plane @ W + b))
    Z = gain * (X @ W + b)
    ax.imshow((P @ COLOURS).clip(0, 1).reshape(130, 130, 3), origin="lower", extent=(-4, 4, -3.5, 4.2), alpha=0.75)
    for j in range(3):
        ax.plot(*X[labels == j].T, MARKS[j], color=COLOURS[j], markeredgecolor="white", markersize=6, mew=0.8)
    ax.set(xticks=[], yticks=[], title=f"{name} (scores × {gain:g})")
    ax.set_xlabel(f"accuracy {accuracy(Z, labels):.0%}, loss {softmax_cross_entropy(Z, labels):.2f}")
fig.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "regions_words", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* three times the same plane with three clouds of points (circles, squares, triangles), shaded by
# what three neurons believe there. Timid: the colours run into one another. About right: clear regions with soft
# borders. Cocksure: three flat regions with sharp borders. The accuracy written below is the same all three times;
# the loss is smallest in the middle.
#
# **Play with it.** Where ipywidgets is installed, the next cell has a slider for how sure the network is. Where is
# the loss smallest, and why does it rise again to the right of that?

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture to play with: one network, more or less sure of itself.
def three_clouds():
    """Points (75, 2) around three centres, their labels (75,), and the weights and biases of three neurons."""
    rng = np.random.default_rng(5)
    centres = np.array([[-1.3, -0.6], [1.3, -0.6], [0.0, 1.4]])
    labels = np.repeat(np.arange(3), 25)
    X = centres[labels] + rng.normal(0, 0.85, (75, 2))
    return X, labels, 1.4 * centres.T, -0.7 * (centres**2).sum(axis=1)


def show_confidence(scale=1.0):
    """The beliefs over the plane with all scores multiplied by `scale`; loss and accuracy against that factor."""
    X, labels, W, b = three_clouds()
    x, y = np.meshgrid(np.linspace(-4, 4, 100), np.linspace(-3.5, 4.2, 100))
    P = softmax(scale * (np.stack([x.ravel(), y.ravel()], axis=1) @ W + b))
    fig, (left, right) = plt.subplots(1, 2, figsize=(8.6, 3.4), width_ratios=[2, 3])
    left.imshow((P @ COLOURS).clip(0, 1).reshape(100, 100, 3), origin="lower", extent=(-4, 4, -3.5, 4.2), alpha=0.75)
    for j in range(3):
        left.plot(*X[labels == j].T, MARKS[j], color=COLOURS[j], markeredgecolor="white", markersize=6, mew=0.8)
    left.set(xticks=[], yticks=[], title=f"scores × {scale:.2g}")
    factors = np.geomspace(0.05, 20, 61)
    Z = X @ W + b
    losses_there = [softmax_cross_entropy(k * Z, labels) for k in factors]
    right.semilogx(factors, losses_there, color=COLOURS[2], lw=2.5, label="loss")
    shares_right = [accuracy(k * Z, labels) for k in factors]
    right.semilogx(factors, shares_right, "--", color=COLOURS[0], lw=2.5, label="accuracy")
    right.plot(scale, softmax_cross_entropy(scale * Z, labels), "D", color=INK, markersize=8)
    right.set(xlabel="all scores multiplied by", ylim=(0, 1.8), xticks=[0.1, 1, 10], xticklabels=["0.1", "1", "10"],
              title=f"loss {softmax_cross_entropy(scale * Z, labels):.3f}, accuracy {accuracy(scale * Z, labels):.0%}")
    right.legend(frameon=False, loc="upper center")
    fig.tight_layout()
    plt.show()


# Says at once when one of them is not written yet.
softmax(np.zeros((1, 2)))
for loss_or_share in (softmax_cross_entropy, accuracy):
    loss_or_share(np.zeros((1, 2)), np.array([0]))
try:
    from ipywidgets import FloatLogSlider, interact
except ImportError:
    show_confidence()
else:
    interact(show_confidence, scale=FloatLogSlider(1, min=-1.3, max=1.3, step=0.1, continuous_update=False))

# %% [markdown] nbgrader={"grade": false, "grade_id": "accuracy_take", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* left the plane with its three regions; right loss (solid) and accuracy (broken) against the
# factor that multiplies all scores. Accuracy is a level line. The loss is a valley: it comes down from 0.94, is
# lowest, 0.16, near a factor of 1.5, and climbs above 1. A diamond marks the slider's place.
#
# **To take along.** Three neurons look at the plane; colours mix as their beliefs do. In all three pictures the
# borders and so the decisions are the same, and accuracy cannot tell them apart. The loss can: it asks the network to
# be as sure as it has reason to be. And accuracy is a staircase, flat almost everywhere; nothing could learn by
# walking down it. **We report accuracy, we train on the loss.**
#
# *Reading:* Bishop, *Pattern Recognition and Machine Learning* (2006), sections 4.3.2 and 4.3.4: logistic regression
# for two and for many classes.

# %% [markdown] nbgrader={"grade": false, "grade_id": "logistic_loss_text", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8 · Bonus: two classes need one score
#
# A single neuron answers yes or no: $y$ is 1 or 0, and its score $z$ speaks for 1. Giving class 0 the fixed score 0
# makes this the loss of section 5 with scores $(0, z)$. The probability of 1 is then week 1's sigmoid, $\sigma(z)$,
# and the loss is the **binary cross-entropy**
#
# $$L = -\frac1n \sum_{i=1}^n \big( y_i \log \sigma(z_i) + (1 - y_i) \log (1 - \sigma(z_i)) \big)$$
#
# You know by now what happens if it is computed as it stands.
#
# **Exercise 8 (3 bonus points).** Write `logistic_loss`, finite and exact for scores up to 10,000 in size. Simplify
# first.
#
# <details><summary>Hint 1</summary>
#
# Show that $1 - \sigma(z) = \sigma(-z)$ and $-\log \sigma(z) = \log(1 + e^{-z})$. What does one observation cost
# with $y = 1$, and what with $y = 0$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Both cases in one: $\log(1 + e^{z}) - y z$. Try it with $y = 0$ and $y = 1$. For which $z$ does it still overflow?
#
# </details>
# <details><summary>Hint 3</summary>
#
# $\log(1 + e^{z}) = \log(e^0 + e^z)$ is a log-sum-exp of two scores. Take the larger of the two out, as in exercise
# 5: the exponent that stays is never positive. (`np.log1p` is exact where $1 + x$ would round $x$ away.)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "logistic_loss", "locked": false, "schema_version": 3, "solution": true, "task": false}
def logistic_loss(z, y):
    """Mean binary cross-entropy from scores.

    z: (n,) scores for y = 1. y: (n,) labels, 0 or 1. Returns a scalar.
    """
    ### BEGIN SOLUTION
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z)
    ### END SOLUTION


# %% autograder={"bonus": 3, "depends": ["softmax", "one_hot", "cross_entropy", "softmax_cross_entropy"]} nbgrader={"grade": true, "grade_id": "test_logistic_loss", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week2", "logistic_loss")
### END HIDDEN TESTS
_loss = logistic_loss(np.array([0.0, np.log(3.0), np.log(3.0)]), np.array([1, 1, 0]))
assert np.ndim(_loss) == 0 and _loss is not None, f"a loss is a single number, but yours is {_loss!r}"
assert not np.isclose(_loss, np.log(32 / 3)), "the three losses are summed: average them"
assert np.isclose(_loss, np.log(32 / 3) / 3), f"beliefs of 1/2, 3/4 and 1/4 in the truth cost 0.789, not {_loss}"
# What goes wrong here is told by the asserts below, better than by numpy's warnings.
with np.errstate(all="ignore"):
    _loss = logistic_loss(np.array([1000.0, -1000.0]), np.array([1, 1]))
assert np.isfinite(_loss), f"scores of 1000 and -1000 give {_loss}: which exp overflows, which log meets 0?"
assert np.isclose(_loss, 500), f"one score 1000 on the right side, one 1000 on the wrong cost 500, not {_loss}"
print("The first checks of logistic_loss pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What to take along from week 2
#
# - **Softmax** turns scores into beliefs: shares of a sum. Only differences within a row count, and their size is
#   confidence.
# - **Squared error** for numbers, **cross-entropy** for classes: the mean surprise at what happened.
# - Put softmax and cross-entropy **into one layer**: how far the true score stays behind the soft
#   winner. Exact, and where the network is wrong it always has a slope.
# - A formula that is right on paper can be wrong in floats. Look for `exp` of something large and `log` of something
#   small.
# - **Accuracy is for reporting, the loss is for learning.**
#
# Next week: the slope of that loss with respect to every weight of the network, by going through it backwards.
#
# **Read on.** Kiani & Shadlen, *Representation of confidence associated with a decision by neurons in the parietal
# cortex*, Science 324 (2009). Carandini & Heeger, *Normalization as a canonical neural computation*, Nature Reviews
# Neuroscience 13 (2012). Luce, *Individual Choice Behavior* (1959). Shannon, *A Mathematical Theory of Communication*
# (1948).
