"""Turn pages into a folder of static HTML that opens from anywhere."""

from crmkit.site.build import Built, build

__all__ = ["Built", "build"]
