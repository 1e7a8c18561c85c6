"""Formgrader's tables and lists, with every name escaped: an extension of the Jupyter server.

Formgrader writes names into its pages as they are. A student is named by a folder, which may be
called `"; alert(1)//` or `<img src=x onerror=…>`. Here its own templates are read with three things
changed: what they insert is escaped, in scripts as JSON; each script bears a word that a policy
asks for, so that no other runs; and no page asks another machine for anything. Files that were
handed in are shown, and nothing in them is run.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

from jinja2 import Environment, FileSystemLoader

from .page_exporter import PageExporter

SETTING = "nbgrader_jinja2_env"
"""Where Formgrader looks for its templates, among the server's settings."""

_OF_FILES = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_IN_SCRIPT = re.compile(r'= "\{\{ (\w+) \}\}"')
_HANDLER = re.compile(r'\son[a-z]+="([^"{]*)"', re.IGNORECASE)
_HEAD = re.compile(r"<head>")
_MISSING = "formgrade_404.tpl"
_NOTHING_THERE = """{%- extends 'base.tpl' -%}
{%- block title -%}Nothing is there{%- endblock -%}
{%- block body -%}
<div class="panel-body">The graded notebook was not found: <bdi>{{ resources.filename }}</bdi></div>
{%- endblock -%}
"""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(_server) -> None:
    """Nothing yet: Formgrader may be loaded later."""


async def _start_jupyter_server_extension(server) -> None:
    """Give Formgrader, where it is there, templates that escape."""
    settings = server.web_app.settings
    if SETTING in settings:
        settings[SETTING] = environment(settings[SETTING].loader.searchpath)
        settings["nbgrader_exporter"] = PageExporter(config=settings["nbgrader_exporter"].config)
        _confine_files()


def _confine_files() -> None:
    """Have what was handed in beside a notebook shown as what it is, a stranger's: no script of it
    runs, and it is no page of this server's. Jupyter's own file browser does nearly the same.
    """
    from nbgrader.server_extensions.formgrader.handlers import SubmissionFilesHandler

    usual = SubmissionFilesHandler.content_security_policy
    SubmissionFilesHandler.content_security_policy = property(
        lambda handler: f"{usual.__get__(handler)}; {_OF_FILES}"
    )


def environment(folders: list[str]) -> Environment:
    """Formgrader's templates from these folders, made safe."""
    return Environment(loader=_Escaping(folders), autoescape=True)


class _Escaping(FileSystemLoader):
    """Reads nbgrader's templates, and changes what trusts the names in them.

    One of them cannot be used as it is: nbgrader's page for a missing notebook includes a template
    that is not there.
    """

    def __init__(self, folders: list[str]):
        super().__init__(folders)
        self._nonce = secrets.token_hex(16)
        sources = [super(_Escaping, self).get_source(None, name)[0] for name in self._names()]
        handlers = {found for source in sources for found in _HANDLER.findall(source)}
        allowed = " ".join(sorted(map(_hash, handlers)))
        self._policy = (
            f"default-src 'self'; script-src 'nonce-{self._nonce}' 'unsafe-hashes' {allowed}; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'none'; "
            "object-src 'none'; base-uri 'none'; form-action 'none'"
        )

    def get_source(self, environment, template):
        source, filename, is_current = super().get_source(environment, template)
        if template == _MISSING:
            source = _NOTHING_THERE
        source = _IN_SCRIPT.sub(r"= {{ \1 | tojson }}", source)
        source = source.replace("<script", f'<script nonce="{self._nonce}"')
        meta = f'<meta http-equiv="Content-Security-Policy" content="{self._policy}">'
        return _HEAD.sub(f"<head>\n  {meta}", source), filename, is_current

    def _names(self) -> list[str]:
        return [name for name in self.list_templates() if name.endswith(".tpl")]


def _hash(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
