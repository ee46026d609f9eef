"""How alike passages are: n-grams, words, meanings; many against many, as matrices."""
