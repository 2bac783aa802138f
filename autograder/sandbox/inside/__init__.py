"""What runs inside the sandbox. Nothing here may import the rest of the package: it is not there."""
