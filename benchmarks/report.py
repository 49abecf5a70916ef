"""Tables, verdicts and the picture, out of the figures of run.py."""
from statistics import median, quantiles
from xml.sax.saxutils import escape

TITLES = [
    ('threaded1', 'threaded TCP, 1 client'),
    ('threaded32', 'threaded TCP, 32 clients'),
    ('plain', 'plain TCP'),
    ('udp', 'UDP'),
    ('forking', 'forking TCP'),
    ('pingpong', 'ping-pong, one connection'),
    ('http', 'HTTPServer with the mix-in'),
]
CPU_GOAL = 1.05  # times the standard library's
HELD_GOAL = 1.3  # times what it costs with none held, where the code is ours
IMPORT_GOAL = 3  # milliseconds over the standard library's module and six
OWN_THREADS = ('2.7', '3.6', '3.7')  # the thread list is the package's there


def spread(values):
    """Return the first and third quartile."""
    if len(values) < 2:
        return values[0], values[0]
    first, _, third = quantiles(values, n=4, method='inclusive')
    return first, third


def middle(values, form='{:.0f}'):
    """Say the median and the quartiles."""
    low, high = spread(values)
    return '{} ({}-{})'.format(*map(form.format,
                                    (median(values), low, high)))


def ratios(ours, theirs):
    """Divide round by round: what slowed a round slowed both."""
    return [mine / other for mine, other in zip(ours, theirs)]


def noise(result):
    """Return by how much the module differs from itself, as a ratio."""
    again = [median(ratios(figures['again'], figures['stdlib']))
             for figures in result['requests'].values()]
    return max(abs(ratio - 1) for ratio in again)


def own_noise(figures):
    """Return how far from 1 the quartiles of A/A are, for one line."""
    return max(abs(quartile - 1) for quartile in spread(
        ratios(figures['again'], figures['stdlib'])))


def requests_table(result):
    rows = [('CPU per request, us', 'stdlib', 'ours', 'by hand',
             'ours / stdlib', 'A/A')]
    for case, title in TITLES:
        figures = result['requests'][case]
        rows.append((
            title, middle(figures['stdlib']), middle(figures['ours']),
            middle(figures['loop']) if 'loop' in figures else '-',
            middle(ratios(figures['ours'], figures['stdlib']), '{:.2f}'),
            middle(ratios(figures['again'], figures['stdlib']), '{:.2f}')))
    return rows


def held_table(result):
    rows = [('connections held', 'stdlib, us', 'ours, us', 'ours / stdlib',
             'ours / ours with none')]
    held = result['held']
    for level, figures in held.items():
        rows.append((
            level, middle(figures['stdlib']), middle(figures['ours']),
            middle(ratios(figures['ours'], figures['stdlib']), '{:.2f}'),
            middle(ratios(figures['ours'], held['0']['ours']), '{:.2f}')))
    return rows


def burst_table(result):
    rows = [('clients at once', 'of whom in 3 s', 'served', 'segments resent',
             'seconds')]
    for clients, figures in result['burst'].items():
        for which, tries in figures.items():
            rows.append((clients, which) + tuple(
                '{:.{}f}'.format(median(one[what] for one in tries), digits)
                for what, digits in (('served', 0), ('resent', 0),
                                     ('seconds', 2))))
    return rows


def memory_table(result):
    memory = result['memory']
    counts = list(next(iter(memory.values())))
    rows = [('resident MiB after',) + tuple(
        count + ' connections' for count in counts)]
    for which, figures in memory.items():
        rows.append((which,) + tuple(
            '{:.1f}'.format(figures[count] / 1024)
            if figures[count] else '-' for count in counts))
    return rows


def import_table(result):
    figures = result['import']
    rows = [('import', 'ms', 'ms of CPU', 'modules')]
    for title, which in (('six and the stdlib module', 'base'),
                         ('socketserver_compat, on top', 'ours')):
        rows.append((title, middle(figures[which]['ms'], '{:.1f}'),
                     middle(figures[which]['cpu_ms'], '{:.1f}'),
                     str(figures[which]['modules'])))
    if 'pyperf_ms' in figures:
        rows.append(('the same by pyperf, whole processes',
                     '{:.1f}'.format(figures['pyperf_ms']), '', ''))
    return rows


def layout(rows):
    """Return the lines of a simple table of reStructuredText."""
    widths = [max(len(row[column]) for row in rows)
              for column in range(len(rows[0]))]
    rule = '  '.join('=' * width for width in widths)
    lines = ['  '.join(cell.ljust(width) for cell, width in zip(
        (cell or '\\' for cell in row), widths)).rstrip() for row in rows]
    return [rule, lines[0], rule] + lines[1:] + [rule]


def tables(result):
    """Return all tables of one interpreter, as lines."""
    lines = []
    for rows in (requests_table(result), held_table(result),
                 burst_table(result), memory_table(result),
                 import_table(result)):
        lines += layout(rows) + ['']
    return lines


