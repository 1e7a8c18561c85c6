"""After what mistakes of one of its lines a cell goes on with the next.

`NOTHING`: after none. `SURROUNDINGS`: after what is missing here and may have been there on the
learner's own machine: a package, a file, a magic, the network. `ANYTHING`: whatever a line raises.
"""

NOTHING, SURROUNDINGS, ANYTHING = "nothing", "surroundings", "anything"
