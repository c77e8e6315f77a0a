"""The cast: invented people, built with the actions that pages use. The tests and the demonstration share them."""
