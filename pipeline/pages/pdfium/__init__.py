"""PDF by PDFium: the document, its glyphs, its paths."""
