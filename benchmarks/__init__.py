"""`bandingdesk-bench`: a file a suite, subject and rival in turn in one process, both figures beside the ratio.

Each suite is a module with `rows(quick) -> Iterator[Row]`. May import anything of bandingdesk and the rivals of the
`bench` group; nothing imports this folder.
"""
