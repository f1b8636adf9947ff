"""How an article is read: the patterns over its words that the tables of the grammar are written in."""
