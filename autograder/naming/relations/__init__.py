"""What relates an answer to the right one, entry by entry and part by part."""
