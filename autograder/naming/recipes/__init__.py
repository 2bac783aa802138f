"""Losses and shares put together otherwise: from what, of each observation what, and over all observations what."""
