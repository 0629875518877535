"""How many young people must stand behind what is shown. Why, and what else is hidden with it: docs/adr/0009.

The texts of the report and the codebook say these numbers in words.
"""

# Counts of one to four are hidden: Danish statistics print no group below five (ADR 9).
SMALLEST_SHOWN = 5

# A unit of fewer is not named in the de-identified export: its name would stand for so small a group (ADR 9 and 10).
SMALLEST_UNIT = SMALLEST_SHOWN

# Of fewer, a quartile or a sum of nights is near to what one young person had (ADR 9).
SMALLEST_SPREAD = 10
