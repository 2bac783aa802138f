# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 6 · Receptive fields
#
# ### What does a single neuron see?
#
# For hours David Hubel and Torsten Wiesel had shown spots to a cell of a cat's visual cortex, and got nowhere. Then,
# as they pushed one more glass slide into place, the cell suddenly began to fire. It did not care for the spot on the
# slide. What it wanted was the faint **shadow of the slide's edge**, a straight line, and it wanted that line in a
# narrow range of slants only. (Hubel tells it in his Nobel lecture, *Evolution of ideas on the primary visual cortex,
# 1955-1978*.)
#
# The part of the picture that a neuron looks at, and what it hopes to find there, is its **receptive field**.
# **What would you have to write on a slide to make one particular cell as happy as can be, and what would you write
# to tell that cell from its neighbour?** This week you build these cells: first the stripes, then the cell that
# likes them, then the one that no longer minds where exactly they are.
#
# *This week takes about five hours: two for reading and looking, three for the eight exercises.*

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "colab", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Looks whether the files that belong beside this notebook are there.
from pathlib import Path

missing = [name for name in ("photographs.npz",) if not Path(name).exists()]
if missing:
    print("Please put", " and ".join(missing), "of this week's folder beside this notebook, then run this cell again. "
          "(In Colab: open Files, the folder on the left, and upload it there.)")

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
# Colours and letters of the pictures.
# %matplotlib inline
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 11})
ORANGE, SKY, GREEN, BLUE, RED, PURPLE = "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#7f7f7f"


def show_field(ax, W, title="", limit=None):
    """Draw a receptive field: orange where light excites, purple where it silences, white where it does nothing."""
    limit = np.abs(W).max() if limit is None else limit
    ax.imshow(W, cmap="PuOr_r", vmin=-limit, vmax=limit)
    ax.set_title(title, fontsize=10)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **As always**: a function returns new arrays and never changes its arguments, and all numbers are float64. No loop
# over observations is needed anywhere; a loop that is right gets full points all the same.
#
# **New this week**: observations are *images*.
#
# - An image is (h, w): rows first. Pixel `image[y, x]` lies `y` rows **down** and `x` columns to the **right**. A
#   stack of n images is (n, h, w).
# - A filter `W` is a small image of its own, (k, k): the receptive field, one weight for each pixel that the cell
#   looks at.
# - Within a filter, `x` and `y` are counted from its **middle**: they are the integers 0 ... k - 1, less (k - 1)/2.
#   For k = 5 that is -2, -1, 0, 1, 2; for k = 4 it is -1.5, -0.5, 0.5, 1.5.
# - Angles and phases are in **radians**.
#
# | exercise | what you write | points |
# | --- | --- | --- |
# | 1 `grating` | stripes | 3 |
# | 2 `gabor` | stripes seen through a soft hole: a receptive field | 3 |
# | 3 `response` | what a cell says to an image | 2 |
# | 4 `filter_image` | a whole sheet of such cells | 4 |
# | 5 `half_square` | from answers to firing rates | 2 |
# | 6 `complex_cell` | the cell that does not mind where | 3 |
# | 7 `two_stimuli` | in words: two silences, and their sum | 3 |
# | 8 `normalise` | bonus: neighbours that hush each other | 3 |
#
# **Read along:** Hyvärinen, Hurri & Hoyer, *Natural Image Statistics* (2009), chapters 2 and 3; Dayan & Abbott,
# *Theoretical Neuroscience*, chapter 2; and the paper that started it: Hubel & Wiesel, *Receptive fields, binocular
# interaction and functional architecture in the cat's visual cortex*, Journal of Physiology 160:106 (1962).

# %% nbgrader={"grade": false, "grade_id": "load_data", "locked": true, "schema_version": 3, "solution": false, "task": false}
with np.load("photographs.npz") as file:
    photographs = {name: file[name] / 255 for name in file.files}
print({name: photograph.shape for name, photograph in photographs.items()})

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_photographs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the six photographs.
fig, axes = plt.subplots(1, 6, figsize=(12, 2.3))
for (name, photograph), ax in zip(photographs.items(), axes):
    ax.imshow(photograph, cmap="gray", vmin=0, vmax=1)
    ax.set_title(name)
    ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_photographs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: six grey photographs, side by side. A man with a camera on a tripod, a cat's face, a cup of
# coffee, a lawn, gravel, a brick wall.*
#
# These are what your cells will look at: 256 by 256 pixels, from 0 (black) to 1 (white). `README.md` says where
# they come from.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_grating", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · Stripes
#
# To find out what a cell likes, physiologists show it **gratings**: stripes whose brightness goes up and down as a
# cosine. A grating has a *frequency* $f$ (how many stripes fit into a pixel, so at most 1/2), an *orientation*
# $\theta$ (the direction in which the brightness *changes*) and a *phase* $\varphi$ (where the first stripe
# begins):
#
# $$g(x, y) = \cos\bigl( 2 \pi f \, (x \cos\theta + y \sin\theta) + \varphi \bigr).$$
#
# With $\theta = 0$ the brightness changes along $x$, from left to right, so the stripes stand upright. With $\theta
# = \pi/2$ it changes along $y$, downwards, so they lie.
#
# **Exercise 1 (3 points).** Write `grating`. Frequency is in cycles a pixel, orientation and phase are in radians,
# and $x = y = 0$ is the middle, as said above.
#
# <details><summary>Hint 1: a question</summary>
#
# For the pixel in row 0, column 3 of a filter of size 5: what are its $x$ and its $y$? Which of the two is the same
# for a whole row?
#
# </details>
# <details><summary>Hint 2: shapes</summary>
#
# If `x` has shape (1, k) and `y` has shape (k, 1), what shape does `x + y` have? (`np.meshgrid(t, t)` gives you
# both as (k, k).)
#
# </details>
# <details><summary>Hint 3: a check by hand</summary>
#
# With size 5, $f = 1/4$, $\theta = 0$ and $\varphi = 0$ each row is $\cos(-\pi), \cos(-\pi/2), \cos 0, \cos(\pi/2),
# \cos \pi$: that is -1, 0, 1, 0, -1.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "grating", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grating(size, frequency, orientation, phase):
    """A grating: cos(2 pi f (x cos theta + y sin theta) + phi), x to the right, y downwards, 0 in the middle.

    size: k, a positive integer. frequency: in cycles a pixel. orientation, phase: in radians.
    Returns (k, k).
    """
    ### BEGIN SOLUTION
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    return np.cos(2 * np.pi * frequency * (x * np.cos(orientation) + y * np.sin(orientation)) + phase)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_grating", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "grating")
### END HIDDEN TESTS
stripes = grating(5, 0.25, 0, 0)
assert stripes is not None, "grating returns None: is the return missing?"
assert isinstance(stripes, (np.ndarray, np.number)), f"grating gives an array back; yours is a {type(stripes).__name__}"
assert np.shape(stripes) == (5, 5), f"a grating of size 5 is (5, 5); yours is {np.shape(stripes)}"
assert not np.allclose(stripes[:, 2], [-1, 0, 1, 0, -1]), (
    "with orientation 0 the brightness changes from left to right; yours changes from the top down. "
    "Rows come first: is your x the column's number?")
