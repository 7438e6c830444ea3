"""Merge what two people made of one record by its meaning; what truly disagrees becomes a named conflict."""

from crmkit.merge.record import Merge, merged

__all__ = ["Merge", "merged"]
