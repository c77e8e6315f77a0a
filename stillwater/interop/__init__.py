"""Records out and in: what other systems write and read. Each file of it knows one of their forms, and nothing of pages."""
