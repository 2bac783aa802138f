# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] nbgrader={"grade": false, "grade_id": "intro", "locked": true, "schema_version": 3, "solution": false, "task": false}
# # Week 8 · The Bayesian brain
#
# ### A ball at dusk
#
# It is getting dark, and somebody throws you a ball. You see a grey blur, for a moment, somewhere to your right. In
# half a second it will be here, and your hand has to start now. **Where do you put it?**
#
# What reached your eye does not say. It fits a ball here, and nearly as well a ball half a metre further on. Yet
# people do catch balls at dusk. They know how this friend throws, they heard the whoosh as well as they saw the blur,
# they know what a miss costs, and they know when to stop looking and move. Each of these is a piece of one
# calculation:
#
# 1. **Believe.** Weigh what you see with what you knew before (exercises 1 and 2).
# 2. **Combine.** Trust each sense as far as it deserves (exercise 3).
# 3. **Explain.** See few causes behind many pixels (exercises 4 and 5).
# 4. **Act.** Choose what costs least on average (exercises 6 and 7).
# 5. **Decide when.** Wait for just enough evidence (exercise 8, a bonus).
#
# That brains do something like this is called the *Bayesian coding hypothesis*: that the brain represents what its
# senses tell it as probability distributions (Knill & Pouget 2004). You write the calculation; how far brains follow
# it is a question for experiments, and you will meet some of them on the way.
#
# **Time.** Four to six hours: about half an hour an exercise, an hour each for 2, 5 and 7. Most solutions are one to
# six lines.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "colab", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Is everything here? Beside this notebook lies one file, dictionary.npz.
from pathlib import Path

missing = [name for name in ("dictionary.npz",) if not Path(name).exists()]
if missing:
    print(f"Please put {', '.join(missing)} beside this notebook: it was handed out together with it. In Colab, "
          "open the Files panel on the left and drop it there, then run this cell again. (Exercise 5 has use for it.)")

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
# Colours and letters of the pictures: a palette that colour-blind eyes tell apart.
# %matplotlib inline
import matplotlib.pyplot as plt

ORANGE, SKY, GREEN, BLUE, RED, PURPLE = "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#7f7f7f"
plt.rcParams.update({"figure.dpi": 90, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 11})

# %% [markdown] nbgrader={"grade": false, "grade_id": "conventions", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **As always.** Observations are rows. All numbers are float64. A function returns **new** arrays and never changes
# its arguments. No loop over observations is needed anywhere; a loop that is right gets full points all the same.
#
# New this week:
#
# - **Logarithms are natural**, and nearly everything is one: `log_prior`, `log_likelihood`, `logpdf`. The reason
#   follows at once.
# - `k` hypotheses, causes or states are numbered from 0 to k - 1.
# - Where a single number is promised, a Python or numpy float comes back; where two things are promised, a pair.
#
# Under each exercise there are **hints**, folded. Think for five minutes first, then open one at a time. Under each
# picture there is a folded description in words, for whoever listens to this notebook or reads it on paper.
#
# **Read along** (each is optional): Knill & Pouget, *The Bayesian brain*, Trends in Neurosciences 27 (2004); Ernst &
# Banks, Nature 415 (2002); Körding & Wolpert, *Bayesian decision theory in sensorimotor control*, Trends in Cognitive
# Sciences 10 (2006); Gold & Shadlen, Annual Review of Neuroscience 30 (2007); Hyvärinen, Hurri & Hoyer, *Natural
# Image Statistics* (2009), chapter 13.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_normal_logpdf", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 1 · How well does it fit?
#
# If the ball really is at $\mu$, where would you see it? Around $\mu$, with an error that is mostly small: a normal
# distribution. Its density is a bell, and the logarithm of the bell is a parabola,
#
# $$\log p(x) = -\frac12 \left( \frac{x - \mu}{\sigma} \right)^2 - \log \sigma - \frac12 \log 2\pi .$$
#
# Why the logarithm? Because evidence comes in pieces, and the probabilities of independent pieces *multiply*. A
# hundred factors of 0.0001 are $10^{-400}$, and float64 ends at about $10^{-308}$: the product is 0, for right
# hypotheses and wrong ones alike. Their logarithms add up to $-921$, an ordinary number.
#
# **Exercise 1 (2 points).** Write `normal_logpdf`. `x`, `mean` and `sd` may be numbers or arrays; shapes combine as
# numpy combines them (broadcasting), so that one call fills a table of n observations by k hypotheses. It must still
# be right 1,000 standard deviations from the mean.
#
# <details><summary>Hint 1</summary>
#
# What is the density 1,000 standard deviations out, as a float64? And what is its logarithm *on paper*? Can you get
# to the second without passing through the first?
#
# </details>
# <details><summary>Hint 2</summary>
#
# There are three terms, each a line of the formula above, and numpy applies each of them to arrays of any shape. You
# need no loop and no `if`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "normal_logpdf", "locked": false, "schema_version": 3, "solution": true, "task": false}
def normal_logpdf(x, mean, sd):
    """Log density of a normal distribution.

    x, mean, sd: numbers or arrays whose shapes broadcast; sd > 0 is the standard deviation.
    Returns: a number, or an array of the broadcast shape.
    """
    ### BEGIN SOLUTION
    z = (x - mean) / sd
    return -0.5 * z**2 - np.log(sd) - 0.5 * np.log(2 * np.pi)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_normal_logpdf", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "normal_logpdf")
### END HIDDEN TESTS
top = normal_logpdf(0.0, 0.0, 1.0)
assert top is not None, "normal_logpdf returns None: is the return missing?"
assert np.ndim(top) == 0, f"for three numbers one number comes back; yours has shape {np.shape(top)}"
assert np.isclose(top, -0.918938533204673), (
    f"at the top of the bell, with sd 1, the log density is -log(2π)/2 = -0.9189; yours is {top:.4f}. "
    "Which base has your logarithm, and what stands in front of it?")
assert np.isclose(top - normal_logpdf(0.0, 0.0, 3.0), np.log(3)), (
    "a bell three times as wide is three times lower at its top: the log density falls by log 3 = 1.0986; "
    f"yours falls by {top - normal_logpdf(0.0, 0.0, 3.0):.4f}")
assert np.isclose(top - normal_logpdf(2.0, 0.0, 1.0), 2), (
    f"two standard deviations out costs 2² / 2 = 2; with you it costs {top - normal_logpdf(2.0, 0.0, 1.0):.4f}")
assert np.isclose(normal_logpdf(5.0, 5.0, 2.0) - normal_logpdf(9.0, 5.0, 2.0), 2), (
    "with mean 5 and sd 2, x = 9 lies two standard deviations out and costs 2: how do you count standard deviations?")
