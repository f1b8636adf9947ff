"""Who said what: quotation marks, cues, constructions, and the sources of statements."""
