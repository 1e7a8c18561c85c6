"""The quick websocket: what waits in a socket as Jupyter ships it, and does not wait here.

How much quicker a widget becomes is measured by `tests/benchmarks/bench_lab.py`.
"""

import asyncio
import socket

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado import httpserver, testing, web, websocket
from traitlets.config import Config

from workbook.lab import PromptConnection, configure


def test_lab_is_configured_with_it():
    c = Config()
    configure(c)
    assert c.ServerApp.kernel_websocket_connection_class is PromptConnection


def test_behind_a_hub_no_option_waits_to_be_put_together(monkeypatch):
    """JupyterHub looks into these before they are, and its servers did not start."""
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "a-token")
    c = Config()
    configure(c)
    assert isinstance(c.ServerApp.tornado_settings, dict)


@pytest.mark.parametrize(
    "kind, sends_at_once", [(ZMQChannelsWebsocketConnection, False), (PromptConnection, True)]
)
def test_a_small_message_is_sent_at_once(kind, sends_at_once, monkeypatch):
    """Asked of the real socket between a server and a browser: is Nagle's algorithm off?"""
    found = []

    def connect(self):
        """Instead of connecting to a kernel."""
        own = self.websocket_handler.ws_connection.stream.socket
        found.append(own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0)
        self.websocket_handler.close()

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", connect)
    asyncio.run(opened_and_closed(kind))
    assert found == [sends_at_once]


async def opened_and_closed(kind):
    """Let a browser reach a server's own handler, spared log-in and kernel, over such a link."""

    class Channels(KernelWebsocketHandler):
        def set_default_headers(self):
            pass

        async def prepare(self):
            pass

        async def get(self):
            self.connection = kind(websocket_handler=self)
            await websocket.WebSocketHandler.get(self)

        def open(self):
            self.connection.connect()

        def on_close(self):
            pass

    listener, port = testing.bind_unused_port()
    server = httpserver.HTTPServer(web.Application([("/", Channels)]))
    server.add_socket(listener)
    browser = await websocket.websocket_connect(f"ws://127.0.0.1:{port}/")
    assert await browser.read_message() is None  # it was closed
    server.stop()
