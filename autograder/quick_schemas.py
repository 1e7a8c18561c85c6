"""Import this before nbformat or Jupyter: jsonschema is then there in a tenth of the time.

It offers to check addresses and durations where their parsers can be imported, and importing these
compiles grammars for a second and a half. Nothing here checks such a thing.
"""

import sys

for name in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(name, None)
