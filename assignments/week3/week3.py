# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 3 · Backpropagation
#
# ### Who is to blame?
#
# You throw a dart and miss. Billions of neurons had a part in that throw, and some of their synapses ought to change,
# each a little, each in its own direction. The eye sees only one thing: how far off the dart was. **How does one
# synapse, many stations away from the arm, find out what it should have done?**
#
# This is the *credit assignment problem*. It is the same for the brain and for a network of numpy arrays. The brain's
# answer is still being argued about. For networks there is an answer that works, that is exact, and that costs hardly
# more than one forward pass: **backpropagation**. This week you write it, from the first derivative to the gradient
# of a whole network, and you check every single number of it.
#
# You need nothing but the last two weeks and the chain rule. What you need of weeks 1 and 2 is in `given.py`, beside
# this notebook, solved. Read it when you want to see what a function does.
#
# This week takes about **six hours**: one for reading and looking, four for the exercises, one for the derivation if
# you want the bonus. There are 20 points, and 3 more as a bonus.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "colab", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Does the file that this notebook needs lie beside it?
from pathlib import Path

missing = [name for name in ("given.py",) if not Path(name).exists()]
if missing:
    print("Please put", " and ".join(missing), "of this week's folder beside this notebook, then run this cell again. "
          "(In Colab: open Files, the folder on the left, and upload it there.)")

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from given import init_params, linear, mlp_forward, mse, one_hot, relu, sigmoid, softmax, softmax_cross_entropy

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
# Colours and letters of the pictures: a palette that colour-blind eyes tell apart too.
import time

import matplotlib.pyplot as plt
from matplotlib.colors import LinearSegmentedColormap

# %matplotlib inline
RED, BLUE, GREY, PALE = "#D55E00", "#0072B2", "#7f7f7f", "#F3CDB1"
REDS, BLUES = (LinearSegmentedColormap.from_list("", ["white", color]) for color in (RED, BLUE))
plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 11})

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_knobs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the loss as each of six weights is turned.
rng = np.random.default_rng(3)
blob_labels = np.repeat([0, 1, 2], 20)
blob_centres = np.array([[-1.0, 0.0], [1.0, 0.3], [0.0, 1.5]])
blobs = blob_centres[blob_labels] + rng.normal(0, 0.45, (60, 2))
blob_params = init_params([2, 6, 3], rng)


def loss_with(amount, unit):
    """The loss of the network when `amount` is added to the weight from input 1 to hidden unit `unit`."""
    (W1, b1), output = blob_params
    W1 = W1.copy()
    W1[0, unit] += amount
    return softmax_cross_entropy(mlp_forward(blobs, [(W1, b1), output]), blob_labels)


amounts = np.linspace(-1.5, 1.5, 61)
fig, axes = plt.subplots(1, 6, figsize=(12, 2.3), sharey=True)
for unit, ax in enumerate(axes):
    losses = np.array([loss_with(amount, unit) for amount in amounts])
    slope = np.gradient(losses, amounts)[30]
    near = np.abs(amounts) < 0.6
    ax.plot(amounts, losses, color=RED)
    ax.plot(amounts[near], losses[30] + slope * amounts[near], "--", color=BLUE, linewidth=3)
    ax.plot(0, losses[30], "o", color="black", markersize=5)
    ax.set_title(f"slope {slope:+.2f}", color=BLUE)
    ax.set_xlabel(f"weight of unit {unit + 1}")
axes[0].set_ylabel("loss")
fig.suptitle("Six weights of a network, each turned like a knob (0: as it is) while all the others stay", y=1.1)
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_knobs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Six panels, one for each weight: a curve, the loss, and through its middle a short dashed
# line, the slope there. In the first and the fourth the loss falls to the right (slopes -0.15 and -0.23), in the
# second, third and fifth it rises (0.11, 0.15, 0.07), in the sixth it is nearly flat (0.02).
#
# Each panel turns **one** weight of a small network and leaves the others alone. The red line is the loss, the black
# dot is where we stand, the dashed blue line is the slope there. A positive slope says: *turn me down*. A negative one
# says: *turn me up*. A slope near zero says: *today it is not about me*. All the slopes together are the **gradient**,
# and once you have it, learning is a small step against it (next week).
#
# So everything this week is about one question: **how do you get all the slopes?** There is a slow way that anyone
# believes, and a fast way that needs the chain rule. You write both, and let them check each other.

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **As always**
#
# - Observations are rows: `X` is (n, d). A layer has `W` (d, m) and `b` (m,), and $Z = XW + B$ is (n, m), where each
#   row of $B$ is $b$.
# - All numbers are float64. Labels are integers of shape (n,), from 0 to C - 1; targets `Y` are (n, k).
# - A function returns **new** arrays and never changes its arguments. Randomness comes only from an `rng`.
# - Losses are **averaged** over the n observations. (The slides write the combined softmax loss as a sum over $i$.
#   The mean is the same loss, with a learning rate that does not depend on n.)
# - No loop over observations is needed anywhere. A loop that is right gets full points all the same.
#
# Stuck? Under each exercise there are folded hints. Try first, then open one at a time.
#
# New this week: **`dZ` is short for $\partial L / \partial Z$**. It holds, for every entry of `Z`, how fast the loss
# grows when that entry grows. So `dZ` has exactly the shape of `Z`. The same goes for `dX`, `dW`, `db`, `dA`: *a
# gradient has the shape of what it belongs to*. That one sentence will save you hours.
#
# **Read along** (each is optional, none is long): Goodfellow, Bengio & Courville, *Deep Learning* (2016), section
# 6.5; Nielsen, *Neural Networks and Deep Learning*, chapter 2; and the few pages that made it famous: Rumelhart,
# Hinton & Williams, *Learning representations by back-propagating errors*, Nature 323 (1986).

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_numeric_gradient", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · Turn every knob: the numeric gradient
#
# The slow way needs no calculus. Turn one knob a little up, look at the loss; turn it a little down, look again:
#
# $$\frac{\partial f}{\partial w} \approx \frac{f(w + \varepsilon) - f(w - \varepsilon)}{2\varepsilon}$$
#
# This is a **central difference**. Do it for each entry of `W` in turn, with all the others as they were, and you
# have the whole gradient.
#
# **Exercise 1 (3 points).** Write `numeric_gradient`. `f` takes an array of the shape of `W` and returns one number.
# `W` may have any shape: a vector, a matrix, three axes (`np.ndindex(W.shape)` goes through the places of an array of
# any shape). When you are done, `W` must be as it was when it came: either you work on a copy or you put every entry
# back.
#
# <details><summary>Hint 1</summary>
#
# If all entries moved at once, what would the change of $f$ tell you about any one of them? So in how many entries
# may the array that $f$ gets differ from `W`, and how often is $f$ called for a `W` of shape (2, 3)?
#
# </details>
# <details><summary>Hint 2</summary>
#
# What `np.ndindex` gives is a tuple, and an array takes it as an index as it is, whatever the number of axes. Where
# do you keep the entry's old value, and when does it go back?
#
# </details>
# <details><summary>Hint 3</summary>
#
# How far apart are the two points at which you asked $f$? That is what the difference is divided by.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "numeric_gradient", "locked": false, "schema_version": 3, "solution": true, "task": false}
def numeric_gradient(f, W, eps=1e-5):
    """Gradient of f at W by central differences.

    f: takes an array shaped as W, returns a number. W: any shape. eps: how far each entry is moved, up and down.
    Returns: an array shaped as W.
    """
    ### BEGIN SOLUTION
    W = W.copy()
    dW = np.zeros(W.shape)
    for place in np.ndindex(W.shape):
        w = W[place]
        W[place] = w + eps
        above = f(W)
        W[place] = w - eps
        below = f(W)
        W[place] = w
        dW[place] = (above - below) / (2 * eps)
    return dW
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_numeric_gradient", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "numeric_gradient")
### END HIDDEN TESTS
W = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, 4.0]])
before = W.copy()
dW = numeric_gradient(lambda W: np.sum(W**2), W)
assert dW is not None, "numeric_gradient returns None: is the return missing?"
assert np.shape(dW) == (2, 3), f"the gradient has the shape of W, (2, 3), and not {np.shape(dW)}"
assert np.allclose(dW, 2 * before, atol=1e-6), (
    f"the gradient of sum(W ** 2) is 2 W, first row 2, -4, 6; yours is {np.asarray(dW)[0]}. "
    "Does each entry move alone, up and down, and how far is it from one side to the other?")
