# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 1 · Layers
#
# In your head some 86 billion neurons do, to a first approximation, the same small thing. Each listens to thousands
# of others, gives every one of them a weight, adds up, and tells the sum to the next. None of them has ever seen a
# face. Together they recognise your grandmother from behind, in the rain.
#
# The networks that today read handwriting, play Go and finish sentences are made of that same small thing. A score of
# weighted inputs is what statisticians call *logistic regression* once it is squashed to a probability. Stack a few,
# and you have a neural network: **logistic regression in a trench coat.**
#
# This week you write the whole way up, from one neuron to a network of any depth, in a few lines of numpy each.
# Nothing learns yet. We only ask what such a network *can say*. Learning starts in week 3.
#
# *This week takes about four hours: one for reading and looking, two for the exercises, one for the written question.
# There are 20 points, and 3 more as a bonus.*

# %% [markdown] nbgrader={"grade": false, "grade_id": "howto", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **How to work.** Go through the notebook from the top with Shift+Enter. Where it says `YOUR CODE HERE`, put your
# code in place of that line and the `raise` below it, then run the next cell: it checks the basics, and when
# something is off it tells you where to look. Hidden tests look closer once you have handed in. Most solutions are
# one to five lines. The code of the pictures is folded away: click on the dots to read it. Stuck? Under each exercise
# there are folded hints. Try first, then open one at a time.

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
from matplotlib.colors import LinearSegmentedColormap

BLUE, RED, INK, PALE = "#0072B2", "#D55E00", "#263238", "#cfd8dc"
TWO_SIDES = LinearSegmentedColormap.from_list("two sides", [BLUE, "#f7f5f0", RED])
plt.rcParams.update({
    "figure.dpi": 85, "font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": INK,
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK, "lines.linewidth": 2,
    "axes.titlesize": 10.5,
})

# %% [markdown] nbgrader={"grade": false, "grade_id": "score_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · One neuron, one score
#
# A neuron in the visual cortex fires for an edge at one place and one angle. How does it know? Inputs where the edge
# should be bright excite it, inputs where it should be dark inhibit it. The pattern of its weights *is* what it looks
# for, and its score says how much of that is there. One observation $x$ has $d$ inputs; the score is
#
# $$z = w^\top x + b = \sum_{j=1}^{d} w_j x_j + b$$
#
# A positive $w_j$ excites, a negative one inhibits. The bias $b$ is how willing the neuron is with no input at all.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_neuron", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: one neuron, three inputs, three weights, one score.
figure, axis = plt.subplots(figsize=(6.6, 2.6))
for y, weight, index, height in zip((1.0, 0.0, -1.0), (1.6, -0.9, 0.5), "₁₂₃", (0.88, 0.2, -0.3)):
    colour = RED if weight > 0 else BLUE
    line = "-" if weight > 0 else (0, (1.2, 0.5))
    axis.plot([0, 2.6], [y, 0], linestyle=line, color=colour, linewidth=5 * abs(weight), alpha=0.75, zorder=1)
    axis.plot(0, y, "o", markersize=25, color="white", markeredgecolor=INK, markeredgewidth=1.5, zorder=2)
    axis.text(0, y, "x" + index, ha="center", va="center", fontsize=13, style="italic", zorder=3)
    axis.text(1.05, height, f"w{index} = {weight:+}", color=colour, ha="center", fontsize=10)
axis.plot(2.6, 0, "o", markersize=48, color="#f7f5f0", markeredgecolor=INK, markeredgewidth=1.5, zorder=2)
axis.text(2.6, 0, "Σ + b", ha="center", va="center", fontsize=13)
axis.annotate("", (4.3, 0), (3.0, 0), arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 2})
axis.text(4.4, 0, "z", va="center", fontsize=16, style="italic")
for place, word in ((0, "inputs"), (1.4, "weights"), (2.6, "sum"), (4.45, "score")):
    axis.text(place, -1.65, word, ha="center", color="gray")
axis.set(xlim=(-0.6, 5), ylim=(-1.85, 1.5), title="One neuron: orange weights excite, the blue, broken one inhibits")
axis.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "score_task", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* three circles, the inputs $x_1$, $x_2$, $x_3$, each with a line to one large circle that adds up
# their weighted sum and $b$; an arrow leads on from it to the score $z$. The lines are as thick as the weights:
# $w_1 = +1.6$ (orange), $w_2 = -0.9$ (blue, broken), $w_3 = +0.5$ (orange, thin).
#
# **Exercise 1 (2 points).** Write `score`. One observation has one score: return a single number.
#
# <details><summary>Hint 1</summary>
#
# Work out the score of $x = (1, 2, 3)$ with $w = (0.5, -1, 2)$ by hand. What did you do with each pair of numbers,
# and what with the three results?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $w^\top x$ is a row $(1, d)$ times a column $(d, 1)$. numpy has one sign for products of matrices, and it takes
# two vectors `(d,)` as well. What shape comes out, and what is then still missing?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "score", "locked": false, "schema_version": 3, "solution": true, "task": false}
def score(x, w, b):
    """The score of one neuron for one observation.

    x: inputs (d,). w: weights (d,). b: bias, a number.
    Returns z = wᵀx + b, a number.
    """
    ### BEGIN SOLUTION
    return w @ x + b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_score", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "score")
