"""Migrations of the shared store's tables: first expanded, and contracted once no program needs the old shape."""