assert np.allclose(W, before, rtol=0, atol=1e-12), "W did not come back as it was: copy it, or put each entry back"
w = np.array([2.0, 3.0, 5.0])
assert np.allclose(numeric_gradient(lambda w: w[0] * w[1] * w[2], w), [15, 10, 6]), "W may also be a vector"
steep = numeric_gradient(lambda w: np.exp(w[0]), np.array([0.0]), 0.1)
assert np.allclose(steep, 1, atol=0.01), "too far off for eps = 0.1: look on both sides of w, not on one only"
print("The first checks of numeric_gradient pass.")


# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_eps", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the error of a slope against eps, one-sided and central.
def wave(w):
    return np.sin(3 * w[0]) + np.exp(w[0])


w = np.array([0.7])
exact = 3 * np.cos(2.1) + np.exp(0.7)
steps = 10.0 ** np.arange(-14, 0.1, 0.25)
one_sided = [abs((wave(w + eps) - wave(w)) / eps - exact) for eps in steps]
central = [abs(numeric_gradient(wave, w, eps)[0] - exact) for eps in steps]
fig, ax = plt.subplots(figsize=(6.5, 3.8))
ax.loglog(steps, one_sided, "s--", color=GREY, markersize=3, label="forward difference (one side)")
ax.loglog(steps, central, "o-", color=RED, markersize=3, label="your central difference")
ax.axvline(1e-5, color="black", linewidth=1, linestyle=":")
ax.text(1.3e-5, 0.5, "eps = 1e-5", fontsize=9)
ax.set(xlabel="eps", ylabel="error of the slope", title="Too far sees the curve, too near sees the rounding")
ax.legend(frameon=False, fontsize=9, loc="lower left")
plt.show()


# %% [markdown] nbgrader={"grade": false, "grade_id": "after_numeric_gradient", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Error against eps, both in powers of ten. Two curves shaped like a V: as eps grows from
# $10^{-14}$ both fall, in jags, then rise in straight lines. That of the central difference (circles) comes down to
# about $10^{-10}$, just left of a dotted line at eps = $10^{-5}$, and rises steeply; that of the forward difference
# (squares, dashed) turns at about eps = $10^{-8}$, with an error of about $10^{-8}$, and rises half as steeply.
#
# **Look at both ends.** On the right the step is so large that the function bends under it. The one-sided error falls
# like $\varepsilon$, yours like $\varepsilon^2$: make the step ten times smaller and you win *two* digits. On the
# left, $f(w + \varepsilon)$ and $f(w - \varepsilon)$ agree in nearly all of their 16 digits, and the difference of
# two nearly equal numbers is mostly rounding noise. The best place for central differences is just below $10^{-5}$,
# with an error around $10^{-10}$.
#
# **Take along.** You now own an oracle. It is hopelessly slow (two forward passes *for each weight*: the brain has
# some $10^{14}$ synapses), but it is hard to get wrong. Whenever you write a gradient, check it against this one.
# People who build large networks do the same (Goodfellow et al., section 11.5).

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_chain", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · The chain rule, one station at a time
#
# Here is the fast way, as a map. In **red** the forward pass: each station takes an array and makes the next one,
# until one number is left, the loss. In **blue** the backward pass: the same stations, in the opposite order.


# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_map", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the map of a network, forward in red, backward in blue.
def arrow(ax, start, end, height, color):
    ax.annotate("", (end, height), (start, height), arrowprops={"arrowstyle": "-|>", "color": color, "lw": 2.2})


stations = ["linear\n$W_1, b_1$", "ReLU", "linear\n$W_2, b_2$", "softmax and\ncross-entropy"]
forward = ["$X$", "$Z_1$", "$A_1$", "$Z_2$", "$L$"]
backward = ["$dX$", "$dZ_1$", "$dA_1$", "$dZ_2$", "$1$"]
fig, ax = plt.subplots(figsize=(12, 2.6))
for k, station in enumerate(stations):
    box = {"boxstyle": "round,pad=0.6", "fc": "#f4f1ea", "ec": GREY}
    ax.text(2 * k + 1, 0, station, ha="center", va="center", fontsize=9, bbox=box)
for k, (value, gradient) in enumerate(zip(forward, backward)):
    left, right = 2 * k - 0.35, 2 * k + 0.35
    arrow(ax, left, right, 0.3, RED)
    arrow(ax, right, left, -0.3, BLUE)
    ax.text(2 * k, 0.55, value, color=RED, ha="center", fontsize=14)
    ax.text(2 * k, -0.85, gradient, color=BLUE, ha="center", fontsize=14)
for k, gradients in ((1, "$dW_1, db_1$"), (5, "$dW_2, db_2$")):
    ax.text(k, -1.55, gradients, color=BLUE, ha="center", fontsize=14)
    ax.annotate("", (k, -1.25), (k, -0.5), arrowprops={"arrowstyle": "-|>", "color": BLUE, "lw": 2.2})
ax.set(xlim=(-0.8, 8.8), ylim=(-1.7, 0.9))
ax.axis("off")
plt.show()


