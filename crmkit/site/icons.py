"""Draw line icons on a 16 px grid, made for this site."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

# Paths move in whole and half pixels; a page without an icon of its own gets a dot.
SHAPES = {
    "brand": '<path d="M3 3h10v10H3zM3 6.5h10M6.5 6.5V13"/>',
    "search": '<circle cx="7" cy="7" r="4.25"/><path d="m10.2 10.2 3.3 3.3"/>',
    "theme": '<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5v11a5.5 5.5 0 0 0 0-11z" fill="currentColor"/>',
    "today": '<circle cx="8" cy="8" r="5.5"/><path d="M8 4.8V8l2.2 1.6"/>',
    "customers": '<circle cx="6" cy="5.5" r="2.5"/>'
    '<path d="M1.8 13c.3-2.6 2-4 4.2-4s3.9 1.4 4.2 4M10.5 '
    '3.3a2.5 2.5 0 0 1 0 4.4M12 9.5c1.3.6 2 1.8 2.2 3.5"/>',
    "pipeline": '<path d="M2 3h12l-4.5 5.5V13l-3 .5v-5z"/>',
    "tiers": '<path d="m8 2 6 3-6 3-6-3zM2.5 8.2 8 11l5.5-2.8M2.5 11.2 8 14l5.5-2.8"/>',
    "calendar": '<path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3"/>',
    "tickets": '<path d="M2 4.5h12v2.3a1.3 1.3 0 0 0 0 2.4v2.3H2V9.2a1.3 1.3 0 0 0 0-2.4zM9.5 4.5v7"/>',
    "satisfaction": '<circle cx="8" cy="8" r="5.5"/>'
    '<path d="M5.5 9.3c1.3 1.9 3.7 1.9 5 0M6 6.3v.2M10 6.3v.2"/>',
    "reports": '<path d="M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6"/>',
    "sop": '<path d="M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3"/>',
    "quality": '<path d="M8 2 3 4v4c0 3 2 5 5 6 3-1 5-3 5-6V4zM5.8 8l1.6 1.6 2.9-3.1"/>',
    "people": '<circle cx="8" cy="5" r="2.7"/><path d="M3 13.5c.4-3 2.3-4.5 5-4.5s4.6 1.5 5 4.5"/>',
    "changes": '<circle cx="8" cy="8" r="2.3"/><path d="M1.5 8h4.2M10.3 8h4.2"/>',
    "down": '<path d="m4 6.5 4 4 4-4"/>',
    "download": '<path d="M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M3 13.5h10"/>',
    "phone": '<path d="M3.5 2.5h2.3l1.2 3-1.6 1.2c.8 1.7 2.2 3.1 3.9 3.9l1.2-1.6 3 '
    '1.2v2.3c-5.5.8-10.8-4.5-10-10z"/>',
    "mail": '<path d="M2 3.5h12v9H2zM2 4.5l6 4.3 6-4.3"/>',
    "file": '<path d="M4 2h5l3 3v9H4zM9 2v3h3"/>',
    "link": '<path d="M6.5 9.5 13 3M8.5 3H13v4.5M11 9.5V13H3V5h3.5"/>',
    "person": '<circle cx="8" cy="5" r="2.5"/><path d="M3.5 13c.3-2.6 2.2-4 4.5-4s4.2 1.4 4.5 4"/>',
    "print": '<path d="M4.5 6V2.5h7V6M4.5 11.5H2.5V6h11v5.5h-2M4.5 9.5h7v4h-7z"/>',
}
DOT = '<circle cx="8" cy="8" r="2.5"/>'


@cache
def icon(name: str) -> Markup:
    """The icon of a page or an action; it says nothing to those who listen, the words beside it do."""
    shape = SHAPES.get(name, DOT)
    return Markup(
        '<svg class="i" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        f"{shape}</svg>"
    )
