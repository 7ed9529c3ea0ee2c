"""The look: tokens, fonts, icons and the one short style sheet. It may import Qt and `resources`; no colour, size or
style sheet stands anywhere else, and nothing here knows a page.
"""