# %% [markdown] nbgrader={"grade": false, "grade_id": "after_map", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Four boxes from left to right: linear with $W_1, b_1$, then ReLU, then linear with
# $W_2, b_2$, then softmax and cross-entropy. Red arrows above run to the right, through $X$, $Z_1$, $A_1$, $Z_2$,
# $L$. Blue arrows below run to the left, from 1 through $dZ_2$, $dA_1$, $dZ_1$ to $dX$. From each linear box a blue
# arrow points down, to $dW, db$ of that layer.
#
# Every station can be written knowing nothing about the others. Going back, it is handed the gradient at its *output*
# and has two duties:
#
# 1. hand on the gradient at its **input**, so that the station before it can go on;
# 2. if it has weights of its own, tell the gradient of **those**.
#
# The chain rule says how. If $L$ depends on $x$ only through the outputs $z_1, z_2, \dots$ of the station, then
#
# $$\frac{\partial L}{\partial x} = \sum_k \frac{\partial L}{\partial z_k} \, \frac{\partial z_k}{\partial x}.$$
#
# The first factor is what you are handed. The second is the station's own derivative. *Nudge $x$; watch every output
# it reaches; add up the blame of each.*
#
# Before you start, a tool. The next cell checks your gradients with your own `numeric_gradient`.


# %% nbgrader={"grade": false, "grade_id": "check_gradient", "locked": true, "schema_version": 3, "solution": false, "task": false}
def check_gradient(name, mine, f, W):
    """Print how far the gradient `mine` of f at W lies from the numeric one."""
    numeric = numeric_gradient(f, W)
    if np.shape(mine) != numeric.shape:
        print(f"{name}: has shape {np.shape(mine)}, and {numeric.shape} is the shape of what it belongs to")
        return
    gap = np.abs(mine - numeric).max()
    print(f"{name}: largest gap to numeric_gradient {gap:.0e} {'- it fits' if gap < 1e-6 else '- look again'}")


# %% [markdown] nbgrader={"grade": false, "grade_id": "about_linear_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · The linear layer
#
# One unit of one observation computes $z_{ij} = \sum_k x_{ik} w_{kj} + b_j$. Ask three times:
#
# - Nudge one **input** $x_{ik}$. Which entries of `Z` feel it? (All units $j$ of the same observation.) How strongly?
# - Nudge one **weight** $w_{kj}$. Which entries feel it? (Unit $j$, in *every* observation.) How strongly?
# - Nudge one **bias** $b_j$. Which entries feel it, and how strongly?
#
# Add up the blame over the entries you found, then look for the matrix product that does this sum for all entries at
# once. When in doubt, let the shapes lead: `dX` is (n, d), `dW` is (d, m), `db` is (m,), and there are not many ways
# to multiply what you have into those.
#
# A remark about averages: the 1/n of the loss comes in once, at the loss itself. `dZ` already carries it. A layer
# only passes on.
#
# **Exercise 2 (4 points).** Write `linear_backward`.
#
# <details><summary>Hint 1</summary>
#
# Take the smallest case: one observation, two inputs, one unit, $z = x_1 w_1 + x_2 w_2 + b$. What are the
# derivatives of $z$ with respect to $x_1$, to $w_1$ and to $b$? Each is multiplied by the one number in `dZ`.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Now the sums. For $x_{ik}$ the blame is summed over the units $j$, for $w_{kj}$ over the observations $i$. A matrix
# product sums over the index that stands inside, $(AB)_{kj} = \sum_i A_{ki} B_{ij}$. Which two arrays share the
# index you sum over, and which one has to be transposed to bring it inside?
#
# </details>
# <details><summary>Hint 3</summary>
#
# For `db` no product is needed: `dZ` is (n, m), `db` is (m,). Which axis has to go, and is it a sum or a mean?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "linear_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_backward(dZ, X, W):
    """Backward pass of Z = X W + B.

    dZ: (n, m), gradient at the layer's output. X: (n, d), its input. W: (d, m), its weights.
    Returns: (dX, dW, db) of shapes (n, d), (d, m), (m,).
    """
    ### BEGIN SOLUTION
    dX = dZ @ W.T
    dW = X.T @ dZ
    db = dZ.sum(axis=0)
    return dX, dW, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_linear_backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "linear_backward")
### END HIDDEN TESTS
# One observation with two inputs, one unit.
gradients = linear_backward(np.array([[2.0]]), np.array([[1.0, 5.0]]), np.array([[3.0], [4.0]]))
assert gradients is not None, "linear_backward returns None: is the return missing?"
assert len(gradients) == 3, "three gradients come back: dX, dW, db"
dX, dW, db = gradients
assert np.shape(dX) == (1, 2), f"dX has the shape of X, (1, 2), and not {np.shape(dX)}"
assert np.shape(dW) == (2, 1), f"dW has the shape of W, (2, 1), and not {np.shape(dW)}"
assert np.shape(db) == (1,), f"db has the shape of b, (1,), and not {np.shape(db)}"
assert np.allclose(dX, [[6, 8]]), "dX: when x grows by 1, z grows by its weight (3, 4), and L twice as fast"
assert np.allclose(dW, [[2], [10]]), "dW: when a weight grows by 1, z grows by its input (1, 5), and L twice as fast"
assert np.allclose(db, [2]), "db: when b grows by 1, z grows by 1, and L by 2"
# Three observations with four inputs, two units.
dX, dW, db = linear_backward(np.ones((3, 2)), np.ones((3, 4)), np.ones((4, 2)))
shapes = np.shape(dX), np.shape(dW), np.shape(db)
assert shapes == ((3, 4), (4, 2), (2,)), f"for n = 3, d = 4, m = 2 your dX, dW, db have the shapes {shapes}"
assert np.allclose(dX, 2), "each input reaches both units: its blame is a sum over the units"
assert np.allclose(dW, 3), "weights serve all three observations: their blame is a sum over them, not a mean"
assert np.allclose(db, 3), "biases serve all three observations too"
print("The first checks of linear_backward pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_linear_check", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Now the real check. We need a loss whose gradient at `Z` is a `dZ` of our choice. There is a neat one:
# $L = \sum_{ij} \mathrm{dZ}_{ij} z_{ij}$. (Why does it do? Differentiate it.)

# %% nbgrader={"grade": false, "grade_id": "check_linear_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(0)
X, W, b, dZ = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(5, 4))
dX, dW, db = linear_backward(dZ, X, W)
check_gradient("dX", dX, lambda X: np.sum(dZ * linear(X, W, b)), X)
check_gradient("dW", dW, lambda W: np.sum(dZ * linear(X, W, b)), W)
check_gradient("db", db, lambda b: np.sum(dZ * linear(X, W, b)), b)

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_linear_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Take along.** Look at your `dW`. Which two things are multiplied for one weight? Is a synapse blamed whose input
# was silent? Hebb's rule for real synapses, told in short as "fire together, wire together", multiplies two
# *activities*. What stands here in the place of one of them? Whether the brain has something that could play this
# part is the great open question.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_relu_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · Gates: ReLU and the sigmoid
#
# An activation works on each entry alone, so the chain rule has one term: what you are handed, times the slope *at
# that very entry*.
#
# For the ReLU, $a = \max(z, 0)$. Its slope is read off the picture of week 1. At exactly $z = 0$ there is a kink and
# no slope; take 0 or 1 there, both are fine. Note that the slope depends on `Z`. It does not care about the sign of
# `dA`.
#
# **Exercise 3 (2 points).** Write `relu_backward`.
#
# <details><summary>Hint 1</summary>
#
# Draw $a$ against $z$. How steep is it at $z = -2$, and at $z = 3$? Does a negative `dA` change anything about that?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Comparing an array with a number gives an array of True and False. What do they count as in a product?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "relu_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu_backward(dA, Z):
    """Backward pass of A = relu(Z).

    dA: gradient at the output. Z: the input, of the same shape (any).
    Returns: dZ, of that shape.
    """
    ### BEGIN SOLUTION
    return dA * (Z > 0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_relu_backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "relu_backward")
