"""What every room needs and nobody's subject is: ids, time, keys, private files, the safe database."""
