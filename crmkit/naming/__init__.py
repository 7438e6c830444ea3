"""Compare names as people write them: any width, case, accent, script or legal form."""

from crmkit.naming.company import core, parts
from crmkit.naming.fold import forms, key

__all__ = ["core", "forms", "key", "parts"]
