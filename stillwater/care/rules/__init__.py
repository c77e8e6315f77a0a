"""What care rests on, in pure Python: protocols as data, limits and who set them. No Django."""
