"""Who is meant: roles, pronouns, descriptions and groups."""
