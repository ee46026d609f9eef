"""What siblings have in common, or apart, beyond chance."""