assert np.allclose(stripes[2, 2], 1), (
    f"in the middle x = y = 0 and the cosine is 1; yours is {stripes[2, 2]:.4f}. "
    "Is it a cosine? Is x the column's number less (size - 1)/2, and y the row's?")
assert np.allclose(stripes[0], [-1, 0, 1, 0, -1]), (
    f"4 pixels are one period at f = 1/4: a row is -1, 0, 1, 0, -1; yours is {np.round(stripes[0], 2)}. "
    "A cycle is 2 pi radians, f counts cycles a pixel, and from pixel to pixel x grows by 1.")
lying = grating(5, 0.25, np.pi / 2, 0)
assert np.allclose(lying, stripes.T), "with orientation pi/2 it changes downwards instead: are the angles in radians?"
row = grating(5, 0.25, 0, np.pi / 2)[0]
assert np.allclose(row, [0, 1, 0, -1, 0]), (
    f"a phase of pi/2 makes the row 0, 1, 0, -1, 0; yours is {np.round(row, 2)}. "
    "The phase is added inside the cosine, after everything else, in radians.")
slanted = grating(3, 0.1, np.pi / 4, 0)
assert np.isclose(slanted[0, 2], 1) and not np.isclose(slanted[0, 0], 1), (
    "at orientation pi/4 the brightness changes towards the lower right, and not towards the upper right: "
    "y counts downwards")
assert np.allclose(grating(4, 0.25, 0, 0)[0], np.cos(np.pi / 2 * np.array([-1.5, -0.5, 0.5, 1.5]))), (
    "for an even size the middle lies between two pixels: x is -1.5, -0.5, 0.5, 1.5 for size 4")
