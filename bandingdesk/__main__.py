"""`python -m bandingdesk` is `bandingdesk`."""

import sys

from bandingdesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
