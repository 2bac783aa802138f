"""course.toml, the weeks, the class and the rules of marks."""
