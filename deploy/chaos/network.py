"""A way between a process and a server that can be cut: bytes go through this process, or stay where they are."""

import selectors
import socket
import threading


class Link:
    """Listens on a port of 127.0.0.1 and passes bytes on to another one."""

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.silent = threading.Event()
        self.refusing = False
        self.open = set()
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, how):
        """silent: nothing passes and nobody is told, as when packets are lost; reset: connections end, and new ones too."""
        if how == "silent":
            self.silent.set()
        else:
            self.refusing = True
            with self.lock:
                ends = list(self.open)
            for end in ends:
                _close(end)

    def mend(self):
        self.refusing = False
        self.silent.clear()

    def _accept(self):
        while True:
            near, _ = self.listener.accept()
            if self.refusing:
                _close(near)
            else:
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near):
        while self.silent.is_set():
            threading.Event().wait(0.1)
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            _close(near)
            return
        far.settimeout(None)
        with self.lock:
            self.open |= {near, far}
        try:
            self._pass_on(near, far)
        finally:
            with self.lock:
                self.open -= {near, far}
            _close(near)
            _close(far)

    def _pass_on(self, near, far):
        with selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in ready.select(timeout=1):
                    try:
                        data = key.fileobj.recv(1 << 16)
                        while self.silent.is_set():
                            threading.Event().wait(0.1)
                        if not data:
                            return
                        key.data.sendall(data)
                    except OSError:
                        return
                if near.fileno() < 0 or far.fileno() < 0:
                    return


def _close(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    end.close()
