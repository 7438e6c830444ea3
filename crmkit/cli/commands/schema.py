"""Write the JSON Schema of a record's front-matter, for editors."""

from __future__ import annotations

from crmkit.cli.command import Use, command
from crmkit.cli.present import print_plain_json
from crmkit.cli.rim import Rim, pass_rim
from crmkit.schema.json_schema import json_schema


@command(Use.READS)
@pass_rim
def COMMAND(rim: Rim) -> int:
    """Write the JSON Schema of a record's front-matter, for editors.

    crmkit schema > record.schema.json
    """
    print_plain_json(json_schema(rim.policy.schema, rim.policy.context, rim.lang))
    return 0
