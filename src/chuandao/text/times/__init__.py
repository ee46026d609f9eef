"""Days, terms and rhythms: dates, deadlines, working days, which year a figure speaks of."""
