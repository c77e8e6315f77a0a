"""What each page is given: the queries asked, their answers handed to the presenters."""
