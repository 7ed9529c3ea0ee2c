"""Before the meeting: the list of meetings, planning one, its agenda, papers and interests. It may import the rest of
`ui` and the queries; it acts through the desk alone and never settles what only the chair may settle.
"""
