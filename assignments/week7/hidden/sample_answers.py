"""What the students of a sample class write in week 7."""

from __future__ import annotations

#: Exercise -> answers, best first. An empty one leaves the cell as it was given out.
ANSWERS = {
    "why_sparse": (
        "1. The covariance is symmetric, so its eigenvectors are orthogonal, and in their coordinates it is "
        "$V^\\top C V = \\mathrm{diag}(\\lambda)$: no two components are correlated. But uncorrelated is only about "
        "pairs of "
        "second powers. If $Z$ is white, so is $ZR$ for every rotation $R$, since $R^\\top I R = I$. The sources are "
        "one of "
        "these rotations, and the covariance cannot say which.\n\n"
        "2. A mixture is a sum of independent sources, and sums are nearer to a Gaussian than what is summed (central"
        " limit "
        "theorem), so I turn until the answers are as far from Gaussian as possible. Two Gaussian sources cannot be "
        "found: "
        "their cloud is round.\n\n"
        "3. A sparse code is one where each neuron is silent most of the time. Olshausen and Field (2004): easier to "
        "read out "
        "further on, more memories fit in, and less energy, since spikes cost.",
        "PCA gives orthogonal components because it takes eigenvectors, but the sources need not be orthogonal. Sums "
        "of many "
        "sources are Gaussian, so we look for what is not Gaussian. Sparse codes save energy.",
        "PCA only looks at variances. ICA looks at more. A brain is sparse because neurons are expensive.",
        "PCA is linear and the brain is not, so PCA is not enough.",
        "",
    ),
}
