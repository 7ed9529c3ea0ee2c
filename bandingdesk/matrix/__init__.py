"""How needs become a band: the definition of a scheme, one profile's evaluation, its explanation and the checks.

May import errors and other modules of this folder. Holds no child's name, reads no disk, draws no screen, and
never writes a decision: it says where a council's own published scheme points, and people decide.
"""
