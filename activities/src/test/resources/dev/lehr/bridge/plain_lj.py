"""Lennard-Jones in the standard library alone, for tests of the bridge, with faults on demand."""

import os
import time


class LennardJones:
    """All pairs within a cutoff, images in a cube of cells around; faults are words in a file of a folder, one a call."""

    def __init__(self, sigma=3.4, epsilon=0.0104, cutoff=6.0, images=2, faults="", load_seconds=0.0,
                 fatal_number=0, note=""):
        self.sigma, self.epsilon, self.cutoff = sigma, epsilon, cutoff
        self.images, self.faults, self.fatal_number = images, faults, fatal_number
        self.elements = [2, 10, 18, 36]
        time.sleep(load_seconds)

    def fault(self):
        words_file = os.path.join(self.faults, "words")
        if not self.faults or not os.path.exists(words_file):
            return ""
        with open(words_file) as file:
            words = file.read().split()
        if not words:
            return ""
        with open(words_file, "w") as file:
            file.write(" ".join(words[1:]))
        return words[0]

    def evaluate(self, numbers, positions, cell, pbc):
        fault = self.fault()
        if self.fatal_number in list(numbers):
            os.kill(os.getpid(), 9)
        if fault == "crash":
            os.kill(os.getpid(), 9)
        if fault == "hang":
            time.sleep(3600)
        if fault == "print":
            print("this goes to standard error")
        if fault == "raise":
            raise ValueError("this structure is not to my taste")
        if fault == "memory":
            raise MemoryError("no memory left")
        if fault == "short":
            return {"energy": 0.0, "forces": [0.0]}
        if fault == "nan":
            return {"energy": float("nan"), "forces": [float("nan")] * len(positions), "stress": [0.0] * 9}
        if fault == "garbage":
            for descriptor in range(3, 10):
                try:
                    os.write(descriptor, b"Loading model ... done, all is well\n")
                except OSError:
                    pass
        return self.compute(len(numbers), positions, cell, pbc)

    def compute(self, n, positions, cell, pbc):
        energies = [0.0] * n
        forces = [0.0] * (3 * n)
        stress = [0.0] * 9
        ranges = [range(-self.images, self.images + 1) if p else range(1) for p in pbc]
        for i in range(n):
            for j in range(n):
                for a in ranges[0]:
                    for b in ranges[1]:
                        for c in ranges[2]:
                            if i == j and a == b == c == 0:
                                continue
                            d = [positions[3 * j + k] - positions[3 * i + k]
                                 + a * cell[k] + b * cell[3 + k] + c * cell[6 + k] for k in range(3)]
                            r2 = sum(x * x for x in d)
                            if r2 >= self.cutoff ** 2:
                                continue
                            q6 = (self.sigma ** 2 / r2) ** 3
                            energies[i] += 2 * self.epsilon * (q6 * q6 - q6)
                            g = -24 * self.epsilon * (2 * q6 * q6 - q6) / r2
                            for k in range(3):
                                forces[3 * i + k] += g * d[k]
                                for m in range(3):
                                    stress[3 * k + m] += 0.5 * g * d[k] * d[m]
        volume = abs(cell[0] * (cell[4] * cell[8] - cell[5] * cell[7])
                     - cell[1] * (cell[3] * cell[8] - cell[5] * cell[6])
                     + cell[2] * (cell[3] * cell[7] - cell[4] * cell[6]))
        stress = [x / volume if volume else 0.0 for x in stress]
        return {"energy": sum(energies), "forces": forces, "stress": stress, "energies": energies}
