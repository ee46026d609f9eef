"""The cascade forward (推演): what may be expected without and with a package, and where not."""
