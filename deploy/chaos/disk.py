"""A small disk that can be full."""

import errno
import os
import subprocess

BALLOON = "balloon"


class Disk:
    """A directory that is a tmpfs of so many megabytes; only root can mount one. 0: an ordinary directory."""

    def __init__(self, place, megabytes):
        self.place = place
        self.balloon = os.path.join(place, BALLOON)
        self.small = megabytes > 0
        os.makedirs(place, exist_ok=True)
        if self.small:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "chaos", place], check=True)

    def fill(self):
        """To the last page."""
        piece = bytes(1 << 16)
        with open(self.balloon, "wb", buffering=0) as file:
            try:
                while file.write(piece) == len(piece):
                    pass
            except OSError as e:
                if e.errno != errno.ENOSPC:
                    raise

    def empty(self):
        if os.path.exists(self.balloon):
            os.unlink(self.balloon)

    def unmount(self):
        if self.small:
            subprocess.run(["umount", self.place], check=False)
            self.small = False
