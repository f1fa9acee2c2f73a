"""What everybody's JupyterLab and nbgrader are told, as /etc/jupyter/jupyter_config.py."""

c = get_config()
# A kernel sends all that is run in it, and what comes of it, to whoever connects to its port, and every account of this machine
# can. With this, whoever has not the key, which lies in the owner's home, reads nothing. A kernel that cannot do it does not start.
c.KernelManager.transport_encryption = "required"
