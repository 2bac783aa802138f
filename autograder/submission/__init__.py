"""What was handed in, put back into the release's places."""
