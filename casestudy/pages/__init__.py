"""Pages of the web: their addresses, captures, archives, blocks, and what is looked for on them."""
