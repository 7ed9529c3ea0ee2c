"""The quality lead's place: samples, audits by criteria, a decision's whole record, and the check of the record. It may
import the rest of `ui`, the queries and the criteria's own arithmetic; it acts through the desk alone and changes no
decision.
"""
