#!/usr/bin/env python
"""The newsroom's command line."""

import os
import sys


def main() -> None:
    """Run the command; settings that make no sense end in one line instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from newsroom.environment import take_folder

    take_folder("--var", "VAR_DIR", sys.argv)
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
