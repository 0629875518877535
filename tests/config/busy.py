"""An application for tests of the web server: pages that hang until they are let go, and two addresses that do not."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

GO = Path(os.environ["BUSY_UNTIL"])


def application(request: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Say the path, at once or when the file is there."""
    path = request["PATH_INFO"]
    if path.startswith("/page"):
        (GO.parent / f"in-{path.removeprefix('/')}").touch()
        while not GO.exists():
            time.sleep(0.02)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [path.encode()]