### END HIDDEN TESTS
Z = np.array([[2.0, -2.0, 0.5], [-0.5, 3.0, -7.0]])
dA = np.array([[10.0, 20.0, -30.0], [40.0, -50.0, -60.0]])
before = dA.copy()
dZ = relu_backward(dA, Z)
assert dZ is not None, "relu_backward returns None: is the return missing?"
assert np.shape(dZ) == (2, 3), f"dZ has the shape of Z, (2, 3), and not {np.shape(dZ)}"
assert np.allclose(np.asarray(dZ)[Z < 0], 0), "where Z is negative the ReLU is flat: nothing passes back"
assert np.allclose(np.asarray(dZ)[Z > 0], [10, -30, -50]), "where Z is positive, dA passes as it is, whatever its sign"
assert np.array_equal(dA, before), "dA was changed: make a new array"
print("The first checks of relu_backward pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_sigmoid_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# The sigmoid $a = \sigma(z) = 1 / (1 + e^{-z})$ has a small gift for us: its slope can be told **from its output
# alone**. Differentiate $\sigma$, then write what you get with $a$ and no $z$ in it. Week 1's careful forward pass
# has already been done, so there is no exponential here, and nothing can overflow.
#
# **Exercise 4 (2 points).** Write `sigmoid_backward`.
#
# <details><summary>Hint 1</summary>
#
# The chain rule gives $\sigma'(z) = e^{-z} / (1 + e^{-z})^2$. Split it into two factors: one of them is $a$. What is
# the other?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Write $1 - a$ as a single fraction. Have you seen it before? (A check: at $a = 1/2$ the slope is $1/4$.)
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "sigmoid_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid_backward(dA, A):
    """Backward pass of A = sigmoid(Z).

    dA: gradient at the output. A: the output itself, of the same shape (any).
    Returns: dZ, of that shape.
    """
    ### BEGIN SOLUTION
    return dA * A * (1 - A)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_sigmoid_backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "sigmoid_backward")
### END HIDDEN TESTS
A = np.array([[0.5, 0.8], [0.0, 1.0]])
dZ = sigmoid_backward(np.array([[4.0, -1.0], [3.0, 3.0]]), A)
assert dZ is not None, "sigmoid_backward returns None: is the return missing?"
assert np.shape(dZ) == (2, 2), f"dZ has the shape of A, (2, 2), and not {np.shape(dZ)}"
assert np.allclose(np.asarray(dZ)[1], 0), "a unit that sits at 0 or at 1 is flat: nothing passes back"
assert np.isclose(dZ[0][0], 1.0), "at a = 0.5 the slope is 1/4. A is the output already: no sigmoid of it"
assert np.isclose(dZ[0][1], -0.16), "at a = 0.8 the slope is 0.16: did you multiply it with dA?"
print("The first checks of sigmoid_backward pass.")

# %% nbgrader={"grade": false, "grade_id": "check_gates", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(1)
Z, dA = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
check_gradient("dZ of relu   ", relu_backward(dA, Z), lambda Z: np.sum(dA * relu(Z)), Z)
check_gradient("dZ of sigmoid", sigmoid_backward(dA, sigmoid(Z)), lambda Z: np.sum(dA * sigmoid(Z)), Z)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_gates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: ReLU and sigmoid, and how much passes back through them.
Z = np.linspace(-6, 6, 401)
one = np.ones_like(Z)
gates = [("ReLU", relu(Z), relu_backward(one, Z)), ("sigmoid", sigmoid(Z), sigmoid_backward(one, sigmoid(Z)))]
fig, axes = plt.subplots(1, 3, figsize=(11.5, 3))
for ax, (name, A, slope) in zip(axes, gates):
    ax.plot(Z, A, color=RED, label="forward: A")
    ax.fill_between(Z, slope, color=BLUE, alpha=0.25)
    ax.plot(Z, slope, "--", color=BLUE, label="backward: slope")
    ax.set(title=name, xlabel="Z", ylim=(-0.05, 1.6))
    ax.legend(frameon=False, fontsize=8, loc="upper left")
depth = np.arange(0, 11)
for (name, A, slope), style in zip(gates, ("o-", "s--")):
    axes[2].semilogy(depth, slope.max() ** depth, style, color=BLUE, markersize=4, label=name)
axes[2].set(title="The most that passes through many gates", xlabel="gates in a row")
axes[2].legend(frameon=False, fontsize=9)
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_gates", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Left, the ReLU: 0, then rising in a straight line; its slope jumps from 0 to 1 at $Z = 0$.
# Middle, the sigmoid, an S from 0 to 1; its slope is a low hill, 1/4 high at $Z = 0$. Right, the most that ten gates
# in a row let through: for the ReLU 1 throughout, for the sigmoid a straight fall, on a scale of powers of ten, to
# about $10^{-6}$.
#
# **Take along.** A ReLU is an open or a shut door. A sigmoid is a door that never opens wider than a quarter: after
# ten of them, at best a millionth of the blame gets through, and less where units saturate. This is the *vanishing
# gradient*, one reason why deep networks did not learn for so long, and why ReLUs took over (Nielsen, chapter 5).

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_mse_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · Where the blame begins: the losses
#
# The blue pass starts at the loss. For regression that is the mean squared error of week 2, summed over outputs,
# averaged over observations:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} \lVert y_i - \hat y_i \rVert^2$$
#
# Nudge one $\hat y_{ij}$. Which term of the double sum feels it?
#
# **Exercise 5 (2 points).** Write `mse_backward`.
#
# <details><summary>Hint 1</summary>
#
# The loss is a double sum, over $i$ and $j$, of $(y_{ij} - \hat y_{ij})^2$. In how many of its terms does one
# $\hat y_{ij}$ stand? Differentiate that term, and mind the sign of the inner derivative.
#
# </details>
# <details><summary>Hint 2</summary>
#
# By hand: one observation, $y = 0$, $\hat y = 3$. What must come out, and is it positive? Then: which axis of `Y`
# counts the $n$ that you divide by?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "mse_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mse_backward(Y, Y_hat):
    """Gradient of mse(Y, Y_hat) with respect to Y_hat.

    Y: (n, k), targets. Y_hat: (n, k), predictions.
    Returns: (n, k).
    """
    ### BEGIN SOLUTION
    return 2 * (Y_hat - Y) / len(Y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_mse_backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "mse_backward")
