"""Returns: a part of a case's page. It has a view model of its own, which reads when the part is shown."""
