"""The sentence behind "What happened:" for each kind of explanation that was found and checked.

Our own sentences: `code` between backquotes, *stressed words* between stars. A number of the
learner's stands in them only through `number`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .explanation import Explanation


def sentence(explanation: Explanation) -> str:
    """What happened, in one or two sentences, about the part of the result that it is about."""
    return SENTENCES[explanation.kind](explanation.facts)


def number(value: float) -> str:
    return f"{value:.4g}"


def shape(value: tuple) -> str:
    return "a single number" if value == () else f"shape {value}"


def _error(facts: dict) -> str:
    said = re.sub(r"\ba (?=[aeiouAEIO])", "an ", facts["say"].format(**facts["groups"]))
    values = [f"`{name}` is {what}" for name, what in facts["values"].items()]
    return f"{said} At that line, {', '.join(values)}." if values else said


def _axis(facts: dict) -> str:
    names = {None: "of all entries", 0: "over the rows", 1: "over axis 1", -1: "over the last axis"}
    return names[facts["axis"]]


def _whole(facts: dict) -> str:
    return {None: "the whole array", 0: "each column", 1: "axis 1", -1: "each row"}[facts["axis"]]


def _still(facts: dict) -> str:
    return (
        f"It is {shape(facts['got'])}, and the {facts['how']} {_axis(facts)} of it is just what "
        f"was asked for, {shape(facts['expected'])}: that step is missing."
    )


def _too_far(facts: dict) -> str:
    return (
        f"What came is the {facts['how']} {_axis(facts)} of what was asked for: one number for "
        f"{_whole(facts)}, where {shape(facts['expected'])} was asked for."
    )


def _factor(facts: dict) -> str:
    value, words = facts["value"], facts["words"] or f"{number(abs(facts['value']))} times"
    turned = ", with the other sign" if value < 0 else ""
    return f"{_what_is(facts)} {words} what was asked for{turned}."


def _what_is(facts: dict) -> str:
    return "It is" if facts["single"] else "Every entry is"


def _nearly(facts: dict) -> str:
    size = "large" if facts["large"] else "small"
    return (
        f"{_what_is(facts)} nearly what was asked for, too {size} by a share of "
        f"{number(facts['share'])}: is something small added, to a divisor, say?"
    )


KINDS = {"b": "True and False", "i": "whole numbers", "u": "whole numbers", "f": "floats"}


def _another_kind(facts: dict) -> str:
    came, asked = (KINDS.get(facts[side], "texts") for side in ("got", "expected"))
    if facts["got"] == "b" and facts["single"]:
        came, asked = "True or False", "a number" if asked != "texts" else "a text"
    if facts["expected"] == "b" and facts["single"]:
        asked = "True or False"
    how = {"b": ", 1 or 0: `np.where(…, 1.0, 0.0)` makes them", "f": ": `dtype=int` makes them"}
    more = how.get(facts["got"], "") if facts["right"] else "; and other ones at that"
    return f"What came is {came}; asked for is {asked}{more if asked != came else ''}."


def _number_of_parts(facts: dict) -> str:
    said = f"{facts['got']} things came, where {facts['expected']} are asked for"
    if facts["together"]:
        return f"{said}: what belongs together is to be a tuple of its own, in parentheses."
    return f"{said}."


def _parts_exchanged(facts: dict) -> str:
    return (
        "The right things came, in another order: in place "
        f"{facts['place']} stands what belongs in place {facts['part']}."
    )


def _none_parts(facts: dict) -> str:
    names = ", ".join(f"`{name}`" for name in facts["names"])
    return f"{names} {_are(len(facts['names']))} None: no value was given there."


def _times(facts: dict) -> str:
    what = f"as there are {facts['what']} in `{facts['of']}` (here {facts['here']:g})"
    if facts["how"] == "times":
        return f"It is as many times what was asked for {what}: a sum where a mean is asked, say."
    return (
        "It is what was asked for, divided by the number of "
        f"{facts['what']} of `{facts['of']}` (here {facts['here']:g}): a division too many, say."
    )


def _turned(facts: dict) -> str:
    how = facts["how"]
    if how == "transposed":
        return "These are the right numbers, transposed: rows for columns."
    if how == "in another order":
        return "These are the right numbers, in another order."
    if how.startswith("the "):
        return f"What came is {how.split(' in every')[0]} of the right answer, over and over."
    if how.startswith("one step"):
        return f"These are the right numbers, {how}: each stands where its neighbour belongs."
    return f"These are the right numbers, {how}."


def _constant(facts: dict) -> str:
    value = number(facts["value"])
    return f"{_what_is(facts)} {value} at every call that is wrong, whatever was given."


def _one_word(facts: dict) -> str:
    asked = " or ".join(repr(word) for word in facts["asked"])
    return f"It answers {facts['got']!r} where {asked} was asked for{_at_all(facts['calls'])}."


def _two_words(facts: dict) -> str:
    said = [f"{got!r} where {asked!r} was asked for" for asked, got in facts["pairs"]]
    return f"It answers {' and '.join(said)}."


def _region(facts: dict) -> str:
    of, side, edge = facts["of"], facts["side"], facts["number"]
    gives = f"; there it gives {facts['gives']}" if facts.get("gives") else ""
    if side == "at":
        return f"It is right but where {of} is {number(edge)}{gives}."
    beyond = facts["high"] if side == "above" else facts["low"]
    sign = {"above": "≥" if edge == beyond else ">", "below": "≤" if edge == beyond else "<"}[side]
    if " − `" in of and of.startswith("|") and of.count("`") == 6:  # beyond an argument's own limit
        of, _, limit = of.rpartition(" − ")
        return f"It is wrong just where {of} {sign} {limit}, and right elsewhere{gives}."
    return f"It is wrong just where {of} {sign} {number(edge)}, and right elsewhere{gives}."


def _not_finite(facts: dict) -> str:
    large = facts["size"] is not None and facts["size"] >= 30
    at = f", with inputs of size {number(facts['size'])}" if large else ""
    if facts["all"]:
        return f"It gives {facts['words']}{at}, and numbers are asked for."
    return f"It is right but where it gives {facts['words']}{at}: a number is asked for there, too."


def _place(facts: dict) -> str:
    return f"It is wrong in {_named(facts)} alone; all else is right."


def _named(facts: dict) -> str:
    words = facts["words"]
    return words.replace("row", "entry") if facts["one"] else words


def _call(facts: dict) -> str:
    wrong, right = facts["wrong"], facts["right"]
    calls = "the one call" if wrong == 1 else f"all {wrong} calls"
    return (
        f"It is wrong at {calls} of this check in which `{facts['name']}` {facts['words']}, and "
        f"right at the {right} others."
    )


def _direction(facts: dict) -> str:
    size = "large" if facts["large"] else "small"
    if facts["count"] == 1:
        return f"It is too {size} here, by {number(facts['most'])}."
    by = number(facts["least"])
    if number(facts["most"]) != by:
        by = f"between {by} and {number(facts['most'])}"
    return f"In this call, everything that differs is too {size}, by {by}."


def _at_all(calls: int) -> str:
    return f", at each of the {calls} calls that are wrong" if calls > 1 else ""


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _another_length(facts: dict) -> str:
    like = f"; `{facts['like']}` has as many" if facts["like"] else ""
    return f"It has {shape(facts['got'])}{like}; asked for was {shape(facts['expected'])}."


def _another_argument(facts: dict) -> str:
    name, words = facts["name"], facts["words"]
    return f"This is the right answer for another `{name}`: as if it were {words}."


def _story(words: str) -> Callable[[dict], str]:
    return lambda facts: words.format(got=shape(facts["got"]), expected=shape(facts["expected"]))


def _changed(facts: dict) -> str:
    names = " and ".join(f"`{name}`" for name in facts["names"])
    return (
        f"The answer is right, but {names} came out changed: something was written into it, as "
        "`-=`, `[…] =` or a method like `sort` does. Work on a copy, or make a new array."
    )


def _warned(facts: dict) -> str:
    large = facts["largest"] is not None and facts["largest"] >= 30
    at = f" with inputs of size {number(facts['largest'])}" if large else ""
    return (
        f"The answer is right, but on the way NumPy met what it warns of{at}: {facts['warning']}. "
        "It is to be had without: keep the step that warns from such inputs."
    )


def _keys(facts: dict) -> str:
    said = []
    if facts["missing"]:
        said.append(f"{', '.join(map(repr, facts['missing'][:4]))} is missing")
    if facts["more"]:
        said.append(f"{', '.join(map(repr, facts['more'][:4]))} was not asked for")
    return f"Of the dictionary's entries, {', and '.join(said)}."


def _one_of_several(facts: dict) -> str:
    if facts["expected"] == 1:
        return "A list of one is asked for, and the thing itself came."
    alone = f" It is the one that belongs in place {facts['which']}." if facts["which"] else ""
    return (
        f"{facts['expected']} things are asked for, in one `return`, and a single one came.{alone}"
    )


def _several_for_one(facts: dict) -> str:
    if facts["got"] == 1:
        return "A list of one came where the thing itself was asked for."
    which = f"; it is number {facts['which']} of them" if facts["which"] else ""
    return f"{facts['got']} things came where one was asked for{which}."


def _list_for_array(facts: dict) -> str:
    right = " The array made of it would be right." if facts["right"] else ""
    return f"A list came back where an array was asked for.{right}"


def _length(facts: dict) -> str:
    more = facts["got"] > facts["expected"]
    begins = " Those that both have are right." if facts["begins"] else ""
    count = abs(facts["got"] - facts["expected"])
    many = "too many" if more else "too few"
    return f"There {'is' if count == 1 else 'are'} {count} {many}.{begins}"


def _parts(facts: dict) -> str:
    wrong, right = (", ".join(f"`{name}`" for name in facts[k]) for k in ("wrong", "right"))
    return f"Wrong is {wrong}; right is {right}."


def _from_row(facts: dict) -> str:
    what = "entry" if facts["one"] else "row"
    first = facts["first"]
    good = f"The first {what} is" if first == 1 else f"The first {first} {_many(what)} are"
    return f"{good} right, and everything after that is wrong."


def _many(what: str) -> str:
    return {"entry": "entries", "row": "rows"}[what]


def _other_axis(facts: dict) -> str:
    if facts["words"] == "columns":
        return f"It works down the columns of `{facts['name']}`; asked for was along its rows."
    return f"It takes the whole of `{facts['name']}` as if it were one single row."


def _share(facts: dict) -> str:
    more = "too much" if facts["share"] > 0 else "too little"
    share = number(abs(facts["share"]))
    times = "" if share == "1" else f"{share} times "
    return f"It is {times}{facts['words']} {more}, at every call that is wrong."


SENTENCES: dict[str, Callable[[dict], str]] = {
    "error": _error,
    "changed": _changed,
    "warned": _warned,
    "nothing": lambda f: (
        "Nothing came back: on this way through the function there is no `return` with a value."
        if f["whole"]
        else "None stands where a value was asked for."
    ),
    # the kind of thing
    "a function": lambda f: "A function came back, not its answer: it is named and not called.",
    "to be gone through": lambda f: (
        f"A {f['name']} came back, which only gives its things when one goes through it: make a "
        "list or an array of it."
    ),
    "array of objects": lambda f: (
        "An array of objects came back: its parts have different lengths, or are None."
    ),
    "keys": _keys,
    "one of several": _one_of_several,
    "several for one": _several_for_one,
    "a list for an array": _list_for_array,
    "another type": lambda f: f"What came is {f['got']}; asked for was {f['expected']}.",
    "length": _length,
    "parts": _parts,
    "another kind": _another_kind,
    "number of parts": _number_of_parts,
    "parts that are None": _none_parts,
    "parts exchanged": _parts_exchanged,
    # the shape
    "same numbers in another shape": _story(
        "The numbers are right, but they come as {got}; asked for was {expected}."
    ),
    "still to be reduced": _still,
    "reduced too far": _too_far,
    "one is missing": lambda f: f"All but the {f['which']} is there, and right: one is missing.",
    "one too many": lambda f: f"Without its {f['which']} entry it is right: one is too many.",
    "a table for a row": _story(
        "A table came, {got}, where one row was asked for. Look for a row and a column put "
        "together: NumPy pairs each entry of one with each of the other."
    ),
    "axes": _story("It has another number of axes than was asked for: {got}, not {expected}."),
    "another length": _another_length,
    "one number for all": _story("One number came for all; asked for was {expected}."),
    # turned, scaled, moved
    "an argument": lambda f: f"What came is `{f['name']}`, just as it was given.",
    "constant": _constant,
    "opposite": lambda f: f"It is the opposite of what was asked for{_at_all(f['calls'])}.",
    "one word": _one_word,
    "words": _two_words,
    "turned": _turned,
    "sign": lambda f: (
        f"{'It' if f['single'] else 'Every entry'} has the wrong sign; all else is right."
    ),
    "factor": _factor,
    "nearly": _nearly,
    "whole numbers": lambda f: (
        f"It is what was asked for, {f['how']} to whole numbers: an array of integers, `//`, "
        "`int(…)` and `round` do that."
    ),
    "times a count": _times,
    "offset": lambda f: (
        f"{_what_is(f)} {number(abs(f['value']))} too {'large' if f['value'] > 0 else 'small'}."
    ),
    "function of it": lambda f: f"What came is {f['words']} what was asked for.",
    "function is missing": lambda f: f"What was asked for is {f['words']} what came.",
    # reckoned with the arguments
    "of an argument": lambda f: f"What came is {f['words']}, at every call that is wrong.",
    "term of a share": _share,
    "factor too many": lambda f: f"It is what was asked for, times {f['words']} once too often.",
    "factor is missing": lambda f: f"Times {f['words']} it would be right: that factor is missing.",
    "term too many": lambda f: f"It is what was asked for, plus {f['words']} once too often.",
    "term is missing": lambda f: f"Plus {f['words']} it would be right: that term is missing.",
    # another question's answer
    "another exercise": lambda f: f"This is what `{f['name']}` is asked for, not this function.",
    "arguments exchanged": lambda f: (
        f"This is the right answer with `{f['names'][0]}` and `{f['names'][1]}` exchanged."
    ),
    "other axis": _other_axis,
    "another argument": _another_argument,
    # where it is wrong
    "region": _region,
    "not finite": _not_finite,
    "place": _place,
    "all but a place": lambda f: f"It is right in {_named(f)} alone.",
    "kind of call": _call,
    "from a row on": _from_row,
    "said": lambda f: f"It says {f['got']!r} where {f['expected']!r} was asked for.",
    "direction": lambda f: (
        f"What differs is too {'large' if f['large'] else 'small'}{_at_all(f['calls'])}."
    ),
    "not finite here": lambda f: (
        f"It comes to {f['words']} here, where a number is asked for: look for a division by 0, a "
        "logarithm or a root of what is not positive, or numbers that grow too large on the way."
    ),
    "direction here": _direction,
    "both ways here": lambda f: (
        f"In this call, {f['large']} of the entries that differ {_are(f['large'])} too large and "
        f"{f['small']} too small."
    ),
    "nearer to 0": lambda f: f"What differs is nearer to 0 than it should be{_at_all(f['calls'])}.",
    "farther from 0": lambda f: (
        f"What differs is farther from 0 than it should be{_at_all(f['calls'])}."
    ),
}
