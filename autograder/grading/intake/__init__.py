"""What was handed in: found, read, and put right, whatever state it is in.

In comes the folder of one submission; out go a notebook of the current format with the lesson's own
cells where they belong, the texts that a person marks, the files beside it, and a line for
everything that was odd. Nothing of a student's is run here. Open `finding` first.
"""
