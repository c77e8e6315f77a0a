"""Keep a listing: what its owner does with it."""
