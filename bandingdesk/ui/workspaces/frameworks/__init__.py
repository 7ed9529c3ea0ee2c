"""The council's own scheme: versions, the editor of a draft with its findings, and Try it. It may import the rest of
`ui`, the queries, and the engine to ask it questions; it records through the desk alone and never decides a band.
"""
