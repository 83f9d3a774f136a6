"""States of pages that anybody may open."""
