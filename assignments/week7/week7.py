# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 7 · Statistics of natural images
#
# ### Why do receptive fields look as they do?
#
# Last week you built what a neuron of the visual cortex answers to: a small patch of stripes, a Gabor. It works. But
# nobody asked *why it has that shape*. No gene can list the weights of every one of these cells, and nobody ever sat
# down and told a brain to look for edges. **Could the shape follow from nothing but the pictures that eyes see?**
#
# In 1996 Bruno Olshausen and David Field tried it. They asked a computer for one thing only, a way to describe pieces
# of nature photographs in which few numbers are large at a time, and what came out looked like the receptive fields
# of simple cells: localised, oriented and bandpass (Nature 381:607). This week you do an experiment of the same kind.
# At its end you show 16,000 small patches of photographs to six lines of linear algebra, and look at what they have
# learned.
#
# **How long this takes:** four to six hours for the exercises, and two more with the reading.

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
# Colours and letters of the pictures; colours that colour-blind eyes tell apart.
from base64 import b64encode
from io import BytesIO

import matplotlib.pyplot as plt

# %matplotlib inline
ORANGE, SKY, GREEN, BLUE, RED, PURPLE = "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#7f7f7f"
plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10})


def show(fig, alt):
    """Show a figure. alt: what it shows, in words, for screen readers."""
    page = BytesIO()
    fig.savefig(page, format="png", bbox_inches="tight")
    plt.close(fig)
    picture = {"image/png": b64encode(page.getvalue()).decode(), "text/plain": alt}
    display(picture, metadata={"image/png": {"alt": alt}}, raw=True)


