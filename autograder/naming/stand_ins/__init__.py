"""Functions that do something else on the same arguments: cousins, the reference on other arguments, edits of it."""
