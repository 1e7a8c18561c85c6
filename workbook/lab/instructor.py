"""JupyterLab for an instructor: `make teach`, or `jupyter lab --config=workbook/lab/instructor.py`.

As for a learner, and with nbgrader's Formgrader, *Create assignment* and *Validate* besides.
"""

from workbook.lab import configure

configure(get_config(), instructor=True)  # noqa: F821 - Jupyter supplies it