### END HIDDEN TESTS
Y, Y_hat = np.array([[1.0, 2.0], [0.0, 4.0]]), np.array([[1.0, 5.0], [-2.0, 4.0]])
dY_hat = mse_backward(Y, Y_hat)
assert dY_hat is not None, "mse_backward returns None: is the return missing?"
assert np.shape(dY_hat) == (2, 2), f"the gradient has the shape of Y_hat, (2, 2), and not {np.shape(dY_hat)}"
assert np.isclose(dY_hat[0][0], 0), "this prediction is perfect: its gradient is 0"
assert dY_hat[0][1] > 0 > dY_hat[1][0], "a prediction that is too large has a positive gradient: growing makes it worse"
assert np.allclose(dY_hat, [[0, 3], [-2, 0]]), "right sign, wrong size: look at the square and at the average"
print("The first checks of mse_backward pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_pull", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: minus the gradient of your mse_backward pulls at predictions.
rng = np.random.default_rng(2)
x = np.sort(rng.uniform(-2, 2, 14))
y = np.sin(2 * x) + rng.normal(0, 0.15, 14)
y_hat = 0.5 * x
dY_hat = mse_backward(y[:, None], y_hat[:, None])[:, 0]
fig, ax = plt.subplots(figsize=(6.5, 3))
ax.plot(x, y_hat, "-", color=RED, linewidth=1.5)
ax.plot(x, y_hat, "o", color=RED, markersize=5, label="prediction")
ax.plot(x, y, "s", color="black", markersize=4, label="target")
ax.quiver(x, y_hat, 0 * x, -dY_hat, color=BLUE, angles="xy", scale_units="xy", scale=0.3, width=0.005,
          label="minus the gradient")
ax.set(title="The further off, the harder the pull", xlabel="x", ylabel="y", ylim=(-1.5, 2))
ax.legend(frameon=False, fontsize=9, ncols=3, loc="upper center")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_softmax_cross_entropy_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* A line of predictions (red circles) through targets (black squares) that follow a wave.
# From each prediction a blue arrow points up or down, to where its target lies; the longer the further.
#
# For classification the loss is week 2's combined layer, with $n$ observations and labels $t_i$:
#
# $$L = \frac{1}{n} \sum_{i=1}^{n} \Bigl( \log \sum_j e^{z_{ij}} - z_{i t_i} \Bigr)$$
#
# The slides write it as a sum over $i$; here it is the mean. Differentiate with respect to one score $z_{ij}$: first
# a $j$ that is not the label, then the one that is. What comes out is so simple that you may not believe it. It is
# also made of pieces you already have in `given.py`, and safe for scores of any size if you use them.
#
# **Exercise 6 (3 points).** Write `softmax_cross_entropy_backward`.
#
# <details><summary>Hint 1</summary>
#
# Take one observation, and first only $\log \sum_j e^{z_j}$. The outer derivative is one over the sum, the inner one
# is $e^{z_k}$. Which function that you know is their product?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The second term, $-z_{t}$, changes only when the label's own score does. As a matrix with a row for each
# observation: where is there a 1, and where are there zeros? One function in `given.py` makes just that.
#
# </details>
# <details><summary>Hint 3</summary>
#
# That function wants to know how many classes there are: the shape (n, C) of `Z` tells. And look where the loss has
# its $1/n$.
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "softmax_cross_entropy_backward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax_cross_entropy_backward(Z, labels):
    """Gradient of softmax_cross_entropy(Z, labels) with respect to Z.

    Z: (n, C), scores. labels: (n,), integers from 0 to C - 1.
    Returns: (n, C).
    """
    ### BEGIN SOLUTION
    n, C = Z.shape
    return (softmax(Z) - one_hot(labels, C)) / n
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_softmax_cross_entropy_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "softmax_cross_entropy_backward")
### END HIDDEN TESTS
Z = np.array([[0.0, 0.0, 0.0, 0.0], [np.log(5.0), 0.0, 0.0, 0.0]])
dZ = softmax_cross_entropy_backward(Z, np.array([2, 0]))
assert dZ is not None, "softmax_cross_entropy_backward returns None: is the return missing?"
assert np.shape(dZ) == (2, 4), f"dZ has the shape of Z, (2, 4), and not {np.shape(dZ)}"
assert np.allclose(np.sum(dZ, axis=1), 0), (
    f"your rows sum to {np.sum(dZ, axis=1)}, not to 0: the same number added to a whole row does not change the loss")
assert dZ[0][2] < 0 < dZ[0][0], "the score of the label should grow (negative gradient), the others should shrink"
assert np.allclose(2 * dZ[0], [0.25, 0.25, -0.75, 0.25]), "first row: equal scores, label 2. Is the 1/n there, once?"
assert np.allclose(dZ[1], [-0.1875, 0.0625, 0.0625, 0.0625]), "second row: probabilities 5/8, 1/8, 1/8, 1/8, label 0"
far = softmax_cross_entropy_backward(np.array([[1e4, -1e4]]), np.array([1]))
assert np.isfinite(far).all(), f"scores of 10000 and -10000 give {far}: something overflows; look into given.py"
print("The first checks of softmax_cross_entropy_backward pass.")

# %% nbgrader={"grade": false, "grade_id": "check_losses", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(4)
Y, Y_hat = rng.normal(size=(5, 2)), rng.normal(size=(5, 2))
Z, labels = rng.normal(size=(5, 4)), np.array([3, 0, 0, 1, 3])
check_gradient("dY_hat", mse_backward(Y, Y_hat), lambda Y_hat: mse(Y, Y_hat), Y_hat)
dZ = softmax_cross_entropy_backward(Z, labels)
check_gradient("dZ    ", dZ, lambda Z: softmax_cross_entropy(Z, labels), Z)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_push", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: how your gradient pushes on the scores of three observations.
Z = np.array([[0.3, 0.2, 0.0, 0.1], [2.5, 0.5, -1.0, 0.0], [-1.0, 3.0, 0.5, 0.0]])
labels = np.array([2, 0, 3])
push = -len(Z) * softmax_cross_entropy_backward(Z, labels)
titles = ["no idea: a clear push", "right and sure: hardly any", "wrong and sure: the hardest"]
fig, axes = plt.subplots(1, 3, figsize=(11, 2.8), sharey=True)
for ax, p, arrows, label, title in zip(axes, softmax(Z), push, labels, titles):
    ax.bar(range(4), p, color=[PALE if j != label else RED for j in range(4)], width=0.7)
    ax.quiver(range(4), p, np.zeros(4), arrows, color=BLUE, angles="xy", scale_units="xy", scale=1, width=0.012)
    ax.set(title=title, xticks=range(4), xlabel="class", ylim=(-0.15, 1.08))
