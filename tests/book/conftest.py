"""A book on a server: Chromium gives pages from a disk one storage, and not always the same."""

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.authoring.book import Book

from ..live_places import wait_until_alive

ASK = 'from workbook.checkpoints import ask\nask("a4-sigmoid-of-40")'


@pytest.fixture(scope="session")
def pages():
    """A function: the pages of a book by file name, each of whose lessons asks one question."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ASK)])
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    return lambda lessons: Book(lessons, "book").pages(lambda _: notebook)


@pytest.fixture(scope="module")
def address(book):
    """Where the module's book, a folder, is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=book))
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def reader(browser):
    """The profile of a reader, whose system is light."""
    context = browser.new_context(color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def open_page(address, reader):
    """Opens a page of the book, always for the same reader.

    before: a script that is run before the page's own.
    """

    def opened(name, before=""):
        page = reader.new_page()
        page.add_init_script(before)
        page.goto(f"{address}/{name}.html")
        if name != "index":
            wait_until_alive(page)
        return page

    return opened