print("The first checks of grating pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_gratings", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: gratings that differ in one thing each.
fig, axes = plt.subplots(1, 5, figsize=(12, 2.7))
for ax, (f, theta, phi, title) in zip(axes, [
    (0.05, 0, 0, "$f$ = 0.05, $\\theta$ = 0, $\\varphi$ = 0"),
    (0.1, 0, 0, "twice the frequency"),
    (0.05, np.pi / 2, 0, "$\\theta$ = $\\pi$/2"),
    (0.05, np.pi / 6, 0, "$\\theta$ = $\\pi$/6"),
    (0.05, 0, np.pi / 2, "$\\varphi$ = $\\pi$/2"),
]):
    ax.imshow(grating(64, f, theta, phi), cmap="gray", vmin=-1, vmax=1)
    ax.set_title(title)
    ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_grating", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: five gratings. Upright stripes; upright stripes, twice as fine; lying stripes; stripes at a slant
# that run from the upper right to the lower left; upright stripes, shifted by a quarter of a period to the left.*
#
# **Take along.** $\theta$ points *across* the stripes. A quarter of a period is $\varphi = \pi/2$ and turns the
# cosine into a (minus) sine: keep that in mind for exercise 6.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_gabor", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · Stripes through a soft hole: the Gabor filter
#
# A grating goes on for ever, but a cell looks at one small place. So let us see the stripes through a soft, round
# hole, a Gaussian of width $\sigma$. The result is called a **Gabor filter**. Three steps, in this order:
#
# 1. the envelope: $\; u(x, y) = g(x, y) \, \exp\!\left( -\dfrac{x^2 + y^2}{2 \sigma^2} \right)$,
# 2. the mean taken away: $\; v = u - \bar u$, so that the cell says nothing to plain grey,
# 3. the norm made 1: $\; W = v / \lVert v \rVert$, where $\lVert v \rVert^2 = \sum_{x, y} v(x, y)^2$, so that cells
#    can be compared.
#
# Daugman (JOSA A 2:1160, 1985) proposed such functions, in two dimensions, for the simple cells of the visual
# cortex; Jones and Palmer (Journal of Neurophysiology 58:1233, 1987) measured simple cells of the cat and found
# that Gabors describe their receptive fields well.
#
# **Exercise 2 (3 points).** Write `gabor`. Use your `grating`.
#
# <details><summary>Hint 1: a question</summary>
#
# Which of the three steps would spoil what an earlier one has done, if you changed their order? Take the mean away
# *after* making the norm 1: what is the norm then?
#
# </details>
# <details><summary>Hint 2: shapes</summary>
#
# All of it is (k, k). The distance from the middle uses the same `x` and `y` as your grating does.
# `np.linalg.norm(v)` of a matrix is the root of the sum of its squares.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "gabor", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gabor(size, frequency, orientation, phase, sigma):
    """A Gabor filter: a grating under a Gaussian envelope, then its mean taken away, then its norm made 1.

    size: k. frequency: in cycles a pixel. orientation, phase: in radians. sigma: width of the envelope in pixels.
    Returns (k, k), its sum 0 and its sum of squares 1.
    """
    ### BEGIN SOLUTION
    t = np.arange(size) - (size - 1) / 2
    x, y = np.meshgrid(t, t)
    W = grating(size, frequency, orientation, phase) * np.exp(-(x**2 + y**2) / (2 * sigma**2))
    W = W - W.mean()
    return W / np.linalg.norm(W)
    ### END SOLUTION

# %% autograder={"depends": ["grating"]} nbgrader={"grade": true, "grade_id": "test_gabor", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "gabor")
### END HIDDEN TESTS
W = gabor(17, 0.125, 0, 0, 3)
assert W is not None, "gabor returns None: is the return missing?"
assert isinstance(W, (np.ndarray, np.number)), f"gabor gives an array back; yours is a {type(W).__name__}"
assert np.shape(W) == (17, 17), f"a Gabor filter of size 17 is (17, 17); yours is {np.shape(W)}"
assert np.isclose(np.sum(W), 0, atol=1e-9), (
    f"the sum of all weights is 0; yours is {np.sum(W):.4g}. Is the mean taken away, and after the envelope?")
assert np.isclose(np.sum(W**2), 1), (
    f"the squares of all weights add up to 1; yours to {np.sum(W**2):.4g}. Is the norm made 1 last of all?")
assert np.isclose(W[8, 8], W.max()), "with phase 0 the largest weight is in the middle: is the envelope centred?"
u = (W - W[0, 0]) / (W[8, 8] - W[0, 0])
assert np.isclose(u[8, 12], -np.exp(-16 / 18), atol=0.01), (
    "the envelope is not as wide as it should be: 3 pixels is sigma, and the exponent is -(x^2 + y^2) / (2 sigma^2)")
assert np.isclose(u[12, 8], np.exp(-16 / 18), atol=0.01), "the envelope is round: it falls along y as along x"
odd = gabor(17, 0.125, 0, np.pi / 2, 3)
assert np.allclose(odd, -odd[:, ::-1]), "with phase pi/2 left is minus right: is the phase handed to the grating?"
print("The first checks of gabor pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_gabors", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: Gabors over orientation and phase.
phases = [0, np.pi / 2, np.pi, 3 * np.pi / 2]
fig, axes = plt.subplots(4, 6, figsize=(8.6, 6))
for row, phi in zip(axes, phases):
    for k, ax in enumerate(row):
        show_field(ax, gabor(25, 0.1, k * np.pi / 6, phi, 4))
for k, ax in enumerate(axes[0]):
    ax.set_title(f"$\\theta$ = {k * 30}°")
for row, phi in zip(axes, phases):
    row[0].set_ylabel(f"$\\varphi$ = {np.degrees(phi):.0f}°", rotation=0, ha="right", va="center", fontsize=11)
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_gabor", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: 24 Gabor filters, six orientations from 0° to 150° in columns, four phases in rows. Orange
# weights excite, purple ones silence. Phase 0°: one orange bar between two purple ones. 90°: a purple bar beside an
# orange one, an edge. 180° and 270°: the same two with the colours exchanged.*
#
# **Take along.** One formula gives bars and edges of every slant. The cell with $\varphi = 0$ looks for a bright
# *line*, that with $\varphi = \pi/2$ for an *edge*, bright on one side. Both answer to Hubel and Wiesel's slide.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Play with it.** If you have `ipywidgets`, the next cell has sliders; otherwise it shows one picture, and you may
# call `gabor_picture` with numbers of your own, in a new cell.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# To play with: a Gabor filter and its four numbers.
def gabor_picture(orientation=30.0, frequency=0.1, phase=0.0, sigma=5.0):
    """The filter, and the brightness of its weights along x through the middle. Angles in degrees."""
    W = gabor(41, frequency, np.radians(orientation), np.radians(phase), sigma)
    fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
    numbers = zip(("theta", "varphi", "sigma"), (f"{orientation:g}°", f"{phase:g}°", f"{sigma:g}"))
    show_field(left, W, f"$f$ = {frequency:g}, " + ", ".join(f"$\\{name}$ = {value}" for name, value in numbers))
    right.plot(np.arange(41) - 20, W[20], "o-", color=BLUE, markersize=3)
    right.axhline(0, color=GREY, linewidth=1)
    right.set(xlabel="x", ylabel="weight", title="the weights of the middle row")
    plt.show()


gabor(5, 0.1, 0, 0, 1)  # Says at once when it is not written yet.
try:
    from ipywidgets import FloatSlider, interact
except ImportError:
    gabor_picture()
else:
    interact(gabor_picture, orientation=FloatSlider(30, min=0, max=180, step=5),
             frequency=FloatSlider(0.1, min=0.02, max=0.3, step=0.01),
             phase=FloatSlider(0, min=0, max=360, step=15), sigma=FloatSlider(5, min=1, max=10, step=0.5))

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: left a slanted Gabor filter with a bright bar in the middle, right the weights of its middle row,
# a wave that fades out to both sides.*
#
# Find a filter with one stripe only. Then one with many. Which number decides, $f$ or $\sigma$? (Their product
# does: it says how many periods fit under the envelope.)

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_response", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · What a cell says
#
# Now show the cell a picture. The simplest cell that can be thought of weighs every pixel by its own weight and
# adds up (week 1's score, with an image in place of $x$ and without a bias):
#
# $$s_i = \sum_{y, x} W_{yx} \, I^{(i)}_{yx}.$$
#
# It is called a **linear simple cell**. Its $W$ is its receptive field.
#
# **Exercise 3 (2 points).** Write `response` for a stack of n images, each of the size of `W` (which need not be
# square): one number an image.
#
# <details><summary>Hint 1: a question</summary>
#
# For one image, `W * image` is a matrix. What is done with its entries? Over which axes of the stack must that
# happen, and which axis must stay?
#
# </details>
# <details><summary>Hint 2: another way to see it</summary>
#
# Flatten each image to a row: the stack is then an `X` of shape (n, h · w), as in week 1. What is $W$ then?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "response", "locked": false, "schema_version": 3, "solution": true, "task": false}
def response(images, W):
    """The answer of a linear simple cell to each image: the sum of W times the image.

    images: (n, h, w). W: (h, w).
    Returns (n,).
    """
    ### BEGIN SOLUTION
    return np.sum(images * W, axis=(1, 2))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_response", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "response")
### END HIDDEN TESTS
images = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]])
W = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, 0.5]])
s = response(images, W)
assert s is not None, "response returns None: is the return missing?"
assert isinstance(s, (np.ndarray, np.number)), f"response gives an array back; yours is a {type(s).__name__}"
assert np.shape(s) == (2,), f"2 images, 2 answers: shape (2,); yours is {np.shape(s)}. Over which axes do you sum?"
assert np.isclose(s[0], 9), (
    f"the first image: 1 - 3 + 2 * 4 + 0.5 * 6 = 9; yours is {s[0]:g}. "
    "Is it a sum, not a mean, of pixel times weight, with W laid on the image as it is?")
