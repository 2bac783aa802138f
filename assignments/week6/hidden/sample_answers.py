"""What students of a sample class write, best first; an empty answer leaves the cell as it was given out."""

ANSWERS = {
    "two_stimuli": (
        "1. No: W.(A+B) = W.A + W.B = 0 + 0 = 0. 2. With t = 0 silent means W.A <= 0 and W.B <= 0, so the sum is <= 0 "
        "and the cell stays silent. With t = 1 it can: A = B = 0.7 W with |W| = 1 gives 0.7 - 1 < 0 for each, but "
        "1.4 - 1 = 0.4 together, so the rate is 0.16. 3. With t = 0: E = 0 only if both Gabors give 0, for A and B, "
        "then also for A + B, so no. With t = 1: A = 0.8 W_0 and B = 0.8 W_90 have energy 0.64 each and 1.28 together. "
        "Other way round: A = 2 W_0, B = -2 W_0 both have energy 4, and A + B is 0, silent.",
        "A linear cell cannot since the responses add to 0. A rectified cell can if it has a threshold: 0.6 + 0.6 > 1. "
        "A complex cell squares, so A = W and B = -W both make it fire but the sum is zero.",
        "The linear cell stays silent but nonlinear cells can fire because the squares are not additive.",
        "",
    ),
}
