"""What a teacher needs to know of the lessons, read off the lessons: their length, their order, plans for a class."""
