"""Running Porter on one machine: servers, build, processes and what `porter doctor` knows. No domain word here but in `invite`."""
