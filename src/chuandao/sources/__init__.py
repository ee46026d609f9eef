"""The world's files, read into rows of the catalogue's tables."""
