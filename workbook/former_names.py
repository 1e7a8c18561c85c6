"""Names that lessons' folders had before the course was divided anew.

Notebooks outlive a numbering: what a learner began, or a class handed in, under a former name is
known by it and taken for the lesson that holds its exercises today.
"""

FORMER_NAMES = {"12-capstone": "13-capstone"}
"""Former folder → today's folder. A name that is in use again never stands here."""


def present_name(folder):
    """The name that a lesson's folder has today: "12-capstone" → "13-capstone"."""
    return FORMER_NAMES.get(folder, folder)
