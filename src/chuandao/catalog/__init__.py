"""What the field knows, as data with date and reference, and its loaders."""
