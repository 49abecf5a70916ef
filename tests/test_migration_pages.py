# -*- coding: utf-8 -*-
"""The pages of migration/: the tables, the links, and what is to be copied."""
import io
import os
import re
import shutil
import subprocess
import sys

import pytest

import programs

MIGRATION = os.path.dirname(programs.FOLDER)


def read(*path):
    with io.open(os.path.join(MIGRATION, *path), encoding='utf-8') as stream:
        return stream.read()


def section(title):
    """Return the text of a section of README.rst."""
    found = re.search(r'^%s\n-+\n(.*?)(?=^[^\n]+\n---|\Z)' % re.escape(title),
                      read('README.rst'), re.MULTILINE | re.DOTALL)
    return found.group(1)


def rows(title):
    """Return the cells of the rows of a table, its header left out."""
    table = re.split(r'^   \* - ', section(title), flags=re.MULTILINE)[2:]
    return [[re.sub(r'\s+', ' ', cell).strip()
             for cell in re.split(r'^     - ', row, flags=re.MULTILINE)]
            for row in table]


def folders(part):
    return sorted(name for name in os.listdir(os.path.join(MIGRATION, part))
                  if os.path.isdir(os.path.join(MIGRATION, part, name)))


def targets():
    """Return where the names of README.rst lead to."""
    return dict(re.findall(r'^\.\. _([\w-]+): (\S+)$', read('README.rst'),
                           re.MULTILINE))


def pages():
    found = []
    for folder, _, names in os.walk(MIGRATION):
        found += [os.path.relpath(os.path.join(folder, name), MIGRATION)
                  for name in names if name.endswith('.rst')]
    return sorted(found)


@pytest.mark.parametrize('title, part', [
    ('By the subject', 'recipes'), ('Whole programs', 'programs')])
def test_every_folder_is_in_a_table(title, part):
    named = [row[0].rstrip('_') for row in rows(title)]
    assert sorted(named) == folders(part)


def test_each_message_is_in_its_recipe():
    table = rows('By the message')
    assert len(table) >= 15
    missing = []
    for message, recipe in table:
        page = re.sub(r'\s+', ' ', read(targets()[recipe.rstrip('_')]))
        if message.strip('`') not in page:
            missing.append((message, recipe))
    assert missing == []


def test_each_change_has_a_recipe():
    table = rows('What changes without an error')
    assert len(table) >= 20
    assert [row for row in table
            if row[2] != 'none needed' and
            row[2].rstrip('_') not in folders('recipes')] == []


@pytest.mark.parametrize('page', pages())
def test_links_lead_somewhere(page):
    text = read(page)
    links = re.findall(r'^\.\. _[\w-]+: (\S+)$', text, re.MULTILINE)
    links += re.findall(r'<([^<>\s]+)>`_', text)
    links += ['../../' + name
              for name in re.findall(r'``((?:recipes|programs)/\w+)``', text)
              if page.count(os.sep) == 2]
    folder = os.path.dirname(os.path.join(MIGRATION, page))
    assert [link for link in links
            if not re.match('https?:|mailto:|#', link) and
            not os.path.exists(os.path.join(folder, link))] == []


@pytest.mark.parametrize('page', pages())
def test_page_is_valid(page):
    core = pytest.importorskip('docutils.core')
    core.publish_doctree(read(page), settings_overrides={
        'halt_level': 2, 'report_level': 2, 'file_insertion_enabled': False})


# testing_both

NAMES = ['server.py', 'test_server.py', 'tox.ini']


def test_the_files_are_shown():
    page = read('testing_both.rst')
    shown = [re.sub('^    ', '', block, flags=re.MULTILINE)
             for block in re.findall(
                 r'code-block:: \w+\n\n((?:    .*\n|\n)+)', page)]
    assert ([text.strip('\n') for text in shown] ==
            [read('testing_both', name).strip('\n')
             for name in ('test_server.py', 'server.py', 'tox.ini')])


def commands():
    """Return what tox.ini runs on this version."""
    lines = re.search(r'^commands =\n((?:    .*\n)+)',
                      read('testing_both', 'tox.ini'), re.MULTILINE).group(1)
    factor = 'py27: ' if sys.version_info[0] == 2 else '!py27: '
    return [line.strip()[len(factor):] for line in lines.split('\n')
            if line.strip().startswith(factor)]


@pytest.mark.skipif(os.name != 'posix', reason='starts processes')
def test_the_commands_of_tox(tmpdir):
    for name in NAMES:
        shutil.copy(os.path.join(MIGRATION, 'testing_both', name),
                    str(tmpdir))
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE='1',
                       PYTHONPATH=os.pathsep.join(
                           path or os.getcwd() for path in sys.path))
    assert commands()
    for command in commands():
        words = command.replace('{posargs}', '-q').split()
        assert words[0] == 'python'
        process = subprocess.Popen(
            [sys.executable] + words[1:], cwd=str(tmpdir), env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = process.communicate()[0].decode('utf-8', 'replace')
        assert process.returncode == 0, output
        assert '6 passed' in output
