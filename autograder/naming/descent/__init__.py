"""Of a function that walks down a slope it is given: what it asked of the slope, step by step, tells what it did."""
