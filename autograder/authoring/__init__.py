"""From an author's text to a proved release."""
