"""Many children under a scheme that is being changed: sliders, budgets, movers, the range from judgement, the log.

May import the rest of the matrix but for its doors (schema, explain). Records nothing: a scenario is tried on paper;
only amounts may be sought. What a threshold or a weight would do is shown, marked, and goes nowhere without a reason.
"""
