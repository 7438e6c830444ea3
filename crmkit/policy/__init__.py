"""Read the procedures in `sop/` into a typed policy."""

from crmkit.policy.policy import FOLDER, Policy, misnamed, read_policy, required

__all__ = ["FOLDER", "Policy", "misnamed", "read_policy", "required"]