axes[0].set_ylabel("probability")
fig.suptitle("Probabilities in red (the true class dark), the push on each score in blue", y=1.06)
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_losses", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Three panels of four bars, the probabilities, with blue arrows that start at their tips.
# Left, four bars that are nearly alike: a long arrow up at the true class, short ones down at the others. Middle,
# the true class has most: short arrows only. Right, a wrong class has nearly all: a long arrow down there, and one
# just as long up at the true class.
#
# **Take along.** Put your two functions side by side: do you see the likeness? It is no accident. Cross-entropy
# belongs to the softmax as the squared error belongs to linear outputs: each pair comes from one way of saying how
# observations scatter (Goodfellow et al., section 6.2.2). And only the network that is sure *and* wrong gets the full
# blow.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_mlp_gradients", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · All of it: the gradients of a network
#
# Now put the stations together. The network is that of week 1 (linear, ReLU, ..., linear, no activation on the output
# layer), of any depth, and the loss is the combined softmax loss.
#
# - **Forward, in red:** as `mlp_forward`, but *keep what you will need*. Look at the arguments of your backward
#   functions: which arrays of each layer must still be there on the way back?
# - **Then the loss**, and the first `dZ`.
# - **Backward, in blue:** through the layers from the last to the first. Each hands on what the one before it needs.
#
# `params` is a list of pairs (W, b); `grads` is a list of pairs (dW, db) in the same order. Draw the map above for
# three layers before you write the loop: which station comes last, which first, and what has no ReLU behind it?
#
# **Exercise 7 (4 points).** Write `mlp_gradients`.
#
# <details><summary>Hint 1</summary>
#
# On paper, for three layers, write down the calls of the way back in their order: `linear_backward(dZ, ?, W3)`, then
# `relu_backward(dA, ?)`, and so on. Which arrays stand in for the question marks?
#
# </details>
# <details><summary>Hint 2</summary>
#
# So each layer leaves two things behind on the way forward: its *input* ($X$ for the first, an $A$ for the others)
# and its *score* $Z$. Two lists will do. For $k$ layers, how many ReLUs are there?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `reversed(range(k))` counts the layers backwards. Then the last layer's pair is found first; where in `grads` does
# it belong? And with which of the kept scores does the `dA` of layer $l$ pass through a ReLU?
#
# </details>


# %% nbgrader={"grade": false, "grade_id": "mlp_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mlp_gradients(X, labels, params):
    """Loss and gradients of the week-1 network under the combined softmax loss.

    X: (n, d). labels: (n,), integers. params: a list of (W, b), one pair a layer, any number of layers.
    Returns: (loss, grads), grads a list of (dW, db) shaped and ordered as params.
    """
    ### BEGIN SOLUTION
    inputs, scores = [], []
    A = X
    for W, b in params:
        inputs.append(A)
        scores.append(linear(A, W, b))
        A = relu(scores[-1])
    loss = softmax_cross_entropy(scores[-1], labels)

    grads = []
    dZ = softmax_cross_entropy_backward(scores[-1], labels)
    for layer in reversed(range(len(params))):
        W, b = params[layer]
        dA, dW, db = linear_backward(dZ, inputs[layer], W)
        grads.insert(0, (dW, db))
        if layer > 0:
            dZ = relu_backward(dA, scores[layer - 1])
    return loss, grads
    ### END SOLUTION


# %% autograder={"depends": ["linear_backward", "relu_backward", "softmax_cross_entropy_backward"]} nbgrader={"grade": true, "grade_id": "test_mlp_gradients", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week3", "mlp_gradients")
### END HIDDEN TESTS
rng = np.random.default_rng(5)
X, labels, params = rng.normal(size=(6, 3)), np.array([0, 2, 1, 1, 0, 2]), init_params([3, 5, 4, 3], rng)
answer = mlp_gradients(X, labels, params)
assert answer is not None, "mlp_gradients returns None: is the return missing?"
assert len(answer) == 2, "two things come back: the loss and the list of gradients"
loss, grads = answer
right_loss = softmax_cross_entropy(mlp_forward(X, params), labels)
assert np.isclose(loss, right_loss), (
    f"the loss is {right_loss:.4f} here, not {loss}: is it a mean? Which layers are followed by a ReLU?")
assert len(grads) == 3, "one pair (dW, db) a layer"
for layer, ((dW, db), (W, b)) in enumerate(zip(grads, params), start=1):
    assert dW.shape == W.shape, f"layer {layer}: dW {dW.shape}, W {W.shape}: are the pairs in order?"
    assert db.shape == b.shape, f"layer {layer}: db {db.shape}, b {b.shape}"
# A network that knows nothing: all weights zero. Then only the last bias matters.
loss, grads = mlp_gradients(X, np.array([0, 0, 0, 1, 1, 2]), [(0 * W, 0 * b) for W, b in params])
assert np.isclose(loss, np.log(3)), "with equal scores for 3 classes the loss is log 3"
assert np.allclose(grads[2][1], [-1 / 6, 0, 1 / 6]), (
    "the last db is -1/6, 0, 1/6 here: each class has probability 1/3, but they occur 3, 2 and 1 times in 6; "
    f"yours is {np.round(grads[2][1], 4)}")
assert np.allclose(grads[0][0], 0), "no blame passes through weights that are zero"
print("The first checks of mlp_gradients pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_full_check", "locked": true, "schema_version": 3, "solution": false, "task": false}
# And now the check that everything was for: **every** parameter of a network, one by one, against turning its knob.


# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_full_check", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: every parameter of a network, backpropagation against knobs.
def loss_if(W, layer, which):
    """The loss of the network with W (which = 0) or b (which = 1) of one layer replaced."""
    replaced = [list(pair) for pair in blob_params]
    replaced[layer][which] = W
    return softmax_cross_entropy(mlp_forward(blobs, replaced), blob_labels)


loss, grads = mlp_gradients(blobs, blob_labels, blob_params)
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6))
for layer, pair in enumerate(blob_params):
    for which, (name, marker) in enumerate((("W", "o"), ("b", "^"))):
        slow = numeric_gradient(lambda W: loss_if(W, layer, which), pair[which]).ravel()
        fast = np.ravel(grads[layer][which])
        color, fill = ((RED, "full"), (BLUE, "none"))[layer]
        left.plot(slow, fast, marker, color=color, fillstyle=fill, label=f"${name}_{layer + 1}$")
        right.semilogy(slow, np.abs(slow - fast) + 1e-17, marker, color=color, fillstyle=fill)
ends = np.array(left.get_xlim())
left.plot(ends, ends, color=GREY, linewidth=1, zorder=0)
left.set(xlabel="turning the knob", ylabel="backpropagation", title="Every parameter lies on the line")
left.legend(frameon=False, fontsize=9)
right.axhline(1e-6, color=GREY, linestyle=":")
right.text(0.03, 1.8e-6, "above here: look again", transform=right.get_yaxis_transform(), fontsize=9, color="dimgray")
right.set(xlabel="turning the knob", ylabel="gap", title="and the gap is rounding", ylim=(1e-15, 1e-5))
plt.tight_layout()
plt.show()


