# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 5 · Memory
#
# ### A smell brings back a whole afternoon
#
# Somebody opens a jar of floor polish, and you are seven again, in your grandmother's hall, with the light, the
# clock and the voice. A tiny part of a memory was enough to bring up all the rest. A computer's memory needs an
# address; this one is found by a piece of **its own content**. **How can a crowd of simple units find the rest of a
# pattern?**
#
# Brains seem to have a place for it. In area CA3 of the hippocampus the cells excite one another richly. Mice in
# which these cells lack one kind of receptor (NMDA, which the change of synapses needs there) learn the place of a
# hidden platform as well as others do, and find it again while all the landmarks hang on the walls. Take most of
# the landmarks away, and the others still find it; these mice do not (Nakazawa et al., *Science* 297, 2002). They
# have lost not the memory but its **completion**.
#
# This week you build such a memory from one rule of learning and one rule of moving. It takes about **five hours**:
# one for reading, three for the exercises, one for the written question. There are 20 points, and 3 more as a
# bonus.

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
# Colours of the pictures (told apart by colour-blind eyes too), and how a state is drawn.
# %matplotlib inline
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "font.size": 10})
ORANGE, SKY, GREEN, BLUE, RED, PURPLE, GREY = (
    "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7", "#7f7f7f")


def draw_state(ax, state, title=""):
    """A state (N,) as a square picture: +1 is ink, -1 is paper."""
    side = int(round(np.sqrt(np.size(state))))
    ax.imshow(np.reshape(state, (side, side)), cmap="gray_r", vmin=-1, vmax=1)
    ax.set_title(title, fontsize=9)
    ax.set(xticks=[], yticks=[])
    for edge in ax.spines.values():
        edge.set(visible=True, color=GREY)

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# What is between you and a memory:
#
# | exercise | what you write | points |
# | --- | --- | --- |
# | 1 `hebb` | what fires together is wired together | 3 |
# | 2 `stay_or_turn` | what one unit does | 2 |
# | 3 `hopfield_weights` | a network that is wired to itself | 3 |
# | 4 `energy` | a height for every state | 3 |
# | 5 `update` | one unit after the other | 3 |
# | 6 `settle` | until nothing moves | 3 |
# | 7 `energy_falls` | in words: why it must come to rest, and why it forgets | 3 |
# | 8 `bam` | bonus: a memory that runs both ways | 3 |
#
# **Conventions, as always.** Patterns are rows: $P$ is $(p, N)$, $p$ patterns of $N$ units. All numbers are
# float64. New this week: a unit is either **+1** ("fires") or **-1** ("silent"), so states and patterns hold only
# `1.0` and `-1.0`. A function returns new arrays and leaves what it was given as it was. Randomness comes only from
# the argument `rng`, a `numpy.random.Generator`. No exercise needs a loop over patterns; right solutions with loops
# get full points.
#
# Stuck? Under each exercise there are folded hints. Try first, then open one at a time.
#
# **To read:** Hopfield, *Neural networks and physical systems with emergent collective computational abilities*,
# PNAS 79 (1982), 2554-2558: five famous pages. Rojas, *Neural Networks* (1996), chapters 12 and 13. Hertz, Krogh
# and Palmer, *Introduction to the Theory of Neural Computation* (1991), chapter 2. Dayan and Abbott, *Theoretical
# Neuroscience* (2001), section 7.4.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_hebb", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · What fires together is wired together
#
# In 1949 Donald Hebb guessed how a brain might learn: if cell A again and again takes part in making cell B fire,
# then something grows that lets A do so more easily (*The Organization of Behavior*, chapter 4). Much later,
# synapses were seen to do something like it: a few seconds of strong stimulation of the fibres into a rabbit's
# hippocampus made the cells there answer more strongly, in most animals for between half an hour and ten hours
# (Bliss and Lømo, *J. Physiol.* 232, 1973).
#
# As a formula: let $x$ be the activity of $d$ cells (a smell) and $y$ that of $m$ others (a word). The synapse from
# cell $k$ to cell $j$ changes by $x_k y_j$: up where the two agree, down where they don't. After $p$ pairs, the
# rows of $X$ $(p, d)$ and $Y$ $(p, m)$,
#
# $$W_{kj} = \frac{1}{d} \sum_{i=1}^{p} x_{ik} \, y_{ij} .$$
#
# Each pair adds one **outer product**, and each synapse uses only what its own two cells do. To recall, show an $x$
# and look at the signs of $x^\top W$.
#
# **Exercise 1 (3 points).** Write `hebb`.
#
# <details><summary>Hint 1</summary>
#
# What is $W$ for one single pair? Write it down as a matrix: which $x$ and which $y$ stand at place $(k, j)$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The sum runs over the pairs $i$, and pairs are *rows*. $W$ is $(d, m)$. Which product of a $(d, p)$ and a $(p, m)$
# matrix sums over $p$?
#
# </details>
# <details><summary>Hint 3</summary>
#
# $d$ is the number of input cells, so how many *columns* $X$ has, not how many pairs there are.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "hebb", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hebb(X, Y):
    """Hebb's rule: the weights that associate each row of X with the same row of Y.

    X (p, d): p input patterns. Y (p, m): the output pattern that goes with each.
    Returns W (d, m): the sum of the outer products of each x with its y, divided by d.
    """
    ### BEGIN SOLUTION
    return X.T @ Y / X.shape[1]
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_hebb", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "hebb")
### END HIDDEN TESTS
W = hebb(np.array([[1.0, -1.0]]), np.array([[1.0, 1.0]]))
assert W is not None, "hebb returns None: is the return missing?"
assert isinstance(W, np.ndarray), f"W is a numpy array; yours is of type {type(W).__name__}"
assert np.shape(W) == (2, 2), (
    f"one pair, 2 input cells, 2 output cells: W is (2, 2); yours is {np.shape(W)}. Over what does your product sum?")
