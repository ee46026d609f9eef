"""Draw the tables of the causes of the example case "Qinghe City", one module a cause.

Nothing here is taken from the product but its catalogue of headings, values and public holidays.
Every module draws with a seed of its own, so that its table stays the same to the byte whatever
happens to the others.
"""
