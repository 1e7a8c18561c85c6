"""`Value`: a number that finds its own gradients."""

import numpy as np

from workbook import nn

from ..exercise import Aspect, Exercise, script
from .autodiff_scripts import (
    A_LONG_WAY,
    DOUBLINGS,
    EQUAL,
    FORK,
    KINK,
    LONG_AND_SHORT,
    ONCE_MORE,
    PRODUCT,
    RELU,
    SHORT_FIRST,
    SUM,
    TWICE,
    TWO_RESULTS,
    UNDER_TANH,
    UNIT,
    graph,
    lines,
)
from .autodiff_values import ByAge, Chained, PathByPath, WithClosures

Value = Exercise(
    reference=nn.Value,
    statement=(
        "A number that remembers how it was made, and finds the gradients of everything behind it. "
        "PyTorch does the same with whole arrays."
    ),
    given=("__init__",),
    aspects=[
        Aspect(
            "sums and products",
            1,
            "+ and * give new Values; backward finds the gradients",
            [
                script(SUM.format(u=2.0, v=3.0)),
                script(PRODUCT.format(u=2.0, v=-3.0, w=4.0)),
                script(PRODUCT.format(u=2.0, v=3.0, w=0.0)),
                lines(PRODUCT),
            ],
        ),
        Aspect(
            "tanh and relu",
            0.75,
            "both activations, with slope 0 for relu at 0",
            [
                script(RELU.format(u=2.0, v=-3.0, w=4.0)),
                script(RELU.format(u=-0.5, v=0.5, w=-2.0)),
                script(KINK),
                script(EQUAL),
                script(UNIT.format(u=0.5, v=-2.0, w=0.25)),
                script(UNDER_TANH.format(u=0.5, v=-3.0)),
                lines(UNIT),
            ],
        ),
        Aspect(
            "several uses",
            0.75,
            "a Value that is used twice gets the sum of both contributions",
            [
                script("u = Value(3.0)\nL = u + u\nL.backward()\n[L.data, u.grad]"),
                *ONCE_MORE,
                lines(TWICE),
                script(FORK.format(u=2.0, v=3.0, w=1)),
                script(FORK.format(u=2.0, v=2.0, w=1)),
            ],
        ),
        Aspect(
            "order",
            1,
            "every gradient is complete before it is handed on",
            [
                script(LONG_AND_SHORT.format(u=2.0, v=3.0, w=1)),
                script(LONG_AND_SHORT.format(u=2.0, v=0.0, w=1)),
                script(SHORT_FIRST.format(u=0.5, v=-0.25, w=1)),
                script(DOUBLINGS),
                script(A_LONG_WAY),
                lines(LONG_AND_SHORT),
                graph,
            ],
        ),
        Aspect(
            "accumulates",
            0.5,
            "backward on two results adds both gradients up",
            [
                script(TWO_RESULTS.format(u=2.0, v=3.0, w=1)),
                script(TWO_RESULTS.format(u=2.0, v=2.0, w=1)),
                lines(TWO_RESULTS),
            ],
        ),
    ],
    hints=[
        "Each operation knows its local derivatives when it is done. For u · v they are v and u: "
        "hand them to the new Value, together with (u, v).",
        "In backward, the last Value begins with grad 1. When may a Value hand its grad on? When "
        "everything that was made from it has done so.",
        "A function that calls itself: visit all inputs first, then append the Value itself, and "
        "visit none twice. Reversed, that list is the order; `one.grad += local * value.grad`.",
    ],
)

for sound in (ByAge, PathByPath, WithClosures):
    Value.alternative(sound)


@Value.misconception(
    "several uses",
    "`=` overwrites the gradient, so a Value that is used twice keeps its last contribution alone; "
    "`+=` accumulates.",
)
class overwrites_the_gradient(Chained):
    def hand_on(self):
        for one, local in zip(self.inputs, self.local_grads, strict=True):
            one.grad = local * self.grad


@Value.misconception(
    "order",
    "Each Value hands its gradient on before all of it has arrived, and again later, so parts are "
    "counted twice; sort the Values first, then visit each once.",
)
class recursion_without_order(Chained):
    def backward(self, first=True):
        if first:
            self.grad = 1.0
        self.hand_on()
        for one in self.inputs:
            one.backward(False)


@Value.misconception(
    "order",
    "Going out from L level by level is not enough: a Value with a short and a long way to L is "
    "reached too early; it has to wait for everything made from it.",
)
class level_by_level(Chained):
    def ordered(self):
        order = [self]
        for value in order:
            order += [one for one in dict.fromkeys(value.inputs) if one not in order]
        return order


@Value.misconception(
    "sums and products",
    "All gradients are 0 because nothing starts them: ∂L/∂L is 1, so backward begins with "
    "self.grad = 1.",
)
class forgets_the_first_one(Chained):
    def backward(self):
        for value in self.ordered():
            value.hand_on()


