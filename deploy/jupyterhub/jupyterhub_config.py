"""A hub for one course on one machine: every user is an account of the machine.

`set-up` puts this file beside the folders that it speaks of. What you decide comes first.
"""

import os
import pwd
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
c = get_config()  # noqa: F821 - JupyterHub supplies it

# Who may come in ----------------------------------------------------------------------------------

# As shipped: who has a password on this machine, and is in its group `workbook`. For the accounts
# of a university or of a learning platform, see README.md.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"workbook"}

# Where it listens ---------------------------------------------------------------------------------

# A web server in front of it speaks HTTPS. Give every user a host name of their own there: what a
# page of one student's server asks is then no business of another's, nor of the instructor's.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
# c.JupyterHub.subdomain_host = "https://hub.example.org"

# What a user gets ---------------------------------------------------------------------------------

# With systemd there are limits: pip install jupyterhub-systemdspawner, and then
# c.JupyterHub.spawner_class = "systemd"
# c.Spawner.mem_limit = "1G"
# c.Spawner.cpu_limit = 1.0
c.Spawner.http_timeout = 60  # seconds; on the first morning many start at the same moment
c.JupyterHub.concurrent_spawn_limit = 20
c.Spawner.args = [
    # Sockets are files in a folder of the user's: over TCP any account could listen to a kernel.
    "--KernelManager.transport=ipc",
    # Seconds without a touch after which a kernel, and then the server, makes room for others.
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--MappingKernelManager.cull_connected=True",
    "--TerminalManager.cull_inactive_timeout=3600",
    "--ServerApp.shutdown_no_activity_timeout=1800",
    # It looks for language servers through npm at each start; the course has none.
    "--LanguageServerManager.autodetect=False",
    # Not a login shell, which would forget the path below.
    "--ServerApp.terminado_settings={'shell_command': ['/bin/bash']}",
]

# How it hangs together ----------------------------------------------------------------------------

INSTRUCTOR = pwd.getpwuid((HERE / "exchange" / "neural-networks").stat().st_uid).pw_name


def settings_of(spawner):
    """The folder from which a user's server, and nbgrader in it, take their settings."""
    return str(HERE / ("instructor" if spawner.user.name == INSTRUCTOR else "student"))


def sockets_of(spawner):
    """Where a user's kernels have their sockets, whose path has at most 107 characters."""
    return str(HERE / "run" / spawner.user.name)


def make_sockets_folder(spawner):
    """Make it, closed to all others, in a folder where nobody else could have made it before."""
    folder, account = Path(sockets_of(spawner)), pwd.getpwnam(spawner.user.name)
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, account.pw_uid, account.pw_gid)


c.Spawner.pre_spawn_hook = make_sockets_folder
c.Spawner.environment = {
    "JUPYTER_CONFIG_PATH": settings_of,
    "JUPYTER_RUNTIME_DIR": sockets_of,
    # Threads of a product of matrices: the lessons' are small, and a class shares the cores.
    "OPENBLAS_NUM_THREADS": "1",
    # Its programs come first: an `nbgrader` that starts a second and a half sooner, `autograder`.
    "PATH": f"{HERE / 'programs'}:{Path(sys.prefix, 'bin')}:/usr/local/bin:/usr/bin:/bin",
}
# `jupyterhub-singleuser`, which starts a second sooner without grammars that nothing here uses.
SERVER = "from autograder import quick_imports; from jupyterhub.singleuser import main; main()"
c.Spawner.cmd = [str(Path(sys.prefix, "bin", "python")), "-P", "-c", SERVER]
c.Spawner.default_url = ""  # Start here, or Review: the course decides
c.ConfigurableHTTPProxy.command = [
    str(Path(sys.prefix, "node_modules", ".bin", "configurable-http-proxy"))
]
c.ConfigurableHTTPProxy.pid_file = str(HERE / "state" / "proxy.pid")
c.JupyterHub.cookie_secret_file = str(HERE / "state" / "cookie-secret")
c.JupyterHub.db_url = f"sqlite:///{HERE / 'state' / 'hub.sqlite'}"