W = hebb(np.array([[1.0, -1.0]]), np.array([[1.0, 1.0, -1.0]]))
assert np.shape(W) == (2, 3), f"2 input cells, 3 output cells: W is (2, 3); yours is {np.shape(W)}"
assert np.allclose(np.abs(W), 0.5), (
    f"one pair, d = 2: every weight is +1/2 or -1/2; yours has {np.ravel(W)[0]:g} in a corner")
assert np.allclose(W, [[0.5, 0.5, -0.5], [-0.5, -0.5, 0.5]]), (
    f"weights are positive where the two cells agree, negative where not; your first row is {W[0]}")
smells = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, -1.0, 1.0, -1.0]])
words = np.array([[1.0, -1.0], [-1.0, -1.0]])
W = hebb(smells, words)
assert np.shape(W) == (4, 2), f"2 pairs, 4 input cells, 2 output cells: W is (4, 2); yours is {np.shape(W)}"
assert np.allclose(W, [[0, -0.5], [0.5, 0], [0, -0.5], [0.5, 0]]), (
    f"two pairs: the sum of their outer products, over d = 4. The first row is 0, -0.5; yours is {W[0]}")
assert np.array_equal(np.sign(smells @ W), words), "each smell should bring back its word"
print("The first checks of hebb pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_hebb", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: words recalled from smells that differ and from smells that are alike.
rng = np.random.default_rng(5)
different = np.array([[1.0]])
for _ in range(4):
    different = np.block([[different, different], [different, -different]])
different = different[1:7]
alike = np.ones((6, 16))
alike[np.arange(6), np.arange(6)] = -1
words = rng.choice([-1.0, 1.0], (6, 9))
fig, axes = plt.subplots(1, 5, figsize=(11, 2.5), gridspec_kw={"width_ratios": [16, 16, 9, 9, 9]})
recalled = [np.sign(smells @ hebb(smells, words)) for smells in (different, alike)]
for ax, state, title in zip(axes, (different, alike, words, *recalled), (
        "smells, nothing in common", "smells, much alike", "the words",
        "recalled: nothing\nin common", "recalled: alike")):
    ax.imshow(state, cmap="gray_r", vmin=-1, vmax=1)
    ax.set_title(title, fontsize=9)
    ax.set(xticks=[], yticks=[])
    for edge in ax.spines.values():
        edge.set(visible=True, color=GREY)
for ax, back in zip(axes[3:], recalled):
    for i, j in np.argwhere(back != words):
        ax.plot(j, i, "x", color=RED, ms=9, mew=2)
    ax.set_xlabel(f"{np.mean(back == words):.0%} right")
axes[0].set_ylabel("six memories")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_hebb", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Five grids, a row a memory. From the six smells that have nothing in common all words come
# back. From the six that are alike, about a fifth of the units come back wrong (crosses), since each smell also
# calls up the words of all the others.
#
# **Take along.** Learning took one look at each pair and no error signal, quite unlike week 3. The price: it is
# perfect only if the inputs are **orthogonal**. Otherwise each memory talks into the others: **crosstalk**. It
# comes back in exercise 7.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_stay_or_turn", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · What one unit does
#
# A unit adds up its input $h$ and makes up its mind: +1 if the input is positive, -1 if it is negative. And if it
# is exactly zero? Then there is no reason to move, so it **stays** what it was:
#
# $$s \leftarrow \begin{cases} +1 & h > 0 \\ -1 & h < 0 \\ s & h = 0 . \end{cases}$$
#
# The third line looks like a trifle. Without it (`np.sign` gives 0, which is no state at all; `h >= 0` gives +1) a
# network may go on moving for ever where it should come to rest.
#
# **Exercise 2 (2 points).** Write `stay_or_turn` for arrays of any shape.
#
# <details><summary>Hint 1</summary>
#
# Three cases, each for its own places of the array. `np.where` picks one of two values, place by place. How do you
# make it pick one of three?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Another way: begin with a *copy* of $s$ and set only those places that must move.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "stay_or_turn", "locked": false, "schema_version": 3, "solution": true, "task": false}
def stay_or_turn(h, s):
    """The new states of units with states s that receive the inputs h.

    h: inputs, any shape. s: the old states, +1 or -1, the same shape.
    Returns the new states: +1 where h > 0, -1 where h < 0, the old state where h is exactly 0.
    """
    ### BEGIN SOLUTION
    return np.where(h > 0, 1.0, np.where(h < 0, -1.0, s))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_stay_or_turn", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "stay_or_turn")
### END HIDDEN TESTS
h, s = np.array([2.0, -0.5, 0.0, 0.0]), np.array([-1.0, 1.0, 1.0, -1.0])
turned = stay_or_turn(h, s)
assert turned is not None, "stay_or_turn returns None: is the return missing?"
assert np.shape(turned) == (4,), f"four units, four new states; yours have shape {np.shape(turned)}"
assert np.array_equal(turned[:2], [1, -1]), f"inputs 2 and -0.5 make +1 and -1; yours are {turned[:2]}"
assert np.array_equal(turned[2:], [1, -1]), (
    f"where h is 0 a unit stays what it was, here 1 and -1; yours are {turned[2:]}")
assert np.array_equal(s, [-1, 1, 1, -1]), "the old states must stay as they were: make a new array"
assert np.shape(stay_or_turn(np.ones((2, 3)), np.ones((2, 3)))) == (2, 3), "h and s may have any shape, such as (2, 3)"
print("The first checks of stay_or_turn pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_hopfield_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · A network that is wired to itself
#
# Now let every pattern be associated with **itself**: both ends of each synapse lie among the same $N$ units. Part
# of a pattern then calls up the rest of it. That is John Hopfield's network (1982):
#
# $$W = \frac{1}{N} P^\top P, \qquad \text{then} \quad W_{ii} = 0 .$$
#
# $W$ is symmetric by itself. The diagonal is set to zero by hand: a unit that hears its own voice would only insist
# on what it says already.
#
# **Exercise 3 (3 points).** Write `hopfield_weights`. (You may use your `hebb`, or not.)
#
# <details><summary>Hint 1</summary>
#
# What is `hebb(P, P)`? What is missing then?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `np.fill_diagonal` changes the array it is given and returns nothing. Or multiply by a matrix that is 0 on the
# diagonal and 1 elsewhere.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "hopfield_weights", "locked": false, "schema_version": 3, "solution": true, "task": false}
def hopfield_weights(P):
    """The weights of a Hopfield network that stores patterns.

    P (p, N): p patterns of N units, each +1 or -1.
    Returns W (N, N) = P^T P / N with zeros on the diagonal.
    """
    ### BEGIN SOLUTION
    W = P.T @ P / P.shape[1]
    np.fill_diagonal(W, 0)
    return W
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_hopfield_weights", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "hopfield_weights")
### END HIDDEN TESTS
W = hopfield_weights(np.array([[1.0, 1.0, -1.0, -1.0]]))
assert W is not None, "hopfield_weights returns None. Is the return missing? (np.fill_diagonal itself returns None.)"
assert isinstance(W, np.ndarray), f"W is a numpy array; yours is of type {type(W).__name__}"
assert np.shape(W) == (4, 4), f"4 units: W is (4, 4), a weight from each to each; yours is {np.shape(W)}"
assert np.array_equal(np.diag(W), np.zeros(4)), f"no unit hears itself: the diagonal is 0; yours is {np.diag(W)}"
assert np.allclose(W[0], [0, 0.25, -0.25, -0.25]), (
    f"one pattern, N = 4: the first row is 0, 1/4, -1/4, -1/4; yours is {W[0]}")
W = hopfield_weights(np.array([[1.0, 1.0], [1.0, 1.0], [1.0, -1.0]]))
assert np.shape(W) == (2, 2), f"3 patterns of 2 units: W is (2, 2); yours is {np.shape(W)}"
assert np.array_equal(np.diag(W), np.zeros(2)), f"the diagonal is 0 for 3 patterns as well; yours is {np.diag(W)}"
assert np.allclose(W, np.transpose(W)), "what unit 0 is to unit 1, unit 1 is to unit 0: W is symmetric; yours is not"
assert np.allclose(W, [[0, 0.5], [0.5, 0]]), (
    f"the two units agree in two patterns and differ in one, N = 2: the weight is 1/2; yours is {np.ravel(W)[1]:g}")
print("The first checks of hopfield_weights pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_letters", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Four memories.** Our network has 256 units, drawn as a 16 by 16 picture, and is to remember four letters. They
# are drawn fat on purpose, with half of the pixels ink; after exercise 6 you will see why.

# %% nbgrader={"grade": false, "grade_id": "letters", "locked": true, "schema_version": 3, "solution": false, "task": false}
def drawing(rows):
    """A drawing in text as a pattern (N,): # is +1, anything else -1."""
    return np.array([[1.0 if mark == "#" else -1.0 for mark in row] for row in rows]).ravel()


w_rows = """
##............##
###..........###
###..........###
###....##....###
.##....##....##.
.###..####..###.
.###..####..###.
.###..####..###.
..##.######.##..
..##.######.##..
..#####..#####..
..#####..#####..
..#####..#####..
...####..####...
...###....###...
...###....###...
""".split()
letters = np.array([
    drawing(["....########...."] * 16),
    drawing(["######.........."] * 13 + ["################"] * 3),
    drawing(["##............##"] * 10 + ["################"] * 6),
    drawing(w_rows),
])
print("four letters:", letters.shape, " share of ink:", np.mean(letters > 0, axis=1).round(2))

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the four letters, and the weights of four units as pictures.
W_letters = hopfield_weights(letters)
fig, axes = plt.subplots(1, 8, figsize=(11.5, 1.9))
for ax, name, letter in zip(axes, "ILUW", letters):
    draw_state(ax, letter, name)
for ax, (y, x) in zip(axes[4:], ((2, 1), (2, 8), (8, 8), (14, 14))):
    ax.imshow(W_letters[16 * y + x].reshape(16, 16), cmap="PuOr", vmin=-4 / 256, vmax=4 / 256)
    ax.plot(x, y, "o", color="black", mec="white", ms=5)
    ax.set_title(f"what unit ({y}, {x})\nlistens to", fontsize=8)
    ax.set(xticks=[], yticks=[])
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_weights", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* The letters I, L, U and W, fat, black on white. Beside them the 256 weights of four units
# (black dots), each set as a picture: violet where the unit is excited (it agrees there in most letters), orange
# where it is held down.
#
# **Take along.** No unit holds a letter. All four lie on top of each other in the same 32,640 synapses (each pair
# of units has one, in both directions), and every unit knows only how it gets along with each of the others.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_energy", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · A height for every state
#
# Hopfield's idea was to give each state of the whole network one number, as if it were a height in a landscape:
#
# $$E(s) = -\tfrac12 \, s^\top W s = -\tfrac12 \sum_{i} \sum_j W_{ij} \, s_i s_j .$$
#
# A pair of units whose states agree with their weight's sign makes it lower, a pair that disagrees makes it higher.
# Memories ought to lie in the valleys.
#
# *By hand:* two units with $W_{12} = W_{21} = 1$. For $s = (1, 1)$ the double sum is $1 + 1$, so $E = -1$; for $s =
# (1, -1)$ it is $E = +1$.
#
# **Exercise 4 (3 points).** Write `energy` for many states at once: $S$ is $(n, N)$, one state a row, and one
# number a row comes back. It is the formula above and takes any $W$, also one with a diagonal.
#
# <details><summary>Hint 1</summary>
#
# For one state $s$: what shapes have $Ws$ and $s^\top (W s)$? For $n$ states, which array holds every row's $Ws$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $S W S^\top$ is $(n, n)$ and mixes different states with each other; you only want state $i$ with itself. What if
# you multiply $SW$ with $S$ *element by element*, and then sum along the right axis?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "energy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def energy(S, W):
    """The energy of each state.

    S (n, N): n states. W (N, N): the weights.
    Returns (n,): -1/2 s^T W s for each row s of S.
    """
    ### BEGIN SOLUTION
    return -0.5 * np.sum((S @ W) * S, axis=1)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_energy", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "energy")
### END HIDDEN TESTS
two = np.array([[0.0, 1.0], [1.0, 0.0]])
E = energy(np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]), two)
assert E is not None, "energy returns None: is the return missing?"
assert isinstance(E, np.ndarray), f"the energies are a numpy array; yours are of type {type(E).__name__}"
assert np.shape(E) == (3,), f"3 states, 3 energies: the shape is (3,); yours is {np.shape(E)}"
assert np.allclose(E, [-1, 1, -1]), f"the example by hand: -1, 1, -1; yours are {E}. Look at the sign and at the 1/2"
E = energy(np.array([[1.0, -1.0]]), np.array([[3.0, 1.0], [0.0, 5.0]]))
assert np.shape(E) == (1,), f"1 state is a stack too: the shape is (1,); yours is {np.shape(E)}"
assert np.allclose(E, [-3.5]), (
    f"the double sum takes every pair (i, j), i = j too: -(3 - 1 - 0 + 5)/2 = -3.5; yours is {E[0]:g}")
print("The first checks of energy pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_landscape", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the energy on the way from one letter to another, pixel by pixel.
W_letters = hopfield_weights(letters)
rng = np.random.default_rng(7)
fig, ax = plt.subplots(figsize=(6.6, 3.2))
for to, color, style in ((1, BLUE, "-"), (2, RED, "--"), (3, GREEN, "-.")):
    here, heights = letters[0].copy(), []
    for unit in rng.permutation(np.flatnonzero(letters[0] != letters[to])):
        heights.append(energy(here[None], W_letters)[0])
        here[unit] *= -1
    heights.append(energy(here[None], W_letters)[0])
    ax.plot(np.linspace(0, 1, len(heights)), heights, style, color=color, lw=2, label=f"from I to {'ILUW'[to]}")
ax.set(xticks=[0, 1], xticklabels=["I", "the other letter"], ylabel="energy E")
ax.legend(frameon=False)
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_landscape", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Three curves start at the energy of the letter I, about -145, climb over a hill whose top
# lies between -60 and -30, and go down again to L, U and W, between -150 and -125.
#
# **Take along.** Letters lie in valleys, with hills between. If the network only ever walks downhill, it rolls into
# the valley whose slope it stands on. "Which letter is most like this one?" is then answered by rolling.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_update", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · One unit after the other
#
# The units move **one at a time**. The unit whose turn it is looks at all the others *as they are by then*, and
# stays or turns:
#
# $$h_i = \sum_j W_{ij} \, s_j, \qquad s_i \leftarrow \text{stay or turn}(h_i, s_i) .$$
#
# *Why not all at once?* Two units with $W_{12} = W_{21} = 1$ in the state $(1, -1)$: each wants to be like the
# other. All at once they become $(-1, 1)$, then $(1, -1)$, for ever. One at a time, the first becomes $-1$, and
# there is peace.
#
# **Exercise 5 (3 points).** Write `update`. `order` is a list or an array of unit numbers: these units take their
# turn, in this order. A unit may come twice, others not at all.
#
# <details><summary>Hint 1</summary>
#
# Which single unit may move now, and what does it see? Only row $i$ of $W$ speaks to unit $i$.
#
# </details>
# <details><summary>Hint 2</summary>
#
# This one needs a loop, since each step depends on the one before. The loop must read the state that it writes, and
# that should be a copy of the `s` you were given.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "update", "locked": false, "schema_version": 3, "solution": true, "task": false}
def update(s, W, order):
    """Units take their turn, one after the other; each sees what the ones before have become.

    s (N,): the state. W (N, N): unit i receives the sum over j of W[i, j] s[j]. order: unit numbers.
    Returns the new state (N,).
    """
    ### BEGIN SOLUTION
    s = s.copy()
    for i in order:
        s[i] = stay_or_turn(W[i] @ s, s[i])
    return s
    ### END SOLUTION

# %% autograder={"depends": ["stay_or_turn"]} nbgrader={"grade": true, "grade_id": "test_update", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "update")
### END HIDDEN TESTS
two = np.array([[0.0, 1.0], [1.0, 0.0]])
s = np.array([1.0, -1.0])
moved = update(s, two, [0, 1])
assert moved is not None, "update returns None: is the return missing?"
assert isinstance(moved, np.ndarray), f"the state is a numpy array; yours is of type {type(moved).__name__}"
assert np.shape(moved) == (2,), f"the whole state comes back, (2,); yours is {np.shape(moved)}"
assert np.array_equal(s, [1, -1]), "the old state must stay as it was: work on a copy"
assert np.array_equal(moved, [-1, -1]), (
    f"unit 0 turns to -1; unit 1 sees that and stays at -1. Yours: {moved}. (-1, 1 would be both at once.)")
assert np.array_equal(update(s, two, [1, 0]), [1, 1]), "in the order 1, 0 it ends in (1, 1): is order used?"
assert np.array_equal(update(s, two, []), [1, -1]), "nobody's turn: the state comes back as it is"
assert np.array_equal(update(s, np.zeros((2, 2)), [0, 1]), [1, -1]), "where the input is 0 a unit stays what it was"
half = update(np.array([1.0, 1.0, -1.0]), -0.5 * np.ones((3, 3)) + 0.5 * np.eye(3), [0, 1, 2])
assert np.array_equal(np.abs(half), np.ones(3)), f"a state is +1 or -1, also when inputs are 1/2; yours is {half}"
arrows = np.array([[0.0, 1.0], [-1.0, 0.0]])
assert np.array_equal(update(s, arrows, [0]), [-1, -1]), (
    "unit 0 receives W[0, 1] s[1] = -1: is it row i of W that you use?")
print("The first checks of update pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_stairs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: one sweep from a half letter, and the energy after each turn.
W_letters = hopfield_weights(letters)
rng = np.random.default_rng(11)
here = letters[3].copy()
here[:128] = rng.choice([-1.0, 1.0], 128)
states = [here]
for unit in rng.permutation(256):
    states.append(update(states[-1], W_letters, [unit]))
heights = energy(np.array(states), W_letters)
fig, axes = plt.subplot_mosaic("abcd;eeee", figsize=(8, 4.2), gridspec_kw={"height_ratios": [1, 1.3], "hspace": 0.35})
for ax, turns in zip("abcd", (0, 64, 128, 256)):
    draw_state(axes[ax], states[turns], f"after {turns} turns")
axes["e"].step(range(257), heights, where="post", color=BLUE, lw=2)
axes["e"].set(xlabel="turns taken, each by one unit", ylabel="energy E")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_stairs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Above, a W whose upper half is noise and becomes cleaner with every turn. Below, its
# energy: stairs that lead down, flat where a unit stayed, a step where one turned, and never a step up.
#
# **Take along.** Nobody told the units about the energy. Each looked after itself, and the whole went downhill. In
# exercise 7 you prove it.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_settle", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · Until nothing moves
#
# A **sweep** gives every unit one turn, in a fresh random order. Sweep after sweep, until one changes nothing: then
# every unit is content, and the state is a **fixed point**. (Or until `max_sweeps` are done: with other weights
# than Hopfield's it need not end.)
#
# **Exercise 6 (3 points).** Write `settle`. It returns the last state and the list `energies`: that of the start,
# then that after each sweep, also after the one that changed nothing. So after $k$ sweeps there are $k + 1$
# energies.
#
# <details><summary>Hint 1</summary>
#
# When nothing changed in a whole sweep, could the next one change anything? How can you tell that nothing changed?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `rng.permutation(N)` is an order of all the units. It has to be drawn anew for every sweep: where in the loop must
# it stand?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `energy` takes a *stack* of states and gives an array. One state as a stack of one is `s[None]`, and the number
# you want is entry 0 of the answer.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "settle", "locked": false, "schema_version": 3, "solution": true, "task": false}
def settle(s, W, rng, max_sweeps=100):
    """Sweeps over all units, each in a fresh random order, until one changes nothing.

    s (N,): the start. W (N, N): the weights. rng: a numpy Generator. max_sweeps: at most so many sweeps, 1 or more.
    Returns (state, energies): the last state (N,), and a list of the start's energy and that after each sweep.
    """
    ### BEGIN SOLUTION
    energies = [energy(s[None], W)[0]]
    for _ in range(max_sweeps):
        before = s
        s = update(s, W, rng.permutation(len(s)))
        energies.append(energy(s[None], W)[0])
        if np.array_equal(s, before):
            break
    return s, energies
    ### END SOLUTION

# %% autograder={"depends": ["update", "energy"]} nbgrader={"grade": true, "grade_id": "test_settle", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "settle")
### END HIDDEN TESTS
two, arrows = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [-1.0, 0.0]])
s = np.array([1.0, -1.0])
settled = settle(s, two, np.random.default_rng(0))
assert settled is not None, "settle returns None: is the return missing?"
assert isinstance(settled, (tuple, list)) and len(settled) == 2, "two things come back: the state and the energies"
state, energies = settled
assert np.shape(state) == (2,), f"the first is the whole state, (2,); yours has shape {np.shape(state)}"
assert np.array_equal(s, [1, -1]), "the start must stay as it was: work on a copy"
assert state[0] == state[1], "the two like to agree; in your last state they do not"
assert np.ndim(energies) == 1, f"energies is a flat list of numbers; yours has {np.ndim(energies)} axes"
assert len(energies) != 2, (
    "2 energies, but 3 were expected: the start's, that after a sweep that turned a unit, that after one that changed "
    "nothing. (If you compare with the state before the sweep: is that a copy, or the same array?)")
assert len(energies) == 3, (
    "the start's energy, that after a sweep that turned a unit, that after one that changed nothing: 3 energies; "
    f"yours are {len(energies)}")
assert np.allclose(energies, [1, -1, -1]), f"they are 1, -1, -1; yours are {[float(E) for E in energies]}"
assert len(settle(np.ones(2), two, np.random.default_rng(0))[1]) == 2, (
    "a start where nothing moves takes one sweep, so 2 energies")
assert len(settle(s, arrows, np.random.default_rng(0), max_sweeps=4)[1]) == 5, (
    "these two chase each other for ever: it goes on until max_sweeps = 4 sweeps are done, and there are 5 energies")
ends = {float(settle(s, two, np.random.default_rng(seed))[0][0]) for seed in range(20)}
assert ends == {1.0, -1.0}, "who comes first decides, and that is left to chance: are the orders drawn from rng?"
print("The first checks of settle pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_completion", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Now the smell and the afternoon.** Each letter has lost its upper half; noise stands there. Your network has
# never been told which letter it is shown.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_completion", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: letters completed from their lower halves, and the energy.
W_letters = hopfield_weights(letters)
rng = np.random.default_rng(1)
fig, axes = plt.subplots(4, 5, figsize=(8.6, 6.2), gridspec_kw={"width_ratios": [1, 1, 1, 0.45, 2], "wspace": 0.1})
for row, letter, name in zip(axes, letters, "ILUW"):
    start = letter.copy()
    start[:128] = rng.choice([-1.0, 1.0], 128)
    seed = int(rng.integers(1000))
    one, _ = settle(start, W_letters, np.random.default_rng(seed), max_sweeps=1)
    last, energies = settle(start, W_letters, np.random.default_rng(seed))
    for ax, state, title in zip(row, (start, one, last), ("shown", "after 1 sweep", "at rest")):
        draw_state(ax, state, title if name == "I" else "")
    row[3].axis("off")
    row[4].plot(energies, "o-", color=BLUE, lw=2)
    row[4].set(ylabel="E", xlim=(-0.2, 4), ylim=(-175, 10), xticks=range(5))
    row[0].set_ylabel(name, rotation=0, labelpad=12, fontsize=12)
    if not np.array_equal(last, letter):
        row[2].set_title("not the letter", fontsize=9, color=RED)
axes[3, 4].set_xlabel("sweep")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_completion", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Four rows. Left a letter with noise in its upper half, then the state after one sweep,
# then the state at rest: the whole letter again. Right its energy, which falls within one or two sweeps and then
# stays.
#
# **Why so fat?** Letters of an ordinary font fail. They are mostly paper, so any two of them agree nearly
# everywhere, and what agrees adds up: the network learns what they have in common and forgets what tells them
# apart.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_ordinary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: how alike letters are, and what each becomes when shown whole.
thin = np.array([drawing(rows.split()) for rows in (
    "........ ...##... ..#..#.. ..#..#.. ..####.. ..#..#.. ..#..#.. ........",
    "........ ..###... ..#..#.. ..###... ..#..#.. ..#..#.. ..###... ........",
    "........ ..####.. ..#..... ..###... ..#..... ..#..... ..####.. ........",
    "........ ..####.. ..#..... ..###... ..#..... ..#..... ..#..... ........")])
fig, axes = plt.subplots(2, 6, figsize=(8, 3.4), gridspec_kw={"width_ratios": [1.6, 0.1, 1, 1, 1, 1]})
for row, P, names in zip(axes, (thin, letters), ("ABEF", "ILUW")):
    overlap = P @ P.T / P.shape[1]
    row[0].imshow(overlap, cmap="PuOr", vmin=-1, vmax=1)
    for (i, j), value in np.ndenumerate(overlap):
        color = "white" if abs(value) > 0.65 else "black"
        row[0].text(j, i, f"{value:.1f}", ha="center", va="center", fontsize=7, color=color)
    row[0].set(xticks=range(4), yticks=range(4), xticklabels=names, yticklabels=names)
    row[1].axis("off")
    for ax, pattern, name in zip(row[2:6], P, names):
        last, _ = settle(pattern, hopfield_weights(P), np.random.default_rng(0))
        draw_state(ax, last, f"{name} becomes")
axes[0, 0].set_title("overlap", fontsize=9)
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_ordinary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Two tables of overlaps, the share of units that agree less the share that do not. Thin A,
# B, E, F: all 0.6 or more. Fat I, L, U, W: between -0.3 and 0.3. Beside them what each letter becomes when it is
# shown whole: the thin A ends as a B and the F as an E; the fat ones all stay.
#
# **Take along.** A Hebbian memory likes its patterns to be *different*. One reason why it may be worth a brain's
# while to recode what comes in before it is stored: more on codes in week 7.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_capacity", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **How many fit?** Take patterns that are drawn by chance: they are as different as can be. Store $p$ of them in $N
# = 128$ units, show each with a tenth of its units turned round, and see whether it comes back. Amit, Gutfreund and
# Sompolinsky (*Phys. Rev. Lett.* 55, 1985) worked it out with the physics of disordered magnets: for very large $N$
# it works, but for a few units, up to $p/N \approx 0.14$; beyond that patterns cannot be recalled.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_capacity", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the share of patterns that come back, against how many are stored.
rng = np.random.default_rng(3)


def share_recalled(p, N, runs):
    """How often one of p random patterns of N units comes back, up to 5% of its units, from 10% turned round."""
    back = 0
    for _ in range(runs):
        P = rng.choice([-1.0, 1.0], (p, N))
        start = np.where(rng.permutation(N) < N // 10, -P[0], P[0])
        last, _ = settle(start, hopfield_weights(P), rng, max_sweeps=20)
        back += np.mean(last == P[0]) >= 0.95
    return back / runs


counts = [2, 6, 10, 14, 18, 20, 23, 26, 32]
fig, ax = plt.subplots(figsize=(6.4, 3))
shares = [share_recalled(p, 128, 15) for p in counts]
ax.plot([p / 128 for p in counts], shares, "o-", color=BLUE, lw=2, label="your network, N = 128")
ax.axvline(0.14, color=RED, ls="--", lw=2, label="0.14 (Amit et al. 1985)")
ax.set(xlabel="patterns stored for each unit, p / N", ylabel="share recalled", ylim=(-0.03, 1.05))
ax.legend(frameon=False)
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_capacity", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* The share recalled stays near 1 up to about the dashed line at 0.14, then falls, to
# nearly nothing at $p/N = 0.25$. (With 128 units it is a slope; the larger $N$, the more it becomes a cliff.)
#
# **Play with it.** Where ipywidgets is installed, the next cell has a slider for the number of memories.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture to play with: the letter W among more and more random memories.
def memory_among(p):
    """Show W completed by a network that also stores p random patterns."""
    rng = np.random.default_rng(p)
    P = np.vstack([letters[3], rng.choice([-1.0, 1.0], (p, 256))])
    start = letters[3].copy()
    start[:128] = rng.choice([-1.0, 1.0], 128)
    return start, settle(start, hopfield_weights(P), rng, max_sweeps=20)[0]


def show_memory(p=10):
    """The start and the end, side by side."""
    fig, axes = plt.subplots(1, 2, figsize=(4.4, 2.3))
    start, last = memory_among(p)
    draw_state(axes[0], start, "shown")
    draw_state(axes[1], last, f"at rest, {p} others stored\n{np.mean(last == letters[3]):.0%} of the units right")
    plt.show()


try:
    from ipywidgets import IntSlider, interact

    interact(show_memory, p=IntSlider(10, 0, 80, 5, description="others", continuous_update=False))
except ImportError:
    for p in (5, 20, 40, 80):
        show_memory(p)

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_mixture", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Left the letter W with noise in its upper half, right what your network makes of it: the
# whole W while few other patterns are stored, with more and more wrong pixels as they become many.
#
# **Memories of what never was.** The network has valleys that nobody dug. Turn every unit of a memory round: $-s$
# has the same energy as $s$. And if three patterns are stored, then the *majority* of them, unit by unit, is a
# resting place too (Hertz, Krogh and Palmer, chapter 2).

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_mixture", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: three random memories, their majority, and how alike they are.
rng = np.random.default_rng(13)
P = rng.choice([-1.0, 1.0], (3, 256))
mixture = np.sign(P.sum(axis=0))
last, _ = settle(mixture, hopfield_weights(P), rng)
fig, axes = plt.subplots(1, 6, figsize=(11, 2.2), gridspec_kw={"width_ratios": [1, 1, 1, 1, 0.5, 1.5]})
for ax, state, title in zip(axes, (*P, last), ("memory 1", "memory 2", "memory 3", "the mixture, settled")):
    draw_state(ax, state, title)
overlaps = [*(P @ last / 256), mixture @ last / 256]
axes[4].axis("off")
axes[5].barh(range(4), overlaps, color=[BLUE, BLUE, BLUE, ORANGE])
axes[5].set(yticks=range(4), yticklabels=["with 1", "with 2", "with 3", "with the start"])
axes[5].set(xlabel="overlap", xlim=(0, 1.05))
axes[5].invert_yaxis()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_mixture", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Three squares of noise (the memories) and a fourth, their mixture. Bars: the settled state
# overlaps about 0.5 with each of the three, and fully with the mixture it started from. It did not move.
#
# **Take along.** A network that completes will also complete to things that never happened, blends of things that
# did. Nothing in the state tells the network which is which.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_energy_falls", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · In words: why it comes to rest, and why it forgets
#
# **Exercise 7 (3 points).** Answer in the cell below, in words and formulas (LaTeX between dollar signs, or a photo
# of a sheet by hand).
#
# 1. Let one unit $i$ of a Hopfield network ($W$ symmetric, zero diagonal) turn from $s_i$ to $s_i'$. Show that the
#    energy changes by $\Delta E = -(s_i' - s_i) \, h_i$ with $h_i = \sum_j W_{ij} s_j$, and conclude that no update
#    ever raises it. Why must the network then come to rest?
# 2. Where did you use that $W$ is symmetric, and where that its diagonal is zero? What can go wrong without either?
# 3. Show the network one of its own memories, $s = x_1$, where the patterns are $x_1, \dots, x_p$. Split $h_i$ into
#    what $x_1$ itself contributes and the rest, the **crosstalk**. For random patterns, how does the size of the
#    crosstalk grow with $p$ and $N$, and why are a few patterns remembered and many not?
#
# <details><summary>Hint 1</summary>
#
# Which terms of the double sum contain $s_i$? There is a row of them, a column of them, and one that lies in both.
#
# </details>
# <details><summary>Hint 2</summary>
#
# For part 3: put $W_{ij} = \frac1N \sum_\mu x_{\mu i} x_{\mu j}$ into $h_i$. The term $\mu = 1$ is nearly $x_{1i}$.
# The others are a sum of about $pN$ random signs, divided by $N$; how large is such a sum, typically?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "energy_falls", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# **1.** Collect the terms of $E = -\frac12 \sum_{ij} W_{ij} s_i s_j$ that contain $s_i$: row $i$ gives $-\frac12
# s_i \sum_{j \ne i} W_{ij} s_j$, column $i$ gives $-\frac12 s_i \sum_{j \ne i} W_{ji} s_j$, and the diagonal
# $-\frac12 W_{ii} s_i^2$. With $W_{ij} = W_{ji}$ and $W_{ii} = 0$ they are together $-s_i h_i$, and $h_i$ does not
# contain $s_i$. So turning unit $i$ alone changes $E$ by
#
# $$\Delta E = -(s_i' - s_i) h_i .$$
#
# If the unit turns, $s_i'$ has the sign of $h_i$ and $s_i' - s_i = 2 s_i'$, so $\Delta E = -2 |h_i| < 0$. If it
# stays, $\Delta E = 0$. There are only finitely many states ($2^N$), and each turn leads to one that is strictly
# lower, so none is visited twice and after finitely many turns no unit turns any more.
#
# **2.** Symmetry made the row's and the column's part equal: otherwise the energy changes with $\frac12 \sum_j
# (W_{ij} + W_{ji}) s_j$, which is not what the unit listens to. Then energy can rise and the state can run in
# circles: with $W_{12} = 1$, $W_{21} = -1$ one unit wants to be equal and the other to differ, for ever. The zero
# diagonal made $h_i$ free of $s_i$: with $W_{ii} \ne 0$ the change is $-(s_i' - s_i)(h_i - W_{ii} s_i)$. A negative
# $W_{ii}$ can make the unit turn uphill and back again for ever; a positive one holds it where it is, so that
# states become stable that are no memories.
#
# **3.** $h_i = \frac1N \sum_{j \ne i} \sum_\mu x_{\mu i} x_{\mu j} x_{1j} = \frac{N-1}{N} x_{1i} + \frac1N
# \sum_{\mu \ne 1} \sum_{j \ne i} x_{\mu i} x_{\mu j} x_{1j}$. The first term keeps the unit where it is, with size
# about 1. The second is the crosstalk: for random patterns a sum of $(p-1)(N-1)$ random signs over $N$, so with
# mean 0 and standard deviation about $\sqrt{p/N}$. While $p/N$ is small it hardly ever beats 1; as $p/N$ grows it
# does so in more and more units, these disturb others, and the memory is lost (near $p/N = 0.14$). Patterns that
# are alike are worse: their crosstalk has no mean of 0.
#
# === BEGIN MARK SCHEME ===
#
# **energy_falls, 3 points.**
#
# - 1 point: $\Delta E = -(s_i' - s_i) h_i$ derived, never positive by the rule of turning, and rest because of
#   finitely many states (or an energy bounded below that falls by at least a fixed amount). Half a point without
#   the reason for rest.
# - 1 point: symmetry used for row = column, zero diagonal for $h_i$ free of $s_i$; one thing that goes wrong
#   without each (circles, rising energy, units that insist). Half a point for one of the two.
# - 1 point: signal and crosstalk separated, crosstalk of size $\sqrt{p/N}$ (or variance $p/N$), compared with the
#   signal of 1. Half a point for the split alone. Orthogonal patterns, or correlated ones, are a welcome extra.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_bam", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8 · Bonus: a memory that runs both ways
#
# Does the smell bring back the word, or the word the smell? Let two groups of units listen to each other through
# the same synapses $W$ $(d, m)$ of `hebb`: $y$ hears $x^\top W$, and $x$ hears $W y$. This is Bart Kosko's
# **bidirectional associative memory** (*IEEE Trans. Systems, Man, and Cybernetics* 18, 1988). Its energy $-x^\top W
# y$ never rises, whatever the $W$, and so the two come to an agreement.
#
# - First $y$ answers $x$: its input is $x^\top W$, and where that is 0 it is +1.
# - Then step by step: a new $x$ from $W y$, and after it a new $y$ from the new $x$; where an input is 0, units
#   stay.
# - It ends after a step in which neither $x$ nor $y$ changed, or after `max_steps` steps.
#
# *By hand:* $W = \begin{pmatrix} -1 & 2 \\ 1 & 3 \end{pmatrix}$, $x = (1, -1)$. The first $y$ hears $(-2, -1)$ and
# is $(-1, -1)$. Then $x$ hears $(-1, -4)$ and becomes $(-1, -1)$; $y$ hears $(0, -5)$ and stays $(-1, -1)$. The
# next step changes nothing.
#
# **Exercise 8 (3 bonus points; they make up for points lost above).** Write `bam`.
#
# <details><summary>Hint 1</summary>
#
# `stay_or_turn` does it all. What is the "old state" of the very first $y$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep the old $x$ and the old $y$ until you have compared them with the new ones. (Can $y$ still change in a step in
# which $x$ stands still?)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "bam", "locked": false, "schema_version": 3, "solution": true, "task": false}
def bam(x, W, max_steps=100):
    """A bidirectional associative memory (Kosko 1988), from x until both sides agree.

    x (d,): the start of one side, +1 or -1. W (d, m): the weights. max_steps: at most so many steps.
    Returns (x, y) of shapes (d,) and (m,): the last states of the two sides.
    """
    ### BEGIN SOLUTION
    y = stay_or_turn(x @ W, np.ones(W.shape[1]))
    for _ in range(max_steps):
        before = x, y
        x = stay_or_turn(W @ y, x)
        y = stay_or_turn(x @ W, y)
        if np.array_equal(x, before[0]) and np.array_equal(y, before[1]):
            break
    return x, y
    ### END SOLUTION

# %% autograder={"bonus": 3, "depends": ["stay_or_turn"]} nbgrader={"grade": true, "grade_id": "test_bam", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week5", "bam")
### END HIDDEN TESTS
W = np.array([[-1.0, 2.0], [1.0, 3.0]])
start = np.array([1.0, -1.0])
both = bam(start, W)
assert both is not None, "bam returns None: is the return missing?"
assert isinstance(both, (tuple, list)) and len(both) == 2, "two things come back: x and y"
assert np.array_equal(both[0], [-1, -1]), f"the example by hand: x ends as (-1, -1); yours is {both[0]}"
assert np.array_equal(both[1], [-1, -1]), f"the example by hand: y ends as (-1, -1); yours is {both[1]}"
assert np.array_equal(start, [1, -1]), "the x it was given must stay as it was: make a new one"
x, y = bam(np.ones(3), np.zeros((3, 2)))
assert np.shape(x) == (3,) and np.shape(y) == (2,), (
    f"W is (3, 2): x has 3 units and y has 2; yours have shapes {np.shape(x)} and {np.shape(y)}")
assert np.array_equal(y, [1, 1]), f"where its first input is 0, y starts from +1; yours is {y}"
print("The first checks of bam pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_bam", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: from half a letter to its name, from a damaged name to the letter.
rng = np.random.default_rng(2)
names = np.array([[1.0]])
for _ in range(4):
    names = np.block([[names, names], [names, -names]])
names = names[[3, 5, 9, 14]]
W_names = hebb(letters, names)
fig, axes = plt.subplots(2, 8, figsize=(11, 3.2))
for k, (letter, name) in enumerate(zip(letters, names)):
    start = letter.copy()
    start[:128] = rng.choice([-1.0, 1.0], 128)
    x, y = bam(start, W_names)
    draw_state(axes[0, 2 * k], start, "shown")
    draw_state(axes[0, 2 * k + 1], y, "its name" if np.array_equal(y, name) else "another name")
    damaged = np.where(rng.permutation(16) < 2, -name, name)
    y, x = bam(damaged, W_names.T)
    draw_state(axes[1, 2 * k], damaged, "damaged name")
    draw_state(axes[1, 2 * k + 1], x, "its letter" if np.array_equal(x, letter) else "not its letter")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "end", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *The picture in words:* Above, each of the four half letters calls up its name, a small pattern of 16 units.
# Below, each name with two wrong units calls up its whole letter.
#
# **Take along.** One rule that strengthens what is active together, one rule that lets each unit follow its
# neighbours: from these two come recall from a part, correction of errors, a limit of capacity, and false memories.
# Whether CA3 works like this is still being asked; that it could was Hopfield's point. Next week leaves memory for
# the eye: what does a neuron of the visual cortex see?
