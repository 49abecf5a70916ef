"""Find, read and write source files."""
import errno
import io
import os
import re
import stat
import tempfile
import tokenize

SKIPPED = frozenset([
    '.git', '.hg', '.svn', '.bzr', '.tox', '.nox', '.eggs', '__pycache__',
    'node_modules', '.venv', 'venv', 'build', 'dist', '.mypy_cache',
    '.pytest_cache', 'site-packages'])
SHEBANG = re.compile(br'#!.*\bpython[0-9.]*w?\b')
COOKIE = re.compile(br'^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)')

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Unreadable(Exception):
    """A file that cannot be read; ``line`` is where, if known."""

    def __init__(self, reason, line=None):
        Exception.__init__(self, reason)
        self.line = line


class Source(object):
    """The text of a file, with line ends of \\n, and how to write it."""

    def __init__(self, data):
        self.bom = data.startswith(b'\xef\xbb\xbf')
        if self.bom:
            data = data[3:]
        if b'\0' in data:
            raise Unreadable('NUL bytes: not a source file',
                             data[:data.index(b'\0')].count(b'\n') + 1)
        self.encoding = self._find_encoding(data)
        try:
            text = data.decode(self.encoding)
        except UnicodeDecodeError as error:
            raise Unreadable(
                'byte 0x%02x is not %s%s' % (
                    data[error.start], self.encoding,
                    '' if COOKIE.search(data) else
                    ', and no encoding is declared'),
                data[:error.start].count(b'\n') + 1)
        except UnicodeError as error:
            raise Unreadable('not %s: %s' % (self.encoding, error))
        self.ends = re.findall('\r\n|\n|\r', text)
        self.text = re.sub('\r\n|\r', '\n', text)

    @staticmethod
    def _find_encoding(data):
        try:
            return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        except SyntaxError as error:
            for number, line in enumerate(data.split(b'\n')[:2]):
                if COOKIE.match(line):
                    raise Unreadable(str(error.msg), number + 1)
            return 'utf-8'
        except UnicodeError as error:
            # Of 3.15, which tries the codec here.
            names = [COOKIE.match(line).group(1).decode('ascii')
                     for line in data.split(b'\n')[:2] if COOKIE.match(line)]
            raise Unreadable('not %s: %s' % (names[0], error))

    def encode(self, text, origin):
        """Return the bytes of a new text.

        Each line gets the end of the line that it came from: ``origin``
        has the indices of those.
        """
        ends = self.ends
        if not ends or set(ends) == set(['\n']):
            joined = text
        else:
            usual = max(sorted(set(ends)), key=ends.count)
            parts = []
            lines = text.split('\n')
            for number, line in enumerate(lines[:-1]):
                index = origin[number]
                parts.append(line)
                parts.append(ends[index] if index < len(ends) else usual)
            joined = ''.join(parts) + lines[-1]
        encoding = self.encoding
        if encoding not in ('utf-8', 'utf-8-sig') and not _cookie_in(joined):
            encoding = 'utf-8'
        return (b'\xef\xbb\xbf' if self.bom else b'') + joined.encode(encoding)


def _cookie_in(text):
    return any(COOKIE.match(line.encode('utf-8'))
               for line in text.split('\n')[:2])


def read(path):
    """Return the Source of a file; raise Unreadable."""
    try:
        with open(path, 'rb') as stream:
            data = stream.read()
    except EnvironmentError as error:
        raise Unreadable(error.strerror or str(error))
    return Source(data)


def write(path, data):
    """Replace a file at once: it is the old or the new one, never a part.

    The file behind a symbolic link is replaced, not the link.
    """
    path = os.path.realpath(path)
    mode = os.stat(path)
    if not (os.access(path, os.W_OK) and mode.st_mode & WRITABLE):
        raise EnvironmentError(errno.EACCES, 'read-only: not written', path)
    handle, temporary = tempfile.mkstemp(
        prefix='.' + os.path.basename(path) + '.', suffix='.tmp',
        dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, 'wb') as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, stat.S_IMODE(mode.st_mode))
        _keep_owner(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _keep_owner(path, old):
    """Give a file the owner of the old one, where that is allowed."""
    new = os.stat(path)
    if (new.st_uid, new.st_gid) == (old.st_uid, old.st_gid):
        return
    try:
        os.chown(path, old.st_uid, old.st_gid)
        os.chmod(path, stat.S_IMODE(old.st_mode))  # chown drops setuid
    except EnvironmentError:
        pass


def find(paths):
    """Yield the files that the paths name; directories are searched."""
    seen = set()
    for path in paths:
        found = _in_folder(path) if os.path.isdir(path) else [path]
        for name in found:
            key = os.path.realpath(name)
            if key not in seen:
                seen.add(key)
                yield name


def _in_folder(folder):
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_skipped(
            os.path.join(path, name), name))
        for name in sorted(names):
            full = os.path.join(path, name)
            if os.path.isfile(full) and _is_python(full, name):
                yield full


def _is_skipped(path, name):
    return (name in SKIPPED or name.endswith('.egg-info') or
            os.path.exists(os.path.join(path, 'pyvenv.cfg')) or
            os.path.exists(os.path.join(path, 'bin', 'activate')))


def _is_python(path, name):
    if name.endswith(('.py', '.pyw')):
        return True
    if '.' in name:
        return False
    try:
        with open(path, 'rb') as stream:
            return bool(SHEBANG.match(stream.readline(200)))
    except EnvironmentError:
        return False
