"""crmkit keeps a team's customers in Git as plain text and computes what its procedures ask."""

__version__ = "0.1.0"
