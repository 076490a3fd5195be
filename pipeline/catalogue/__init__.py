"""Catalogues: what analysts, portals and applicants use, written from accepted records.

Comes in: a ``Catalogue``.  Goes out: one folder of files; each module writes one format.
"""
