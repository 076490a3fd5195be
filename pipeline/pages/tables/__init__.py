"""Rules -> grids: plain, within cells of others, and told by shading alone."""