far = normal_logpdf(3000.0, 0.0, 3.0)
assert np.isfinite(far), f"1,000 standard deviations out yours is {far}: no exponential is needed on the way"
table = normal_logpdf(np.zeros((4, 1)), np.arange(3.0), np.ones(3))
assert np.shape(table) == (4, 3), f"x (4, 1), mean (3,) and sd (3,) give a table (4, 3); yours is {np.shape(table)}"
print("The first checks of normal_logpdf pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_logpdf", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: four bells and their logarithms.
x = np.linspace(-4, 4, 401)
fig, axes = plt.subplots(1, 2, figsize=(9, 2.9))
bells = ((0.0, 0.5, ORANGE, "-"), (0.0, 1.0, SKY, "--"), (0.0, 2.0, BLUE, "-."), (1.5, 1.0, RED, ":"))
for mean, sd, colour, line in bells:
    label = f"mean {mean:g}, sd {sd:g}"
    axes[0].plot(x, np.exp(normal_logpdf(x, mean, sd)), line, color=colour, linewidth=2, label=label)
    axes[1].plot(x, normal_logpdf(x, mean, sd), line, color=colour, linewidth=2, label=label)
axes[0].set(title="density", xlabel="x", ylim=(0, None))
axes[1].set(title="log density", xlabel="x", ylim=(-14, 0.5))
axes[1].legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_normal_logpdf", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Left, four bells: three around 0, narrow and high, medium, wide and low, and one around 1.5. Right, their
# logarithms: four parabolas that open downwards. Where the narrow bell on the left has long been indistinguishable
# from 0, its parabola on the right still falls and falls.
#
# </details>
#
# **Take along.** In the left picture everything beyond three standard deviations looks the same: nothing. In the
# right one it is still told how *much* worse one hypothesis fits than another, and that is what the next exercise
# lives on.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_posterior", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 2 · From evidence to belief
#
# Bayes' rule says what to believe about a hypothesis $h$ after seeing $x$. It is the prior times the likelihood, and
# what stands in front makes the sum over all hypotheses 1:
#
# $$p(h \mid x_1, \dots, x_n) = \frac{1}{Z} \; p(h) \prod_{i=1}^n p(x_i \mid h)
# \qquad\Longleftrightarrow\qquad
# \log p(h \mid x_1, \dots, x_n) = \log p(h) + \sum_{i=1}^n \log p(x_i \mid h) - \log Z .$$
#
# The observations are independent *once $h$ is known*; that is why their factors multiply.
#
# **An example by hand.** A neuron of the visual cortex has an edge in its receptive field in half of all scenes. If
# there is one, it fires within 50 ms with probability 0.8; if there is none, with 0.2, just so. It stays silent. How
# likely is an edge now? And after it has been silent a *second* time? (Work it out before you go on: the check below
# knows.)
#
# **Exercise 2 (4 points).** Write `posterior` from the log prior (k,) and the log likelihoods (n, k): entry (i, j) is
# $\log p(x_i \mid h_j)$. Return the k probabilities themselves. Logs go down to $-100\,000$, and a hypothesis that is
# impossible from the start has the log prior $-\infty$.
#
# <details><summary>Hint 1</summary>
#
# Over which axis of `log_likelihood` does the formula sum? What shape is left, and what is the shape of the log
# prior? How often does the prior come in?
#
# </details>
# <details><summary>Hint 2</summary>
#
# You now have one number a hypothesis, say $l_j$, and want $e^{l_j} / \sum_k e^{l_k}$. You met this function in week
# 2, and its trouble with large numbers too. What may be added to all $l_j$ without changing the result?
#
# </details>
# <details><summary>Hint 3</summary>
#
# After the shift the largest of the $l_j$ should be 0. So which number is subtracted: one found among the n·k log
# likelihoods, or one found among the k sums? (And is $e^{-\infty}$ a problem for numpy?)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "posterior", "locked": false, "schema_version": 3, "solution": true, "task": false}
def posterior(log_prior, log_likelihood):
    """Probabilities of k hypotheses after n independent observations.

    log_prior: (k,), may hold -inf. log_likelihood: (n, k), entry (i, j) the log probability of observation i under j.
    Returns: (k,), probabilities that sum to 1.
    """
    ### BEGIN SOLUTION
    log_p = log_prior + log_likelihood.sum(axis=0)
    p = np.exp(log_p - log_p.max())
    return p / p.sum()
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_posterior", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "posterior")
### END HIDDEN TESTS
even = np.log([0.5, 0.5])
silent = np.log([[0.2, 0.8]])  # silence: probability 0.2 with an edge, 0.8 without
belief = posterior(even, silent)
assert belief is not None, "posterior returns None: is the return missing?"
assert isinstance(belief, np.ndarray), f"the answer is a numpy array; yours is of type {type(belief).__name__}"
assert np.shape(belief) == (2,), f"one probability for each of two hypotheses, (2,); yours has shape {np.shape(belief)}"
assert np.isclose(np.sum(belief), 1) and np.all(np.asarray(belief) >= 0), (
    f"yours are {belief}, which are no probabilities: are they still logarithms, or not yet divided by their sum?")
assert np.allclose(belief, [0.2, 0.8]), f"silent once, an edge has probability 0.2 and none 0.8; yours are {belief}"
twice = posterior(even, np.log([[0.2, 0.8], [0.2, 0.8]]))
assert not np.allclose(twice, [0.2, 0.8]), "silent twice must tell more than silent once: sum the logs, don't average"
assert np.allclose(twice, [1 / 17, 16 / 17]), f"silent twice, an edge has 1/17 = 0.0588 left; yours has {twice[0]:.4f}"
rare = posterior(np.log([0.1, 0.9]), np.log([[0.2, 0.8], [0.2, 0.8], [0.2, 0.8]]))
assert np.allclose(rare, [1 / 577, 576 / 577]), (
    f"a rare edge (prior 0.1), three silences: 1/577 = 0.0017; yours is {rare[0]:.4f}. Does the prior come in, once?")
far = posterior(even, np.array([[-1e5, -1e5 - 1]]))
assert np.all(np.isfinite(far)), f"for logs of -100000 yours are {far}: exp of that is 0. What may be added before exp?"
assert np.allclose(far, [0.7310585786, 0.2689414214]), f"logs -100000 and -100001: 0.731 and 0.269; yours are {far}"
sure = posterior(np.array([0.0, -np.inf]), np.array([[-1e5, -3.0]]))
assert np.allclose(sure, [1, 0]), f"what was impossible before (log prior -inf) stays impossible; yours are {sure}"
print("The first checks of posterior pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_dusk", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it.** Back to the ball. Your friend's throws come down around 0 m, give or take 0.5 m: that is your prior. One
# glimpse says 1 m. How far to believe it depends on the light. The cell below makes 401 hypotheses, one for every 2
# cm, and asks your two functions.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_dusk", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: prior, a glimpse's likelihood and your posterior, in three lights.
places = np.linspace(-4, 4, 401)
log_prior = normal_logpdf(places, 0.0, 0.5)
fig, axes = plt.subplots(1, 3, figsize=(11, 2.8), sharey=True)
for ax, (light, sd) in zip(axes, (("daylight", 0.15), ("dusk", 0.5), ("nearly dark", 1.5))):
    log_likelihood = normal_logpdf(1.0, places, sd)[None, :]
    curves = (("prior", np.exp(log_prior), GREY, ":"),
              ("likelihood of the glimpse", np.exp(log_likelihood[0]), ORANGE, "--"),
              ("your posterior", posterior(log_prior, log_likelihood), BLUE, "-"))
    for label, curve, colour, line in curves:
        ax.plot(places, curve / np.sum(curve) / (places[1] - places[0]), line, color=colour, linewidth=2, label=label)
    ax.axvline(1, color=ORANGE, linewidth=1, alpha=0.6)
    ax.set(title=f"{light}: glimpse with sd {sd} m", xlabel="where it comes down (m)", xlim=(-2, 3), yticks=[])
    ax.spines["left"].set_visible(False)
axes[2].legend(frameon=False, fontsize=8, handlelength=1.6, loc="upper left")
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_dusk", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Three panels with the same prior, a bell around 0 m. In daylight the glimpse's likelihood is a narrow bell at 1 m,
# and the posterior lies nearly on it, at 0.92 m. At dusk both are equally wide, and the posterior stands half-way, at
# 0.5 m, narrower than either. Nearly in the dark the likelihood is wide and flat, and the posterior hardly leaves the
# prior, at 0.1 m.
#
# </details>
#
# The worse the light, the more the posterior leans on what was known before. Körding & Wolpert (*Bayesian integration
# in sensorimotor learning*, Nature 427, 2004) tried it: they controlled how a new task varied from trial to trial,
# made the feedback more or less uncertain, and found that people "internally represent both the statistical
# distribution of the task and their sensory uncertainty", and combine them as a Bayesian would.
#
# And when there is time for more glimpses?

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_glimpses", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the posterior after more and more glimpses.
rng = np.random.default_rng(80)
glimpses = rng.normal(1.2, 0.8, 64)
fig, ax = plt.subplots(figsize=(7.5, 2.9))
looks = ((0, GREY, ":"), (1, ORANGE, "--"), (4, SKY, "-."), (16, GREEN, (0, (8, 2, 1, 2, 1, 2))), (64, BLUE, "-"))
for n, colour, line in looks:
    belief = posterior(log_prior, normal_logpdf(glimpses[:n, None], places, 0.8)) if n else np.exp(log_prior) / 50
    label = "1 glimpse" if n == 1 else f"{n} glimpses"
    ax.plot(places, belief / np.sum(belief) * 50, linestyle=line, color=colour, linewidth=2, label=label)
ax.axvline(1.2, color="black", linewidth=1)
ax.set(xlabel="where it comes down (m)", xlim=(-1.5, 2.5), yticks=[], ylim=(0, 1.2 * ax.get_ylim()[1]))
ax.text(1.17, 0.99 * ax.get_ylim()[1], "the truth", fontsize=9, va="top", ha="right")
ax.spines["left"].set_visible(False)
ax.legend(frameon=False, fontsize=9, loc="upper left")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_glimpses", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Five bells. The prior is wide and stands at 0 m. With 1, 4, 16 and 64 glimpses the bell moves towards the truth at
# 1.2 m and becomes higher and narrower: towards the end, about half as wide for four times as many glimpses.
#
# </details>
#
# **Take along.** Evidence adds up: in logarithms, Bayes' rule is a sum. Today's posterior is tomorrow's prior, and it
# makes no difference whether the observations come all at once or one after the other. With enough of them the prior
# is drowned out, unless it said "impossible".

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_combine_cues", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 3 · Two senses, one world
#
# You hold a cup and look at it. The eye says 7 cm, the hand says 8. Which is right? Neither: each is the truth plus
# an error of its own, $x_i = s + \text{noise}$ with standard deviation $\sigma_i$. With a flat prior (nothing known
# before) the posterior of $s$ is the product of k bells, and a product of bells is a bell. Its mean and its standard
# deviation $\sigma$ are
#
# $$\hat s = \sum_i w_i x_i, \qquad w_i = \frac{1/\sigma_i^2}{\sum_j 1/\sigma_j^2}, \qquad
# \frac{1}{\sigma^2} = \sum_i \frac{1}{\sigma_i^2} .$$
#
# The number $1/\sigma^2$ has a name, **precision**, and the whole formula is easy to say with it: *precisions add up,
# and each sense is weighted by its share of the precision.*
#
# **Exercise 3 (3 points).** Write `combine_cues` for any number of cues: `x` and `sd` are (k,). Return the pair
# (mean, sd) of the posterior, two numbers.
#
# <details><summary>Hint 1</summary>
#
# With two equally good cues, where is the mean, and what is the sd? (Not half of one cue's.) With one cue a thousand
# times better than the other? Your function should agree with your answers.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Make the precisions first, an array (k,). Everything else is made of them: the weights are they, divided so as to
# sum to 1; the new precision is their sum. How do you get from a precision back to a standard deviation?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "combine_cues", "locked": false, "schema_version": 3, "solution": true, "task": false}
def combine_cues(x, sd):
    """Mean and standard deviation of what k independent, normally distributed cues say together, under a flat prior.

    x: (k,), the cues. sd: (k,), their standard deviations.
    Returns: (mean, sd), two numbers.
    """
    ### BEGIN SOLUTION
    precision = 1 / sd**2
    mean = np.sum(precision * x) / np.sum(precision)
    return mean, 1 / np.sqrt(np.sum(precision))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_combine_cues", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "combine_cues")
### END HIDDEN TESTS
both = combine_cues(np.array([7.0, 8.0]), np.array([1.0, 1.0]))
assert both is not None, "combine_cues returns None: is the return missing?"
assert isinstance(both, (tuple, list)) and len(both) == 2, "two things come back, (mean, sd)"
assert np.ndim(both[0]) == 0 and np.ndim(both[1]) == 0, (
    f"mean and sd are one number each; yours have the shapes {np.shape(both[0])} and {np.shape(both[1])}")
assert np.isclose(both[0], 7.5), (
    f"two equally good cues, 7 and 8: their mean, 7.5, and not {both[0]:.4f}. Is the order (mean, sd)?")
assert np.isclose(both[1], np.sqrt(0.5)), (
    f"two cues of sd 1 have the precisions 1 and 1, together 2: sd 0.7071, and not {both[1]:.4f}")
mean, sd = combine_cues(np.array([7.0, 8.0]), np.array([1.0, 2.0]))
assert np.isclose(mean, 7.2), (
    f"cues 7 and 8 with sd 1 and 2: precisions 1 and 1/4, so the first gets 4/5 of the weight: 7.2, and not {mean:.4f}")
assert np.isclose(sd, np.sqrt(0.8)), f"precisions 1 and 1/4 add up to 1.25: sd 0.8944, and not {sd:.4f}"
mean, sd = combine_cues(np.array([3.0]), np.array([0.5]))
assert np.isclose(mean, 3) and np.isclose(sd, 0.5), f"a single cue stays as it is, 3 and 0.5; yours are {mean}, {sd}"
print("The first checks of combine_cues pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_cues", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **See it.** Ernst & Banks (2002) let people judge the height of an object that they saw and felt at the same time,
# made the view noisier step by step, and compared. Here is what the formula predicts: sight says 55 mm, touch says 57
# mm, and touch has a standard deviation of 1 mm.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_cues", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: two cues, the estimate between them, and what noise does to it.
def draw_cues(visual_sd, seen=55.0, felt=57.0, haptic_sd=1.0):
    """Left: the two cues' bells and the combined one. Middle and right: sd and weight against the noise of sight."""
    height = np.linspace(50, 62, 400)
    sds = np.geomspace(0.25, 4, 60)
    mean, sd = combine_cues(np.array([seen, felt]), np.array([visual_sd, haptic_sd]))
    means, combined = np.array([combine_cues(np.array([seen, felt]), np.array([s, haptic_sd])) for s in sds]).T
    fig, axes = plt.subplots(1, 3, figsize=(12, 3))
    bells = (("sight", seen, visual_sd, ORANGE, "--"), ("touch", felt, haptic_sd, GREEN, ":"),
             ("together", mean, sd, BLUE, "-"))
    for label, centre, width, colour, line in bells:
        bell = np.exp(-0.5 * ((height - centre) / width) ** 2) / width
        axes[0].plot(height, bell, line, color=colour, lw=2, label=label)
    axes[0].set(title=f"together {mean:.2f} ± {sd:.2f} mm", xlabel="height (mm)", yticks=[], ylim=(0, None))
    axes[0].legend(frameon=False, fontsize=9)
    axes[1].plot(sds, sds, "--", color=ORANGE, lw=2, label="sight alone")
    axes[1].plot(sds, np.full_like(sds, haptic_sd), ":", color=GREEN, lw=2, label="touch alone")
    axes[1].plot(sds, combined, "-", color=BLUE, lw=2, label="together")
    axes[1].plot(visual_sd, sd, "o", color="black")
    axes[1].set(title="never worse than the better one", xlabel="sd of sight (mm)", ylabel="sd (mm)", ylim=(0, 2.2))
    axes[1].legend(frameon=False, fontsize=9, loc="upper right")
    axes[2].plot(sds, (felt - means) / (felt - seen), "-", color=BLUE, lw=2)
    axes[2].plot(visual_sd, (felt - mean) / (felt - seen), "o", color="black")
    axes[2].set(title="weight of sight", xlabel="sd of sight (mm)", ylim=(0, 1.02))
    plt.tight_layout()
    plt.show()


draw_cues(0.6)

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_cues", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Left, for a sharp view (sd 0.6 mm): sight's narrow bell at 55 mm, touch's wider one at 57 mm, and the combined bell
# between them, near sight (55.53 mm) and narrower than both. Middle: as sight's sd grows, the combined sd grows too,
# but stays below sight's and below touch's throughout. Right: the weight of sight falls from nearly 1 through one
# half (where both are equally good) towards 0.
#
# </details>
#
# Turn the noise yourself. With `ipywidgets` there is a slider below; without it you see the picture for a view worse
# than touch.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture to play with: move the slider to blur the view.
combine_cues(np.array([55.0, 57.0]), np.array([1.0, 1.0]))
try:
    from ipywidgets import FloatSlider, interact

    slider = FloatSlider(1.5, min=0.3, max=4, step=0.1, description="sd of sight")
    interact(lambda noise: draw_cues(noise), noise=slider)
except ImportError:
    draw_cues(1.5)

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_play", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# The same three panels for a standard deviation of sight of your choice. At 1.5 mm, sight's bell is the wider one and
# the combined estimate has moved over to touch, 56.38 mm.
#
# </details>
#
# **Take along.** Nobody had to say "trust your eyes". *Visual dominance occurs when the variance associated with
# visual estimation is lower than that associated with haptic estimation*: so end Ernst & Banks their summary, and
# their subjects behaved very similarly to this formula. And two equally good witnesses are better than either
# alone, provided that they don't share their errors.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_soft_threshold", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 4 · Most causes are absent
#
# In week 7 you found what natural images are made of: edges and bars, of which few are present in any one patch. A
# Bayesian puts that into the prior. If a cause's strength $s$ is seen through noise as $z$, and the prior is a
# Laplace distribution, $p(s) \propto e^{-t |s|}$ (a peak at 0 and long tails, like week 7's sources), then with noise
# of standard deviation 1 the most probable $s$ is the one that minimises
#
# $$\tfrac12 (z - s)^2 + t\,|s| ,$$
#
# minus the log likelihood plus minus the log prior. Without the prior the answer is $s = z$. With it, $s$ is $z$
# **moved by $t$ towards 0**, and where $z$ lies within $t$ of 0, the answer is *exactly* 0: what could be noise, is
# taken for noise.
#
# **Exercise 4 (2 points).** Write `soft_threshold`, for `z` of any shape and a number $t \ge 0$.
#
# <details><summary>Hint 1</summary>
#
# Take z = 3, then z = -3, then z = 0.4, each with t = 1. What comes out? In which of the three does "subtract t" go
# the wrong way?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Treat size and sign apart. The size of the answer depends on the size of z alone: what is it, and what must it never
# fall below? Then give it back its sign. `np.abs`, `np.sign` and `np.maximum` work on arrays of any shape.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "soft_threshold", "locked": false, "schema_version": 3, "solution": true, "task": false}
def soft_threshold(z, t):
    """z moved by t towards 0; 0 where z lies within t of 0.

    z: an array of any shape. t: a number, at least 0.
    Returns: an array shaped as z.
    """
    ### BEGIN SOLUTION
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_soft_threshold", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "soft_threshold")
### END HIDDEN TESTS
z = np.array([[3.0, -3.0, 0.4], [-0.4, 1.0, 0.0]])
before = z.copy()
s = soft_threshold(z, 1.0)
assert s is not None, "soft_threshold returns None: is the return missing?"
assert isinstance(s, np.ndarray), f"the answer is a numpy array; yours is of type {type(s).__name__}"
assert np.shape(s) == (2, 3), f"the answer has the shape of z, (2, 3); yours has {np.shape(s)}"
assert np.isclose(s[0][0], 2), f"3, moved by 1 towards 0, is 2; yours is {s[0][0]}"
assert np.isclose(s[0][1], -2), f"-3, moved by 1 towards 0, is -2; yours is {s[0][1]}. Which way is 0 from there?"
assert np.allclose([s[0][2], s[1][0]], 0), f"0.4 and -0.4 lie within 1 of 0: both 0; yours are {s[0][2]}, {s[1][0]}"
assert np.allclose(s[1][1:], 0), f"1, moved by 1, and 0 both give 0; yours are {s[1][1]} and {s[1][2]}"
assert np.allclose(soft_threshold(z, 0.0), z), "with t = 0 nothing moves"
assert np.array_equal(z, before), "z was changed: make a new array"
print("The first checks of soft_threshold pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_soft", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: soft_threshold, and why: the minimum of a parabola with a kink.
fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.1))
z = np.linspace(-3, 3, 301)
left.plot(z, z, ":", color=GREY, label="no prior: s = z")
left.plot(z, soft_threshold(z, 1.0), color=BLUE, linewidth=2, label="soft_threshold(z, 1)")
left.set(xlabel="z, what is seen", ylabel="s, the best guess")
left.legend(frameon=False, fontsize=9)
s = np.linspace(-1.5, 3, 400)
for seen, colour, line in ((0.5, ORANGE, "--"), (1.5, GREEN, "-."), (2.5, BLUE, "-")):
    best = soft_threshold(np.array([seen]), 1.0)[0]
    right.plot(s, 0.5 * (seen - s) ** 2 + np.abs(s), line, color=colour, linewidth=2, label=f"z = {seen}")
    right.plot(best, 0.5 * (seen - best) ** 2 + abs(best), "o", color=colour, markersize=8)
right.set(xlabel="s", ylabel="½(z - s)² + |s|", title="your answer: the dots", ylim=(0, 4.5))
right.legend(frameon=False, fontsize=9)
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_soft_threshold", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Left: the answer against z. It is flat at 0 from -1 to 1 and runs parallel to the diagonal outside, 1 nearer to the
# horizontal axis. Right: the function to minimise, for three z. Each is a parabola with a kink at s = 0. For z = 0.5
# the lowest point is the kink itself; for z = 1.5 and 2.5 it lies at 0.5 and 1.5. The dots mark what your function
# answers.
#
# </details>
#
# **Take along.** The kink of $|s|$ at 0 catches the minimum: that is where exact zeros come from. A Gaussian prior,
# smooth at 0, would shrink everything a little and make nothing zero.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_sparse_code", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 5 · Few causes behind many pixels
#
# Now all causes at once. A patch $x$ (d,) of an image is explained as a sum of m building blocks, the columns of a
# *dictionary* $A$ (d, m), each with a strength $s_j$, plus noise: $x = A s + \text{noise}$. Take the Laplace prior
# for every strength, and the most probable $s$ (the *maximum a posteriori* or MAP estimate) minimises
#
# $$E(s) = \tfrac12 \lVert x - A s \rVert^2 + \lambda \sum_j |s_j| .$$
#
# With one block that was exercise 4. With many blocks that overlap there is no formula any more: each may explain
# what another one explains already. But repeated small corrections get there (ISTA, *iterative soft thresholding*).
# Start at $s = 0$, and in every step
#
# $$s \;\leftarrow\; S_{\lambda/L} \Bigl( s + \tfrac1L A^{\mathsf T} (x - A s) \Bigr),$$
#
# where $S_{\lambda / L}$ is your `soft_threshold` with the threshold $\lambda / L$, and $L$ is the largest eigenvalue
# of $A^{\mathsf T} A$. Read it from the inside: what is *not yet explained* is compared with every block; strengths
# move that way; then the prior pulls all of them towards 0. With this $L$ no step ever makes $E$ larger (Beck &
# Teboulle, SIAM Journal on Imaging Sciences 2, 2009).
#
# **Exercise 5 (4 points).** Write `sparse_code`: exactly `steps` such steps from $s = 0$.
#
# <details><summary>Hint 1</summary>
#
# Which shapes have $As$, $x - As$ and $A^{\mathsf T}(x - As)$? Which of the three is compared with the image, and
# which with the strengths?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $L$ is needed once, before the loop. `np.linalg.eigvalsh` gives the eigenvalues of a symmetric matrix in ascending
# order. (The largest *singular* value of $A$ is something else: how are the two related?)
#
# </details>
# <details><summary>Hint 3</summary>
#
# $L$ comes in twice, once for the size of the step and once in the threshold. After a single step from 0 the result
# is $S_{\lambda/L}(A^{\mathsf T} x / L)$: compare.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sparse_code", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sparse_code(x, A, lam, steps):
    """The MAP strengths of a dictionary's columns under a Laplace prior, by ISTA from 0.

    x: (d,), a patch. A: (d, m), the dictionary. lam: at least 0, the weight of the prior. steps: at least 1.
    Returns: s, (m,), after that many steps.
    """
    ### BEGIN SOLUTION
    L = np.linalg.eigvalsh(A.T @ A)[-1]
    s = np.zeros(A.shape[1])
    for _ in range(steps):
        s = soft_threshold(s + A.T @ (x - A @ s) / L, lam / L)
    return s
    ### END SOLUTION

# %% autograder={"depends": ["soft_threshold"]} nbgrader={"grade": true, "grade_id": "test_sparse_code", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "sparse_code")
### END HIDDEN TESTS
# Two blocks that do not overlap, of length 2: A^T A = 4 I, so L = 4.
A = 2 * np.eye(2)
s = sparse_code(np.array([3.0, 0.25]), A, 1.0, 1)
assert s is not None, "sparse_code returns None: is the return missing?"
assert isinstance(s, np.ndarray), f"the answer is a numpy array; yours is of type {type(s).__name__}"
assert np.shape(s) == (2,), f"one strength for each column of A, (2,); yours has shape {np.shape(s)}"
assert np.isclose(s[0], 1.25), (
    f"x = (3, 0.25), A = 2 I, λ = 1: L is 4, the first strength 6/4 - 1/4 = 1.25; yours is {s[0]:.4f}. "
    "Is L the largest eigenvalue of AᵀA, and does it divide both the step and λ?")
assert np.isclose(s[1], 0), f"the second cause is too weak to be believed: exactly 0, and not {s[1]:.4f}"
# Two blocks that overlap.
A = np.array([[1.0, 0.6], [0.0, 0.8]])
x = np.array([1.0, 0.0])
one, two = sparse_code(x, A, 0.1, 1), sparse_code(x, A, 0.1, 2)
assert np.allclose(one, [0.5625, 0.3125]), (
    f"after 1 step the strengths are 0.5625 and 0.3125; yours are {one}. Is it one step, and does it start at s = 0?")
assert not np.allclose(one, two), "1 and 2 steps give the same: does each step start from where the last one ended?"
assert np.allclose(two, [0.65625, 0.21875]), (
    f"after 2 steps they are 0.65625 and 0.21875; yours are {two}. What is left to explain after the first step?")
assert np.allclose(sparse_code(-x, A, 0.1, 2), [-0.65625, -0.21875]), "for -x the strengths are the same, but negative"
assert np.allclose(sparse_code(x, A, 0.1, 2000), [0.9, 0], atol=1e-3), (
    "in the end the first block alone is believed, with 0.9: it is all of x, less the prior's pull")
assert np.shape(sparse_code(np.ones(2), np.ones((2, 5)), 0.1, 3)) == (5,), "d and m need not be the same"
print("The first checks of sparse_code pass.")

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_dictionary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# **A dictionary that has been learned.** In `dictionary.npz` there are 196 blocks of 12 x 12 pixels, more than the
# 144 pixels themselves, so that one patch can be explained in many ways and the prior has something to decide. They
# were learned from photographs by asking for sparse codes again and again and changing the blocks so that what is
# left over gets smaller (the script lies in the course's repository). Olshausen & Field did this in 1996, and what
# came out were "localized, oriented, bandpass receptive fields, similar to those found in the primary visual cortex"
# (Nature 381).

# %% nbgrader={"grade": false, "grade_id": "load_data", "locked": true, "schema_version": 3, "solution": false, "task": false}
with np.load("dictionary.npz") as stored:
    dictionary = stored["A"] / np.linalg.norm(stored["A"].astype(float), axis=0)
    photograph = stored["photograph"] / 255
print("dictionary:", dictionary.shape, " photograph:", photograph.shape)

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_dictionary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the 196 blocks of the dictionary.
sheet = np.full((14 * 13 + 1, 14 * 13 + 1), np.nan)
for j, block in enumerate(dictionary.T):
    row, column = 13 * (j // 14) + 1, 13 * (j % 14) + 1
    sheet[row : row + 12, column : column + 12] = block.reshape(12, 12) / np.abs(block).max()
fig, ax = plt.subplots(figsize=(6.2, 6.2))
ax.imshow(sheet, cmap="gray", vmin=-1, vmax=1)
ax.axis("off")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_dictionary", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# A sheet of 14 by 14 small squares. Most show one short bar or edge, light on one side and dark on the other, at some
# place and at some angle, on plain grey; some show fine parallel stripes, some a broad slope from dark to light.
#
# </details>
#
# Compare with week 6's Gabors and week 7's independent components. Now your function looks at one patch.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_patch", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: a patch, explained by few blocks; and E falling step by step.
corner = photograph[60:72, 12:24]
patch = (corner - corner.mean()).ravel()
largest = np.abs(patch).max()
lams = (0.3, 0.1, 0.02)
fig, axes = plt.subplots(3, 7, figsize=(11, 4.6), gridspec_kw={"hspace": 0.5})
for ax in axes.flat:
    ax.axis("off")
for row, lam in zip(axes, lams):
    s = sparse_code(patch, dictionary, lam, 500)
    pictures = [(patch, "the patch"), (dictionary @ s, f"λ = {lam}:\n{np.count_nonzero(s)} of {len(s)} blocks")]
    strongest = [j for j in np.argsort(-np.abs(s))[:5] if s[j] != 0]
    pictures += [(dictionary[:, j] / np.abs(dictionary[:, j]).max() * largest, f"{s[j]:+.2f} ×") for j in strongest]
    for ax, (values, title) in zip(row, pictures):
        ax.imshow(values.reshape(12, 12), cmap="gray", vmin=-largest, vmax=largest)
        ax.set_title(title, fontsize=9)
plt.show()

steps = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377])
fig, ax = plt.subplots(figsize=(6.5, 2.7))
for lam, colour, line in zip(lams, (ORANGE, GREEN, BLUE), ("o--", "s-.", "^-")):
    codes = [sparse_code(patch, dictionary, lam, int(n)) for n in steps]
    energies = [0.5 * np.sum((patch - dictionary @ s) ** 2) + lam * np.sum(np.abs(s)) for s in codes]
    ax.semilogx(steps, energies, line, color=colour, markersize=5, label=f"λ = {lam}")
ax.set(xlabel="steps", ylabel="E", title="E never rises", ylim=(0, None))
ax.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_patch", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The pictures in words</summary>
#
# First, three rows for λ = 0.3, 0.1 and 0.02. Each begins with the same patch, then shows the patch as rebuilt, then
# the five strongest blocks with their strengths. With the strongest prior a handful of blocks is left and the rebuilt
# patch is a rough sketch; with the weakest, some dozens of blocks are in use and hardly a difference can be seen.
# Second, a plot of E against the number of steps, on a logarithmic axis: three curves that fall, steeply over the
# first twenty steps and then ever more slowly, and never rise.
#
# </details>
#
# The larger λ, the stronger the prior, and the fewer blocks are believed. Which blocks are not merely the ones most
# alike to the patch: a block gets nothing where its neighbour has explained the matter already. Rozell, Johnson,
# Baraniuk & Olshausen (*Sparse coding via thresholding and local competition in neural circuits*, Neural Computation
# 20, 2008) showed that neuron-like units that inhibit one another and have a threshold can find such codes.
#
# A whole piece of a photograph, cut into 64 patches and each coded by your function:

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_photograph", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: a piece of a photograph in few coefficients.
tiles = photograph.reshape(8, 12, 8, 12).swapaxes(1, 2).reshape(64, 144)
means = tiles.mean(axis=1, keepdims=True)
fig, axes = plt.subplots(1, 4, figsize=(12, 3.4))
axes[0].imshow(photograph, cmap="gray", vmin=0, vmax=1)
axes[0].set_title("the photograph: 144 pixels a patch", fontsize=10)
for ax, lam in zip(axes[1:], (0.02, 0.1, 0.3)):
    codes = np.array([sparse_code(tile - mean, dictionary, lam, 150) for tile, mean in zip(tiles, means)])
    rebuilt = (codes @ dictionary.T + means).reshape(8, 8, 12, 12).swapaxes(1, 2).reshape(96, 96)
    ax.imshow(rebuilt, cmap="gray", vmin=0, vmax=1)
    ax.set_title(f"λ = {lam}: {np.count_nonzero(codes) / 64:.1f} blocks a patch", fontsize=10)
for ax in axes:
    ax.axis("off")
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_sparse_code", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Four pictures of a cat's eye. The first is the photograph, 144 numbers a patch. The next three are rebuilt from
# fewer and fewer blocks a patch. With the weakest prior hardly anything is missing; with the strongest the patches
# show as tiles and the fur has become smooth, but the eye is still an eye.
#
# </details>
#
# **Take along.** To see is to explain: the code is not a list of what each filter answers (that was week 6) but the
# smallest story that would have made this image. The prior decides among the stories.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_decide", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 6 · From belief to action
#
# The grass rustles. It may be the wind or a snake, and you think: nine to one for the wind. Do you walk on? That
# depends on what each action costs in each case:
#
# | loss | wind | snake |
# | --- | --- | --- |
# | walk on | 0 | 100 |
# | stop and look | 2 | 10 |
# | jump away | 5 | 5 |
#
# Walking on costs $0.9 \cdot 0 + 0.1 \cdot 100 = 10$ on average. Jumping costs 5, whatever it was. Stopping costs
# $0.9 \cdot 2 + 0.1 \cdot 10 = 2.8$. A good decision needs both, the belief $p$ and the losses $\ell$, and takes the
# action $a$ with the least **expected loss**
#
# $$\sum_{j} \ell_{aj} \, p_j .$$
#
# **Exercise 6 (2 points).** Write `decide`: `p` is (k,), `loss` is (actions, k), one row an action. Return the index
# of the best action, an integer; the first one where several are equally good.
#
# <details><summary>Hint 1</summary>
#
# How many numbers do you compare, one a state or one an action? So which axis of `loss` must go, and what is it
# multiplied by before it goes?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A matrix times a vector gives exactly these sums. Which function returns the *place* of the smallest number, and the
# first of equal ones?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "decide", "locked": false, "schema_version": 3, "solution": true, "task": false}
def decide(p, loss):
    """The action with the least expected loss.

    p: (k,), probabilities of the states. loss: (actions, k), what each action costs in each state.
    Returns: the index of the action, an integer; the first of equally good ones.
    """
    ### BEGIN SOLUTION
    return int(np.argmin(loss @ p))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "test_decide", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "decide")
