"""What the students of a sample class write in week 5, best first."""

from __future__ import annotations

ANSWERS = {
    "energy_falls": (
        "Only the terms with $s_i$ change. Row $i$ and column $i$ give $-\\frac12 s_i \\sum_j (W_{ij} + W_{ji})"
        " s_j$, and by symmetry this is $-s_i h_i$; the zero diagonal means $h_i$ has no $s_i$ in it. So "
        "$\\Delta E = -(s_i' - s_i) h_i$, which is $-2|h_i|$ if the unit turns and 0 if it stays. There are "
        "$2^N$ states and each turn goes strictly down, so it ends. Without symmetry two units can chase each"
        " other (one wants to be equal, the other different); with a negative diagonal a unit can turn for "
        "ever, with a positive one it gets stuck.\n\n"
        "$h_i = x_{1i}(N-1)/N + \\frac1N\\sum_{\\mu\\ne1}\\sum_j x_{\\mu i}x_{\\mu j}x_{1j}$. The second part is "
        "about $pN$ random signs over $N$: size $\\sqrt{p/N}$. Small for few patterns, and comparable to 1 for"
        " many, so units turn the wrong way.",
        "$\\Delta E = -(s_i'-s_i)h_i \\le 0$ because $s_i'$ has the sign of $h_i$. Symmetry is needed so that "
        "row and column give the same. The crosstalk is the sum over the other patterns and gets bigger with "
        "$p$.",
        "The energy falls because every unit goes to the side of its input, and it cannot fall for ever.",
        "It always goes down, as the plot with the stairs shows.",
        "",
    ),
}
