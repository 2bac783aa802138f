"""What was graded, on disk and in nbgrader's gradebook."""
