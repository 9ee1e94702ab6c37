#!/usr/bin/env python
"""Django's command line for Casework."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A wrong setting is the operator's to mend: the sentence helps, a traceback does not.
        sys.exit(str(error))
    except OperationalError as error:
        # Nor does it for a database that is away, whichever command asked for it.
        from casework.management.commands.prepare import refusal_of_database

        if refusal := refusal_of_database(error):
            sys.exit(str(refusal))
        raise


if __name__ == "__main__":
    main()
