"""What a student's process may see of the autograder, and nothing more.

In grading, a copy of this folder stands where the package `autograder` stands on a learner's own
machine, so that `from autograder import check` works there too. It therefore imports nothing from
outside itself. Open `runner` first: it does what the judging process asks for, `probes` applies a
function to inputs, `plain` is what may cross. `limits` has the numbers of memory, time and disk;
`walls` and `warm` hold submissions to them.
"""


class Unjudged(str):
    """What `check` returns here: words, and the questions that a learner may ask of a card."""

    def hint(self, number: int = 1) -> None:
        """Hints are for learners."""

    def where(self) -> None:
        """It was not looked for."""

    def trace(self) -> None:
        """Nothing was run."""


def check(implementation: object) -> Unjudged:
    """Stands in for the learner's `check`: the function of that name is judged elsewhere."""
    return Unjudged("The grader checks this by itself.")
