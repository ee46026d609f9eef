"""The clauses of a document: numbering, headings, tables, kinds."""
