"""Which line of a document is what: head, title, body, annex, signature, imprint."""
