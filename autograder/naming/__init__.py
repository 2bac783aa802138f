"""What accounts for all that a wrong function did: from the recorded calls alone, to a name and a sentence."""
