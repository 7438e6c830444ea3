"""Turn pages into a folder of static HTML that opens from anywhere."""

from crmkit.site.build import Built, build
from crmkit.site.generation import NotOurs

__all__ = ["Built", "NotOurs", "build"]
