"""`python -m config.probe`: what a container's health check asks; 0 when the web server here is ready."""

import sys
import urllib.error
import urllib.request

from config.env import env

TIMEOUT = 5  # seconds


def main() -> int:
    """Ask this container's own web server, under the name that it answers to."""
    hosts = env.list("ALLOWED_HOSTS", default=["localhost"])
    request = urllib.request.Request(
        f"http://127.0.0.1:{env.int('PORT', default=8000)}/readyz",
        headers={"Host": hosts[0].removeprefix("."), "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310  our own address
            return 0
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
