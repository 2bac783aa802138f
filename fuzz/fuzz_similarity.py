"""Fuzzing of the comparison of answers: any texts give fingerprints and pairs, and a text's pieces together are the text."""

from __future__ import annotations

import atheris

with atheris.instrument_imports(include=["autograder.pages.similarity", "copydetect", "pygments.lexers.python"]):
    from autograder.pages import similarity

from fuzz.pieces import bounded, run, text_of

PIECES = ["def f(x):\n", "    return x\n", "x", " = ", "1", "(", ")", "'", '"""', "#", "\n", "\t", " ", "f'{", "}", "\\",
          "é", "\u2028", "\r", "because the neuron ", "lambda: "]


def one(data: bytes) -> None:
    """Compare three answers, two of which begin alike."""
    choices = atheris.FuzzedDataProvider(data)
    prose = choices.ConsumeBool()
    first = text_of(choices, PIECES, 1000)
    answers = {"a": first, "b": first[:500] + text_of(choices, PIECES, 500), "c": text_of(choices, PIECES, 500)}
    # Here and not in forks: a fork of the fuzzer tells it nothing.
    similarity.within = lambda function, texts: function(texts)
    with bounded(20):
        own = similarity.own_of(answers, set(), prose)
        pairs = list(similarity._pairs("relu", own, 20, prose))
    for pair in pairs:
        assert 0 < pair.share <= 1
        for side in (pair.left, pair.right):
            assert "".join(text for text, _ in side.pieces) in {own[s].raw_code for s in side.students}


if __name__ == "__main__":
    run(one, [bytes((41 * i + n) % 256 for i in range(200)) for n in range(8)])