assert np.isclose(s[1], -1), f"the second has one bright pixel, in the upper right: -1; yours is {s[1]}"
assert images[0, 1, 2] == 6 and W[1, 0] == 2, "images or W were changed: make a new array"
assert np.shape(response(images[:1], W)) == (1,), "one image in, an array of one answer out"
print("The first checks of response pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_favourites", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the patches of photographs that three cells like best, and least.
rng = np.random.default_rng(6)
size = 21
patches = []
for photograph in photographs.values():
    for y, x in rng.integers(0, 256 - size + 1, (1500, 2)):
        patches.append(photograph[y : y + size, x : x + size])
patches = np.array(patches)
fig, axes = plt.subplots(3, 11, figsize=(11, 3.3))
for row, (theta, phi) in zip(axes, [(0, 0), (np.pi / 3, np.pi / 2), (np.pi / 2, np.pi / 2)]):
    W = gabor(size, 0.1, theta, phi, 3.75)
    told = response(patches, W)
    assert np.shape(told) == (len(patches),), "response has another shape than one number an image: see its check above"
    order = np.argsort(told)
    show_field(row[0], W, "the cell" if theta == 0 else "")
    for ax, i in zip(row[1:], np.concatenate([order[::-1][:5], order[:5]])):
        ax.imshow(patches[i], cmap="gray", vmin=0, vmax=1)
        ax.axis("off")
axes[0, 3].set_title("the largest answers")
axes[0, 8].set_title("the most negative answers")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_response", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: three Gabor cells, each with the five patches out of 9000 that it answers to most and the five
# with the most negative answer. Each favourite has a strong bar or edge at the cell's own slant and place; the most
# negative ones have the same with bright and dark exchanged.*
#
# **Take along.** The picture that a linear cell likes best, among all of the same norm, is *its own receptive
# field* (Cauchy and Schwarz say so). And its answer to a picture of the opposite contrast is exactly minus its
# answer to the picture.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_filter_image", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · A sheet of cells
#
# There is not one such cell but one at *every place*: a sheet of cells with the same taste, each looking at its own
# small window of the image. Their answers make an image again, the **filtered image**:
#
# $$F_{ij} = \sum_{a = 0}^{k - 1} \sum_{b = 0}^{k - 1} W_{ab} \; I_{i + a, \, j + b}.$$
#
# $F_{ij}$ is the answer of the cell whose window has its upper left corner at pixel $(i, j)$. `W` is laid onto the
# image as it is, not turned round: that is called a *correlation*. (A *convolution* turns `W` by 180° first. The
# layers that deep learning calls convolutions are correlations too.) Only windows that lie wholly inside count, so
# $F$ is smaller than the image.
#
# **Exercise 4 (4 points).** Write `filter_image`. The image is (h, w), not always square; `W` is (k, k).
#
# <details><summary>Hint 1: a question</summary>
#
# An image has 6 rows and W has 3. In which rows can the upper edge of the window lie? How many are that? And for h
# and k in general?
#
# </details>
# <details><summary>Hint 2: two ways</summary>
#
# Either two loops over places (i, j), each cutting a window out of the image and asking for one number, as in
# exercise 3. Or two loops over the weights (a, b), each adding one *shifted* part of the image, of the size of $F$,
# times one weight. The second is much faster, since $k$ is small.
#
# </details>
# <details><summary>Hint 3: without loops</summary>
#
# `np.lib.stride_tricks.sliding_window_view(image, W.shape)` holds all windows: what is its shape, and which of its
# axes belong to W?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "filter_image", "locked": false, "schema_version": 3, "solution": true, "task": false}
def filter_image(image, W):
    """The answer of a cell with receptive field W at every place where W fits wholly into the image (a correlation).

    image: (h, w). W: (k, k), k at most h and w.
    Returns (h - k + 1, w - k + 1).
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(image, W.shape)
    return np.einsum("ijab,ab->ij", windows, W)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_filter_image", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "filter_image")
### END HIDDEN TESTS
image = np.arange(1.0, 25.0).reshape(4, 6) ** 2
W = np.array([[1.0, 2.0], [0.0, -1.0]])
before = image.copy()
F = filter_image(image, W)
assert F is not None, "filter_image returns None: is the return missing?"
assert isinstance(F, (np.ndarray, np.number)), f"filter_image gives an array back; yours is a {type(F).__name__}"
assert np.allclose(image, before), "the image was changed: make a new array"
assert np.shape(F) != (4, 6), "F is as large as the image: only windows that lie wholly inside count, nothing is padded"
assert np.shape(F) != (5, 3), "F lies on its side: its rows belong to rows of the image"
assert np.shape(F) == (3, 5), (
    f"a window of 2 x 2 fits into an image of 4 x 6 at 3 x 5 places; yours is {np.shape(F)}. "
    "There are h - k + 1 places downwards, the last one included, and w - k + 1 across.")
turned = np.sum(W[::-1, ::-1] * image[:2, :2])
assert not np.isclose(F[0, 0], turned), "W is turned round here: lay it on the image as it is"
first = np.sum(W * image[:2, :2])
assert np.isclose(F[0, 0], first), (
    f"at the upper left, 1 * 1 + 2 * 4 + 0 * 49 - 1 * 64 = {first:g}; yours is {F[0, 0]:g}. "
    "Is it a sum of pixel times weight, with W as it is, and may it be negative?")
assert np.isclose(F[0, 1], np.sum(W * image[:2, 1:3])), (
    "F[0, 1] belongs to the window one pixel to the RIGHT of the first")
assert np.isclose(F[2, 4], np.sum(W * image[2:, 4:])), "the last window reaches into the lower right corner"
assert np.allclose(filter_image(image, np.array([[2.0]])), 2 * image), "a W of one pixel only scales the image"
print("The first checks of filter_image pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_orientations", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: one photograph through four orientations.
scene = photographs["camera"].reshape(128, 2, 128, 2).mean(axis=(1, 3))
angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
seen = [filter_image(scene, gabor(17, 0.125, theta, 0, 3)) for theta in angles]
limit = max(np.abs(F).max() for F in seen)
fig, axes = plt.subplots(1, 5, figsize=(13, 3), constrained_layout=True)
axes[0].imshow(scene, cmap="gray", vmin=0, vmax=1)
axes[0].set_title("the photograph")
axes[0].axis("off")
for F, theta, ax in zip(seen, angles, axes[1:]):
    show_field(ax, F, f"$\\theta$ = {np.degrees(theta):.0f}°", limit)
    inset = ax.inset_axes([0.02, 0.02, 0.2, 0.2])
    show_field(inset, gabor(17, 0.125, theta, 0, 3))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_filter_image", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: the man with the camera, and his photograph filtered by four Gabors (drawn small in the lower
# left corners). Each filter leaves only the edges of its own slant: with 0° the upright ones, such as the front of
# the coat; with 90° the lying ones, such as the horizon; with 45° the slope of the back and with 135° the back of
# the head and a leg of the tripod.*
#
# **Take along.** Each sheet tells where in the picture *its* kind of edge is. The uniform sky and lawn leave nearly
# no trace: a cell whose weights add up to 0 doesn't say how bright it is, only where it changes.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_hermann", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **A cell that sees what is not there?** The next picture is a *Hermann grid*. Look at it as a whole: many people
# see grey smudges where the white streets cross. Below it, your `filter_image` with another, older kind of
# receptive field: excited by its round centre, silenced by its surround, as in the retina (Kuffler, Journal of
# Neurophysiology 16:37, 1953).

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_hermann", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the Hermann grid, and what cells with centre and surround say to it.
grid = np.zeros((125, 125))
for start in range(12, 125, 25):
    grid[start - 3 : start + 4] = grid[:, start - 3 : start + 4] = 1
t = np.arange(25) - 12
distance2 = t**2 + t[:, None] ** 2
centre, surround = np.exp(-distance2 / (2 * 2**2)), np.exp(-distance2 / (2 * 5**2))
ring = centre / centre.sum() - surround / surround.sum()
told = filter_image(grid, ring)
fig, (left, middle, right) = plt.subplots(1, 3, figsize=(12, 3.6), gridspec_kw={"width_ratios": [1, 1, 1.3]})
left.imshow(grid, cmap="gray")
left.set_title("a Hermann grid")
left.axis("off")
middle.imshow(told, cmap="gray", vmin=0, vmax=told.max())
middle.set_title("what the cells say")
middle.axis("off")
inset = middle.inset_axes([0.02, 0.02, 0.25, 0.25])
show_field(inset, ring)
right.plot(told[50], color=BLUE, label="along a street")
right.plot(told[62], color=ORANGE, linestyle="--", label="along a row of blocks")
for crossing in (25, 50, 75):
    right.axvline(crossing, color=GREY, linewidth=1, linestyle=":")
right.set(xlabel="x", ylabel="answer", title="less, where streets cross (dotted)", ylim=(-0.3, 0.6))
right.legend(frameon=False, fontsize=9, loc="upper center", ncol=2)
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_hermann", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: left black blocks with white streets between them. In the middle the answers of cells with a
# bright centre and a dark surround: the streets are bright, the crossings darker. Right the answers along a street:
# a dip at every crossing.*
#
# At a crossing four white arms fall into the surround, elsewhere only two, so the cell is silenced more.
# Baumgartner (1960) took this to be the reason for the smudges. It can't be all of it: Geier and others
# (*Straightness as the main factor of the Hermann grid illusion*, Perception 37:651, 2008) bent the streets a
# little, which leaves Baumgartner's reason as it was, and the smudges were gone.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_half_square", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · Firing rates are not negative
#
# A neuron can't fire less than not at all. So what follows the sum is a *rectification*, and one that fits measured
# cells of the cat well is **half-squaring** (Heeger, *Half-squaring in responses of cat striate cells*, Visual
# Neuroscience 9:427, 1992):
#
# $$r(z) = \begin{cases} z^2 & z > 0 \\ 0 & \text{else.} \end{cases}$$
#
# **Exercise 5 (2 points).** Write `half_square`, for arrays of any shape.
#
# <details><summary>Hint 1: a question</summary>
#
# You know a function that keeps what is positive and makes the rest 0 (week 1). What is the square of what it
# gives?
#
# </details>
# <details><summary>Hint 2: watch out</summary>
#
# What is the square of a negative number? So: which of the two must come first, the squaring or the cutting off?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "half_square", "locked": false, "schema_version": 3, "solution": true, "task": false}
def half_square(z):
    """Half-squaring: z squared where z > 0, else 0.

    z: any shape. Returns the same shape.
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0) ** 2
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_half_square", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "half_square")
### END HIDDEN TESTS
z = np.array([[-2.0, -0.5, 0.0], [0.5, 1.0, 3.0]])
r = half_square(z)
assert r is not None, "half_square returns None: is the return missing?"
assert isinstance(r, (np.ndarray, np.number)), f"half_square gives an array back; yours is a {type(r).__name__}"
assert np.shape(r) == (2, 3), f"the shape of z, (2, 3), and not {np.shape(r)}"
assert np.allclose(r[1], [0.25, 1, 9]), f"0.5, 1, 3 are squared to 0.25, 1, 9; yours are {r[1]}"
assert np.allclose(r[0], 0), f"what is not positive gives 0; yours are {r[0]}. Is it cut off before it is squared?"
assert np.allclose(z[0], [-2, -0.5, 0]), "z was changed: make a new array"
print("The first checks of half_square pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_on_off", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: half-squaring, and two sheets of cells that share the work.
F = filter_image(scene, gabor(17, 0.125, 0, 0, 3))
on, off = half_square(F), half_square(-F)
assert np.shape(on) == np.shape(F), "half_square gives another shape than it is given: see its check above"
z = np.linspace(-2, 2, 201)
fig, (curve, *rest) = plt.subplots(1, 4, figsize=(13, 3.1), constrained_layout=True)
curve.plot(z, z, ":", color=GREY, label="linear")
curve.plot(z, half_square(z), color=BLUE, linewidth=2, label="half-squared")
curve.set(xlabel="z", ylabel="answer", ylim=(-2, 4))
curve.legend(frameon=False, fontsize=9)
show_field(rest[0], F, "linear answers")
for ax, rate, title in ((rest[1], on, "rates of cells W"), (rest[2], off, "rates of cells -W")):
    ax.imshow(rate, cmap="viridis", vmin=0, vmax=0.5 * max(on.max(), off.max()))
    ax.set_title(title, fontsize=10)
    ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_half_square", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: left the curve of half-squaring, flat at 0 and then a parabola. Then the linear answers of one
# sheet of cells, orange and purple; the firing rates of these cells, bright where there was orange; the firing
# rates of cells with the opposite receptive field, bright where there was purple.*
#
# **Take along.** One cell loses half of the story. A second one, with receptive field $-W$, tells the other half:
# $r(z)+r(-z)=z^2$. Remember this sum.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_complex_cell", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · The cell that does not mind where
#
# Hubel and Wiesel (1962) called such cells *simple*, since their answers can be predicted from a map of bright and
# dark regions. Others they called **complex**. A complex cell wants its slant too, but the line may lie *anywhere*
# in its receptive field; no map of bright and dark regions explains it.
#
# How could a cell know the slant and not the place? The **energy model** (Adelson & Bergen, JOSA A 2:284, 1985, for
# the perception of motion) takes *two* Gabors, a quarter of a period apart, squares their answers and adds them:
#
# $$E = (W_{0} \cdot I)^2 + (W_{\pi/2} \cdot I)^2 .$$
#
# It is $\cos^2 + \sin^2 = 1$ at work: as the stripes move on, what one of the two loses the other wins.
#
# **Exercise 6 (3 points).** Write `complex_cell`. The images are square and the two Gabors, of phases 0 and
# $\pi/2$, are as large as they. Use your `gabor` and `response`.
#
# <details><summary>Hint 1: a question</summary>
#
# You need two numbers for each image before you can add anything. Which of your functions gives them for all images
# at once?
#
# </details>
# <details><summary>Hint 2: the size</summary>
#
# `images` is (n, k, k). Which entry of `images.shape` is the size of the Gabors? (It is not the first.)
#
# </details>
# <details><summary>Hint 3: order</summary>
#
# $a^2 + b^2$ is not $(a + b)^2$. Which one is free of the phase?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "complex_cell", "locked": false, "schema_version": 3, "solution": true, "task": false}
def complex_cell(images, frequency, orientation, sigma):
    """The energy model of a complex cell: the squared answers of two Gabors, of phases 0 and pi / 2, added.

    images: (n, k, k). frequency: in cycles a pixel. orientation: in radians. sigma: in pixels.
    Returns (n,).
    """
    ### BEGIN SOLUTION
    size = images.shape[1]
    even = response(images, gabor(size, frequency, orientation, 0, sigma))
    odd = response(images, gabor(size, frequency, orientation, np.pi / 2, sigma))
    return even**2 + odd**2
    ### END SOLUTION

# %% autograder={"depends": ["gabor", "response"]} nbgrader={"grade": true, "grade_id": "test_complex_cell", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "complex_cell")
### END HIDDEN TESTS
shifted = np.array([grating(17, 0.125, 0.5, phi) for phi in np.linspace(0, 2 * np.pi, 9)[:-1]])
E = complex_cell(shifted, 0.125, 0.5, 3)
assert E is not None, "complex_cell returns None: is the return missing?"
assert isinstance(E, (np.ndarray, np.number)), f"complex_cell gives an array back; yours is a {type(E).__name__}"
assert np.shape(E) == (8,), f"8 images, 8 answers: shape (8,); yours is {np.shape(E)}"
assert np.min(E) > 0, (
    f"a sum of squares is not negative, and these stripes excite the cell; yours has {np.min(E):.3g}. "
    "Are negative answers squared too?")
assert np.ptp(E) < 0.05 * np.mean(E), (
    f"the same stripes at 8 phases: the answers should be nearly the same; yours go from {np.min(E):.3g} "
    f"to {np.max(E):.3g}. Are there two Gabors, pi / 2 apart, each squared before they are added?")
assert np.allclose(complex_cell(3 * shifted, 0.125, 0.5, 3), 9 * E), (
    "three times the contrast, nine times the energy: is a root taken?")
pair = np.array([gabor(17, 0.125, 0.5, 0, 3)])
expected = 1 + response(pair, gabor(17, 0.125, 0.5, np.pi / 2, 3))[0] ** 2
found = complex_cell(pair, 0.125, 0.5, 3)[0]
assert np.isclose(found, expected), f"shown its own first Gabor, the cell says {expected:.4f}; yours says {found:.4f}"
print("The first checks of complex_cell pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_tuning", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: tuning of a simple and a complex cell, over orientation and phase.
degrees = np.arange(-90, 91, 3)
turned = np.array([grating(17, 0.125, angle, 0) for angle in np.radians(degrees)])
phase = np.arange(0, 361, 5)
moved = np.array([grating(17, 0.125, 0, phi) for phi in np.radians(phase)])
W = gabor(17, 0.125, 0, 0, 3)
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True)
for ax, x, stimuli in ((left, degrees, turned), (right, phase, moved)):
    rates = complex_cell(stimuli, 0.125, 0, 3)
    assert np.shape(rates) == np.shape(x), "complex_cell gives another shape than one number an image: see its check"
    ax.plot(x, rates, color=SKY, linewidth=4, label="complex")
    simple = half_square(response(stimuli, W))
    assert np.shape(simple) == np.shape(x), "response or half_square has a wrong shape: see their checks above"
    ax.plot(x, simple, color="black", linestyle="--", linewidth=1.5, label="simple, half-squared")
left.set(xlabel="orientation of the stripes, degrees", ylabel="firing rate", title="Both care about the slant",
         xticks=[-90, -45, 0, 45, 90])
right.set(xlabel="phase of the stripes, degrees", title="Only the simple cell cares about the place",
          xticks=[0, 90, 180, 270, 360])
left.legend(frameon=False, fontsize=9, loc="upper left")
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_tuning", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: firing rates of a simple cell (dashed, black) and of a complex cell (thick, light blue). Left,
# over the stripes' orientation: one peak at 0°, the same for both, and nearly nothing beyond 45°. Right, over the
# stripes' phase: the simple cell goes from its full rate to silence and back, the complex cell's line is flat.*
#
# This is also how cells are sorted in experiments: drift a grating over the receptive field and measure how much
# the rate swings with the stripes (Skottun and others, *Classifying simple and complex cells on the basis of
# response modulation*, Vision Research 31:1079, 1991). And here is what a sheet of complex cells makes of the
# photograph, beside a sheet of simple ones.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_energy", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the photograph as sheets of simple and of complex cells see it.
fig, axes = plt.subplots(2, 4, figsize=(11, 5.8), constrained_layout=True)
for theta, (above, below) in zip(angles, axes.T):
    even = filter_image(scene, gabor(17, 0.125, theta, 0, 3))
    odd = filter_image(scene, gabor(17, 0.125, theta, np.pi / 2, 3))
    rates, title = half_square(even), f"{np.degrees(theta):.0f}°"
    assert np.shape(rates) == np.shape(even), "half_square gives another shape than it is given: see its check above"
    for ax, rate, kind in ((above, rates, "simple"), (below, even**2 + odd**2, "complex")):
        ax.imshow(np.sqrt(rate), cmap="viridis", vmin=0, vmax=2)
        ax.set_title(f"{kind}, {title}", fontsize=10)
        ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_complex_cell", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: two rows of four. Above the rates of simple cells of four orientations: thin lines beside the
# edges of the photograph, on the side where the bright bar fits, and darkness on the other. Below those of complex
# cells: each edge is one broad, soft band. (Roots of the rates are drawn, so that weak edges can be seen too.)*
#
# **Take along.** The complex cell knows less on purpose. *What* is there (an edge of this slant), and roughly
# where: what it has thrown away, the phase, is what changes with every small shift of the picture. Four
# half-squared simple cells, of phases 0, 90, 180 and 270 degrees, make one complex cell: that's exercise 5's
# $r(z)+r(-z)=z^2$.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_two_stimuli", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · Two silences
#
# You show a cell the stimulus A: it is silent. You show it B: silent. Then you show both at once, the image A + B.
# **Can it fire?** What sounds like a riddle is how one tests whether a cell is linear.
#
# **Exercise 7 (3 points, read by a person).** Answer for three kinds of cells. Where it cannot be, show why; where
# it can, give an example with numbers. ($W \cdot I$ is `response`; you may use a Gabor and multiples of it as
# stimuli, or vectors of two or three pixels.)
#
# 1. A **linear** cell, which says $W \cdot I$ and is silent where this is 0.
# 2. A **rectified** cell, which fires at the rate `half_square`$(W \cdot I - t)$. First without a threshold, $t =
#    0$; then with one, $t > 0$.
# 3. A **complex** cell, which fires where its energy $E$ is larger than a threshold $t$. Again first with $t = 0$,
#    then with $t > 0$. And for this cell the other way round, too: A makes it fire, B makes it fire, can A + B
#    leave it silent?
#
# <details><summary>Hint 1: a question</summary>
#
# What is $W \cdot (A + B)$, in terms of $W \cdot A$ and $W \cdot B$? What do you know about the sign of each when a
# rectified cell is silent?
#
# </details>
# <details><summary>Hint 2: a question</summary>
#
# If a sum of two squares is 0, what is each of the two?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "two_stimuli", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# **1. Linear: no.** $W \cdot (A + B) = W \cdot A + W \cdot B = 0 + 0 = 0$ (superposition).
#
# **2. Rectified.** With $t = 0$ silent means $W \cdot A \le 0$ and $W \cdot B \le 0$. Then $W \cdot (A + B) = W
# \cdot A + W \cdot B \le 0$, so it is still silent: no. With a threshold: yes. Let $t = 1$, $W$ a Gabor (norm 1)
# and $A = B = 0.8 \, W$. Then $W \cdot A = W \cdot B = 0.8 < 1$, each is silent, but $W \cdot (A + B) = 1.6$ and
# the rate is $0.6^2 = 0.36$.
#
# **3. Complex.** With $t = 0$ silent means $E(A) = (W_0 \cdot A)^2 + (W_{\pi/2} \cdot A)^2 = 0$; a sum of squares
# is 0 only if both are, so both Gabors say 0 to A, and to B, and by superposition to A + B: no. With a threshold:
# yes. Let $t = 1$, $A = 0.8 \, W_0$, $B = 0.8 \, W_{\pi/2}$, the two Gabors being (nearly) orthogonal. $E(A) =
# 0.64$, $E(B) = 0.64$, both silent; $E(A + B) = 0.64 + 0.64 = 1.28 > 1$. The other way round: yes, $A = 2 W_0$ and
# $B = -2 W_0$ give $E = 4 > 1$ each, and $A + B$ is plain grey, $E = 0$. (More to the point: two gratings that are
# half a period apart.) A rectified cell without threshold cannot do this, since two positive answers have a
# positive sum.
#
# === BEGIN MARK SCHEME ===
# - 1 point: the linear cell. No, by superposition: the sum of the two answers is written down. "No" without a
#   reason: half.
# - 1 point: the rectified cell. Half for "no" without a threshold, from the signs of both answers; half for "yes"
#   with a threshold, with numbers that work.
# - 1 point: the complex cell. Half for t = 0 (both squares are 0, so both linear answers are 0) or for an example
#   with a threshold whose numbers work; half for an example of the other way round (A and -A, or half a period
#   apart).
# - An answer that calls a rectified cell "silent" only where the linear answer is exactly 0 is marked by what
#   follows from it.
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_normalise", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8 · Bonus: neighbours that hush each other
#
# Double the contrast, and the energy is four times as large. Real cells do not follow that for long: their rate
# *saturates*. And stripes of a slant that a cell does not answer to still make it fire *less* when they are laid
# over the stripes it likes. The energy model has neither. So Heeger (*Normalization of cell responses in cat
# striate cortex*, Visual Neuroscience 9:181, 1992) let the cells inhibit one another: each one's energy is divided
# by what all of them say together,
#
# $$R_{ij} = \frac{E_{ij}}{\sigma^2 + \sum_{l} E_{il}} ,$$
#
# where row $i$ is an image, column $j$ is a cell, and $\sigma$ is the contrast (in the units of $\sqrt E$) at which
# the division begins to bite. Carandini and Heeger (*Normalization as a canonical neural computation*, Nature
# Reviews Neuroscience 13:51, 2012) review what it explains, in the visual cortex and far from it.
#
# **Exercise 8 (3 bonus points; they make up for points lost above, a week never gives more than 20).** Write
# `normalise`.
#
# <details><summary>Hint 1: a question</summary>
#
# How many sums are there: one for all, one a cell, or one an image?
#
# </details>
# <details><summary>Hint 2: shapes</summary>
#
# (n, m) divided by (n,) does not fit, or worse, it does when n = m, and is wrong. What shape must the sums have?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "normalise", "locked": false, "schema_version": 3, "solution": true, "task": false}
def normalise(E, sigma):
    """Divisive normalisation: each cell's energy over sigma squared plus the sum of all energies in its row.

    E: (n, m), not negative, one row an image, one column a cell. sigma: a positive number.
    Returns (n, m).
    """
    ### BEGIN SOLUTION
    return E / (sigma**2 + E.sum(axis=1, keepdims=True))
    ### END SOLUTION

# %% autograder={"bonus": 3} nbgrader={"grade": true, "grade_id": "test_normalise", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week6", "normalise")
### END HIDDEN TESTS
E = np.array([[1.0, 2.0, 3.0, 0.0], [6.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
R = normalise(E, 2)
assert R is not None, "normalise returns None: is the return missing?"
assert isinstance(R, (np.ndarray, np.number)), f"normalise gives an array back; yours is a {type(R).__name__}"
assert np.shape(R) == (3, 4), f"one number for each cell and image, (3, 4); yours is {np.shape(R)}"
assert np.allclose(R[2], 0), "where all cells are silent they stay silent"
assert np.allclose(R[0], [0.1, 0.2, 0.3, 0]), (
    f"the first row: 1, 2, 3, 0 over 2^2 + (1 + 2 + 3) = 10; yours is {np.round(R[0], 4)}. "
    "Is sigma squared? Does the sum go over the row, the cell itself included?")
assert np.allclose(R[1], [0.6, 0, 0, 0]), f"the second row: 6 over 2^2 + 6 is 0.6; yours is {R[1, 0]:.4g}"
assert np.allclose(E[0], [1, 2, 3, 0]), "E was changed: make a new array"
print("The first checks of normalise pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_contrast", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: answers over contrast, with and without normalisation and mask.
contrasts = np.linspace(0, 1, 41)
bank = [k * np.pi / 6 for k in range(6)]
liked, mask = grating(17, 0.125, 0, 0), grating(17, 0.125, np.pi / 2, 0)


def energies(images):
    """The energies of six complex cells, one a column."""
    return np.stack([complex_cell(images, 0.125, theta, 3) for theta in bank], axis=1)


alone = energies(contrasts[:, None, None] * liked)
masked = energies(contrasts[:, None, None] * liked + 0.5 * mask)
assert alone.shape == (41, 6), "complex_cell has another shape than one number an image: see its check above"
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4))
for ax, rates, hidden, title in ((left, alone, masked, "Without: the energy"),
                                 (right, normalise(alone, 1.5), normalise(masked, 1.5), "With normalisation")):
    ax.plot(contrasts, rates[:, 0], color=BLUE, linewidth=2, label="the stripes it likes")
    ax.plot(contrasts, hidden[:, 0], color=RED, linestyle="--", linewidth=2, label="with other stripes laid over")
    ax.set(xlabel="contrast of the stripes it likes", title=title, ylim=(0, None))
left.set_ylabel("answer of the cell for 0°")
left.legend(frameon=False, fontsize=9)
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_normalise", "locked": true, "schema_version": 3, "solution": false, "task": false}
# *In the picture: the answer of a complex cell over contrast, for its own stripes alone (blue) and with stripes at
# a right angle laid over them (dashed, red). Left, without normalisation: a parabola, the same with and without the
# other stripes. Right, with it: the blue curve rises early and then flattens, the red one lies below it and comes
# up at higher contrast.*
#
# **Take along.** A cell that knows its neighbours tells *what share* of the excitement is its own. It saturates
# without being told how, and stripes that mean nothing to it hush it through those that like them.

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What to take along
#
# - A receptive field is a picture: of weights. A linear cell's answer is how much of that picture is in the image.
# - Gabors, stripes under a soft envelope, describe simple cells. Their phase says bar or edge, their orientation
#   which slant.
# - Squares and sums of a quarter-period pair forget the phase and keep the slant: a complex cell.
# - Silence, sums and doubled contrasts tell which nonlinearity a cell has.
#
# **And why these receptive fields?** Nobody told the visual cortex about Gabor functions. Next week you take small
# patches of the photographs that you have looked at today, ask for nothing but a code with few active units, and
# see what comes out.