### END HIDDEN TESTS
rustle = np.array([[0.0, 100.0], [2.0, 10.0], [5.0, 5.0]])
action = decide(np.array([0.9, 0.1]), rustle)
assert action is not None, "decide returns None: is the return missing?"
assert np.ndim(action) == 0 and np.asarray(action).dtype.kind in "iu", (
    f"one integer comes back, the index of an action; yours is {action!r}")
assert action == 1, (
    f"wind 0.9, snake 0.1: the expected losses are 10, 2.8 and 5, so stop and look (1); yours is {action}. "
    "Is each loss weighted by its probability, and summed over the states?")
assert decide(np.array([1.0, 0.0]), rustle) == 0, "sure of the wind: walk on (0)"
assert decide(np.array([0.25, 0.75]), rustle) == 2, "a snake with 0.75: the losses are 75, 8 and 5, so jump away (2)"
equal = np.array([[9.0, 1.0], [3.0, 1.0], [2.0, 2.0]])
assert decide(np.array([0.5, 0.5]), equal) == 1, "expected losses 5, 2 and 2: the first of the equal ones (1)"
square = np.array([[0.0, 8.0], [1.0, 1.0]])
assert decide(np.array([0.5, 0.5]), square) == 1, "two actions, two states: the losses are 4 and 1. A row is one action"
print("The first checks of decide pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_decide", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: the expected losses of three actions, and what your decide chooses.
rustle = np.array([[0.0, 100.0], [2.0, 10.0], [5.0, 5.0]])
snake = np.linspace(0, 1, 501)
names, colours, lines = ("walk on", "stop and look", "jump away"), (ORANGE, GREEN, BLUE), ("--", "-", "-.")
chosen = np.array([decide(np.array([1 - q, q]), rustle) for q in snake])
fig, ax = plt.subplots(figsize=(7.5, 3.1))
for a, (name, colour, line) in enumerate(zip(names, colours, lines)):
    ax.plot(snake, rustle[a, 0] * (1 - snake) + rustle[a, 1] * snake, line, color=colour, linewidth=2, label=name)
    if np.any(chosen == a):
        ax.fill_between(snake, 0, 20, where=chosen == a, color=colour, alpha=0.18, linewidth=0)
        ax.text(np.mean(snake[chosen == a]), 20.4, name, ha="center", fontsize=9)
ax.set(xlabel="probability of a snake", ylabel="expected loss", xlim=(0, 1), ylim=(0, 20))
ax.legend(frameon=False, fontsize=9, loc="upper right")
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "after_decide", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Three straight lines against the probability of a snake. "Walk on" starts at 0 and soars, "stop and look" rises
# gently from 2 to 10, "jump away" stays at 5. The background is coloured by what your function chooses: walk on below
# 0.02, stop and look from there to 0.375, jump away above.
#
# </details>
#
# **Take along.** You jump while a snake is still the *less* likely explanation, and stop for one in fifty. That is no
# error of judgement. It is what belief and loss together ask for.

# %% [markdown] nbgrader={"grade": false, "grade_id": "question_best_action", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 7 · What is the best guess?
#
# Often the action *is* a guess: you put your hand where you think that the ball comes down, at $a$, and it comes down
# at $s$. Your belief is a posterior density $p(s)$, and it may be lopsided. Which single $a$ is best? There is no
# answer before you say what an error costs. The picture uses your `decide` with three losses.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_best_action", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: one lopsided belief, three losses, three best guesses of your decide.
guesses = np.linspace(0.01, 4, 400)
belief = np.exp(normal_logpdf(np.log(guesses), 0.0, 0.75)) / guesses
belief = belief / np.sum(belief)
errors = guesses[:, None] - guesses
losses = (("0-1: right or wrong", (np.abs(errors) > 0.005).astype(float), ORANGE, "--"),
          ("absolute: |a - s|", np.abs(errors), GREEN, "-."), ("squared: (a - s)²", errors**2, BLUE, "-"))
fig, (top, bottom) = plt.subplots(2, 1, figsize=(7.5, 4.6), sharex=True, gridspec_kw={"hspace": 0.12})
top.fill_between(guesses, 0, belief, color=GREY, alpha=0.35, linewidth=0)
for (label, loss, colour, line), side in zip(losses, (-1, -1, 1)):
    best = guesses[int(decide(belief, loss))]
    expected = loss @ belief
    scaled = (expected - expected.min()) / (expected.max() - expected.min())
    bottom.plot(guesses, scaled, line, color=colour, linewidth=2, label=label)
    bottom.plot(best, 0, "o", color=colour, clip_on=False, zorder=3)
    top.axvline(best, color=colour, linestyle=line, linewidth=2)
    top.text(best + 0.04 * side, belief.max() * 1.12, f"{best:.2f}", fontsize=9, ha="left" if side > 0 else "right")
top.set(ylabel="your belief", yticks=[], ylim=(0, belief.max() * 1.25))
bottom.set(xlabel="s, or the guess a", ylabel="expected loss (scaled)", ylim=(0, 1.05), xlim=(0, 4))
bottom.legend(frameon=False, fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_best_action", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Above, a lopsided belief: it rises steeply to its peak at 0.57 and has a long tail to the right. Three vertical
# lines mark the best guesses: at the peak for the 0-1 loss, at 0.97 for the absolute one, at 1.18 for the
# squared one. Below, the expected loss against the guess, one curve a loss, each with its lowest point at its line.
# The 0-1 loss mirrors the belief; the squared one is a parabola.
#
# </details>
#
# **Exercise 7 (3 points, read by a person).** For a posterior density $p(s)$, the guess with the least expected loss
# is
#
# - the **mode** under the 0-1 loss (take: 0 if $|a - s| \le \varepsilon$ and 1 otherwise, for a very small
#   $\varepsilon$),
# - the **mean** under the squared loss $(a - s)^2$,
# - the **median** under the absolute loss $|a - s|$.
#
# **Derive two of the three.** Then say which of the losses suits catching a ball at dusk best, and why; you may
# propose a better one. Write into the cell below, in LaTeX between dollar signs or in plain text.
#
# <details><summary>Hint 1</summary>
#
# Write the expected loss as an integral over $s$ and ask how it changes as $a$ moves a little. For the absolute loss,
# cut the integral at $s = a$ first.
#
# </details>
# <details><summary>Hint 2</summary>
#
# For the ball: what happens if the hand is off by 3 cm, by 30 cm, by 3 m? Which of the three curves has that shape?
#
# </details>

# %% [markdown] nbgrader={"grade": true, "grade_id": "best_action", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# **Squared loss: the mean.** $R(a) = \int (a - s)^2 \, p(s) \, ds$. Its derivative is $R'(a) = 2 \int (a - s) \, p(s)
# \, ds = 2 \bigl( a - \mathbb{E}[s] \bigr)$, as $p$ integrates to 1. It is 0 at $a = \mathbb{E}[s]$, and $R'' = 2 >
# 0$, so that is the minimum. (Or: $R(a) = \mathrm{Var}[s] + (a - \mathbb{E}[s])^2$.)
#
# **Absolute loss: the median.** Cut at $a$: $R(a) = \int_{-\infty}^a (a - s) \, p(s) \, ds + \int_a^\infty (s - a) \,
# p(s) \, ds$. The limits contribute nothing to the derivative, because the integrands are 0 there, and $R'(a) =
# \int_{-\infty}^a p(s) \, ds - \int_a^\infty p(s) \, ds = P(s < a) - P(s > a)$. It is negative as long as more than
# half of the belief lies to the right of $a$, positive as soon as more than half lies to the left: the minimum is
# where both are one half, the median.
#
# **0-1 loss: the mode.** $R(a) = 1 - P(|s - a| \le \varepsilon) = 1 - \int_{a - \varepsilon}^{a + \varepsilon} p(s)
# \, ds \approx 1 - 2 \varepsilon \, p(a)$ for small $\varepsilon$ and continuous $p$. It is least where $p(a)$ is
# largest, at the mode.
#
# **The ball.** A hand has a width, of 10 cm, say. Within it the ball is caught, however exactly it comes; outside it
# is missed, and a miss by a metre is no better than a miss by three. So the loss is nearest to a 0-1 loss, but with
# $\varepsilon$ half a hand and not tiny: best is the place around which one hand's width holds the most belief, near
# the mode. The squared loss would let a small chance of a ball far away pull the hand to a place where hardly any
# ball comes down. (Measured in a pointing task, people's loss grows about quadratically for small errors and much
# less than that for large ones: Körding & Wolpert, *The loss function of sensorimotor learning*, PNAS 101, 2004. It
# is robust against outliers.)
#
# === BEGIN MARK SCHEME ===
#
# **best_action, 3 points.**
#
# - 1 point for each of two derivations (if three are given, the better two count). Half of it for the right expected
#   loss, as an integral or a sum, half for the step to the optimum: derivative set to 0 (or the variance
#   decomposition) for the mean; cut at $a$ and derivative for the median (a balance argument, "moving a little to the
#   right gains what lies right and loses what lies left", is as good); $1 - 2 \varepsilon \, p(a)$ or the sum over
#   states for the mode. That it is a minimum should be said for the mean; its absence alone costs nothing.
# - 1 point for the ball: a loss is chosen (half) for a reason that compares errors of different sizes (half). 0-1
#   with a hand's width is the expected answer; another loss with a sound reason gets full points, such as one that
#   saturates, or the absolute loss "because far misses should count less than squared". "The mean, because it is most
#   accurate" gets none: accurate under which loss?
#
# Discrete states in place of densities are fine throughout.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": false, "grade_id": "closing", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## What to take along
#
# - A belief is prior times likelihood. In logarithms it is a sum, and evidence can come all at once or bit by bit.
# - Independent cues are weighted by their precision, and the precisions add up.
# - A sparse prior turns seeing into explaining with few causes. Exact zeros come from the kink of $|s|$.
# - What to do is another question than what to believe: it needs losses. The most probable state need not decide it.
#
# **And the brain?** In many tasks people come close to these calculations (Ernst & Banks 2002; Körding & Wolpert
# 2004). Coming close does not show *how* it is done: whether neurons carry probabilities, and in which code, was wide
# open when Knill & Pouget gave this week its title, and called it a major challenge to find out.
#
# One thing is left, for those who like to have the last word: *when* to decide.

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_accumulate", "locked": true, "schema_version": 3, "solution": false, "task": false}
# ## 8 · Bonus: how long to look
#
# Dots drift on a screen, most of them at random, some to the right or to the left. Which way? Each moment gives a
# little evidence, its **log likelihood ratio**
#
# $$\mathrm{llr}_i = \log \frac{p(x_i \mid \text{right})}{p(x_i \mid \text{left})},$$
#
# and by exercise 2 the evidence simply adds up: the running sum is the log of the odds. Wald (1945) proposed a rule
# for when to stop: go on until the sum reaches $+B$ (say "right") or $-B$ (say "left"). Kira, Yang & Shadlen (*A
# neural implementation of Wald's sequential probability ratio test*, Neuron 85, 2015) let monkeys decide from a
# sequence of symbols, and found that neurons in their parietal cortex approximate this rule; Gold & Shadlen (2007)
# review the neural basis of such decisions.
#
# **Exercise 8 (3 bonus points; they make up for points lost above).** Write `accumulate`: `llr` is (n,), the evidence
# in the order it comes, `bound` a number above 0. Start from 0. Return (choice, steps): 1 where the sum **reaches or
# exceeds** +bound first, 0 where it reaches or falls below -bound first, and the number of pieces used up to and
# including that one. When the evidence ends before that, return (None, n).
#
# <details><summary>Hint 1</summary>
#
# With llr = 1, 1, -5 and bound 2: when is the decision made, and does the third piece still matter?
#
# </details>
# <details><summary>Hint 2</summary>
#
# A loop with a running sum and a `return` inside it does it. So does `np.cumsum` and the first place where something
# holds; but then think of the case where it holds nowhere.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "accumulate", "locked": false, "schema_version": 3, "solution": true, "task": false}
def accumulate(llr, bound):
    """Decide by adding evidence up to a bound (Wald's sequential test).

    llr: (n,), log likelihood ratios in the order they come. bound: a number above 0.
    Returns: (choice, steps): 1 at +bound, 0 at -bound, and how many pieces were used; (None, n) if neither is reached.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for step, evidence in enumerate(llr, start=1):
        total += evidence
        if abs(total) >= bound:
            return int(total > 0), step
    return None, len(llr)
    ### END SOLUTION

# %% autograder={"bonus": 3} nbgrader={"grade": true, "grade_id": "test_accumulate", "locked": true, "points": 0, "schema_version": 3, "solution": false, "task": false}
### BEGIN HIDDEN TESTS
from autograder.kernel import grade

grade("week8", "accumulate")
### END HIDDEN TESTS
answer = accumulate(np.array([1.0, 0.5, 0.5, -9.0]), 2.0)
assert answer is not None, "accumulate returns None: is the return missing, or missing in one of the cases?"
assert isinstance(answer, (tuple, list)) and len(answer) == 2, f"a pair comes back, (choice, steps), not {answer!r}"
assert answer[0] == 1, f"the sum reaches +2 exactly, before the -9 comes: choice 1, and not {answer[0]}"
assert answer[1] == 3, f"three pieces were used, 1 + 0.5 + 0.5, and not {answer[1]}: from which number do you count?"
down = accumulate(np.array([0.5, -1.0, -2.0]), 2.0)
assert down is not None and tuple(down) == (0, 3), f"the sum falls to -2.5: choice 0 after 3 steps; yours is {down}"
never = accumulate(np.array([0.5, -0.5, 1.0]), 2.0)
assert never is not None and tuple(never) == (None, 3), f"the bound is never reached: (None, 3); yours is {never}"
print("The first checks of accumulate pass.")

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_walks", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: twelve decisions, evidence adding up to a bound.
rng = np.random.default_rng(81)
fig, ax = plt.subplots(figsize=(8, 3.1))
for trial in range(12):
    llr = 2 * 0.15 * rng.normal(0.15, 1, 400)  # each moment: a sample of mean ±0.15 and sd 1
    choice, steps = accumulate(llr, 2.0)
    colour, line = {1: (BLUE, "-"), 0: (RED, "--"), None: (GREY, ":")}[choice]
    ax.plot(np.append(0, np.cumsum(llr[:steps])), line, color=colour, linewidth=1.1)
    ax.plot(steps, np.sum(llr[:steps]), "o" if choice else "X", color=colour, markersize=6)
for bound, text in ((2, "says right, and it was"), (-2, "says left")):
    ax.axhline(bound, color="black", linewidth=1)
    ax.text(0.99, 1.3 * bound, text, fontsize=9, ha="right", va="center", transform=ax.get_yaxis_transform())
ax.set(xlabel="moments", ylabel="log odds", ylim=(-3.2, 3.2), xlim=(0, 1.2 * ax.get_xlim()[1]))
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "about_speed", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Twelve jagged lines start at 0 and wander. Most end on the upper bound, "right", some early, some late; a few,
# dashed, end on the lower bound: errors. One moment more or less of bad luck decides.
#
# </details>
#
# Every decision maker has to choose $B$. If a walk stopped *exactly* at $B$, the odds would then be $e^B$ to 1, and
# the share of right decisions $1 / (1 + e^{-B})$. Real evidence comes in pieces and overshoots a little.

# %% jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "plot_speed", "locked": true, "schema_version": 3, "solution": false, "task": false}
# Picture: speed against accuracy as the bound moves, with Wald's formula.
rng = np.random.default_rng(82)
bounds = np.array([0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0])
fig, axes = plt.subplots(1, 2, figsize=(9.5, 3.1))
for drift, colour, marker, label in ((0.15, BLUE, "o", "hard: fine pieces"), (0.6, ORANGE, "s", "easy: coarse pieces")):
    evidence = 2 * drift * rng.normal(drift, 1, (500, 600))
    ends = [[accumulate(llr, bound) for llr in evidence] for bound in bounds]
    accuracy = np.array([np.mean([choice == 1 for choice, _ in row]) for row in ends])
    moments = np.array([np.mean([steps for _, steps in row]) for row in ends])
    axes[0].plot(bounds, accuracy, marker, color=colour, label=label)
    axes[1].semilogx(moments, accuracy, marker + "-", color=colour, linewidth=1, label=label)
fine = np.linspace(0, 4.2, 100)
axes[0].plot(fine, 1 / (1 + np.exp(-fine)), "-", color="black", linewidth=1, label="1 / (1 + exp(-B))")
axes[0].set(xlabel="bound B", ylabel="share of right decisions", ylim=(0.5, 1.01))
axes[0].legend(frameon=False, fontsize=9, loc="lower right")
axes[1].set(xlabel="moments until the decision (mean)", ylim=(0.5, 1.01))
plt.tight_layout()
plt.show()

# %% [markdown] nbgrader={"grade": false, "grade_id": "ending", "locked": true, "schema_version": 3, "solution": false, "task": false}
# <details><summary>The picture in words</summary>
#
# Left: the share of right decisions against the bound, for hard evidence in fine pieces and easy evidence in coarse
# ones. Both rise from a half towards 1 along the curve of the formula; the fine pieces lie close to it, the coarse
# ones clearly above. Right: the same shares against the mean time. Both rise with time, and the hard case needs some
# fifteen times as long for the same accuracy.
#
# </details>
#
# **Take along.** The bound is a single knob for speed against accuracy. Coarse pieces lie above the formula because
# their sum jumps beyond the bound: they bring more evidence than was asked for.
#
# Eight weeks ago there was one neuron and its score. Since then your networks have learned, remembered, seen, and now
# they know how much they know. What a brain does with all that is still mostly open, and you now own the tools to
# read along.
#
# **Handing in.** *Kernel → Restart Kernel and Run All Cells*, save, and hand in this one file. Running all stops at
# the first check that fails. Hand in all the same: every exercise is graded on its own, and a part of one earns a
# part of its points.
