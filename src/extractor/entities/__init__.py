"""Finding people, countries, weapons, agreements and organisations, and giving each a stable id."""
