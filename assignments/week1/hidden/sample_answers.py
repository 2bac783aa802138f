"""What students of a sample class write, best first; an empty answer leaves the cell as it was given out."""

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
}
