"""A class with an operator, and a function that calls itself."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Call, Exercise, call, script

ALL_AT_ONCE = """
    p = Pair({0}, {1})
    q = Pair({2}, {3})
    r = (p + q).scale({4})
    s = p.scale({5}) + q
    [p.first, p.second, q.first, q.second, r.first, r.second, s.first, s.second]
"""


def sums_and_scales(rng: np.random.Generator) -> Call:
    return script(ALL_AT_ONCE.format(*rng.uniform(1.5, 9.0, 6).round(2).tolist()))


def nest(rng: np.random.Generator) -> Call:
    """A draw: lists within lists, three deep, of numbers above 1."""

    def numbers(n):
        return rng.integers(2, 9, n).tolist()

    a, b, c = rng.integers(1, 4, 3)
    return call([*numbers(a), [[], *numbers(b), [numbers(c), []]], int(rng.integers(2, 9))])


Pair = Exercise(
    reference=nn.Pair,
    statement="Write two methods: what + does, and scale.",
    given=["__init__"],
    aspects=[
        Aspect(
            "sum",
            1,
            "+ gives a Pair of the two sums",
            [
                script("""
                    p = Pair(1.0, 2.0) + Pair(10.0, 20.5)
                    [p.first, p.second]
                """),
                script("""
                    p = Pair(-3.0, 0.5) + Pair(1.0, 4.0) + Pair(0.25, -2.0)
                    [p.first, p.second]
                """),
            ],
        ),
        Aspect(
            "scale",
            1,
            "scale gives a Pair with both numbers multiplied",
            [
                script("""
                    p = Pair(1.5, -2.0).scale(4.0)
                    [p.first, p.second]
                """),
                script("""
                    p = Pair(1.0, 2.0).scale(3.0).scale(-0.5)
                    [p.first, p.second]
                """),
            ],
        ),
        Aspect(
            "new",
            1,
            "both make a new Pair; the old ones keep their numbers",
            [
                script("""
                    p = Pair(1.0, 2.0)
                    q = Pair(4.0, 7.0)
                    r = (p + q).scale(2.0)
                    [p.first, p.second, q.first, q.second, r.first, r.second]
                """),
                script("""
                    p = Pair(3.0, 5.0)
                    q = p.scale(2.0)
                    r = p + p
                    [p.first, p.second, q.first, q.second, r.first, r.second]
                """),
                sums_and_scales,
            ],
        ),
    ],
    hints=[
        "p + q calls p.__add__(q): inside, self is p and other is q.",
        "Both methods return Pair(…, …), a new one.",
        "return Pair(self.first + other.first, …)",
    ],
    stretch=True,
)


class Base:
    """A sound Pair, from which the others differ."""

    def __init__(self, first, second):
        self.first = first
        self.second = second

    def __add__(self, other):
        return type(self)(self.first + other.first, self.second + other.second)

    def scale(self, factor):
        return type(self)(self.first * factor, self.second * factor)


@Pair.misconception(
    "new", "Writing into self changes the Pair that went in; make a new one and return it."
)
class AddsIntoItself(Base):
    def __add__(self, other):
        self.first += other.first
        self.second += other.second
        return self


@Pair.misconception(
    "new", "scale changes the Pair that it is called on; make a new one and return it."
)
class ScalesItself(Base):
    def scale(self, factor):
        self.first *= factor
        self.second *= factor
        return self


@Pair.misconception("sum", "The sum of two Pairs is a Pair again, not a tuple: call Pair(…, …).")
class GivesATuple(Base):
    def __add__(self, other):
        return self.first + other.first, self.second + other.second


@Pair.misconception("scale", "Both numbers are multiplied by factor; here the second stays.")
class ScalesTheFirst(Base):
    def scale(self, factor):
        return type(self)(self.first * factor, self.second)


@Pair.misconception(
    "sum", "The first numbers belong together, and the second ones; here they cross."
)
class AddsCrosswise(Base):
    def __add__(self, other):
        return type(self)(self.first + other.second, self.second + other.first)


@Pair.alternative
class WithANewName:
    def __init__(self, first, second):
        self.first, self.second = first, second

    def __add__(self, other):
        result = WithANewName(self.first, self.second)
        result.first = result.first + other.first
        result.second = result.second + other.second
        return result

    def scale(self, factor):
        return WithANewName(factor * self.first, factor * self.second)


@Pair.alternative
class Listed:
    def __init__(self, first, second):
        self.first = first
        self.second = second

    def both(self):
        return self.first, self.second

    def __add__(self, other):
        return Listed(*(a + b for a, b in zip(self.both(), other.both(), strict=True)))

    def scale(self, factor):
        return Listed(*[factor * one for one in self.both()])


count_numbers = Exercise(
    reference=nn.count_numbers,
    statement="Count the numbers in lists within lists.",
    aspects=[
        Aspect(
            "nested",
            1,
            "counts through every depth",
            [
                call([5, [7, [8, 9]], []]),
                call([[1, 2, 3], [4, 5], 6]),
                call([[[[2.5]]], 3, [1, [1, 1]]]),
                nest,
            ],
        ),
        Aspect(
            "ends",
            1,
            "a number alone is 1, an empty list 0, lists of empty lists too",
            [call(7.5), call([]), call([[], [[]]])],
        ),
    ],
    hints=[
        "What is the answer for a number alone? This is where it stops.",
        "For a list: the sum of the answers for what it holds, and each of them comes from the "
        "function itself.",
        "return sum(count_numbers(one) for one in nest)",
    ],
    stretch=True,
)


@count_numbers.misconception(
    "nested", "len counts what the list itself holds, and a list inside it as one thing."
)
def only_the_outer_list(nest):
    return len(nest) if isinstance(nest, list) else 1


@count_numbers.misconception(
    "nested", "It looks one list deep and no further; the function has to call itself."
)
def one_level_down(nest):
    if not isinstance(nest, list):
        return 1
    return sum(len(one) if isinstance(one, list) else 1 for one in nest)


@count_numbers.misconception(
    "nested",
    "Only the numbers of the outer list are counted: what the function answers for a list inside "
    "has to be added to the total.",
)
def drops_what_the_inner_call_gave(nest):
    if not isinstance(nest, list):
        return 1
    total = 0
    for one in nest:
        if isinstance(one, list):
            drops_what_the_inner_call_gave(one)
        else:
            total += 1
    return total


@count_numbers.misconception(
    "nested", "This adds the numbers up; each number counts as 1, whatever it is."
)
def adds_the_numbers(nest):
    if not isinstance(nest, list):
        return nest
    return sum(adds_the_numbers(one) for one in nest)


@count_numbers.misconception(
    "nested", "Lists are counted along with the numbers; a list by itself counts nothing."
)
def counts_lists_too(nest):
    if not isinstance(nest, list):
        return 1
    return 1 + sum(counts_lists_too(one) for one in nest)


@count_numbers.alternative
def with_a_loop(nest):
    if isinstance(nest, list):
        total = 0
        for one in nest:
            total += with_a_loop(one)
        return total
    return 1


@count_numbers.alternative
def with_a_pile(nest):
    pile, count = [nest], 0
    while pile:
        top = pile.pop()
        if isinstance(top, list):
            pile.extend(top)
        else:
            count += 1
    return count
