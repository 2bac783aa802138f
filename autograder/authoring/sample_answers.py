"""What the students of a sample class write: answers of every quality, and cells of their own."""

from __future__ import annotations

#: Exercise -> answers, best first. An empty one leaves the cell as it was given out.
ANSWERS = {
    "why_nonlinear": (
        "Insert $Z_1 = XW_1 + B_1$ into the second layer:\n\n"
        "$$Z_2 = (XW_1 + B_1)W_2 + B_2 = X(W_1W_2) + (B_1W_2 + B_2).$$\n\n"
        "So with $W = W_1W_2$ of shape $(d, k)$ and $b = b_1W_2 + b_2$ of shape $(k,)$ it is one linear layer. Repeat "
        "it for any depth: always one linear layer, one straight cut, no XOR. If the middle is narrow, $W$ has rank at "
        "most $m$, so we can only lose.",
        "$Z_2 = XW_1W_2 + B_1W_2 + B_2$, which is again $XW + B$. More layers do not help, and XOR stays impossible.",
        "Two linear layers are linear because a product of matrices is a matrix. Without ReLU the network cannot bend.",
        "The network needs a nonlinearity because the brain is nonlinear too.",
        "",
    ),
    "derive_combined": (
        "With $y$ one-hot at the label $c$ only one term of the sum is left: $-\\log \\hat y_c$. Put in softmax:\n\n"
        "$$-\\log \\frac{e^{z_c}}{\\sum_j e^{z_j}} = \\log \\sum_j e^{z_j} - z_c.$$\n\n"
        "Subtracting the largest score first changes nothing and keeps every exponent at 0 or below, so nothing "
        "overflows, and no logarithm of 0 is ever taken.",
        "$-\\log \\hat y_c = \\log\\sum_j e^{z_j} - z_c$. It is better because exponential and logarithm cancel.",
        "Cross-entropy after softmax is the same as the combined loss, only faster.",
        "",
    ),
    "derive_backward": (
        "For one observation $L = \\log\\sum_j e^{z_j} - z_c$, so $\\partial L / \\partial z_j = \\hat y_j - y_j$; "
        "averaged over $n$ rows, $dZ = (\\hat Y - Y)/n$. For $Z = XW + B$: $dX = dZ\\,W^\\top$, $dW = X^\\top dZ$, "
        "and $db$ is the sum of the rows of $dZ$, since $b$ is used once in each row.",
        "$dZ = \\hat Y - Y$ and then $dW = X^\\top dZ$, $dX = dZ W^\\top$, from the shapes.",
        "",
        "",
    ),
    "learning_rate": (
        "0.001: the loss falls, but so slowly that the network is far from done at the end. 0.1: falls fast and "
        "flattens out low. 1: it jumps up and down, each step lands on the other side of the valley. 10: it grows "
        "until it is nan.",
        "Small rates are slow and big rates explode. 0.1 was best for me.",
        "The learning rate should be small so that the network learns carefully.",
        "",
    ),
}

ANY_ANSWERS = (
    "I start from the definition, put in what the last exercise gave, and compare the shapes at the end: both sides "
    "are $(n, m)$, so the step holds for every row.",
    "It follows from the definition.",
    "I tried it with numbers and it came out the same, see the cell below.",
    "",
)

#: Kind and text.
OWN_CELLS = (
    ("code", "# just trying things\nA = np.arange(6).reshape(2, 3)\nprint(A)\nprint(A.sum(axis=0), A.sum(axis=1))"),
    ("code", "np.__version__"),
    ("code", "rng_test = np.random.default_rng(0)\nrng_test.normal(size=(2, 2)).round(2)"),
    ("code", "# broadcasting??\n(np.zeros((3, 2)) + np.array([1, 2])).shape"),
    ("code", "import this"),
    ("code", "print(undefined_name)"),
    ("markdown", "*Note to self:* rows are observations, columns are units."),
    ("markdown", "## My notes\n\n- axis=0 goes down, axis=1 goes across\n- `keepdims=True` when in doubt"),
)
