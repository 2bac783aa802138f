"""The command's entry. What it needs is imported inside, so that Ctrl-C is heard from the first moment on."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command."""
    try:
        from autograder.cli import main as run

        run()
    except KeyboardInterrupt:
        print("autograder: stopped.", file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
