"""How far people agree: spread of a round, later agreement, severity, drift and noise. Pure figures from values: a
rule book that may import the ground alone. It never knows a name, a child, a store or a screen, and never compares
people in public.
"""
