"""JupyterHub for one course, as /etc/jupyterhub/jupyterhub_config.py: accounts of this machine, a JupyterLab each."""

from pathlib import Path

from tornado.web import RedirectHandler

INSTRUCTOR = "@INSTRUCTOR@"
ENVIRONMENT = "@ENVIRONMENT@"
STATE = Path("/var/lib/jupyterhub")

c = get_config()
# For this machine alone: in front of it belongs a web server that has the certificate.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cleanup_servers = False  # a hub that starts again finds everybody's JupyterLab where it was
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.command = ["@PROXY@/node_modules/.bin/configurable-http-proxy"]
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

# Who may come in, with the password of their account.
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students"}
c.PAMAuthenticator.allowed_users = {INSTRUCTOR}

c.Spawner.cmd = [f"{ENVIRONMENT}/bin/python", "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
# The Formgrader is the instructor's alone. What is named here comes before what the environment says.
c.Spawner.environment = {
    "PATH": f"{ENVIRONMENT}/bin:/usr/local/bin:/usr/bin:/bin",
    "JUPYTER_CONFIG_PATH": lambda spawner: (
        f"/etc/jupyter/{'instructor' if spawner.user.name == INSTRUCTOR else 'student'}"
    ),
}
# In a tab of its own the Formgrader leads to folders and notebooks as if there were no hub.
to_own_server = {"url": "/hub/user-redirect/{0}/{1}", "permanent": False}
c.JupyterHub.extra_handlers = [(r"/(tree|notebooks|edit)/(.*)", RedirectHandler, to_own_server)]

load_subconfig("/etc/jupyterhub/own_config.py")  # if it is there: this file is written anew with each version
