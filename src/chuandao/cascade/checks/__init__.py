"""Judgements over the tables of a case, one idea a file; each says, none changes anything."""
