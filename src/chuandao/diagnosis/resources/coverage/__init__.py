"""How far needs are covered: need and supply day by day, and the coverage of each period."""
