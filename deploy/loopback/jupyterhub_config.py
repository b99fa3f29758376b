"""A hub for one machine and nobody else: it listens on 127.0.0.1, and every student is a process of whoever starts it.

`make hub` and `make classroom` write the settings read here. It is for trying the course and for measuring, not for a
class: students could read each other's files. `deploy/README.md` names what a class needs.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

here = Path(os.environ["OSTEOLIB_HUB"])
settings = json.loads((here / "settings.json").read_text(encoding="utf-8"))
public, internal, proxy = (f"http://127.0.0.1:{port}" for port in settings["ports"])

c = get_config()  # noqa: F821 - JupyterHub puts it here
c.JupyterHub.bind_url = public
c.JupyterHub.hub_bind_url = internal
c.ConfigurableHTTPProxy.api_url = proxy
c.ConfigurableHTTPProxy.command = [settings["proxy"]]
c.JupyterHub.db_url = f"sqlite:///{here / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(here / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(here / "proxy.pid")
c.JupyterHub.cleanup_servers = True
c.JupyterHub.cleanup_proxy = True

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = settings["password"]
c.Authenticator.allow_all = True

if settings["preloaded"]:
    sys.path.insert(0, settings["preloaded"])
    c.JupyterHub.spawner_class = "preloaded.spawner.SimplePreloadedSpawner"
else:
    c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(here / "homes" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # root: inside a container
c.Spawner.default_url = settings["opens"]
# A start is bound by the processor: twenty at once on two cores take most of a minute, and that is no failure.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.Spawner.environment = {
    **settings["environment"],
    "OSTEOLIB_HUB": str(here),  # by this mark every process of this hub is found and ended
}


def bring_course(spawner) -> None:
    """Put the course into a new home, as nbgitpuller does on a real hub."""
    home = here / "homes" / spawner.user.name
    for place, folder in settings["course"].items():
        shutil.copytree(folder, home / place, dirs_exist_ok=True)


c.Spawner.pre_spawn_hook = bring_course
