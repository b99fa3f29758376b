"""A hub for a class on one server, whose students are users of the system: section 3 of `deploy/README.md`.

Change what is marked CHANGE. The limits are those of the other hubs in `deploy`.
"""

from __future__ import annotations

import sys
from pathlib import Path

PLACE = Path("/opt/class")  # CHANGE if the packages are elsewhere
STATE = PLACE / "state"  # for nobody but root to read

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

c = get_config()  # noqa: F821 - JupyterHub puts it here
c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # behind a web server with HTTPS, which the class sees
c.JupyterHub.db_url = f"sqlite:///{STATE / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.command = [str(PLACE / "proxy" / "node_modules" / ".bin" / "configurable-http-proxy")]

c.Authenticator.admin_users = {"teacher"}  # CHANGE
c.LocalAuthenticator.allowed_groups = {"class"}  # a group of the system: who is in it may log in

c.JupyterHub.spawner_class = "preloaded.spawner.PreloadedSpawner"
c.PreloadedSpawner.mem_limit = "1G"  # of each process, beside what all share
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "4194304",
    "MALLOC_TRIM_THRESHOLD_": "4194304",
}
c.JupyterHub.load_roles = [
    {
        "name": "ends-idle-servers",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle"],
    }
]
c.JupyterHub.services = [
    {"name": "idle", "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600", "--cull-every=300"]}
]
