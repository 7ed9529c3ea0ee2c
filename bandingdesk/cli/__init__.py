"""The doors for IT staff and scripts: one file a group of commands, the same domain code as the window.

A group's module has `add(parser, command)`, which adds its own arguments, and `run(args, out) -> int`, which
returns the exit code or raises a DeskError. It may import every storey below; what opens a window imports
`bandingdesk.ui` inside the function that needs it, so that a check of a framework never loads Qt. No rule, query or
sentence about a case is made here.
"""