def show_tiles(tiles, columns, alt, title="", cmap="PuOr", inches=0.55):
    """Show the rows of `tiles` (n, side * side) as square pictures, `columns` of them side by side."""
    tiles = np.asarray(tiles, dtype=float)
    side, lines = int(np.sqrt(tiles.shape[1])), -(-len(tiles) // columns)
    low, high = 0, 1
    if cmap == "PuOr":  # every picture by its own size, white at 0
        tiles, low = tiles / np.abs(tiles).max(axis=1, keepdims=True), -1
    wall = np.full((lines * (side + 2), columns * (side + 2)), np.nan)
    for i, tile in enumerate(tiles):
        y, x = (side + 2) * (i // columns), (side + 2) * (i % columns)
        wall[y : y + side, x : x + side] = tile.reshape(side, side)
    fig, ax = plt.subplots(figsize=(inches * columns, inches * lines))
    ax.imshow(wall, cmap=cmap, vmin=low, vmax=high, interpolation="nearest")
    ax.set_title(title, loc="left")
    ax.axis("off")
    show(fig, alt)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "colab", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Does the file that this notebook needs lie beside it?
from pathlib import Path

if not Path("photographs.npz").exists():
    print("The file photographs.npz, which came with this notebook, should lie in the same folder: put it there and "
          "run on. (In Colab: open the Files panel at the left and upload it.)")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_photographs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## The data: what an eye might see
#
# `photographs.npz` holds grey photographs of 256 by 256 pixels, from 0 (black) to 1 (white). `README.md` tells where
# they come from. A handful of photographs is little beside what an eye sees in a day; but each of them holds 60,000
# places to cut a patch from, and for what we are after that turns out to be enough.
#
# *In the picture:* the six photographs in grey, side by side: a photographer in a dark coat behind his camera on a
# lawn, a cat's face, a cup of coffee with a spoon, then three surfaces that fill the picture: grass, small stones and
# dark bricks with light joints.

# %% nbgrader={"grade": false, "grade_id": "load_data", "locked": true, "schema_version": 3, "solution": false, "task": false}
with np.load("photographs.npz") as file:
    photographs = np.stack([file[name] for name in file.files]) / 255

print(len(photographs), "photographs of", photographs.shape[1], "by", photographs.shape[2], "pixels")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_photographs", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the photographs.
fig, axes = plt.subplots(1, len(photographs), figsize=(11, 11 / len(photographs)))
for photograph, ax in zip(photographs, axes):
    ax.imshow(photograph, cmap="gray", vmin=0, vmax=1)
    ax.axis("off")
show(fig, "Six photographs in grey, side by side: a photographer in a dark coat behind his camera on a lawn; "
          "a cat's face; a cup of coffee with a spoon; and three surfaces that fill the picture: grass, small stones, dark bricks.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_neighbours", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **A first look at the statistics.** Choose a pixel, then the one to its right, and plot the grey of one against the
# grey of the other; do it for 3,000 places. Then again with a pixel 4 steps away, and 16.
#
# *In the picture:* three clouds of points. For neighbours it is a thin line along the diagonal, 4 steps apart a wide
# band, 16 steps apart a blurred cloud.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_neighbours", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the grey of a pixel against that of one some steps to its right.
rng = np.random.default_rng(0)
which, row, column = rng.integers(0, len(photographs), 3000), rng.integers(0, 256, 3000), rng.integers(0, 240, 3000)
fig, axes = plt.subplots(1, 3, figsize=(9, 3), sharex=True, sharey=True)
for steps, ax in zip((1, 4, 16), axes):
    one, other = photographs[which, row, column], photographs[which, row, column + steps]
    ax.plot(one, other, ".", ms=2, alpha=0.4, color=BLUE)
    correlation = np.corrcoef(one, other)[0, 1]
    ax.set(title=f"{steps} step{'s' * (steps > 1)} apart: correlation {correlation:.2f}", xlabel="grey of a pixel",
           aspect="equal")
axes[0].set_ylabel("grey of the other one")
show(fig, "Three scatter plots of the greys of two pixels: the nearer the two pixels, the nearer the points lie"
          " to the diagonal.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# If you know one pixel you nearly know the next. So an eye that sent its pixels one by one to the brain would say
# almost the same thing a million times over. Horace Barlow proposed in 1961 that the stations of our senses rewrite
# what they pass on, so that little is said twice (*Possible principles underlying the transformations of sensory
# messages*). What "twice" means exactly, and how one gets rid of it, is this week's path:
#
# | exercise | what you write | points |
# | --- | --- | --- |
# | 1 `extract_patches` | cut small squares out of a picture | 2 |
# | 2 `remove_dc` | forget how bright it was | 1 |
# | 3 `pca` | the directions in which patches vary most | 4 |
# | 4 `whiten` | make all directions equal | 4 |
# | 5 `kurtosis` | one number for "mostly silent, sometimes loud" | 2 |
# | 6 `ica_step` | look for what is *not* Gaussian | 4 |
# | 7 `why_sparse` | in words: why uncorrelated is not enough | 3 |
# | 8 `ica` | bonus: unmix what was mixed | 3 |
#
# **Conventions, as always.** Observations are rows: patches of size $s$ are the rows of $X$ $(n, d)$, with $d = s^2$,
# and the pixels of a patch stand row by row, as `ravel` gives them. An image is $(h, w)$, rows first. All numbers are
# float64. **Means, variances and covariances are divided by $n$**, not by $n - 1$. A function returns new arrays and
# leaves what it was given as it was. Randomness comes only from the argument `rng`. No loop over observations is
# needed anywhere; a loop that is right gets full points all the same. Each exercise has folded **hints**: open them
# one at a time.
#
# **To read:** Hyvärinen, Hurri and Hoyer, *Natural Image Statistics* (2009), chapters 5 to 7; Hyvärinen and Oja,
# *Independent component analysis: algorithms and applications*, Neural Networks 13 (2000), sections 2 to 6; Olshausen
# and Field, *Emergence of simple-cell receptive field properties by learning a sparse code for natural images*,
# Nature 381 (1996).

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_extract_patches", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · Cut small squares
#
# A cell of the visual cortex sees a small window of the world. Its windows are our patches: squares of `size` by
# `size` pixels, cut at random places.
#
# For an image of $h$ by $w$ pixels, a patch whose upper left pixel is at row $r$ and column $c$ fits if
#
# $$0 \le r \le h - \text{size}, \qquad 0 \le c \le w - \text{size}.$$
#
# **Exercise 1 (2 points).** Write `extract_patches`. Every place that fits is equally likely, row and column are
# drawn apart from each other, and the same place may come twice. Each patch becomes one row of `X`.
#
# <details><summary>Hint 1</summary>
#
# How many different values can $r$ take in an image of 5 rows, for patches of size 5? And of size 4? Does
# `rng.integers(low, high)` ever give `high`?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A square piece of an array is a *slice* in both directions. What does `.ravel()` make of it, and which shape do `n`
# of these have, stacked?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "extract_patches", "locked": false, "schema_version": 3, "solution": true, "task": false}
def extract_patches(image, size, n, rng):
    """Square patches from uniformly random places of an image.

    image (h, w). size: side of a patch in pixels. n: how many. rng: a numpy Generator, the only source of randomness.
    Returns X (n, size * size), one row a patch, its pixels row by row.
    """
    ### BEGIN SOLUTION
    h, w = image.shape
    rows = rng.integers(0, h - size + 1, n)
    columns = rng.integers(0, w - size + 1, n)
    return np.array([image[r : r + size, c : c + size].ravel() for r, c in zip(rows, columns)])
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_extract_patches", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "extract_patches")
### END HIDDEN TESTS
numbered = np.arange(70.0).reshape(7, 10)  # pixel (row, column) holds 10 * row + column
cut = extract_patches(numbered, 3, 200, np.random.default_rng(0))
assert cut is not None, "extract_patches returns None: is the return missing?"
assert np.shape(cut) == (200, 9), f"200 patches of 3 by 3 pixels: X is (200, 9); yours is {np.shape(cut)}"
assert set(np.ravel(cut)) <= set(range(70)), "some numbers in X are no pixels of the image"
steps = np.diff(cut[0])
assert not np.allclose(steps, [10, 10, -19, 10, 10, -19, 10, 10]), (
    "the pixels come column by column; rows of the image come first")
assert np.allclose(np.diff(cut), [1, 1, 8, 1, 1, 8, 1, 1]), (
    "each row of X is one square: from pixel to pixel it goes 1, 1, 8, 1, 1, 8, 1, 1 in this image; your first "
    f"row goes {steps}")
assert len(set(cut[:, 0])) > 1, "all patches come from one place: draw a place for each"
assert cut.max() == 69 and cut.min() == 0, (
    f"the image's last pixel (69) and first (0) belong to some of 200 patches; yours reach from {cut.min():g} to "
    f"{cut.max():g}. In which rows and columns may a patch begin?")
whole = extract_patches(numbered[:, :7], 7, 2, np.random.default_rng(0))
assert np.allclose(whole, np.ravel(numbered[:, :7])), "a patch as large as the image has exactly one place"
again = extract_patches(numbered, 3, 200, np.random.default_rng(0))
assert np.array_equal(cut, again), "the same seed should give the same patches: all randomness comes from rng"
print("The first checks of extract_patches pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_remove_dc", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · Forget how bright it was
#
# Whether a patch is bright or dark as a whole says more about the lamp than about the thing. So each patch loses its
# own mean (engineers call it the DC component, after direct current):
#
# $$x_i \leftarrow x_i - \frac{1}{d} \sum_{j=1}^{d} x_{ij} .$$
#
# **Exercise 2 (1 point).** Write `remove_dc`.
#
# <details><summary>Hint 1</summary>
#
# A patch is a row. Along which axis does one patch run?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The means have shape $(n,)$, $X$ is $(n, d)$. Which shape must the means have to be taken from every column?
# (`keepdims`)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "remove_dc", "locked": false, "schema_version": 3, "solution": true, "task": false}
def remove_dc(X):
    """Each patch less its own mean.

    X (n, d), one row a patch. Returns an array (n, d) whose rows sum to 0.
    """
    ### BEGIN SOLUTION
    return X - X.mean(axis=1, keepdims=True)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_remove_dc", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "remove_dc")
### END HIDDEN TESTS
two = np.array([[1.0, 2.0, 6.0], [10.0, 10.0, 40.0]])
plain = remove_dc(two)
assert plain is not None, "remove_dc returns None: is the return missing?"
assert isinstance(plain, np.ndarray), f"the result is a numpy array; yours is of type {type(plain).__name__}"
assert np.shape(plain) == (2, 3), f"two patches of 3 pixels stay (2, 3); yours is {np.shape(plain)}"
assert not np.allclose(np.sum(plain, axis=0), 0), (
    "the columns sum to 0, but the patches are the rows: which axis runs along a row?")
assert np.allclose(np.sum(plain, axis=1), 0), f"each row should sum to 0; yours sum to {np.sum(plain, axis=1)}"
assert np.allclose(plain, [[-2, -1, 3], [-10, -10, 20]]), (
    f"only the mean goes, the contrast stays; yours is {plain.tolist()}")
assert np.allclose(two, [[1, 2, 6], [10, 10, 40]]), "X must stay as it was: make a new array"
print("The first checks of remove_dc pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_patches", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See them.** Patches of 12 by 12 pixels, the same number from each photograph. From here on `X` is what we work
# with.
#
# *In the picture:* above 20 patches as they were cut, of every brightness; below the same without their means, where
# only light against dark is left.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_patches", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: patches as cut, and without their means (of these, X holds 16,000).
def natural_patches(size, n, rng):
    """About n patches (n, size * size), as many from each photograph, without their means."""
    each = -(-n // len(photographs))
    return remove_dc(np.concatenate([extract_patches(photograph, size, each, rng) for photograph in photographs]))


cut = np.concatenate([extract_patches(photograph, 12, 20, np.random.default_rng(3)) for photograph in photographs])
chosen = cut[np.random.default_rng(1).permutation(len(cut))[:20]]
show_tiles(chosen, 20, "Twenty patches as they were cut: some bright, some dark, most rather smooth.", "as cut", "gray")
show_tiles(0.5 + remove_dc(chosen), 20,
           "The same patches without their means: all of middle grey, darker and lighter places in them.",
           "without their means", "gray")
X = natural_patches(12, 16000, np.random.default_rng(0))
print("X:", X.shape)

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_pca", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · The directions in which patches vary most
#
# A patch of 144 pixels is a point in a space of 144 dimensions. All the patches are a cloud of points, and because
# neighbours are so alike the cloud is no ball: long in some directions, flat in others. **Principal component
# analysis** finds these directions. With the centred columns $\tilde X = X - \bar X$ ($\bar X$ holds the mean of each
# *column*) the covariance matrix is
#
# $$C = \frac{1}{n} \tilde X^\top \tilde X, \qquad C = V \, \mathrm{diag}(\lambda_1, \dots, \lambda_d) \, V^\top, \qquad \lambda_1 \ge \dots \ge \lambda_d .$$
#
# The columns of $V$ are the principal components: unit vectors, at right angles to each other. $\lambda_j$ is the
# variance of the data along column $j$.
#
# **Exercise 3 (4 points).** Write `pca`. The signs of the columns are free. `V` is always $(d, d)$, also when there
# are fewer patches than pixels.
#
# <details><summary>Hint 1</summary>
#
# Which mean has to go here, that of a patch or that of a pixel? It is the other one than in exercise 2: what would
# happen if you added 100 to every entry of one column?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $C$ is symmetric, and numpy has a function for the eigenvalues of symmetric matrices, `np.linalg.eigh`. In which
# order does it give them? And does an eigenvector stand in a row or in a column?
#
# </details>
# <details><summary>Hint 3</summary>
#
# If you turn the order round, two things must turn together: the entries of `variances` (d,) and the *columns* of `V`
# (d, d). Try it with a $2 \times 2$ matrix that you can check by hand.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "pca", "locked": false, "schema_version": 3, "solution": true, "task": false}
def pca(X):
    """Principal components of the rows of X.

    X (n, d), one row an observation.
    Returns (variances, V): variances (d,), the eigenvalues of the covariance (divided by n), largest first, and
    V (d, d) with the unit eigenvectors as columns, in the same order.
    """
    ### BEGIN SOLUTION
    centred = X - X.mean(axis=0)
    variances, V = np.linalg.eigh(centred.T @ centred / len(X))
    return variances[::-1], V[:, ::-1]
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_pca", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "pca")
### END HIDDEN TESTS
cloud = np.array([[3.0, 3.0], [-3.0, -3.0], [1.0, -1.0], [-1.0, 1.0]]) + [5, 2]
result = pca(cloud)
assert result is not None, "pca returns None: is the return missing?"
assert len(result) == 2, f"two things come back, variances and V; yours are {len(result)}"
spread, axes_found = result
assert np.shape(spread) == (2,) and np.shape(axes_found) == (2, 2), (
    f"2 columns: variances is (2,) and V (2, 2); yours are {np.shape(spread)} and {np.shape(axes_found)}")
assert not np.allclose(spread, [1, 9]), "the right variances, but the largest comes first"
assert not np.allclose(spread, [12, 4 / 3]), "the covariance is divided by n, not by n - 1"
assert not np.allclose(spread, [36, 4]), "the covariance is divided by n: is that missing?"
assert not np.allclose(spread, [3, 1]), "these are standard deviations; variances are their squares"
assert np.allclose(spread, [9, 1]), (
    f"along the diagonal this cloud has variance 9, across it 1; yours are {spread}. Are the columns centred?")
assert np.allclose(np.abs(axes_found), np.sqrt(0.5)), (
    f"both components lie at 45 degrees, with entries of size 0.71; yours is {axes_found.tolist()}")
assert axes_found[0, 0] * axes_found[1, 0] > 0, (
    f"the first column of V should point along the diagonal, where the variance is 9; yours is {axes_found[:, 0]}. "
    f"Do the components stand in the columns, and were these turned together with the variances?")
assert np.allclose(cloud.mean(axis=0), [5, 2]), "X must stay as it was: make a new array for the centred one"
tilted = np.array([[3.0, 4.0], [-3.0, -4.0], [8.0, -6.0], [-8.0, 6.0]])
assert np.allclose(np.abs(pca(tilted)[1]), [[0.8, 0.6], [0.6, 0.8]]), "each component is a column of V, not a row"
flat, wide = pca(np.array([[0.0, 0.0, 2.0], [0.0, 2.0, 0.0]]))
assert np.shape(wide) == (3, 3), f"2 observations of 3 pixels: V is still (3, 3); yours is {np.shape(wide)}"
print("The first checks of pca pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_components", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See them.** Each component has 144 entries, so it is a picture too. They come in order of their variance.
#
# *In the picture:* the first 48 components, orange above 0 and purple below. The first are a ramp from one side to
# the other, in two directions; then come stripes and checks, finer and finer. Each of them covers the whole patch,
# like waves.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_components", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the first 48 principal components of the patches.
variances, V = pca(X)
part = np.sum(variances[:10]) / np.sum(variances)
print(f"The first 10 of {len(variances)} components hold {part:.0%} of all variance.")
show_tiles(np.transpose(V)[:48], 16, "48 squares: two ramps, then stripes and checks in both directions, finer and finer, "
                                     "each over the whole patch.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_spectrum", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Why waves? The statistics of a photograph are much the same everywhere in it, and then the components must be waves
# of some kind (*Natural Image Statistics*, section 5.6 and after, does the calculation); low frequencies come first,
# since they hold most of the variance. **How much** they hold is a famous fact: David Field found in 1987 that the
# *amplitude* of photographs of nature falls with spatial frequency roughly as $1/f$, so its square, the power, as
# $1/f^2$ (J. Opt. Soc. Am. A 4:2379).
#
# *In the picture:* left, the variances of the components against their number, on logarithmic axes, falling by a
# factor of several hundred. Right, the power of each photograph against frequency, beside a dashed line of slope $-2$. The
# three scenes fall along it or somewhat more steeply. The three surfaces, seen from above, are flat at low
# frequencies, since nothing in them is large, and fall only then.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_spectrum", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: variances of the components, and power by spatial frequency.
frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(256), np.fft.fftfreq(256)))
edges = np.geomspace(1 / 128, 0.5, 17)
ring = np.digitize(frequency, edges)
window = np.outer(np.hanning(256), np.hanning(256))  # else the picture's own border would count as an edge
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2))
left.loglog(np.arange(1, len(variances)), variances[:-1], color=BLUE)
left.set(xlabel="number of the component", ylabel="variance")
middle = np.sqrt(edges[1:] * edges[:-1])
for number, photograph in enumerate(photographs):
    power = np.abs(np.fft.fft2((photograph - photograph.mean()) * window)) ** 2
    look = {"color": BLUE, "lw": 1.5} if number < 3 else {"color": GREY, "lw": 1, "ls": ":"}
    name = {0: "scenes", 3: "surfaces"}.get(number)
    right.loglog(middle, [power[ring == i].mean() for i in range(1, len(edges))], label=name, **look)
guide = np.array([0.01, 0.4])
right.loglog(guide, 30 * guide**-2.0, "--", color=RED, label="$1 / f^2$")
right.set(xlabel="spatial frequency f (cycles a pixel)", ylabel="power")
right.legend(frameon=False)
show(fig, "On logarithmic axes: the falling variances of the components, and the power of photographs falling "
          "beside a line of slope -2.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_pca", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Take along.** A few components hold most of what varies: that is why pictures can be stored small. But look at
# them again. *No* neuron of the visual cortex that you met last week looks like these: simple cells are localised,
# and these cover everything. The directions of largest variance are not what the cortex chose. Something else must
# count.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_whiten", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · Make all directions equal
#
# If variance is not the point, let us take it out of the game. Turn the cloud so that its axes are the principal
# components, keep the $k$ longest, and stretch or shrink each one until its variance is 1. The new cloud has
# covariance $I$: it is **white**, like light in which all frequencies are equally strong.
#
# $$Z = (X - \bar X)\, A, \qquad \frac1n Z^\top Z = I .$$
#
# With $V_k$ the first $k$ columns of $V$, one such matrix is $A = V_k \, \mathrm{diag}(\lambda_1^{-1/2}, \dots,
# \lambda_k^{-1/2})$.
#
# Something like it happens on the way to the cortex. When cats were shown natural movies, the answers of cells in the
# lateral geniculate nucleus, the station between eye and cortex, were decorrelated in time, though the movies were
# not: between 3 and 15 Hz their power spectrum was nearly flat (Dan, Atick and Reid, J. Neurosci. 16:3351, 1996).
#
# **Exercise 4 (4 points).** Write `whiten`, with your `pca`. Return `Z` and `A`. (Any rotation of the $k$ columns is
# white as well, and counts as right. Keep that in mind: it is the clue to exercise 6.)
#
# <details><summary>Hint 1</summary>
#
# A variable has variance 9. By what must you divide it to get variance 1?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Check the shapes: $X$ is $(n, d)$, $A$ is $(d, k)$, $Z$ is $(n, k)$. Dividing a $(d, k)$ matrix by a $(k,)$ vector
# divides each *column* by one number.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `pca` centres its own copy of the data, and that does not change your $X$. What is the mean of $Z$ if $X$ goes into
# the product as it is?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "whiten", "locked": false, "schema_version": 3, "solution": true, "task": false}
def whiten(X, k):
    """Observations turned and scaled so that their k largest principal components have covariance 1.

    X (n, d), k at most d.
    Returns (Z, A): A (d, k), and Z (n, k), which is X less its column means, times A.
    """
    ### BEGIN SOLUTION
    variances, V = pca(X)
    A = V[:, :k] / np.sqrt(variances[:k])
    return (X - X.mean(axis=0)) @ A, A
    ### END SOLUTION

# %% autograder={"depends": ["pca"]} nbgrader={"grade": true, "grade_id": "test_whiten", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "whiten")
### END HIDDEN TESTS
cloud = np.array([[3.0, 3.0, 0.1], [-3.0, -3.0, 0.1], [1.0, -1.0, -0.1], [-1.0, 1.0, -0.1]]) + [5, 2, 1]
result = whiten(cloud, 2)
assert result is not None, "whiten returns None: is the return missing?"
assert len(result) == 2, f"two things come back, Z and A; yours are {len(result)}"
white, matrix = result
assert np.shape(matrix) == (3, 2), f"3 pixels, 2 components: A is (3, 2); yours is {np.shape(matrix)}"
assert np.shape(white) == (4, 2), f"4 observations, 2 components: Z is (4, 2); yours is {np.shape(white)}"
assert np.allclose(np.mean(white, axis=0), 0), (
    f"the columns of Z should have mean 0; yours have {np.mean(white, axis=0)}. Was X centred?")
assert not np.allclose(np.var(white, axis=0), [9, 1]), (
    "the components are not stretched yet: their variances are still 9 and 1")
assert np.allclose(np.var(white, axis=0), 1), (
    f"each column of Z should have variance 1; yours have {np.var(white, axis=0)}")
assert np.allclose(white.T @ white / 4, np.eye(2)), "the columns of Z should be uncorrelated"
assert np.allclose(np.asarray(matrix)[2], 0), (
    "the third pixel hardly varies here, so the 2 largest components leave it out: which columns of V are kept?")
assert np.allclose(white, (cloud - cloud.mean(axis=0)) @ matrix), (
    "Z is X, less its column means, times A: is A the matrix that made Z?")
print("The first checks of whiten pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_turned", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See what is left.** Here is a cloud that we made ourselves, so that we know the truth: two independent
# **sources**, each mostly near 0 and at times large. They are mixed, as two voices are in one microphone, and then
# whitened with your function.
#
# *In the picture:* three clouds. Left the two sources: a star whose arms lie along the axes. In the middle their
# mixtures: the star squeezed into a slanted shape. Right, whitened: a star again, with arms at right angles, but
# turned by some angle.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_turned", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: two sources, their mixtures, and the mixtures whitened.
rng = np.random.default_rng(5)
sources = rng.laplace(size=(4000, 2)) / np.sqrt(2)
mixed = sources @ np.array([[0.3, 1.0], [0.9, 0.3]])
white = whiten(mixed, 2)[0]
fig, axes = plt.subplots(1, 3, figsize=(9.5, 3.2), sharex=True, sharey=True)
for ax, points, title in zip(axes, (sources, mixed, white), ("the sources", "mixed", "mixed, then whitened")):
    ax.plot(points[:, 0], points[:, 1], ".", ms=2, alpha=0.35, color=BLUE)
    ax.set(title=title, xlim=(-6, 6), ylim=(-6, 6), aspect="equal")
show(fig, "Three clouds of points: a star with arms along the axes, the same star squeezed and slanted, and the"
          " star whole again but turned.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_whiten", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Take along.** Whitening has done almost everything: what is left between us and the sources is a **rotation**. And
# here correlations can't help any more. Turn a white cloud as you like, it stays white. To see which rotation is the
# right one, one has to look at more than variances.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_kurtosis", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · Mostly silent, sometimes loud
#
# What is it that your eye sees in the star, and a covariance does not? Along an arm most values are tiny and a few
# are huge; along other directions less so. One number for that is the **kurtosis**. Standardise the values, then take
# the mean of their fourth power, in which the huge ones count most:
#
# $$\mathrm{kurt}(s) = \frac{1}{n} \sum_{i=1}^{n} \left( \frac{s_i - \bar s}{\sigma} \right)^{4} - 3 , \qquad \sigma^2 = \frac1n \sum_{i=1}^n (s_i - \bar s)^2 .$$
#
# The 3 is what a Gaussian would have, so a Gaussian has kurtosis 0. Values that are all of the same size ($+1$ and
# $-1$, half and half) have $-2$, the least there is. A neuron that is silent most of the time and answers strongly
# now and then has a large kurtosis: its answers are **sparse**.
#
# **Exercise 5 (2 points).** Write `kurtosis`, for a matrix $(n, m)$, one number a column, and for a vector $(n,)$,
# one number.
#
# <details><summary>Hint 1</summary>
#
# What happens to the kurtosis if all values get 100 larger? Twice as large? Try it on paper before you try it in
# code.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `axis=0` means "along the observations" for $(n, m)$ as well as for $(n,)$. Which shape comes back in either case?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "kurtosis", "locked": false, "schema_version": 3, "solution": true, "task": false}
def kurtosis(s):
    """Kurtosis of each column: the mean fourth power of the standardised values, less 3.

    s (n, m) or (n,). Returns (m,), or one number for (n,).
    """
    ### BEGIN SOLUTION
    standardised = (s - s.mean(axis=0)) / s.std(axis=0)
    return (standardised**4).mean(axis=0) - 3
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_kurtosis", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "kurtosis")
### END HIDDEN TESTS
halves = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
rare = np.array([0.0, 0.0, 3.0, 0.0, -3.0, 0.0])
k = kurtosis(halves)
assert k is not None, "kurtosis returns None: is the return missing?"
assert np.shape(k) == (), f"a vector has one kurtosis, a number; yours has shape {np.shape(k)}"
assert not np.allclose(k, 1), "nearly: but a Gaussian should get 0, so 3 is taken away"
assert np.allclose(k, -2), f"+1 and -1, half and half, have kurtosis -2; yours is {k}"
assert np.allclose(kurtosis(rare), 0), (
    f"0, 0, 3, 0, -3, 0 has variance 3 and mean fourth power 27, so 27/9 - 3 = 0; yours is {kurtosis(rare)}")
assert np.allclose(kurtosis(halves + 10), -2), (
    "moved by 10 the values have the same kurtosis: is the mean taken away first?")
both = kurtosis(np.stack([halves, rare], axis=1))
assert np.shape(both) == (2,), f"two columns have two numbers; yours has shape {np.shape(both)}"
assert np.allclose(both, [-2, 0]), f"one number a column, here -2 and 0; yours are {both}"
print("The first checks of kurtosis pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_histograms", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it.** Four filters look at all the patches: one pixel less its neighbour, a small Gabor as in week 6, a
# principal component, and random weights. And, to compare, the same Gabor looks at patches of Gaussian noise. What do
# the answers look like? (The vertical axis is logarithmic, so that rare ones can be seen.)
#
# *In the picture:* five histograms with a dashed Gaussian of the same variance. On photographs the answers of all
# four filters have a sharper peak at 0 and longer tails than the Gaussian, most of all the difference of neighbours
# and the Gabor, least the random weights. On noise the histogram follows the Gaussian.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_histograms", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: histograms of filters' answers beside a Gaussian of their variance.
rng = np.random.default_rng(0)
y_grid, x_grid = np.mgrid[:12, :12] - 5.5
stripes = np.cos(2 * np.pi * 0.2 * (0.8 * x_grid + 0.6 * y_grid)) * np.exp(-(x_grid**2 + y_grid**2) / 8)
difference = np.zeros((12, 12))
difference[5, 5], difference[5, 6] = 1, -1
noise = rng.normal(size=(4000, 144))
answers = {
    "a pixel less its neighbour": X @ difference.ravel(),
    "a Gabor": X @ (stripes - stripes.mean()).ravel(),
    "principal component 20": X @ V[:, 19],
    "random weights": X @ rng.normal(size=X.shape[1]),
    "the Gabor, on noise": noise @ (stripes - stripes.mean()).ravel(),
}
bins = np.linspace(-8, 8, 65)
fig, axes = plt.subplots(1, 5, figsize=(12, 2.6), sharey=True)
for (name, answer), ax in zip(answers.items(), axes):
    ax.hist(answer / answer.std(), bins, density=True, color=SKY if "noise" not in name else GREY)
    ax.plot(bins, np.exp(-(bins**2) / 2) / np.sqrt(2 * np.pi), "--", color="black", lw=1)
    ax.set(title=f"{name}\nkurtosis {kurtosis(answer):.1f}", yscale="log", ylim=(1e-4, 3),
           xlabel="answer / its deviation")
axes[0].set_ylabel("density")
show(fig, "Five histograms on a logarithmic axis: answers to photographs have a sharp peak and long tails, the "
          "answer to noise follows the dashed Gaussian.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_kurtosis", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Take along.** In photographs *everything* is sparser than a Gaussian, and some filters are much sparser than
# others. Noise has no favourite filter. So a white cloud of patches is no ball after all: it has arms, like the star
# above. Let us find them.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · Look for what is not Gaussian
#
# Here is the idea that makes it work, and it is 200 years old. The **central limit theorem** says that a sum of
# independent variables is nearer to a Gaussian than what was summed. A mixture *is* such a sum. So turn that round:
# of all directions, those in which the cloud is **least Gaussian** are the ones in which nothing is mixed. Turn and
# see:
#
# *In the picture:* the whitened star looked at from three angles. For each, the cloud with a line in the direction of
# looking, and the histogram of the values along it beside a Gaussian. Along an arm, at 35 degrees, the tails are
# longest and the kurtosis is highest; between two arms, at 80 degrees, it is less than half of that. Below, if
# ipywidgets is installed, the same with a slider for the angle.
# (The signs of components are free: if one of yours is turned round, your star is mirrored, and its arms lie at 55 and
# 145 degrees.)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the whitened mixture along one direction, which a slider turns.
star = white  # the whitened mixture of the picture above


def looked_at(angles):
    """The cloud `star` and its values along directions at the given angles, in degrees."""
    fig, axes = plt.subplots(2, len(angles), figsize=(3.1 * len(angles), 4.6), squeeze=False, height_ratios=(1.5, 1))
    told = []
    bins = np.linspace(-6, 6, 49)
    for angle, (above, below) in zip(angles, axes.T):
        w = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        along = star @ w
        above.plot(star[:, 0], star[:, 1], ".", ms=2, alpha=0.3, color=BLUE)
        above.plot(*np.outer(w, (-6, 6)), "-", color=RED, lw=2)
        above.set(title=f"{angle} degrees", xlim=(-6, 6), ylim=(-6, 6), aspect="equal")
        below.hist(along, bins, density=True, color=SKY)
        below.plot(bins, np.exp(-(bins**2) / 2) / np.sqrt(2 * np.pi), "--", color="black", lw=1)
        told.append(f"{kurtosis(along):.2f} at {angle} degrees")
        below.set(title=f"kurtosis {kurtosis(along):.2f}", yscale="log", ylim=(1e-3, 2), xlabel="value along the line")
    fig.tight_layout()
    show(fig, "The cloud with the direction of looking, and the histogram of values along it. "
              f"Kurtosis: {', '.join(told)}.")


looked_at((0, 35, 80))
try:
    import ipywidgets

    slider = ipywidgets.IntSlider(35, 0, 180, 5, description="angle")
    ipywidgets.interact(lambda angle: looked_at((angle,)), angle=slider)
except ImportError:
    print("With ipywidgets installed there would be a slider here.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_ica_step", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Turning by hand works in two dimensions. In 60 we need an algorithm, and here is one of the most used, **FastICA**
# (Hyvärinen and Oja 2000). Each row $w$ of $W$ $(k, k)$ is one direction, a filter, and $w^\top z$ its answer.
# Kurtosis itself depends too much on the few largest values, so FastICA looks at a gentler measure, whose slope is
# $\tanh$. One step, for all rows at once:
#
# $$w \;\leftarrow\; \underbrace{\mathbb{E}\big[z \tanh(w^\top z)\big]}_{\text{pull towards what excites } w} - \; \mathbb{E}\big[1 - \tanh^2(w^\top z)\big]\, w \qquad \text{for each row } w \text{ of } W,$$
#
# where $\mathbb{E}$ is the mean over the $n$ rows $z$ of $Z$. Left alone, all rows would run to the same source. So
# after the update the rows are made orthonormal again, in a way that treats them all alike:
#
# $$W \;\leftarrow\; (W W^\top)^{-1/2}\, W .$$
#
# For a symmetric matrix $M = E \,\mathrm{diag}(\mu)\, E^\top$ the power means $M^{-1/2} = E
# \,\mathrm{diag}(\mu^{-1/2})\, E^\top$.
#
# **Exercise 6 (4 points).** Write `ica_step`: one such step, the update of all rows and then the decorrelation.
#
# <details><summary>Hint 1</summary>
#
# First for one single row $w$: what is the shape of the answers $w^\top z$ to all $n$ observations? Then of $\tanh$
# of it, of the first mean, of the second one?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Now all rows at once. The answers are $Y = Z W^\top$, $(n, k)$: column $i$ belongs to row $i$ of $W$. The first mean
# of all rows together is a $(k, k)$ matrix; which product of a $(k, n)$ and an $(n, k)$ matrix is it? The second
# means are $(k,)$, one for each *row*.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `**` raises each entry of an array, which is not the power of a matrix. `np.linalg.eigh` gives $\mu$ and $E$. At the
# end look at `W @ W.T`: it should be the identity.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "ica_step", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ica_step(W, Z):
    """One step of symmetric FastICA with tanh.

    W (k, k), one row a filter. Z (n, k), whitened.
    Returns the new W (k, k), whose rows are orthonormal.
    """
    ### BEGIN SOLUTION
    T = np.tanh(Z @ W.T)
    W = T.T @ Z / len(Z) - (1 - T**2).mean(axis=0)[:, None] * W
    mu, E = np.linalg.eigh(W @ W.T)
    return E / np.sqrt(mu) @ E.T @ W
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_ica_step", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "ica_step")
### END HIDDEN TESTS
one_z, one_w = np.array([[2.0], [-2.0], [0.0], [0.0]]), np.array([[1.0]])
stepped = ica_step(one_w, one_z)
assert stepped is not None, "ica_step returns None: is the return missing?"
assert isinstance(stepped, np.ndarray), f"W is a numpy array; yours is of type {type(stepped).__name__}"
assert np.shape(stepped) == (1, 1), f"W has one row and one column here; yours has shape {np.shape(stepped)}"
assert np.allclose(np.abs(stepped), 1), f"a single row has length 1 after the step; yours is {stepped}"
ends = np.array([[1.0], [-1.0]])
assert np.allclose(ica_step(one_w, ends), 1) and np.allclose(ica_step(-one_w, ends), -1), (
    "for z of 1 and -1 and w = 1 the update is tanh(1) - (1 - tanh(1)²) = 0.34, above 0: what is its sign with you?")
flat_z = np.array([[1.2], [-1.2], [0.8], [-0.8], [0.3], [-0.3]])
assert np.allclose(ica_step(one_w, flat_z / 2), -1), (
    "with small z the second mean outweighs the first, and w turns round: is it subtracted?")
corners = np.array([[a, b] for a in (-0.5, -0.4, -0.1, 3.0) for b in (-1.0, 0.1, 0.2, 2.0)])
corners = (corners - corners.mean(axis=0)) / corners.std(axis=0) @ np.array([[0.8, 0.6], [-0.6, 0.8]])
turned = ica_step(np.array([[1.0, 0.0], [0.0, 1.0]]), corners)
assert np.shape(turned) == (2, 2), f"two filters of two entries: W is (2, 2); yours is {np.shape(turned)}"
assert np.allclose(turned @ np.transpose(turned), np.eye(2)), (
    f"WWᵀ should be the identity after the step; yours is {np.round(turned @ np.transpose(turned), 3).tolist()}")
tilt = np.array([[0.8, 0.68], [0.6, -0.74]])
ica_step(tilt, corners)
assert np.allclose(tilt, [[0.8, 0.68], [0.6, -0.74]]), "the old W must stay as it was: make a new array"
assert np.allclose(ica_step(tilt[::-1], corners), ica_step(tilt, corners)[::-1]), (
    "the filters are the rows of W, and all are treated alike: with the rows of W turned round the result should "
    "be turned round too. Is a transpose missing? Does the first row come before the others?")
assert np.allclose(turned, [[-0.996, 0.085], [0.085, 0.996]], atol=1e-3), (
    "from the identity, one step on these data gives -0.996, 0.085 and 0.085, 0.996; "
    f"yours is {np.round(turned, 3).tolist()}. "
    "Look at the two means one by one: each has a number for every row")
print("The first checks of ica_step pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_filters", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **The experiment.** Now everything together: 16,000 patches, whitened to 60 components; a random start; 60 steps. No
# eye, no neuron and no edge was ever mentioned.
#
# A row $w$ of $W$ looks at whitened patches. What does it look for in a patch of pixels? Its answer is $w^\top z$
# with $z = A^\top (x - \bar x)$, so it weighs the pixels with $A w$: that is its **receptive field**. There is a
# second picture for each: its **feature**, what has to be added to a patch for that answer to grow by 1 and no other
# to change.
#
# *In the pictures:* first 20 receptive fields at the start, which look like noise. Then all 60 after learning: short
# stripes, each at a place of its own and in a direction of its own, light beside dark. Then the features of the first
# 20: bars and edges. At last, to compare, Gabors of week 6.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_filters", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: receptive fields before and after learning, and Gabors to compare.
Z, A = whiten(X, 60)
start = np.linalg.qr(np.random.default_rng(1).normal(size=(60, 60)))[0]
W = start
for _ in range(60):
    W = ica_step(W, Z)
show_tiles(start[:20] @ A.T, 20, "Twenty random receptive fields: speckle without order.",
           "20 receptive fields at the start")
show_tiles(W @ A.T, 20, "Sixty learned receptive fields: short stripes at many places and in many directions, "
                        "light beside dark.",
           "all 60 after 60 steps")
show_tiles(W[:20] @ np.linalg.pinv(A), 20, "The features of the first twenty: bars and edges.",
           "the features of the first 20")
gabors = []
for i in range(20):
    x_here, y_here = x_grid - 3 * np.cos(1.7 * i), y_grid - 3 * np.sin(2.9 * i)
    waves = np.cos(2 * np.pi * 0.2 * (x_here * np.cos(0.6 * i) + y_here * np.sin(0.6 * i)) + 1.3 * i)
    gabors.append((waves * np.exp(-(x_here**2 + y_here**2) / 6)).ravel())
show_tiles(gabors, 20, "Twenty Gabors: patches of stripes at several places and in several directions.",
           "Gabors, as in week 6")

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_filters", "locked": true, "schema_version": 3, "solution": false, "task": false}
# There they are. In 1997 Anthony Bell and Terrence Sejnowski put it into the title of their article: *The
# "independent components" of natural scenes are edge filters* (Vision Research 37:3327). A year later Hans van
# Hateren and Arjen van der Schaaf compared such filters with the receptive fields of simple cells of macaques, and
# found them to match in bandwidth of frequency and orientation, in aspect ratio and length, but not in the frequency
# that they like best (Proc. R. Soc. B 265:359).
#
# **How sparse did it get?** The kurtosis of the answers of 60 filters each: principal components, a random rotation
# of them, and yours.
#
# *In the picture:* three rows of 60 dots along a logarithmic axis, with their medians. The random rotation lies
# lowest, the principal components somewhat higher, ICA's filters far to the right.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_sparse", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the kurtosis of answers of three sets of filters.
fig, ax = plt.subplots(figsize=(8, 2.2))
sets = {"random rotation": (Z @ start.T, GREY, "s"), "principal components": (Z, BLUE, "o"), "ICA": (Z @ W.T, RED, "^")}
for height, (name, (answer, colour, marker)) in enumerate(sets.items()):
    values = kurtosis(answer)
    jitter = np.random.default_rng(2).uniform(-0.2, 0.2, len(values))
    ax.plot(values, height + jitter, marker, ms=4, alpha=0.6, color=colour)
    ax.plot([np.median(values)] * 2, [height - 0.35, height + 0.35], color="black", lw=2)
    ax.text(np.median(values), height + 0.38, f"median {np.median(values):.1f}", ha="center", va="bottom", fontsize=8)
ax.set(xscale="log", xlabel="kurtosis of the answers", yticks=range(3), yticklabels=list(sets), ylim=(-0.5, 2.8))
ax.xaxis.set_major_locator(plt.FixedLocator([2, 3, 5, 10, 20]))
ax.xaxis.set_major_formatter("{x:g}")
ax.xaxis.set_minor_locator(plt.NullLocator())
show(fig, "Kurtosis of 60 answers each for a random rotation, principal components and ICA; ICA's are by far "
          "the largest.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_gain", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Is that independent?** The answers are uncorrelated, as they must be. But take two of them and ask: *if one is
# large, in either direction, what does the other do?* It tends to be large as well, since a patch of high contrast
# excites everybody. So their *squares* are correlated. Last week's cure helps: divide by what the whole neighbourhood
# does. Here each patch is divided by 0.1 plus its own norm before it is whitened. Odelia Schwartz and Eero Simoncelli
# proposed such gain control as an efficient code for natural images and sounds, and showed that it describes well how
# typical neurons of the primary visual cortex and of the auditory nerve answer (Nature Neuroscience 4:819, 2001).
#
# *In the picture:* for two situations, the spread of one answer against the size of another, averaged over pairs of
# filters. Without gain control the line rises steeply: the other one's size tells the spread. With it the line is
# much flatter.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_gain", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: what one answer's size tells about another, also with gain control.
def spread_by_size(S):
    """Mean size of an answer for ten classes of another one's size, over neighbouring pairs of columns of S."""
    S = np.abs(S) / S.std(axis=0)
    rows = []
    for i in range(S.shape[1] - 1):
        order = np.argsort(S[:, i])
        rows.append([part.mean() for part in np.array_split(S[order, i + 1], 10)])
    return np.mean(rows, axis=0)


def square_correlation(S):
    """Mean correlation of the squares of two different columns of S."""
    C = np.corrcoef((S**2).T)
    return C[~np.eye(len(C), dtype=bool)].mean()


divided = whiten(X / (0.1 + np.linalg.norm(X, axis=1, keepdims=True)), 60)[0]
W_divided = start
for _ in range(40):
    W_divided = ica_step(W_divided, divided)
fig, ax = plt.subplots(figsize=(6.4, 3))
both = {"without gain control": (Z @ W.T, RED, "o-"), "with gain control": (divided @ W_divided.T, BLUE, "s--")}
for name, (S, colour, style) in both.items():
    label = f"{name}: squares correlate by {square_correlation(S):.2f}"
    ax.plot(np.arange(5, 100, 10), spread_by_size(S), style, color=colour, label=label)
ax.set(xlabel="size of one answer (percentile)", ylabel="mean size of another", ylim=(0, None))
ax.legend(frameon=False, loc="lower right")
show(fig, "The mean size of one answer rises with the size of another; with gain control it rises much less.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "end", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Take along.** You asked for one thing, answers that are as far from Gaussian as possible, and photographs did the
# rest: filters that are localised, oriented and bandpass. The shape of simple cells need not be written down
# anywhere. It can be *learned* from what the world looks like, and it is what a good code for that world looks like.
# Whether a brain learns it that way is another question; but it now has a reason to look as it does. When awake
# macaques looked at natural scenes, the answers of their cells in V1 were sparse, and more so when the scene filled
# the surroundings of the receptive field as well (Vinje and Gallant, Science 287:1273, 2000).

# %% [markdown] nbgrader={"grade": false, "grade_id": "question_why_sparse", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · Why uncorrelated is not enough
#
# **Exercise 7 (3 points, read by a person).** In your own words, with formulas where they help, in about a page:
#
# 1. Why are the components of PCA orthogonal and uncorrelated, and why does that *not* find the sources? (What does a
#    rotation do to a white cloud?)
# 2. What does the central limit theorem have to do with it, and which sources can therefore never be told apart?
# 3. What is a sparse code, and why may one suit a brain? Give one reason, and say where you have it from.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_sparse", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# **1.** The covariance $C$ is symmetric, so it has orthonormal eigenvectors, the columns of $V$. In their coordinates
# the data have covariance $V^\top C V = \mathrm{diag}(\lambda)$: zeros off the diagonal, so the components are
# uncorrelated. That uses up all that a covariance can say. Whitened data $Z$ have covariance $I$, and for any
# orthogonal $R$ the turned data $ZR$ have covariance $R^\top I R = I$ as well: all rotations are equally
# uncorrelated, but only one (up to order and signs) has the sources along its axes. Sources are mixed by any matrix,
# whose columns need not be orthogonal, and independence asks more than that products have mean zero: it asks that
# nothing about one tells anything about the other, also not its size.
#
# **2.** Each whitened mixture is a weighted sum of independent sources. By the central limit theorem such sums are
# nearer to a Gaussian than the sources are. So the directions that are farthest from Gaussian, by kurtosis or by the
# measure behind tanh, are those in which one source stands alone. If the sources are Gaussian themselves (two or more
# of them), every rotation of the white cloud is the same round Gaussian, no direction is special, and they cannot be
# told apart.
#
# **3.** In a sparse code each neuron is silent most of the time, and any one stimulus is told by a few neurons that
# answer strongly: answers with high kurtosis. Reasons, each enough: few spikes cost little energy; patterns that
# share few active units disturb each other less in an associative memory (crosstalk, week 5), so more fit in; each
# active unit stands for something that is really there, such as an edge, which makes it easier for the next stage to
# read (Olshausen and Field, *Sparse coding of sensory inputs*, Current Opinion in Neurobiology 14:481, 2004).
#
# === BEGIN MARK SCHEME ===
#
# **why_sparse, 3 points.**
#
# - 1 point: eigenvectors of a symmetric matrix are orthogonal and make the covariance diagonal (half), and a white
#   cloud stays white under any rotation, so uncorrelated does not determine the sources (half).
# - 1 point: sums of independent variables are nearer to a Gaussian, so the least Gaussian directions are the sources
#   (half); Gaussian sources cannot be separated (half).
# - 1 point: says what sparse means (half) and gives one reason why it may suit a brain, with where it comes from
#   (half): energy, memory, ease of reading, explicit structure. A source may be the lecture, the book or an article.
#
# A proof is welcome but not required. No marks are lost for language. An answer that says that independent and
# uncorrelated are the same loses the first point.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_ica", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8 · Bonus: unmix what was mixed
#
# Two people speak, two microphones record, and each microphone hears both. With your `ica_step` the two can be had
# apart again, though nobody tells how they were mixed.
#
# **Exercise 8 (3 bonus points; they make up for points lost above).** Write `ica`. Start from a random $W$, take
# steps until the rows no longer turn (or `max_steps` are done), and return $W$. The answers $Z W^\top$ are then the
# sources, in any order and with either sign.
#
# <details><summary>Hint 1</summary>
#
# A row and its mirror image are the same filter. So how do you see that no row has turned? (Think of the cosine
# between the old row and the new one.)
#
# </details>
# <details><summary>Hint 2</summary>
#
# `rng.normal(size=(k, k))` is as random as a start can be, but its rows are longer than 1, and then a product of two
# rows is no cosine yet. `np.linalg.qr` gives an orthonormal matrix first.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "ica", "locked": false, "schema_version": 3, "solution": true, "task": false}
def ica(Z, rng, max_steps=200):
    """A matrix that unmixes whitened mixtures of independent sources.

    Z (n, k), whitened. rng: a numpy Generator, the only source of randomness. max_steps: the most steps to take.
    Returns W (k, k) with orthonormal rows; the columns of Z Wᵀ are the sources, in any order and with either sign.
    """
    ### BEGIN SOLUTION
    k = Z.shape[1]
    W = np.linalg.qr(rng.normal(size=(k, k)))[0]
    for _ in range(max_steps):
        old, W = W, ica_step(W, Z)
        if np.all(np.abs(np.sum(old * W, axis=1)) > 1 - 1e-9):
            break
    return W
    ### END SOLUTION

# %% autograder={"bonus": 3, "depends": ["ica_step"]} nbgrader={"grade": true, "grade_id": "test_ica", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week7", "ica")
### END HIDDEN TESTS
rng = np.random.default_rng(8)
voices = rng.laplace(size=(3000, 3))
heard = whiten(voices @ rng.normal(size=(3, 3)), 3)[0]
before = heard.copy()
unmixing = ica(heard, np.random.default_rng(0))
assert unmixing is not None, "ica returns None: is the return missing?"
assert isinstance(unmixing, np.ndarray), f"W is a numpy array; yours is of type {type(unmixing).__name__}"
assert np.shape(unmixing) == (3, 3), f"three sources: W is (3, 3); yours is {np.shape(unmixing)}"
agreement = np.abs(np.corrcoef(np.transpose(heard @ np.transpose(unmixing)), voices.T)[:3, 3:])
assert agreement.max(axis=0).min() > 0.9, (
    f"the best correlation with each source should be near 1; yours are {np.round(agreement.max(axis=0), 2)}. Does"
    " each step start from the W before it?")
assert len(set(agreement.argmax(axis=0))) == 3, "two rows of W have found the same source"
assert agreement.max(axis=0).min() > 0.98, f"nearly: correlations {np.round(agreement.max(axis=0), 3)}. More steps?"
assert np.allclose(unmixing @ np.transpose(unmixing), np.eye(3), atol=1e-6), (
    "the rows of W should have length 1 and stand at right angles")
assert np.array_equal(heard, before), "Z must stay as it was: make new arrays"
assert np.array_equal(unmixing, ica(heard, np.random.default_rng(0))), (
    "the same seed should give the same W: all randomness comes from rng")
print("The first checks of ica pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_unmix", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it.** Instead of voices, two photographs, printed on top of each other twice with other strengths.
#
# *In the picture:* on the left two photographs, in the middle their two mixtures, in which one shines through the
# other, and on the right what your `ica` makes of the mixtures: the two photographs again, each alone (brightness may
# be turned round, since signs are free; we turn it back).

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_unmix", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: two photographs mixed and unmixed.
pair = photographs[[0, 2]].reshape(2, -1).T
mixtures = pair @ np.array([[0.6, 0.45], [0.4, 0.55]])
white_pair = whiten(mixtures, 2)[0]
unmixed = white_pair @ np.transpose(ica(white_pair, np.random.default_rng(0)))
match = np.corrcoef(unmixed.T, pair.T)[:2, 2:]
unmixed = unmixed * np.sign(match[np.arange(2), np.abs(match).argmax(axis=1)])
fig, axes = plt.subplots(1, 6, figsize=(12, 2.3))
titles = ("one photograph", "another", "mixed", "mixed otherwise", "unmixed", "unmixed")
for values, title, ax in zip(np.concatenate([pair, mixtures, unmixed], axis=1).T, titles, axes):
    ax.imshow(values.reshape(256, 256), cmap="gray")
    ax.set_title(title)
    ax.axis("off")
print("correlation with the photographs:", np.round(np.abs(match).max(axis=1), 3))
show(fig, "Two photographs, two mixtures of them, and the two photographs found again.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_ica", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **Take along.** The algorithm that found edges in photographs is the same that takes two voices apart. It does not
# know what it looks at. It only knows that the world is made of causes that act on their own, and that few of them
# act at a time. Next week the brain turns that round: given what is seen, which causes were at work?
