"""What any product would need: configuration, time, money, places on a map, the database. Knows no domain word."""
