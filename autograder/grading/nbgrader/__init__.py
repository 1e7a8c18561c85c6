"""The engine inside of nbgrader: its steps, its plain notebooks, its pages.

`steps` is what `nbgrader_config.py` plugs into nbgrader's own commands; `plain_notebooks` grades
notebooks with assert cells in our sandbox, by nbgrader's rules (`marking_rules`); `pages` makes
feedback and Formgrader's pages offline. Open `steps` first.
"""
