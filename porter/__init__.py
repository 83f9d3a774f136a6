"""Porter moves goods and people inside a city."""
