"""What an exercise's solution needs, and what a lesson has shown before it: both from syntax trees.

A *tool* is written as learners meet it: "np.where", "keepdims=", ".T", "rng.normal", "zip",
"lambda", "a list comprehension". The same reading serves solutions, given code and code in text.
"""

import ast
import inspect
import re
import textwrap

import numpy as np

from autograder.exercises import of_lesson

ASSUMED = {
    "len", "range", "print", "int", "float", "abs", "round", "sum", "min", "max", "list", "bool",
    ".append",
}  # fmt: skip
"""A little Python: what a learner of the course has met elsewhere, besides if, for, def, return."""

BUILT_IN = {
    "all", "any", "callable", "enumerate", "getattr", "isinstance", "map", "pairwise", "reversed",
    "set", "setattr", "sorted", "super", "tuple", "type", "zip", "ValueError", "dict", "next",
} | ASSUMED  # fmt: skip
CONSTRUCTS = {
    ast.Lambda: "lambda",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator in brackets",
    ast.IfExp: "a if test else b",
    ast.AugAssign: "+=",
    ast.ClassDef: "class",
    ast.Starred: "a star",
    ast.MatMult: "@",
    ast.Slice: "a slice",
    ast.Dict: "a dictionary",
    ast.With: "with",
    ast.Try: "try",
    ast.While: "while",
    ast.Break: "break",
    ast.Raise: "raise",
    ast.JoinedStr: "an f-string",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.Invert: "~",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.Yield: "yield",
    ast.NamedExpr: ":=",
    ast.Assert: "assert",
}
SIGNS = {"@": "@", "&": "&", "|": "|", "~": "~", "//": "//", "%": "%", "+=": "+=", "-=": "+="}
MODULES = {"np", "rng"}
METHODS = {
    name for kind in (np.ndarray, list, dict, set, str, tuple) for name in dir(kind)
    if not name.startswith("_")
}  # fmt: skip
"""Python's and NumPy's own; what the workbook's and a learner's own things have is said there."""


def tools_in(tree):
    """The tools that stand in a syntax tree: a set of names."""
    found = set()
    for node in ast.walk(tree):
        found |= set(_of_node(node))
    return found


def _of_node(node):
    if type(node) in CONSTRUCTS:
        yield CONSTRUCTS[type(node)]
    if isinstance(node, ast.Attribute):
        yield from _of_attribute(node)
    elif isinstance(node, ast.keyword) and node.arg:
        yield f"{node.arg}="
    elif isinstance(node, ast.Name) and node.id in BUILT_IN:
        yield node.id
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield "several results"
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
        yield "p, q = …"
    elif isinstance(node, ast.For) and isinstance(node.target, ast.Tuple):
        yield "for p, q in …"
    elif isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Compare):
            yield "a mask that picks"
        if isinstance(node.slice, ast.Tuple):
            yield "X[i, j]"
    elif isinstance(node, ast.FunctionDef):
        yield from _of_function(node)


def _of_attribute(node):
    dotted = ast.unparse(node)
    head = dotted.split(".")[0]
    if head in MODULES and re.fullmatch(r"[\w.]+", dotted):
        yield dotted
    elif "default_rng(" in dotted:
        yield f"rng.{node.attr}"
    elif head != "nn" and node.attr in METHODS and isinstance(node.ctx, ast.Load):
        yield f".{node.attr}"


def _of_function(node):
    inside = [one for one in ast.walk(node) if one is not node]
    if any(isinstance(one, ast.FunctionDef) for one in inside):
        yield "a function within a function"
    names = {n.func.id for n in inside if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    if node.name in names:
        yield "a function that calls itself"


def needed_by(exercise):
    """The tools that an exercise's solution needs, without a little Python and its own names.

    Of a class, methods that are given need nothing; the names of its own attributes are no tools.
    (A *break it* exercise gives its code, and nothing is asked of it.)
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.reference)))
    top = tree.body[0]
    own = set()
    if isinstance(top, ast.ClassDef):
        own = {n.attr for n in ast.walk(top) if isinstance(n, ast.Attribute) and _of_self(n)}
        own |= {n.name for n in ast.walk(top) if isinstance(n, ast.FunctionDef)}
        top.body = [one for one in top.body if getattr(one, "name", "") not in exercise.given]
    parameters = {
        a.arg for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) for a in n.args.args
    }
    found = {tool for tool in tools_in(tree) if tool.removeprefix(".") not in own}
    return found - ASSUMED - {f"{name}=" for name in parameters}


def _of_self(node):
    return isinstance(node.value, ast.Name) and node.value.id == "self"


# -- what was shown --------------------------------------------------------------------------------


def shown_by(cell, lesson, code_counts):
    """The tools that a cell shows: code in its text, a statement's docstring, code that counts."""
    if cell.metadata.get("only") == "deck":
        return set()
    if cell.cell_type == "markdown":
        found = set().union(*map(tools_of_text, _code_in(cell.source)), set())
        if "exercise" in cell.metadata:
            reference = of_lesson(lesson.folder)[cell.metadata["exercise"]].reference
            found |= tools_of_docstring(inspect.getdoc(reference) or "")
        return found
    return tools_in(ast.parse(cell.source)) if code_counts and is_given(cell) else set()


def is_given(cell):
    """Whether it is code that a learner reads: not to be written, not plumbing, not a question."""
    ours = {"nbgrader", "question"} & set(cell.metadata)
    return (
        cell.cell_type == "code" and not ours and "hide-input" not in cell.metadata.get("tags", ())
    )


def used_by(cell):
    """The tools of given code, without a little Python and keywords: these speak for themselves."""
    return {t for t in tools_in(ast.parse(cell.source)) if not t.endswith("=")} - ASSUMED


def _code_in(markdown):
    fenced = re.findall(r"^```\w*\n(.*?)^```", markdown, re.M | re.S)
    return [*fenced, *re.findall(r"(?<!`)`([^`\n]+)`(?!`)", markdown)]


def tools_of_docstring(text):
    """A docstring is prose: names of NumPy, keywords and examples in it count as shown."""
    found = set(re.findall(r"\b(?:np|rng)\.\w+(?:\.\w+)*", text))
    found |= {f".{name}" for name in re.findall(r"\b\w+\.(\w+)\(", text)}
    for line in text.splitlines():
        found |= {word for word in re.findall(r"\b\w+", line) if word in BUILT_IN - ASSUMED} & {
            "isinstance", "zip", "enumerate",
        }  # fmt: skip
    return found


def tools_of_text(code):
    """The tools in code within text, be it a whole line or a fragment such as `axis=1`."""
    code = textwrap.dedent(code).strip().replace("…", "...")
    found = set(re.findall(r"\b(?:np|rng)\.\w+(?:\.\w+)*", code))
    found |= {f".{name}" for name in re.findall(r"(?<![\w.])\w*[\])]?\.([A-Za-z]\w*)", code)}
    found |= {f"{name}=" for name in re.findall(r"\b([a-z_]\w*)=(?!=)", code)}
    found |= {word for word in re.findall(r"\b\w+", code) if word in BUILT_IN}
    found |= {name for sign, name in SIGNS.items() if sign in code}
    words = ("lambda", "class", "with", "try", "while", "break", "raise", "not in", "is not", "in")
    found |= {word for word in words if code == word}
    for whole in (code, f"{code}\n    pass", f"def _():\n{textwrap.indent(code, '    ')}"):
        try:
            return found | tools_in(ast.parse(whole))
        except SyntaxError:
            continue
    return found
