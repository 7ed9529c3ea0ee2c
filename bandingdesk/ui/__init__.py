"""The screen: the window, its pages and what they share. It may import `desk` and `store.queries` (for types), and Qt;
it never imports a database, a letter maker or a key store, never decides anything about the trade, and loads nothing
heavy before the first paint. Everything a page needs is given to it in one `Surroundings` value.
"""
