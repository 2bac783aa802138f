"""One notebook, from its bytes to its Result."""