# %% [markdown] nbgrader={"grade": false, "grade_id": "about_red_blue", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Left, all the points of a network's parameters, backpropagation against knobs, lie on the
# diagonal. Right, the gaps between the two: a cloud between about $10^{-13}$ and $10^{-10}$, far below a dotted line
# at $10^{-6}$.
#
# All points lie on the line, all gaps lie far below the dotted line? Then you have written backpropagation, and it is
# exact.
#
# Here is the map again, now with the numbers in it, for 8 observations and a network of 4 inputs, 6 hidden units and
# 3 classes. Top: the values, **forward in red**. Below: their gradients, **backward in blue**. Darker is larger,
# white is zero. (The blue arrays in the second row come from your `numeric_gradient`, the bottom row from your
# `mlp_gradients`.)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_red_blue", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: all arrays of a network in red, their gradients in blue.
rng = np.random.default_rng(38)
X, labels, params = rng.normal(size=(8, 4)), rng.integers(0, 3, 8), init_params([4, 6, 3], rng)
(W1, b1), (W2, b2) = params
Z1 = linear(X, W1, b1)
A1, Z2 = relu(Z1), mlp_forward(X, params)
loss, grads = mlp_gradients(X, labels, params)
values = [X, Z1, A1, Z2]
losses_of = [lambda X: softmax_cross_entropy(mlp_forward(X, params), labels),
             lambda Z1: softmax_cross_entropy(linear(relu(Z1), W2, b2), labels),
             lambda A1: softmax_cross_entropy(linear(A1, W2, b2), labels),
             lambda Z2: softmax_cross_entropy(Z2, labels)]
blues = [numeric_gradient(f, value) for f, value in zip(losses_of, values)]


def heat(x, y, array, cmap, title, color):
    """Draw the sizes of an array's entries as squares, centred at x, hanging from y."""
    size = np.abs(np.atleast_2d(array))
    rows, columns = size.shape
    left = x - columns / 2
    ax.pcolormesh(left + np.arange(columns + 1), y - np.arange(rows + 1), size, cmap=cmap, vmin=0, edgecolors="white")
    ax.add_patch(plt.Rectangle((left, y - rows), columns, rows, fill=False, edgecolor=color))
    ax.text(x, y + 0.4, f"${title}$", color=color, ha="center", fontsize=12)


fig, ax = plt.subplots(figsize=(11, 8.2))
places = [2, 11, 21, 29]
for x, name, value, blue in zip(places, ["X", "Z_1", "A_1", "Z_2"], values, blues):
    heat(x, 0, value, REDS, name, RED)
    heat(x, -11, blue, BLUES, "d" + name, BLUE)
for x, name, height in ((6, "1", 4), (25.75, "2", 6)):
    dW, db = grads[int(name) - 1]
    heat(x, -22, dW, BLUES, "dW_" + name, BLUE)
    heat(x, -24 - height, db, BLUES, "db_" + name, BLUE)
    ax.annotate("", (x, -20.4), (x, -16.5), arrowprops={"arrowstyle": "-|>", "color": BLUE, "lw": 2.2})
for x, station in zip((6, 16, 25.75, 32.5), ("linear", "ReLU", "linear", "loss")):
    ax.text(x, -3.2, station, ha="center")
    arrow(ax, x - 1.3, x + 1.3, -4, RED)
    arrow(ax, x + 1.3, x - 1.3, -15, BLUE)
ax.text(34.2, -4.3, f"$L$ = {loss:.2f}", color=RED, fontsize=13)
ax.text(34.2, -15.3, "$dL$ = 1", color=BLUE, fontsize=13)
ax.set(xlim=(-0.5, 38), ylim=(-31.5, 1.8), aspect="equal")
ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_cost", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Three rows of little heat maps. Above, in red, $X$ (8 by 4), $Z_1$ and $A_1$ (8 by 6),
# $Z_2$ (8 by 3) and the loss, with arrows to the right between them. In the middle, in blue, their gradients, of the
# same shapes, with arrows to the left. Below, where the arrows pass a linear layer, $dW_1$ (4 by 6) and $dW_2$ (6 by
# 3), each with its $db$ as a single row under it.
#
# Take a minute with it. Each blue array has the shape of the red one above it. Find the white squares of $A_1$: the
# same places are white in $dZ_1$ (a shut gate passes nothing back) but not in $dA_1$ (where the gate has not been
# asked yet). Find a row of $Z_2$'s gradient that is pale: that observation is already right.
#
# And what did it buy? Let us race the two ways on a network of the size you will train next week, for handwritten
# digits.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_race", "locked": true, "schema_version": 3, "solution": false, "task": false}
# A race: turning every knob against backpropagation.
rng = np.random.default_rng(9)
X, labels, params = rng.uniform(size=(32, 64)), rng.integers(0, 10, 32), init_params([64, 20, 10], rng)
(W1, b1), output = params
start = time.perf_counter()
numeric_gradient(lambda W: softmax_cross_entropy(mlp_forward(X, [(W, b1), output]), labels), W1)
slow = (time.perf_counter() - start) / W1.size * sum(W.size + b.size for W, b in params)
start = time.perf_counter()
for _ in range(20):
    mlp_gradients(X, labels, params)
fast = (time.perf_counter() - start) / 20
print(f"{sum(W.size + b.size for W, b in params)} parameters, one gradient:")
print(f"  turning every knob: {1000 * slow:8.2f} ms")
print(f"  backpropagation:    {1000 * fast:8.2f} ms, {slow / fast:.0f} times faster")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Play with it.** Here are the six knobs of the first picture again, now with the slopes of your `mlp_gradients`, all
# six from one way back. Where ipywidgets is installed, the next cell has sliders: choose a knob and turn it.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture to play with: one of six knobs is turned, and all the slopes change.
def turned(knob, amount):
    """The parameters of the network with `amount` added to one of the six knobs."""
    (W1, b1), output = blob_params
    W1 = W1.copy()
    W1[0, knob - 1] += amount
    return [(W1, b1), output]


def show_knob(knob=1, amount=0.0):
    """Left the loss along this knob, with the slope where it stands; right the slopes of all six there."""
    losses = [loss_with(a, knob - 1) for a in amounts]
    loss, grads = mlp_gradients(blobs, blob_labels, turned(knob, amount))
    slopes = grads[0][0][0]
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 2.8))
    left.plot(amounts, losses, color=RED)
    near = amount + np.array([-0.5, 0.5])
    left.plot(near, loss + slopes[knob - 1] * (near - amount), "--", color=BLUE, linewidth=3)
    left.plot(amount, loss, "o", color="black", markersize=6)
    left.set(xlabel=f"turn of knob {knob}", ylabel="loss", xlim=(-2, 2), ylim=(1.4, 2))
    left.set_title(f"loss {loss:.3f}, slope {slopes[knob - 1]:+.3f}")
    right.bar(range(1, 7), slopes, color=[BLUE if k == knob else GREY for k in range(1, 7)])
    right.axhline(0, color="black", linewidth=0.8)
    right.set(xlabel="knob", xticks=range(1, 7), ylim=(-0.35, 0.35), title="backpropagation: the slopes of all six")
    plt.tight_layout()
    plt.show()


