"""From the files of a case to its tables: gathered, connected, keys and references resolved."""
