"""Read the procedures in `sop/` into a typed policy."""

from crmkit.policy.policy import FOLDER, REQUIRED, Policy, read_policy

__all__ = ["FOLDER", "REQUIRED", "Policy", "read_policy"]
