"""Who speaks: the entities behind the source of each statement, and what is told of those whom nobody names."""
