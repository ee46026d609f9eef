"""What a clause commits its readers to: the fields of a commitment."""