def missed(result):
    """Return a line for each goal that was not reached."""
    lines = []
    name = result['version']
    for case, title in TITLES:
        figures = result['requests'][case]
        ratio = median(ratios(figures['ours'], figures['stdlib']))
        limit = CPU_GOAL + own_noise(figures)
        if ratio > limit:
            lines.append('{}: {}: {:.2f} of the stdlib, at most {:.2f}'.format(
                name, title, ratio, limit))
    level, figures = list(result['held'].items())[-1]
    beside = median(ratios(figures['ours'], figures['stdlib']))
    growth = median(ratios(figures['ours'], result['held']['0']['ours']))
    if beside > 1 + noise(result):
        lines.append('{}: {} held: {:.2f} of the stdlib, at most {:.2f}'
                     .format(name, level, beside, 1 + noise(result)))
    if name.startswith(OWN_THREADS) and growth > HELD_GOAL:
        lines.append('{}: {} held: {:.2f} of none held, at most {}'.format(
            name, level, growth, HELD_GOAL))
    for clients, figures in result['burst'].items():
        worst = min(one['served'] for one in figures['ours'])
        if worst < int(clients):
            lines.append('{}: burst of {}: {} served'.format(
                name, clients, worst))
    after = list(result['memory']['ours'].values())
    if None not in after and after[-1] - after[0] > 2048:
        lines.append('{}: memory grows by {:.1f} MiB'.format(
            name, (after[-1] - after[0]) / 1024))
    import_ms = median(result['import']['ours']['ms'])
    if import_ms > IMPORT_GOAL:
        lines.append('{}: import: {:.1f} ms on top, at most {}'.format(
            name, import_ms, IMPORT_GOAL))
    return lines


def verdict(results):
    """Return what to say about the goals, as lines."""
    lines = [line for result in results['interpreters']
             for line in missed(result)]
    return ['Goals missed:'] + lines if lines else ['All goals reached.']


def rst(results):
    """Return the measured figures as a part of a document."""
    lines = ['.. Written by run.py --rst; not to be edited.', '',
             'Measured {date} on {machine}, {rounds} rounds.'.format(
                 **results), '']
    for result in results['interpreters']:
        title = '{implementation} {version}'.format(**result)
        lines += [title, '~' * len(title), ''] + tables(result)
    goals = verdict(results)
    lines += [goals[0], ''] + ['* ' + line for line in goals[1:]]
    return '\n'.join(lines).rstrip() + '\n'


WIDTH, HEIGHT = 210, 190  # one panel
LEFT, TOP, BOTTOM = 46, 46, 44
COLOURS = {'ours': '#0b63a5', 'stdlib': '#b5482a'}


def svg(results):
    """Return the picture: cost per request against connections held.

    A panel for each interpreter, all with the same scales.
    """
    panels = results['interpreters']
    most = max(median(figures[which]) for panel in panels
               for figures in panel['held'].values() for which in figures)
    step = next(step for step in (20, 50, 100, 200, 500, 1000, 2000, 5000,
                                  10 ** 5) if most / step <= 6)
    top = (int(most / step) + 1) * step
    last = max(int(level) for panel in panels for level in panel['held'])
    total = LEFT + len(panels) * (WIDTH + 16) + 8
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" '
        'width="{0}" height="{1}" font-family="sans-serif" font-size="11">'
        .format(total, TOP + HEIGHT + BOTTOM),
        '<title>Server CPU per request against connections held</title>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        text(LEFT, 16, 'ThreadingTCPServer: microseconds of CPU per request, '
             'by connections held open meanwhile', '#222', 'start'),
        '<g>{}</g>'.format(legend())]
    for number, panel in enumerate(panels):
        parts += draw_panel(panel, LEFT + number * (WIDTH + 16),
                            top, step, last, number == 0)
    return '\n'.join(parts + ['</svg>', ''])


def text(x, y, words, colour='#555', anchor='middle'):
    return '<text x="{:.0f}" y="{:.0f}" fill="{}" text-anchor="{}">{}</text>' \
        .format(x, y, colour, anchor, escape(words))


def legend():
    y = TOP + HEIGHT + 36
    return ''.join(
        '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="{3}" '
        'stroke-width="2"/>'.format(x, x + 22, y - 4, COLOURS[which]) +
        text(x + 28, y, words, COLOURS[which], 'start')
        for x, which, words in (
            (LEFT, 'ours', 'socketserver_compat'),
            (LEFT + 160, 'stdlib', 'the standard library\'s own')))


def draw_panel(panel, left, top, step, last, labelled):
    def x(level):
        return left + 8 + int(level) / max(last, 1) * (WIDTH - 16)

    def y(us):
        return TOP + HEIGHT - us / top * HEIGHT

    parts = [text(left + WIDTH / 2, TOP - 8, '{implementation} {version}'
                  .format(**panel), '#222')]
    for us in range(0, top + 1, step):
        parts.append('<line x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}" '
                     'stroke="#e2e2e2"/>'.format(left, left + WIDTH, y(us)))
        if labelled:
            parts.append(text(left - 6, y(us) + 4, str(us), anchor='end'))
    shown = -100
    for level in panel['held']:
        if x(level) - shown > 30:
            shown = x(level)
            parts.append(text(shown, TOP + HEIGHT + 16,
                              '{:,}'.format(int(level)).replace(',', ' ')))
    for which in ('stdlib', 'ours'):
        points = [(x(level), figures[which])
                  for level, figures in panel['held'].items()]
        colour = COLOURS[which]
        parts.append('<polyline fill="none" stroke="{}" stroke-width="2" '
                     'points="{}"/>'.format(colour, ' '.join(
                         '{:.1f},{:.1f}'.format(at, y(median(values)))
                         for at, values in points)))
        for at, values in points:
            low, high = map(y, spread(values))
            parts.append(
                '<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}" '
                'stroke="{3}" stroke-opacity="0.5"/>'
                '<circle cx="{0:.1f}" cy="{4:.1f}" r="3" fill="{3}"/>'.format(
                    at, low, high, colour, y(median(values))))
    return parts
