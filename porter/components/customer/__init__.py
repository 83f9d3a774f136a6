"""Parts of the customer's screens that are no primitives: values and handlers in, component out."""
