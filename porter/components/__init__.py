"""What pages are made of: values and handlers in, component out. Nothing here imports a state."""
