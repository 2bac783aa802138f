"""What students of a sample class write, best first; an empty answer leaves the cell as it was given out."""

ANSWERS = {
    "best_action": (
        "**Mean.** $\\frac{d}{da} \\int (a - s)^2 p(s)\\,ds = 2 \\int (a - s) p(s)\\,ds = 2(a - E[s])$, zero "
        "at $a = E[s]$; the second derivative is 2, so it is a minimum.\n\n"
        "**Median.** $\\int_{-\\infty}^a (a - s) p\\,ds + \\int_a^\\infty (s - a) p\\,ds$ has the derivative "
        "$P(s < a) - P(s > a)$, zero where both are 1/2.\n\n"
        "**The ball.** A hand is about 10 cm wide: inside I catch it, outside I don't, and it does not "
        "matter by how much I miss. So a 0-1 loss with $\\varepsilon$ = 5 cm, and I put the hand where the "
        "most belief fits into 10 cm, near the mode. The squared loss would be pulled away by a long "
        "tail.",
        "For the squared loss: $2 E[a - s] = 0$, so $a = E[s]$. For the 0-1 loss the expected loss is $1 "
        "- p(a)$, smallest where $p$ is largest. For catching I take the 0-1 loss, because you either "
        "catch it or not.",
        "Squared: differentiate and you get the mean. Absolute: the median is in the middle, so there is "
        "as much left as right. I would use the mean for the ball because it is the most accurate.",
        "The mode is the most likely place, so the mode is always best.",
        "",
    ),
}
