"""What remedies brought that were rolled out over time, by each source of evidence."""
