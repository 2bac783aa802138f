"""What students of a sample class write, best first; an empty answer leaves the cell as it was given out."""

ANSWERS = {
    "derive_backward": (
        "For one observation $L = \\log\\sum_j e^{z_j} - z_c$, so $\\partial L / \\partial z_j = \\hat y_j - y_j$; "
        "averaged over $n$ rows, $dZ = (\\hat Y - Y)/n$. For $Z = XW + B$: $dX = dZ\\,W^\\top$, $dW = X^\\top dZ$, "
        "and $db$ is the sum of the rows of $dZ$, since $b$ is used once in each row.",
        "$dZ = \\hat Y - Y$ and then $dW = X^\\top dZ$, $dX = dZ W^\\top$, from the shapes.",
        "",
        "",
    ),
}
