"""A whole class, from submitted/ to feedback/."""
