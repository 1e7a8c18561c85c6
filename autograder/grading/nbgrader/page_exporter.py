"""nbconvert's exporter for pages, in its plainest form."""

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter

from ...own_files import content_of


class PageExporter(HTMLExporter):
    """Makes a page of whatever is in a graded notebook.

    nbconvert's own refuses a notebook in which a student's tag has a comma, and sends the finished
    page through another parser, which takes longer than all the rest and adds nothing to our pages.
    """

    def from_filename(self, filename, resources=None, **more):
        """Raises CourseError where what is in the notebook's place is no file, such as a pipe."""
        content_of(Path(filename), "grade it again")
        return super().from_filename(filename, resources, **more)

    def from_notebook_node(self, nb, resources=None, **more):
        """The page, and what nbconvert passes along with it."""
        resources = self._init_resources(resources)
        return TemplateExporter.from_notebook_node(self, nb, resources, **more)

    def _validate_preprocessor(self, nbc, preprocessor):
        """Nothing: what is shown is looked at where it is shown."""
