"""The functions of the shared store, as SQL: replaced as a whole at every upgrade."""
