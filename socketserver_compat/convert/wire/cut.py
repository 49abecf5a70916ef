"""Decides for each string whether it is bytes or text on 3.

The strings are the nodes of a network and the flows between them its edges.
An edge costs something if its ends are of different kinds, for a conversion
has to be written there.  The least sum of costs is a minimal cut between
what is certainly bytes (what came from a socket, what goes to one) and what
is certainly text (what is printed, what a library wants as text).  Of equal
cuts the one with the most bytes is taken; strings that have nothing to do
with the wire remain text.
"""
from .kinds import MEASURED, NEVER, TEXT, WIRE


def decide(graph, cells):
    """Return {cell: WIRE or TEXT} for the strings among the cells."""
    network = _Network()
    roots = []
    for cell in cells:
        root = cell.find()
        if (root.is_string() or root.fixed) and root not in network.numbers:
            network.add(root)
            roots.append(root)
    for flow in graph.flows.values():
        source, target = flow.source.find(), flow.target.find()
        if source is target:
            continue
        if source in network.numbers and target in network.numbers:
            network.connect(source, target, flow.cost, flow.back)
    for root in roots:
        if root.fixed == WIRE:
            network.fix(root, WIRE, NEVER * 10)
        elif root.fixed == TEXT:
            network.fix(root, TEXT, NEVER * 10)
        if root.bias > 0:
            network.fix(root, WIRE, root.bias, root.differs)
        elif root.bias < 0:
            network.fix(root, TEXT, -root.bias)
    touched = network.reached_from_wire()
    network.saturate(touched)
    text = network.reaching_text()
    kinds = {}
    for root in roots:
        number = network.numbers[root]
        wire = number in touched and number not in text
        kinds[root] = WIRE if wire else TEXT
    return kinds


class _Network(object):
    """A flow network with a source 0 (bytes) and a sink 1 (text)."""

    def __init__(self):
        self.numbers = {}
        self.edges = [{}, {}]
        self.firm = set()
        self.measured = set()

    def add(self, cell):
        self.numbers[cell] = len(self.edges)
        self.edges.append({})

    def connect(self, one, other, cost, back):
        one, other = self.numbers[one], self.numbers[other]
        self._add(one, other, cost)
        self._add(other, one, back)

    def fix(self, cell, kind, cost, differs=False):
        number = self.numbers[cell]
        if kind == WIRE:
            self._add(0, number, cost)
            self._add(number, 0, 0)
            if cost >= NEVER:
                self.firm.add(number)
            elif differs or cost >= MEASURED:
                self.measured.add(number)
        else:
            self._add(number, 1, cost)
            self._add(1, number, 0)

    def _add(self, one, other, cost):
        self.edges[one][other] = self.edges[one].get(other, 0) + cost

    def reached_from_wire(self):
        """Return the nodes that are connected with certain bytes."""
        seen = self.firm | self.measured
        pending = list(seen)
        while pending:
            for other in self.edges[pending.pop()]:
                if other > 1 and other not in seen:
                    seen.add(other)
                    pending.append(other)
        return seen

    def saturate(self, touched):
        """Push as much through the network as it can carry (Dinic)."""
        for number in list(self.edges[0]):
            if number not in touched:
                self.edges[0][number] = 0
        while True:
            levels = self._levels()
            if levels[1] < 0:
                return
            rest = [list(edges) for edges in self.edges]
            while self._push(levels, rest):
                pass

    def _levels(self):
        levels = [-1] * len(self.edges)
        levels[0] = 0
        queue = [0]
        for node in queue:
            for other, room in self.edges[node].items():
                if room > 0 and levels[other] < 0:
                    levels[other] = levels[node] + 1
                    queue.append(other)
        return levels

    def _push(self, levels, rest):
        path = [0]
        while path:
            node = path[-1]
            if node == 1:
                break
            while rest[node]:
                other = rest[node][-1]
                if (self.edges[node][other] > 0
                        and levels[other] == levels[node] + 1):
                    path.append(other)
                    break
                rest[node].pop()
            else:
                path.pop()
                if path:
                    rest[path[-1]].pop()
        else:
            return False
        steps = list(zip(path, path[1:]))
        amount = min(self.edges[one][other] for one, other in steps)
        for one, other in steps:
            self.edges[one][other] -= amount
            self.edges[other][one] = self.edges[other].get(one, 0) + amount
        return True

    def reaching_text(self):
        """Return the nodes that can still reach the sink."""
        sources = [[] for _ in self.edges]
        for node, edges in enumerate(self.edges):
            for other, room in edges.items():
                if room > 0:
                    sources[other].append(node)
        seen = set([1])
        pending = [1]
        while pending:
            for node in sources[pending.pop()]:
                if node not in seen:
                    seen.add(node)
                    pending.append(node)
        return seen
