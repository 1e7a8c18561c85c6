"""What JupyterLab writes when it saves a notebook: what a learner did, and nothing else.

Opening a notebook alone makes JupyterLab save it half a minute later, with all that its kernel says
of Python; git then sees a change in every lesson that was looked at. And a widget's output names a
model in a kernel that will be gone: opened another day, JupyterLab shows an error there and not the
still that the output holds as well. `as_it_was` takes both out.
"""

import json

WIDGET = "application/vnd.jupyter.widget-view+json"


def as_it_was(model, path, contents_manager, **_):
    """Put right what is about to be saved: a hook that a Jupyter server calls before each save.

    model: the contents model; a notebook's content is changed in place, all else is left alone.
    path: where it will be saved. contents_manager: tells where that is on the disk.
    """
    notebook = model.get("content")
    if model.get("type") != "notebook" or not isinstance(notebook, dict):
        return
    keep_language(notebook, on_disk(contents_manager, path))
    for cell in notebook.get("cells", []):
        for output in cell.get("outputs", []):
            forget_model(output)


def on_disk(contents_manager, path):
    """The notebook as it lies on the disk; an empty one where none does, or none that is JSON."""
    try:
        with open(contents_manager._get_os_path(path), encoding="utf-8") as file:
            old = json.load(file)
    except (OSError, ValueError, AttributeError):  # new, damaged, or not kept in files
        return {}
    return old if isinstance(old, dict) else {}


def keep_language(notebook, old):
    """Leave `language_info` as it was where the kernel has only added to it."""
    had = old.get("metadata", {}).get("language_info")
    metadata = notebook.get("metadata", {})
    has = metadata.get("language_info")
    if isinstance(had, dict) and isinstance(has, dict) and had.items() <= has.items():
        metadata["language_info"] = had


def forget_model(output):
    """Drop a widget's model from an output that also holds a still to show in its place."""
    data = output.get("data", {})
    if WIDGET in data and "text/html" in data:
        del data[WIDGET]
