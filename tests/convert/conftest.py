"""The converter runs on Python 3.8 and later."""
import sys

collect_ignore_glob = [] if sys.version_info >= (3, 8) else ['test_*.py']