@Value.misconception(
    "sums and products",
    "An operation changed the Value that went in; make a new Value and leave the data of the old "
    "ones alone.",
)
class changes_its_data(Chained):
    def __add__(self, other):
        self.data = self.data + other.data
        return self.make(self.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        before = self.data
        self.data = self.data * other.data
        return self.make(self.data, (self, other.data), (other, before))


@Value.misconception(
    "sums and products",
    "The factors have changed places: the derivative of u · v for u is v, the other number.",
)
class own_number_as_slope(Chained):
    def __mul__(self, other):
        return self.make(self.data * other.data, (self, self.data), (other, other.data))


@Value.misconception(
    "several uses",
    "A set (or dict) of inputs holds u only once, though u + u uses it twice; keep a tuple or a "
    "list.",
)
class inputs_in_a_set(Chained):
    def make(self, data, *steps):
        return super().make(data, *dict(steps).items())


@Value.misconception(
    "tanh and relu",
    "The slope of tanh is 1 − t² with its output t, not with the number that went in.",
)
class slope_from_the_input(Chained):
    def tanh(self):
        return self.make(float(np.tanh(self.data)), (self, 1 - self.data**2))


@Value.misconception(
    "tanh and relu",
    "relu hands its gradient on even where it gave 0; its slope is 1 for numbers above 0 and 0 "
    "elsewhere.",
)
class always_open_relu(Chained):
    def relu(self):
        return self.make(max(0.0, self.data), (self, 1.0))


@Value.misconception(
    "tanh and relu", "At 0 the slope of relu is taken as 0, as in lesson 03: ask for > 0, not ≥ 0."
)
class open_at_the_kink(Chained):
    def relu(self):
        return self.make(max(0.0, self.data), (self, float(self.data >= 0)))


@Value.misconception(
    "accumulates",
    "backward sets all gradients to 0 before it starts; the sum over several results is wanted "
    "here, and clearing is the caller's business.",
)
class clears_before_it_starts(Chained):
    def backward(self):
        for value in self.ordered():
            value.grad = 0.0
        super().backward()


@Value.misconception(
    "sums and products",
    "The local derivatives are handed on alone: multiply each by the gradient of the Value that "
    "hands on, value.grad.",
)
class local_slopes_alone(Chained):
    def hand_on(self):
        for one, local in zip(self.inputs, self.local_grads, strict=True):
            one.grad += local


@Value.misconception(
    "several uses",
    "tanh and relu write `=` where + and * write `+=`: what a Value had from its other uses is "
    "lost.",
)
class activations_overwrite(Chained):
    def hand_on(self):
        if len(self.inputs) == 1:
            self.inputs[0].grad = self.local_grads[0] * self.grad
        else:
            super().hand_on()


@Value.misconception(
    "tanh and relu",
    "tanh and relu hand on their slope alone; it has to be multiplied by the gradient that arrives "
    "at their result.",
)
class activations_drop_what_arrives(Chained):
    def hand_on(self):
        if len(self.inputs) == 1:
            self.inputs[0].grad += self.local_grads[0]
        else:
            super().hand_on()


@Value.misconception(
    "tanh and relu",
    "tanh and relu set the gradient to their slope; it has to be multiplied by the gradient that "
    "arrives at their result, and added to what is there.",
)
class activations_set_their_slope(Chained):
    def hand_on(self):
        if len(self.inputs) == 1:
            self.inputs[0].grad = self.local_grads[0]
        else:
            super().hand_on()


@Value.misconception(
    "order",
    "Each Value was listed on the way down, before its inputs, and so may come before something "
    "that was made from it; append it after its inputs, and go through the list from the end.",
)
class listed_on_the_way_down(Chained):
    def ordered(self):
        order = []

        def visit(value):
            if value not in order:
                order.append(value)
                for one in value.inputs:
                    visit(one)

        visit(self)
        return order


@Value.misconception(
    "sums and products",
    "Only the Values that L was made from directly get a gradient. Either the way back ends "
    "there, or "
    "the list was gone through from the first inputs on: L comes first, at the list's end.",
)
class from_the_inputs_on(Chained):
    def ordered(self):
        return super().ordered()[::-1]


@Value.misconception(
    "sums and products",
    "Only the Values that L was made from directly get a gradient; each of them has to hand it on "
    "to its own inputs, back to the first.",
)
class one_step_back(Chained):
    def ordered(self):
        return [self]


@Value.misconception(
    "order",
    "A Value that is reached on several ways hands on what it has so far each time, and counts it "
    "again: list each Value once, after its inputs, and let it hand on when its gradient is "
    "complete.",
)
class hands_on_at_every_visit(Chained):
    def backward(self, first=True):
        self.grad = 1.0 if first else self.grad
        for one, local in zip(self.inputs, self.local_grads, strict=True):
            one.grad += local * self.grad
            one.backward(first=False)


@Value.misconception(
    "order",
    "A Value that was used several times stands in the queue several times, and hands on what it "
    "has so far each time: list each once, after its inputs, and go through the list from the end.",
)
class queues_at_every_use(Chained):
    def backward(self):
        self.grad = 1.0
        waiting = [self]
        while waiting:
            value = waiting.pop(0)
            value.hand_on()
            waiting.extend(value.inputs)


@Value.misconception(
    "sums and products",
    "A product keeps no derivatives here, so that nothing is handed on: its two are the other's "
    "number each.",
)
class product_without_derivatives(Chained):
    def hand_on(self):
        if self.local_grads:
            super().hand_on()

    def __mul__(self, other):
        return type(self)(self.data * other.data, (self, other))


@Value.misconception(
    "sums and products",
    "`self.data += …` changes the Value that went in, and returns it; a *new* Value is to come "
    "out.",
)
class adds_into_itself(Chained):
    def __add__(self, other):
        self.data += other.data
        return self


@Value.misconception(
    "tanh and relu", "The slope of tanh is 1 − t², with the square of its output t."
)
class slope_without_a_square(Chained):
    def tanh(self):
        t = float(np.tanh(self.data))
        return self.make(t, (self, 1 - t))


@Value.misconception(
    "sums and products",
    "The derivatives of a sum are 1 and 1, whatever is added; the numbers themselves stand there.",
)
class numbers_for_ones(Chained):
    def __add__(self, other):
        return self.make(self.data + other.data, (self, self.data), (other, other.data))
