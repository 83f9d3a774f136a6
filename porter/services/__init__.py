"""Rules by domain. Each folder is one domain; its `__init__` is the door that everybody else uses."""
