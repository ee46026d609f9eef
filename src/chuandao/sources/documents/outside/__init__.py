"""Programs that are not ours: LibreOffice converts, tesseract recognises."""
