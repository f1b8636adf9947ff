"""Windows: what a person looks at. Only the command line and notebooks import from here."""
