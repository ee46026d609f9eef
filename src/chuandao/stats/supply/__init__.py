"""What is supplied against what is needed: coverage, inequality, time to arrival, shares."""
