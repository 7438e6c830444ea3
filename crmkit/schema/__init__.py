"""Read records by fields that are data: names in two languages, types, requirements."""
