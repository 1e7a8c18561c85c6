"""Sound implementations of `Value`: one that the wrong ones derive from, and three others."""

import numpy as np


class Chained:
    """A sound Value, in which every operation makes one of its own kind; the wrong ones differ."""

    def __init__(self, data, inputs=(), local_grads=()):
        self.data, self.grad = data, 0.0
        self.inputs, self.local_grads = inputs, local_grads

    def make(self, data, *steps):
        inputs, local_grads = zip(*steps, strict=True)
        return type(self)(data, inputs, local_grads)

    def __add__(self, other):
        return self.make(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        return self.make(self.data * other.data, (self, other.data), (other, self.data))

    def tanh(self):
        t = float(np.tanh(self.data))
        return self.make(t, (self, 1 - t * t))

    def relu(self):
        return self.make(max(0.0, self.data), (self, float(self.data > 0)))

    def hand_on(self):
        for one, local in zip(self.inputs, self.local_grads, strict=True):
            one.grad += local * self.grad

    def ordered(self):
        order, seen = [], set()

        def visit(value):
            if value not in seen:
                seen.add(value)
                for one in value.inputs:
                    visit(one)
                order.append(value)

        visit(self)
        return order[::-1]

    def backward(self):
        self.grad = 1.0
        for value in self.ordered():
            value.hand_on()


class WithClosures:
    """Every operation leaves behind a function that hands the gradient on."""

    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = data, 0, inputs
        self.hand_on = lambda: None

    def __add__(self, other):
        made = WithClosures(self.data + other.data, (self, other))

        def hand_on():
            self.grad += made.grad
            other.grad += made.grad

        made.hand_on = hand_on
        return made

    def __mul__(self, other):
        made = WithClosures(self.data * other.data, (self, other))

        def hand_on():
            self.grad += other.data * made.grad
            other.grad += self.data * made.grad

        made.hand_on = hand_on
        return made

    def tanh(self):
        made = WithClosures(np.tanh(self.data), (self,))

        def hand_on():
            self.grad += (1 - made.data**2) * made.grad

        made.hand_on = hand_on
        return made

    def relu(self):
        made = WithClosures(self.data if self.data > 0 else 0.0, (self,))

        def hand_on():
            self.grad += (made.data > 0) * made.grad

        made.hand_on = hand_on
        return made

    ordered = Chained.ordered
    backward = Chained.backward


class ByAge(Chained):
    """What was made later comes first on the way back."""

    made = 0

    def __init__(self, *args):
        super().__init__(*args)
        ByAge.made += 1
        self.age = ByAge.made

    def ordered(self):
        found, to_visit = {self}, [self]
        while to_visit:
            for one in to_visit.pop().inputs:
                if one not in found:
                    found.add(one)
                    to_visit.append(one)
        return sorted(found, key=lambda value: -value.age)


class PathByPath(Chained):
    """Each path from L is followed by itself and adds its product: right, though slow."""

    def backward(self, arriving=1.0):
        self.grad += arriving
        for one, local in zip(self.inputs, self.local_grads, strict=True):
            one.backward(local * arriving)