# Says at once when it is not written yet.
mlp_gradients(blobs, blob_labels, blob_params)
try:
    from ipywidgets import FloatSlider, IntSlider, interact
except ImportError:
    show_knob(1, 0.0)
    show_knob(1, 1.0)
else:
    interact(show_knob, knob=IntSlider(1, 1, 6), amount=FloatSlider(0, min=-1.5, max=1.5, step=0.1))

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Left the loss as this knob is turned, a curve, with a black dot where it stands and a
# dashed line for the slope there. Right six bars, the slopes of all six knobs at this place; the chosen one is blue,
# the others are grey. As it is, the bars are those of the first picture; with knob 1 turned up by 1, the bar of knob
# 1 has changed its sign, and those of the others their height.
#
# Turn knob 1 to where its own slope is 0. Are the other five still what they were? Each slope holds only *here*: turn
# one knob, and all the others have to be asked again. So learning goes in small steps, with a new gradient for each.

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What to take along
#
# - A gradient has the shape of what it belongs to. Each station takes the gradient at its output and hands on that at
#   its input.
# - A backward pass costs about as much as a forward pass or two, *however many parameters there are*. Turning knobs
#   costs two forward passes for each of them.
# - Trust no gradient that you have not checked numerically.
#
# **And the brain?** Backpropagation asks for things that neurons are not known to do: an exact error sent backwards,
# along the same strengths as the signal came forwards, by neurons that wait for it with their activity kept. Francis
# Crick doubted early on that brains do it (*The recent excitement about neural networks*, Nature 337, 1989). But
# networks trained with it come to represent images much as the visual cortex does, and there are ideas how feedback
# connections could carry something close enough: Lillicrap and others, *Backpropagation and the brain*, Nature
# Reviews Neuroscience 21 (2020), is a fine read for an evening.
#
# Next week you take the step *against* the gradient, some thousands of times, and your network learns to read.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_derive_backward", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · Bonus: derive it
#
# **Exercise 8 (3 bonus points, read by a person).** In the cell below, in LaTeX between dollar signs or in plain text
# (`dL/dZ` will do):
#
# 1. Derive the gradient of the combined layer, $L = \frac1n \sum_i \bigl( \log \sum_j e^{z_{ij}} - z_{i t_i} \bigr)$,
#    with respect to one score $z_{ij}$, and then write it in matrix form for all of `Z`.
# 2. The loss depends on $X$, $W$ and $b$ only through $Z = XW + B$, and $\partial L / \partial Z$ is known. Derive
#    $\partial L / \partial X$, $\partial L / \partial W$ and $\partial L / \partial b$, first for one entry by the
#    chain rule, then in matrix form.
#
# Show the step in which the sum of the chain rule becomes a matrix product. Bonus points make up for points lost
# above; a week never gives more than 20.
#
# <details><summary>Hint 1</summary>
#
# Part 1: in the term of observation $i$, the score $z_{ij}$ stands once inside the logarithm, and a second time only
# if $j = t_i$. Do the two cases apart, then write them as one, with $y_{ij}$ that is 1 or 0.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Part 2: name $G = \partial L / \partial Z$ and write $z_{ij} = \sum_k x_{ik} w_{kj} + b_j$. Which of the $z$
# contain $w_{kj}$? Sum their $g$, each times its derivative.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A matrix product is $(AB)_{kj} = \sum_i A_{ki} B_{ij}$. If in your sum the summed index stands in the wrong place
# of one array, that array enters transposed.
#
# </details>

# %% [markdown] autograder={"bonus": 3} nbgrader={"grade": true, "grade_id": "derive_backward", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
# **1. The combined layer.** Let $p_{ij} = e^{z_{ij}} / \sum_l e^{z_{il}}$ be the softmax of row $i$, and $y_{ij} = 1$
# where $j$ is the label of observation $i$, else 0. The score $z_{ij}$ appears only in the term of observation $i$:
#
# $$\frac{\partial L}{\partial z_{ij}}
# = \frac1n \left( \frac{\partial}{\partial z_{ij}} \log \sum_l e^{z_{il}} -
# \frac{\partial z_{i t_i}}{\partial z_{ij}} \right)
# = \frac1n \left( \frac{e^{z_{ij}}}{\sum_l e^{z_{il}}} - y_{ij} \right) = \frac1n (p_{ij} - y_{ij}).$$
#
# For all entries, with $P = \mathrm{softmax}(Z)$ and the one-hot matrix $Y$:
# $\;\partial L / \partial Z = (P - Y) / n$. (With the slides' sum in place of the mean the $1/n$ is absent.)
#
# **2. The linear layer.** $z_{ij} = \sum_k x_{ik} w_{kj} + b_j$. Write $G = \partial L / \partial Z$, of shape (n,
# m).
#
# - $x_{ik}$ reaches $z_{ij}$ for every unit $j$, with $\partial z_{ij} / \partial x_{ik} = w_{kj}$, so
#   $\partial L / \partial x_{ik} = \sum_j g_{ij} w_{kj} = \sum_j g_{ij} (W^T)_{jk} = (G W^T)_{ik}$:
#   $\;\partial L / \partial X = G W^T$.
# - $w_{kj}$ reaches $z_{ij}$ for every observation $i$, with $\partial z_{ij} / \partial w_{kj} = x_{ik}$, so
#   $\partial L / \partial w_{kj} = \sum_i x_{ik} g_{ij} = \sum_i (X^T)_{ki} g_{ij} = (X^T G)_{kj}$:
#   $\;\partial L / \partial W = X^T G$.
# - $b_j$ reaches $z_{ij}$ for every $i$, with derivative 1, so $\partial L / \partial b_j = \sum_i g_{ij}$: the
#   column sums, $\partial L / \partial b = G^T \mathbf{1}$.
#
# === BEGIN MARK SCHEME ===
# - 1 point: the combined layer. Half for the derivative of the log-sum-exp giving the softmax, half for the label's
#   term and the matrix form. A sum in place of the mean is fine when it is said.
# - 1.5 points: the linear layer, half a point each for X, W and b. The sum must run over the right index (units for
#   X, observations for W and b) and its passage to a matrix product be shown; a bare matrix formula, or "the shapes
#   fit", gives half of it.
# - 0.5 points: the shapes are consistent throughout and the notation is explained.
# - An honest derivation by differentials or by traces is worth the same.
# === END MARK SCHEME ===
