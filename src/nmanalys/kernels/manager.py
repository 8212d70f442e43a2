"""A kernel manager that forks bare kernels whatever their specification says, and spares the waits made for slow ones."""

from __future__ import annotations

import contextlib
import time
import uuid
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec
from traitlets import Type

from nmanalys.kernels.forking import runtime_folder
from nmanalys.kernels.provisioner import PROVISIONER

__all__ = ["ForkKernelClient", "ForkKernelManager"]


class Channel(AsyncZMQSocketChannel):
    """A channel that waits for a message once, where the usual one asks whether there is one and then takes it."""

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:  # type: ignore[override]
        """Return the next message.

        Raises
        ------
        Empty
            If there is none in time.
        """
        return await (self._recv() if timeout is None else super().get_msg(timeout))


class ForkKernelClient(AsyncKernelClient):
    """A client that is ready when the kernel is, rather than after a fifth of a second of silence."""

    iopub_channel_class = Type(Channel)

    def start_channels(self, *args: Any, **options: Any) -> None:
        """Open the channels but for the heartbeat: whether a forked kernel lives, its process tells at once."""
        super().start_channels(*args, **{**options, "hb": False})

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return once the kernel has answered, and all that it published before has been read.

        Raises
        ------
        RuntimeError
            If the kernel has died, or does not answer in time.
        """
        deadline = time.monotonic() + (timeout or float("inf"))
        while not await self._answers():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _answers(self) -> bool:
        # a kernel greets whoever subscribes to what it publishes; what it publishes before is lost
        with contextlib.suppress(Empty):
            await self.get_iopub_msg(timeout=0.2)
        asked = self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=1)
            while (message := await self.get_iopub_msg(timeout=0.2))["parent_header"].get("msg_id") != asked or (
                message["content"].get("execution_state") != "idle"
            ):
                pass
        except Empty:
            return False
        if reply["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(reply)
        return True


class ForkKernelManager(AsyncKernelManager):
    """Forks its kernel, and talks to it over unix sockets."""

    client_factory = Type(klass=AsyncKernelClient, default_value=ForkKernelClient)

    def __init__(self, **options: Any) -> None:
        # one for the process: each context has threads of its own
        super().__init__(context=zmq.asyncio.Context.instance(), **options)
        folder = runtime_folder()
        if folder:
            name = folder / uuid.uuid4().hex[:8]
            self.transport, self.ip, self.connection_file = "ipc", str(name), f"{name}.json"
            # nobody else can enter the folder, so that no message need be signed
            self.session.key = b""

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's specification, with the provisioner that forks."""
        spec = super().kernel_spec
        if spec is not None:
            forked = {"provisioner_name": PROVISIONER, "config": {"is_bare": True}}
            spec.metadata = {**spec.metadata, "kernel_provisioner": forked}
        return spec
