"""The page that shows what was understood of documents, laid over their text."""
