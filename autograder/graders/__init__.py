"""Hidden tests: their words, their runs, the reference."""
