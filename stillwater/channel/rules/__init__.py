"""What a page of the channel is made of and must have. No Django, no Wagtail."""
