"""The front door: settings, then the command line. Nothing else happens here."""

from gevent import monkey

monkey.patch_all()  # before flask and the database drivers are imported, or one slow query freezes the server

import os
import sys

from voting.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