### END HIDDEN TESTS
x, w = np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 2.0])
z = score(x, w, 0.0)
assert z is not None, "score gives back None. Is there a return?"
assert np.ndim(z) == 0, f"A score is one number; yours has shape {np.shape(z)}. Are the products summed?"
assert np.isclose(z, 4.5), f"With b = 0 the score of x = {x}, w = {w} is 4.5, yours is {z}. Work it out by hand once."
assert np.isclose(score(x, w, 10.0), 14.5), "With b = 10 the score should grow by exactly 10. How often is b added?"
print("The first checks of score pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "score_plane", "locked": true, "schema_version": 3, "solution": false, "task": false}
# With two inputs we can see all that one neuron can say. The picture below asks your `score` at every point of the
# plane. The score grows along $w$ and is 0 on a straight line at a right angle to it, at distance $|b|/\|w\|$ from
# the origin. **One neuron cuts its world in two with one straight cut**, nothing more. Keep that in mind for Exercise
# 7.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_score", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: your score at every point of a plane.
w, b = np.array([1.0, 0.6]), -0.7
ticks = np.linspace(-3, 3, 31)
scores = np.array([[score(np.array([x1, x2]), w, b) for x1 in ticks] for x2 in ticks])
figure, axis = plt.subplots(figsize=(3.9, 3.7))
axis.imshow(scores, extent=(-3, 3, -3, 3), origin="lower", cmap=TWO_SIDES, vmin=-5, vmax=5, interpolation="bilinear")
axis.contour(ticks, ticks, scores, levels=[0], colors=INK, linewidths=2)
foot = -b * w / (w @ w)
axis.annotate("", foot + w, foot, arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 2})
for x1, x2, word in ((1.75, 0.9, "w"), (0.8, -2.6, "z = 0"), (1.6, 2.4, "z > 0"), (-1.9, -1.8, "z < 0")):
    axis.text(x1, x2, word, fontsize=12, style="italic")
axis.set(xticks=[-3, 0, 3], yticks=[-3, 0, 3], xlabel="x₁", ylabel="x₂", title="One neuron: one straight cut")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "score_words", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* a square of the plane, shaded from blue (negative scores, lower left) over white to orange
# (positive ones, upper right). A straight dark line, falling from left to right, marks $z = 0$; the arrow $w$
# stands on it at a right angle and points to where scores are positive.

# %% [markdown] nbgrader={"grade": false, "grade_id": "linear_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · A layer: many neurons, many observations
#
# Your retina does not send one neuron one photograph. A *layer* is $m$ neurons which look at the same $d$ inputs,
# each with weights of its own: put them side by side as the **columns** of $W$. A *batch* is $n$ observations: put
# them below one another as the **rows** of $X$. All $n \cdot m$ scores are then one product of matrices,
#
# $$Z = XW + B,$$
#
# where $b$ has the bias of each neuron and each row of $B$ is the same $b$. The entry $z_{ij}$ is the score of
# observation $i$ at unit $j$. When in doubt, write the shapes underneath: $(n, d)\,(d, m) + (n, m)$. The two $d$ must
# meet. That habit will save you hours in week 3.

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# So much for the letters. Here is what holds **in every exercise of the course**:
#
# | | |
# | --- | --- |
# | observations are rows | $X$ has shape `(n, d)`: $n$ observations of $d$ inputs |
# | a layer with $m$ units (neurons) | weights $W$ `(d, m)`, biases $b$ `(m,)`, scores $Z$ `(n, m)` |
# | numbers | float64; labels (which class?) are integers from 0 |
# | functions | return new arrays and never change what they were given |
# | randomness | comes only from the argument `rng`, a `numpy.random.Generator` |
#
# No exercise needs a loop over observations. A loop that is right gets full points all the same.
#
# **Exercise 2 (3 points).** Write `linear`.
#
# <details><summary>Hint 1</summary>
#
# What does column $j$ of $W$ have to do with the $w$ of `score`, and row $i$ of $X$ with its $x$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Write the shapes under the formula. $XW$ is $(n, m)$, but `b` is `(m,)`. How does numpy add the two? (It lines
# shapes up from the right; look for *broadcasting*.)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "linear", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear(X, W, b):
    """The scores of a layer for all observations.

    X: observations (n, d). W: weights (d, m). b: biases (m,).
    Returns Z = XW + B of shape (n, m), each row of B being b.
    """
    ### BEGIN SOLUTION
    return X @ W + b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_linear", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "linear")
