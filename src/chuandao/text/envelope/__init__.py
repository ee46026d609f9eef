"""The envelope of a document (GB/T 9704-2012): issuer, number, title, addressees, what it cites."""
