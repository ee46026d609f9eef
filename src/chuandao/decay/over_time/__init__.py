"""What becomes of units from period to period."""
