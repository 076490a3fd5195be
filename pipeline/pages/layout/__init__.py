"""Glyphs and grids -> lines and cells; what lies behind the text set apart."""