### END HIDDEN TESTS
X = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
W = np.array([[1.0, 0.0, -1.0, 2.0], [0.0, 1.0, 1.0, -1.0]])
Z = linear(X, W, np.zeros(4))
assert np.shape(Z) == (3, 4), f"3 observations, 4 units: Z is (3, 4); yours is {np.shape(Z)}. Write the shapes down."
assert np.allclose(Z[1], [3, 4, 1, 2]), f"The second observation's scores are 3, 4, 1, 2; yours are {Z[1]}."
Z = linear(X, W, np.array([10.0, 20.0, 30.0, 40.0]))
assert np.allclose(Z[0], [11, 22, 31, 40]), "Unit j gets b[j], the same in each row. Look at linear(0 * X, W, b)."
print("The first checks of linear pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_linear", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: Z = XW + B as coloured matrices, orange above 0, blue below.
rng = np.random.default_rng(1)
X, W, b = rng.normal(size=(9, 5)), rng.normal(size=(5, 3)), np.array([2.0, 0.0, -2.0])
panels = [("X", X, "·"), ("W", W, "+"), ("B", np.tile(b, (9, 1)), "="), ("Z", linear(X, W, b), "")]
figure, axes = plt.subplots(1, 4, figsize=(6.6, 2.5), gridspec_kw={"width_ratios": [5, 3, 3, 3], "wspace": 0.55})
for axis, (name, matrix, sign) in zip(axes, panels):
    axis.imshow(matrix, cmap=TWO_SIDES, vmin=-3, vmax=3)
    axis.set_title(f"{name}  {matrix.shape}")
    axis.axis("off")
    axis.text(1.28, 0.5, sign, transform=axis.transAxes, fontsize=16, ha="center", va="center")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "linear_after", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* four coloured matrices, $X$ (9, 5) times $W$ (5, 3) plus $B$ (9, 3) gives $Z$ (9, 3). Orange is
# above 0, blue below, white near 0. $B$ has the same row nine times: orange, white, blue.
#
# **To take along.** Follow one column of $W$: that unit's pattern makes one column of $Z$. A layer is a
# change of language: from $d$ inputs into $m$ opinions about them.
#
# *Read:* Goodfellow, Bengio & Courville, *Deep Learning* (2016), sections 2.1 and 2.2 (matrices); Dayan & Abbott,
# *Theoretical Neuroscience* (2001), section 7.3 (feedforward networks of firing rates).

# %% [markdown] nbgrader={"grade": false, "grade_id": "relu_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · ReLU: say it or be silent
#
# A firing rate cannot be negative. A neuron whose inhibition wins is simply silent, and beyond its threshold it
# fires faster the more it is driven. The *rectified linear unit* is that and nothing else:
#
# $$\mathrm{relu}(z) = \max(0, z)$$
#
# It is applied to each entry of an array on its own.
#
# **Exercise 3 (2 points).** Write `relu`, for arrays of any shape. Leave `Z` as it is: week 3 needs the scores
# again, the silent ones too.
#
# <details><summary>Hint 1</summary>
#
# What becomes of −2, of 0 and of 3? Between which two numbers is it a choice, each time?
#
# </details>
# <details><summary>Hint 2</summary>
#
# numpy has two kinds of maximum. One goes through an array and returns its largest entry; the other compares, entry
# by entry, and keeps the shape. Which one is wanted here?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "relu", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu(Z):
    """The rectified linear unit, entry by entry.

    Z: scores, of any shape. Returns max(0, z) in the same shape, as a new array.
    """
    ### BEGIN SOLUTION
    return np.maximum(Z, 0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_relu", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "relu")
### END HIDDEN TESTS
Z = np.array([[-2.0, 0.0, 3.0], [0.5, -0.1, 7.0]])
A = relu(Z)
assert np.shape(A) == (2, 3), f"Each entry keeps its place: A has the shape of Z, (2, 3). Yours is {np.shape(A)}."
assert np.allclose(A, [[0, 0, 3], [0.5, 0, 7]]), f"A negative score becomes 0, a positive one stays. Yours is\n{A}"
assert Z[0, 0] == -2.0, "relu overwrote Z itself. Make a new array and leave Z alone."
print("The first checks of relu pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "sigmoid_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · Sigmoid: a score becomes a probability
#
# An older choice, and the bridge to statistics, is the *logistic sigmoid*
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}.$$
#
# It takes any score to a number between 0 and 1, with $\sigma(0) = \tfrac12$. A single neuron with a sigmoid is
# logistic regression. For a very large score it *saturates*: it stays close to 1 whatever the score does.
#
# Here mathematics and a computer part ways for the first time. Both forms above are equal on paper. In float64 one of
# them breaks for very negative scores and the other for very positive ones, since $e^{710}$ is already more than the
# largest number there is.
#
# **Exercise 4 (3 points).** Write `sigmoid`, for arrays of any shape, right to $10^{-12}$ for all $|z| \le 10^4$,
# without an overflow on the way (numpy would warn of it). *Try it on paper first: for which $z$ is which exponent
# harmless?*
#
# <details><summary>Hint 1</summary>
#
# Let $z = 1000$. Which of $e^{z}$ and $e^{-z}$ can a computer work out? And for $z = -1000$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.where(condition, A, B)` works out all of `A` *and* all of `B` before it chooses, so a warning can come from
# entries that nobody takes. Which function of $z$ has the size of $z$ but is never positive?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Let $e = e^{-|z|}$. For $z \ge 0$ the first form is $1 / (1 + e)$. What is the second form for $z < 0$, in terms
# of $e$? Only the numerators differ.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sigmoid", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid(Z):
    """The logistic sigmoid, entry by entry, without overflow.

    Z: scores, of any shape. Returns 1 / (1 + e⁻ᶻ) in the same shape, as a new array.
    """
    ### BEGIN SOLUTION
    # The exponent is never positive, so nothing overflows; the numerator picks the form that suits the sign.
    E = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1, E) / (1 + E)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_sigmoid", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "sigmoid")
### END HIDDEN TESTS
import warnings

A = sigmoid(np.array([[-2.0, 0.0], [1.0, 4.0]]))
assert np.shape(A) == (2, 2), f"A has the shape of Z, (2, 2); yours is {np.shape(A)}."
assert np.allclose(A, [[0.11920292, 0.5], [0.73105858, 0.98201379]]), (
    f"sigmoid of -2, 0, 1 and 4 is 0.1192, 0.5, 0.7311 and 0.982, yours is {np.round(np.ravel(A), 4)}.")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    far = sigmoid(np.array([-1e4, 1e4]))
assert np.allclose(far, [0, 1]), f"sigmoid at -10000 and 10000 is 0 and 1, yours is {far}. Which exponent is too big?"
assert not caught, f"numpy warns: {caught[0].message}. Which entries go through which exponent? Need they?"
print("The first checks of sigmoid pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "activations_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Your two functions, and below them their slopes. Learning (weeks 3 and 4) listens to the slope: it asks *if this
# score were a little larger, what would change?* In the shaded zones the answer is almost nothing. There the unit is
# **saturated**: it has an opinion and cannot be taught. The sigmoid saturates on both sides and its slope is never
# above ¼; a product of many such slopes vanishes. The ReLU is silent on one side and never saturates on the other,
# which is why deep networks could be trained at all.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_activations", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: your relu and sigmoid, and their slopes.
z = np.linspace(-8, 8, 401)
figure, axes = plt.subplots(2, 2, figsize=(6.6, 3.6), sharex=True, height_ratios=[3, 2])
for column, (activation, colour, top, flat) in enumerate([
    (relu, RED, 8, [("silent", -8, 0)]), (sigmoid, BLUE, 1, [("saturated", -8, -4), ("saturated", 4, 8)]),
]):
    upper, lower = axes[:, column]
    upper.plot(z, activation(z), color=colour)
    upper.set(title=activation.__name__, yticks=[0, top])
    lower.plot(z, np.gradient(activation(z), z), color=colour)
    lower.set(xlabel="score z", xticks=[-8, 0, 8], yticks=[0, 1], ylim=(-0.08, 1.15))
    for word, low, high in flat:
        upper.axvspan(low, high, color=PALE, alpha=0.5, linewidth=0)
        lower.axvspan(low, high, color=PALE, alpha=0.5, linewidth=0)
        upper.text((low + high) / 2, top / 2, word, color="gray", ha="center", va="center", fontsize=8.5)
axes[0, 0].set_ylabel("activation")
axes[1, 0].set_ylabel("slope")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "activations_after", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* above, the two functions. ReLU is flat at 0 up to $z = 0$, marked "silent", and then rises
# straight to 8 at $z = 8$. The sigmoid is an S from 0 to 1 with two flat ends, below −4 and above 4, marked
# "saturated". Below, their slopes: for ReLU a step from 0 to 1, for the sigmoid a low bell that is ¼ high at 0.
#
# **To take along.** Two formulas that are equal on paper need not be equal in a computer. Look for the exponent that
# can overflow; you will meet it again next week.
#
# *Read:* Goodfellow et al., sections 4.1 (overflow and underflow) and 6.3 (hidden units); Nielsen, *Neural Networks
# and Deep Learning* (2015), chapter 1, "Sigmoid neurons".

# %% [markdown] nbgrader={"grade": false, "grade_id": "init_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · A newborn network
#
# Before it learns anything a network needs weights to start from. All zeros won't do: units that start alike hear
# alike, learn alike, and stay one unit for ever. So the weights are drawn at random. But how large?
#
# Think of a signal that climbs through thirty layers. Each score is a sum over `fan_in` inputs (the number of inputs
# a unit has), so its variance is `fan_in` times that of one term. If that makes it a little too loud in each layer it
# explodes; a little too quiet and it dies. The ReLU silences half of the scores, so a factor 2 makes up for it:
#
# $$w \sim \mathcal{N}\!\left(0,\ \sigma^2 = \frac{2}{\text{fan\_in}}\right), \qquad b = 0$$
#
# **Exercise 5 (2 points).** Write `init_params`. The sizes `[n0, n1, ..., nL]` count the inputs, then the units of
# each layer, so there are L layers, each with one pair `(W, b)`. $\sigma^2$ above is a *variance*: check what
# `rng.normal` asks for.
#
# <details><summary>Hint 1</summary>
#
# Sizes `[3, 5, 2]`: which shapes have the two $W$ and the two $b$? Which neighbours in the list belong to one
# layer?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `rng.normal` takes a mean, a *standard deviation* and a shape. How do you get from a variance to it? And is
# `fan_in` the number of rows of $W$, or of its columns?
#
# </details>
# <details><summary>Hint 3</summary>
#
# The list without its last entry and the list without its first one, side by side, are all pairs of neighbours.
# (`zip` walks through two lists at once.)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "init_params", "locked": false, "schema_version": 3, "solution": true, "task": false}
def init_params(sizes, rng):
    """Random parameters for a network of ReLU layers.

    sizes: [n0, n1, ..., nL], the number of inputs, then the units of each layer.
    rng: a numpy.random.Generator, the only source of randomness.
    Returns a list of L pairs (W, b), with W (fan_in, fan_out) normal of mean 0 and
    variance 2 / fan_in, and b (fan_out,) zeros.
    """
    ### BEGIN SOLUTION
    return [
        (rng.normal(0, np.sqrt(2 / fan_in), size=(fan_in, fan_out)), np.zeros(fan_out))
        for fan_in, fan_out in zip(sizes[:-1], sizes[1:])
    ]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_init_params", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "init_params")
### END HIDDEN TESTS
params = init_params([3, 5, 2], np.random.default_rng(0))
assert len(params) == 2, f"Three sizes make two layers; yours has {len(params)}."
shapes = [(np.shape(W), np.shape(b)) for W, b in params]
assert shapes == [((3, 5), (5,)), ((5, 2), (2,))], f"Expected W (3, 5), b (5,), then W (5, 2), b (2,); got {shapes}."
assert all(np.all(b == 0) for W, b in params), "All biases start at 0."
W, b = init_params([1000, 50], np.random.default_rng(0))[0]
assert abs(W.mean()) < 0.01, f"The mean of the weights should be close to 0, yours is {W.mean():.3f}."
assert 0.0018 < W.var() < 0.0022, f"With 1000 inputs the variance should be near 0.002, yours is {W.var():.2g}."
print("The first checks of init_params pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_signal", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: how loud a signal is, layer by layer, for three starts.
rng = np.random.default_rng(3)
params = init_params([100] * 31, rng)
X = rng.normal(size=(50, 100))
figure, axis = plt.subplots(figsize=(6.2, 2.8))
for scale, colour, mark, label in [
    (1.3, RED, "^", "weights 30% larger"),
    (1.0, INK, "o", "variance 2 / fan_in"),
    (0.7, BLUE, "v", "weights 30% smaller"),
]:
    A, loudness = X, []
    for W, b in params:
        A = relu(linear(A, scale * W, b))
        loudness.append(np.log10(np.sqrt(np.mean(A**2))))
    axis.plot(range(1, 31), loudness, color=colour, marker=mark, markersize=4)
    axis.text(30.6, loudness[-1], label, color=colour, va="center")
axis.set(xlabel="layer", ylabel="size of the activations", xlim=(0, 43), xticks=[1, 10, 20, 30],
         yticks=[-4, 0, 4], yticklabels=["1/10000", "1", "10000"], title="One signal on its way through thirty layers")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "init_after", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* the size of the activations in layers 1 to 30, on a logarithmic axis: three nearly straight
# lines. With variance 2 / fan_in it stays near 1. With weights 30% larger it climbs past 1000; with weights 30%
# smaller it sinks below 1/10000.
#
# **To take along.** The start decides whether a deep network can learn at all: a third too loud or too quiet, and
# thirty layers later there is a scream or silence. Your brain has the same problem and solves it all the time, by
# scaling its synapses up and down to hold a neuron's firing rate (*synaptic scaling*).
#
# *Read:* He, Zhang, Ren & Sun, "Delving deep into rectifiers" (2015), section 2.2, where the 2 comes from; Goodfellow
# et al., section 8.4.

# %% [markdown] nbgrader={"grade": false, "grade_id": "mlp_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · A network: the forward pass
#
# Everything is there. A *multi-layer perceptron* sends $X$ through a linear layer, rectifies, sends the result
# through the next one, and so on:
#
# $$X \;\xrightarrow{\ \text{linear}\ }\; Z_1 \;\xrightarrow{\ \text{ReLU}\ }\; A_1
# \;\xrightarrow{\ \text{linear}\ }\; Z_2 \;\xrightarrow{\ \text{ReLU}\ }\; \cdots
# \;\xrightarrow{\ \text{linear}\ }\; Z_L$$
#
# The **last** layer is left linear. A network that predicts temperatures must be able to say −20; one that predicts
# probabilities gets its own output function next week.
#
# **Exercise 6 (4 points).** Write `mlp_forward` for a network of any depth, with your `linear` and `relu`. One pair
# in `params` is a network without a hidden layer. (Should one of those two not be right yet: the grader also tries
# your `mlp_forward` with ours in their place.)
#
# <details><summary>Hint 1</summary>
#
# How many ReLUs has a network with one pair in `params`? With two pairs? With $L$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Let one name, say $A$, stand for what the next layer gets: first $X$ of shape $(n, d)$, then $(n, m_1)$, $(n,
# m_2)$ and so on. What happens to it in every layer but the last, and what in the last? (`params[:-1]` is a list
# without its last entry.)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "mlp_forward", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mlp_forward(X, params):
    """The forward pass of a multi-layer perceptron: linear, ReLU, ..., linear.

    X: observations (n, d). params: a list of pairs (W, b), one a layer, the first with W (d, m1).
    Returns the scores Z (n, k) of the output layer, without an activation.
    """
    ### BEGIN SOLUTION
    A = X
    for W, b in params[:-1]:
        A = relu(linear(A, W, b))
    W, b = params[-1]
    return linear(A, W, b)
    ### END SOLUTION


# %% autograder={"depends": ["linear", "relu"]} nbgrader={"grade": true, "grade_id": "test_mlp_forward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "mlp_forward")
### END HIDDEN TESTS
X = np.array([[1.0, -1.0], [2.0, 0.5]])
first = (np.array([[1.0, -1.0, 0.5], [1.0, 1.0, -1.0]]), np.array([0.5, 0.0, -1.0]))
second = (np.array([[1.0], [2.0], [-3.0]]), np.array([-1.0]))
Z = mlp_forward(X, [first])
assert np.shape(Z) == (2, 3), f"One pair (W, b) is one linear layer, so Z is (2, 3) here; yours is {np.shape(Z)}."
assert np.allclose(Z, linear(X, *first)), "With one pair Z is linear(X, W, b): no hidden layer, so no ReLU either."
Z = mlp_forward(X, [first, second])
assert np.shape(Z) == (2, 1), f"The output layer has one unit, so Z is (2, 1); yours is {np.shape(Z)}."
assert np.allclose(Z, [[-2.0], [2.0]]), f"Expected -2 and 2, got {np.ravel(Z)}. Which layers are followed by a ReLU?"
print("The first checks of mlp_forward pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "surface_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# What can such a network say? Below, four networks fresh from your `init_params`, all with random weights, answer for
# every point of the plane. The first has no hidden layer. The other three have about 600 parameters each and differ
# only in how these are stacked. Look at the dark line, where the answer crosses its middle. One neuron makes one
# straight cut. The others fold the plane, and what is folded twice is cut in more places at once: that is what depth
# buys.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_surfaces", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: what random networks answer over the plane, shallow to deep.
ticks = np.linspace(-2, 2, 101)
grid = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
figure, axes = plt.subplots(1, 4, figsize=(8.6, 2.3), gridspec_kw={"wspace": 0.08})
for axis, hidden in zip(axes, ([], [150], [23, 22], [14, 13, 13, 13])):
    rng = np.random.default_rng(17)
    # With biases of zero every fold would pass through the middle.
    params = [(W, rng.normal(0, 0.5, size=b.shape)) for W, b in init_params([2, *hidden, 1], rng)]
    answers = mlp_forward(grid, params).reshape(101, 101)
    answers = (answers - np.median(answers)) / answers.std()
    axis.imshow(answers, extent=(-2, 2, -2, 2), origin="lower", cmap=TWO_SIDES, vmin=-2.2, vmax=2.2)
    axis.contour(ticks, ticks, answers, levels=[0], colors=INK, linewidths=1.4)
    axis.set_title(f"{len(hidden)} hidden layer{'s' if len(hidden) != 1 else ''}")
    axis.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "surface_words", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* four squares of the plane, blue where the answer is low, orange where it is high, with a dark line
# where it crosses its middle. Without a hidden layer the line is straight. With one hidden layer it bends gently;
# with two and four it has more corners and more pieces.
#
# **Play with it.** Where ipywidgets is installed, the next cell has sliders for the depth, the width and the draw
# of the weights. Compare one layer of 60 units with three of 20, in a few draws. Both have as many units; which
# answer turns round (from rising to falling or back) more often?

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture to play with: a random network of any depth and width.
def show_network(depth=3, width=20, draw=17):
    """The answers over the plane, and along the broken line in it. draw: the seed of the random weights."""
    rng = np.random.default_rng(draw)
    drawn = [(W, rng.normal(0, 0.5, size=b.shape)) for W, b in init_params([2, *[width] * depth, 1], rng)]
    steps = np.linspace(-2, 2, 81)
    plane = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    answers = mlp_forward(plane, drawn).reshape(81, 81)
    middle = np.median(answers)
    # Where every unit of a layer is silent, all answers are alike.
    shades = (answers - middle) / (answers.std() or 1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.4, 2.8), width_ratios=[2, 3])
    left.imshow(shades, extent=(-2, 2, -2, 2), origin="lower", cmap=TWO_SIDES, vmin=-2.2, vmax=2.2)
    if shades.any():
        left.contour(steps, steps, shades, levels=[0], colors=INK, linewidths=1.4)
    left.axhline(0, color=INK, linestyle="--", linewidth=1)
    left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2], xlabel="x₁", ylabel="x₂")
    left.set_title(f"hidden layers: {depth}, units in each: {width}" if depth else "no hidden layer")
    along = np.linspace(-2, 2, 801)
    right.plot(along, mlp_forward(np.stack([along, 0 * along], axis=1), drawn), color=RED)
    right.axhline(middle, color=INK, linewidth=1)
    right.set(xlabel="x₁ along the broken line", ylabel="answer", xticks=[-2, 0, 2], title="A walk through the plane")
    figure.tight_layout()
    plt.show()


# Says at once when one of the two is not written yet.
mlp_forward(np.zeros((1, 2)), init_params([2, 1], np.random.default_rng(0)))
try:
    from ipywidgets import IntSlider, interact
except ImportError:
    show_network()
else:
    interact(show_network, depth=IntSlider(3, 0, 8, continuous_update=False),
             width=IntSlider(20, 1, 100, continuous_update=False), draw=IntSlider(17, 0, 50, continuous_update=False))

# %% [markdown] nbgrader={"grade": false, "grade_id": "mlp_after", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* left the answers of one random network over the plane, with a dark line where they cross their
# middle and a broken line across; right its answer along the broken line, a curve of straight pieces. Without a
# hidden layer the curve is one straight line; each unit can add corners to it. (Along the line, one layer of 60
# units and three of 20 have about 50 corners each, but the deep network turns round about five times and the
# shallow one three times: means of 60 draws.)
#
# **To take along.** A network is a function made of two kinds of piece, and every piece is one you wrote. From here
# on *learning* will only mean: turn the numbers in `params` until the picture is the one you want.
#
# *Read:* Goodfellow et al., sections 6.1 (learning XOR: why one layer is not enough) and 6.4 (depth); Nielsen,
# chapter 4, a visual proof that networks can compute any function.

# %% [markdown] nbgrader={"grade": false, "grade_id": "why_nonlinear_task", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · Why not just linear?
#
# The first of the four pictures has no hidden layer and makes a straight cut. Suppose we keep the three layers of the
# third and drop only the ReLU.
#
# **Exercise 7 (4 points, read by a person).** Two linear layers follow one another without an activation between
# them: $Z_1 = XW_1 + B_1$ and $Z_2 = Z_1W_2 + B_2$.
#
# 1. Show that the two are one linear layer. What are its weights and biases, and their shapes?
# 2. What follows for a network of any number of such layers, and for the problems it can solve? Name one it cannot.
# 3. Is anything gained or lost if the hidden layer is narrower than the input and the output?
#
# Write a few lines, formulas between dollar signs (`$Z = XW + B$`).
#
# <details><summary>Hint 1</summary>
#
# Put the first formula into the second and multiply out. Which products of matrices are there, and which of them
# contains no $X$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each row of $B_1$ is $b_1$. What is each row of $B_1 W_2$, and which shape has it?
#
# </details>
# <details><summary>Hint 3</summary>
#
# For part 3: all that reaches the output has passed through $m$ numbers. What does that say about the *rank* of
# $W_1 W_2$?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_nonlinear", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# Put the first layer into the second:
#
# $$Z_2 = (XW_1 + B_1)W_2 + B_2 = X\,(W_1W_2) + (B_1W_2 + B_2) = XW + B.$$
#
# This is a linear layer with $W = W_1W_2$, of shape $(d, k)$ for $W_1$ $(d, m)$ and $W_2$ $(m, k)$. Each row of $B_1$
# is $b_1$, so each row of $B$ is $b = b_1W_2 + b_2$, of shape $(k,)$: the same for all observations, as a bias must
# be.
#
# By the same step three layers become two, and two one, so any number of linear layers is one linear layer: depth
# adds parameters but no new functions. With a threshold on its score it still makes a single straight cut, so it
# cannot solve XOR, where $(0,0)$ and $(1,1)$ belong together and $(0,1)$ and $(1,0)$ do. A nonlinearity between the
# layers stops the two products from merging.
#
# If the hidden layer is narrow, $m < \min(d, k)$, then $W_1W_2$ has rank at most $m$: fewer linear maps can be said
# than by one layer. So something is lost and nothing gained, except fewer parameters. (That is a *bottleneck*, as in
# PCA.)
#
# === BEGIN MARK SCHEME ===
#
# - 2 points: the substitution, multiplied out, with $W = W_1W_2$ and $b = b_1W_2 + b_2$. One point off when the bias
#   is missing or wrong; half a point off when no shapes are given or they do not fit.
# - 1 point: any number of layers, by repeating the step, and the consequence: one straight cut (or: only linear
#   functions), with an example such as XOR. Half for one of the two.
# - 1 point: the rank is at most $m$, so a narrow layer can say less. Half for "less" with a reason short of rank.
# - Any right argument counts; a numeric example alone gets at most 1 point.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "perceptron_story", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8 · Bonus: the perceptron, 1958
#
# Nothing learns this week, with one exception that you may write for 3 extra points. (Bonus points make up for points
# lost elsewhere; a week never counts for more than 20. If you skip it, the last cells complain, which does no harm.)
#
# Frank Rosenblatt's perceptron is one neuron that learns from its mistakes. With $y \in \{0, 1\}$ it predicts $\hat y
# = 1$ where its score is **greater than** 0, else $\hat y = 0$. It looks at the observations one after the other, and
# where it is wrong it updates at once:
#
# $$w \leftarrow w + (y - \hat y)\,x, \qquad b \leftarrow b + (y - \hat y)$$
#
# A missed 1 turns $w$ towards $x$, a false alarm turns it away. One pass over all observations is an *epoch*. If a
# straight cut exists, the perceptron finds one after a finite number of mistakes. If none exists it goes on for ever,
# so we limit it.
#
# **Exercise 8 (3 bonus points).** Write `perceptron`. Start with all zeros. Take the observations in their order.
# Stop after an epoch without a mistake, or after `epochs` epochs. It must not matter if `epochs` is a thousand
# million.
#
# <details><summary>Hint 1</summary>
#
# Which three values can $y - \hat y$ have, and what does each of them do to $w$ and $b$? What is $\hat y$ where the
# score is exactly 0?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two loops, one inside the other: epochs outside, observations inside. $w$ `(d,)` and $b$ change inside, at once.
# What must you count during an epoch to know whether you may stop, and where does that count begin again?
#
# </details>
# <details><summary>Hint 3</summary>
#
# A thousand million epochs must cost nothing when the third has no mistake: is anything made or stored that is as
# long as `epochs`?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "perceptron", "locked": false, "schema_version": 3, "solution": true, "task": false}
def perceptron(X, y, epochs):
    """Learn a straight cut by Rosenblatt's rule.

    X: observations (n, d). y: labels (n,), 0 or 1. epochs: how many passes over the data at most.
    Returns (w, b): weights (d,) and bias, a number, so that the score is > 0 where 1 is predicted.
    """
    ### BEGIN SOLUTION
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        mistakes = 0
        for x, target in zip(X, y):
            error = target - int(w @ x + b > 0)
            if error:
                w, b = w + error * x, b + error
                mistakes += 1
        if mistakes == 0:
            break
    return w, b
    ### END SOLUTION


# %% autograder={"bonus": 3} nbgrader={"grade": true, "grade_id": "test_perceptron", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week1", "perceptron")
### END HIDDEN TESTS
X = np.array([[2.0, 1.0], [-1.0, 0.5], [1.0, 3.0], [-2.0, -1.0]])
y = np.array([1, 0, 1, 0])
w, b = perceptron(X[:1], y[:1], 1)
assert np.allclose(w, [2, 1]) and b == 1, "From zeros the score is 0, so ŷ is 0. But y is 1: what is added to w and b?"
w, b = perceptron(X, y, 100)
assert np.shape(w) == (2,) and np.ndim(b) == 0, f"w is (2,) and b a number; yours are {np.shape(w)} and {np.shape(b)}."
assert np.array_equal(X @ w + b > 0, y == 1), "A straight cut exists, but yours is none. Look at the sign of y - ŷ."
print("The first checks of perceptron pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "perceptron_after", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Two clouds, and your perceptron's line after one epoch, two, three, ... until no observation is on the wrong side.
# It wanders: each mistake jerks it, and it stops at the first line that will do, not at the best. In week 4 you write
# its smoother heir.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_perceptron", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: two clouds, and your perceptron's line after each epoch.
rng = np.random.default_rng(48)
y = np.repeat([0, 1], 60)
X = rng.normal(np.where(y[:, None] == 1, [1.0, 0.9], [-1.0, -0.4]), 0.7)
side = X @ np.array([0.85, 0.53]) - 0.15
can_be_told_apart = np.where(y == 1, side, -side) > 0.1
order = rng.permutation(np.flatnonzero(can_be_told_apart))
X, y = X[order], y[order]
figure, axis = plt.subplots(figsize=(5.4, 3.6))
for label, colour, mark in ((0, BLUE, "o"), (1, RED, "^")):
    axis.plot(*X[y == label].T, mark, markersize=5, color=colour, alpha=0.75, markeredgewidth=0)
across, lines = np.array([-4.0, 4.0]), []
for epoch in range(1, 21):
    w, b = perceptron(X, y, epoch)
    if lines and np.array_equal(lines[-1], [*w, b]):
        break
    lines.append([*w, b])
for epoch, (w1, w2, b) in enumerate(lines, start=1):
    last = epoch == len(lines)
    strength = 1 if last else 0.15 + 0.5 * epoch / len(lines)
    axis.plot(across, -(w1 * across + b) / w2, color=INK, linewidth=2.5 if last else 1, alpha=strength)
axis.set(xlim=(-2.9, 2.9), ylim=(-2.4, 2.75), xticks=[-2, 0, 2], yticks=[-2, 0, 2], xlabel="x₁", ylabel="x₂")
axis.set_title(f"A perceptron's line after each of its {len(lines)} epochs, the last one bold")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "perceptron_words", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture:* two clouds of points, blue circles at the lower left and orange triangles at the upper right, and a
# thin line for each epoch, darker from one to the next. The last line, drawn bold, has all circles on one side and
# all triangles on the other.

# %% [markdown] nbgrader={"grade": false, "grade_id": "ending", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What you have now
#
# A neuron that scores, a layer, two activations, a start that keeps thirty layers alive, and a network of any depth
# that answers for any input. It says something about everything, and nothing it says is right. To mend that we must
# first be able to say *how wrong* it is. That is week 2.
#
# *Read on:* Rosenblatt, "The perceptron" (*Psychological Review*, 1958); Nielsen, chapter 1, "Perceptrons"; Dayan &
# Abbott, section 8.4 (supervised learning); Goodfellow et al., section 1.2, on how the field rose and fell, twice.
#
# **Handing in.** *Kernel → Restart Kernel and Run All Cells*, save, and hand in this one file. Running all stops at
# the first check that fails. Hand in all the same: every exercise is graded on its own, and a part of one earns a
# part of its points.
