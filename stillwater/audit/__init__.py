"""An append-only log of every change and every read, chained so that a change to it shows."""
