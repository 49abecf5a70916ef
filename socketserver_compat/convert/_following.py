"""Which of the statements that are looked for may run next."""
import ast

LOOPS = (ast.For, ast.While)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)


class Following(object):
    """Finds what may run after a statement of a module.

    ``wanted`` tells of a statement whether it is looked for.  What a
    function does that is called in between is not followed.
    """

    def __init__(self, module, wanted):
        self.module = module
        self.wanted = wanted

    def after(self, statement):
        """Return the first ones after a statement, and the scopes that end.
        """
        self.found, self.ended, self.seen = [], [], set()
        self._leave(statement)
        return self.found, self.ended

    def _leave(self, statement):
        """Go on behind a statement."""
        if statement in self.seen:
            return
        self.seen.add(statement)
        parent = self.module.parent(statement)
        name = next(name for name in ('body', 'orelse', 'finalbody')
                    if statement in _block(parent, name))
        block = _block(parent, name)
        if not self._run(block[block.index(statement) + 1:]):
            return
        if isinstance(parent, SCOPES):
            self.ended.append(parent)
        elif isinstance(parent, LOOPS) and name == 'body':
            self._repeat(parent)
        else:
            if isinstance(parent, ast.ExceptHandler):
                parent, name = self.module.parent(parent), 'handler'
            if isinstance(parent, ast.Try) and name != 'finalbody':
                if name == 'body' and not self._run(parent.orelse):
                    return
                if not self._run(parent.finalbody):
                    return
            self._leave(parent)

    def _repeat(self, loop):
        """Go on at the head of a loop."""
        if (loop, 'repeated') in self.seen:
            return
        self.seen.add((loop, 'repeated'))
        self._run(loop.body)
        if not _is_endless(loop) and self._run(loop.orelse):
            self._leave(loop)

    def _run(self, block):
        """Look at statements; tell if what is behind them may run."""
        for statement in block:
            if self.wanted(statement):
                if statement not in self.found:
                    self.found.append(statement)
                return False
            if isinstance(statement, (ast.Return, ast.Raise)):
                self.ended.append(self.module.scope(statement))
                return False
            if isinstance(statement, ast.Break):
                self._leave(self._loop(statement))
                return False
            if isinstance(statement, ast.Continue):
                self._repeat(self._loop(statement))
                return False
            if not self._run_inside(statement):
                return False
        return True

    def _run_inside(self, statement):
        """Look at the blocks of one; tell if what is behind it may run."""
        if isinstance(statement, ast.If):
            ends = [self._run(statement.body), self._run(statement.orelse)]
            return any(ends)
        if isinstance(statement, LOOPS):
            self._run(statement.body)
            return not _is_endless(statement) and self._run(statement.orelse)
        if isinstance(statement, ast.With):
            return self._run(statement.body)
        if isinstance(statement, ast.Try):
            ends = [self._run(statement.body) and
                    self._run(statement.orelse)]
            ends += [self._run(one.body) for one in statement.handlers]
            return any(ends) and self._run(statement.finalbody)
        return True

    def _loop(self, statement):
        """Return the loop that a break or continue belongs to."""
        while True:
            inner, statement = statement, self.module.parent(statement)
            if isinstance(statement, LOOPS) and (
                    inner not in statement.orelse):
                return statement


def _block(node, name):
    block = getattr(node, name, None)
    return block if isinstance(block, list) else []


def _is_endless(loop):
    """Tell whether this is while True."""
    return isinstance(loop, ast.While) and isinstance(
        loop.test, ast.Constant) and bool(loop.test.value)
