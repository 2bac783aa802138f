"""What stands behind the command's words."""
