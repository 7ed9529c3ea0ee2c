"""The letters that signed decisions ask for: the tray, the composer with its checks, the page that confirms sending.
It may import the rest of `ui`, the queries and the letter matrix of the statute; it acts through the desk alone, and
never words a letter itself.
"""
