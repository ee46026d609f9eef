"""Pages with placed signs (PDF, OFD, scans): one layout engine, two readers."""
