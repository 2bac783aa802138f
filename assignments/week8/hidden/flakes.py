"""Counts marks that right solutions of week 8 lose by bad luck, and known mistakes that keep full marks, into flakes.json.

    autograder run week8 flakes [--runs 200] [--exercise NAME] [--right-only]
"""

from pathlib import Path

from autograder.authoring import flakes

from . import WEEK


def main() -> None:
    flakes.main(WEEK, Path(__file__).with_name("flakes.json"))
