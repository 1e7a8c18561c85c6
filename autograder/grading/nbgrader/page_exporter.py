"""nbconvert's exporter for pages, in its plainest form."""

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter


class PageExporter(HTMLExporter):
    """Makes a page of whatever is in a graded notebook.

    nbconvert's own refuses a notebook in which a student's tag has a comma, and sends the finished
    page through another parser, which takes longer than all the rest and adds nothing to our pages.
    """

    def from_notebook_node(self, nb, resources=None, **more):
        """The page, and what nbconvert passes along with it."""
        resources = self._init_resources(resources)
        return TemplateExporter.from_notebook_node(self, nb, resources, **more)

    def _validate_preprocessor(self, nbc, preprocessor):
        """Nothing: what is shown is looked at where it is shown."""
