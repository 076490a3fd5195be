"""What a person sees in the terminal: progress, tables of results, diffs and drafts."""
