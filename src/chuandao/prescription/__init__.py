"""From findings to measures (對策建議): remedies, packages, papers to carry them out."""
