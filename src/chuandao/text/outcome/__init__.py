"""What became of a linked commitment: which words answer which, how they differ, how it is told."""
