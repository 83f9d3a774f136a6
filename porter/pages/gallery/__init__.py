"""The gallery of the design system, in parts: one module per kind of primitive."""
