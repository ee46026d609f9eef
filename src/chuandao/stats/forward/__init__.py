"""The cascade forward in time, with and without measures, draw by draw."""
