"""Hidden tests of week 3, backpropagation."""
