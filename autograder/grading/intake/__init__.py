"""What was handed in: found, read, and put right, whatever state it is in.

In comes the folder of submissions; out go whose is what and what was left out (`folders`), and of
each submission the notebook that is meant (`choosing`), in the current format with the lesson's own
cells where they belong, the texts that a person marks, the files beside it, and a line for
everything that was odd. Nothing of a student's is run here. Open `folders` first, then `choosing`.
"""
