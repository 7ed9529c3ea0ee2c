"""The pages: one folder for each place of the rail and for the large pages that open from it. A folder may import the
rest of `ui`, never another workspace: what two need stands in `widgets/` or `models/`. The window imports a page when
it is first opened.
"""
