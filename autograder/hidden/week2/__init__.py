"""Hidden tests of week 2: output layers and losses."""
