"""Two booklets -> what the second changes against the first, as data."""

from __future__ import annotations

from pipeline.changes import Change, Class, Diff, EditionRef, Kind, Member, ProgrammeRef, to_json

__all__ = ["Change", "Class", "Diff", "EditionRef", "Kind", "Member", "ProgrammeRef", "to_json"]
