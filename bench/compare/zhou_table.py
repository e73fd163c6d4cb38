"""Zhou's copper as a setfl table, for programs that read tables.

X. W. Zhou, R. A. Johnson, H. N. G. Wadley, Phys. Rev. B 69, 144113 (2004), with the smooth end that
Lehr gives the functions: 1 - x^3 (10 - 15 x + 6 x^2) between 1.60 and 1.70 lattice constants.
"""

import numpy as np

RE, FE, RHOE, RHOS = 2.556162, 1.554485, 21.175871, 21.175395
ALPHA, BETA, A, B = 8.127620, 4.334731, 0.396620, 0.548085
KAPPA, LAMBDA, ETA, F_E = 0.308782, 0.756515, 0.310490, -2.186568
FN = (-2.170269, -0.263788, 1.088878, -0.817603)
F = (-2.19, 0.0, 0.561830, -2.100595)
LATTICE_CONSTANT = 3.615
START, CUTOFF = 1.60 * 3.6150, 1.70 * 3.6150


def taper(r):
    x = np.clip((r - START) / (CUTOFF - START), 0, 1)
    return 1 - x**3 * (10 - 15 * x + 6 * x * x)


def density(r):
    return FE * np.exp(-BETA * (r / RE - 1)) / (1 + (r / RE - LAMBDA) ** 20) * taper(r)


def pair(r):
    repulsion = A * np.exp(-ALPHA * (r / RE - 1)) / (1 + (r / RE - KAPPA) ** 20)
    attraction = B * np.exp(-BETA * (r / RE - 1)) / (1 + (r / RE - LAMBDA) ** 20)
    return (repulsion - attraction) * taper(r)


def embedding(rho):
    below = np.polyval(FN[::-1], rho / (0.85 * RHOE) - 1)
    middle = np.polyval(F[::-1], rho / RHOE - 1)
    x = np.maximum(rho, 1e-300) / RHOS
    above = F_E * (1 - ETA * np.log(x)) * x**ETA
    return np.where(rho < 0.85 * RHOE, below, np.where(rho < 1.15 * RHOE, middle, above))


def write(path, n: int = 10000) -> None:
    rho_step = 4 * RHOE / (n - 1)
    r_step = CUTOFF / (n - 1)
    r = np.arange(n) * r_step
    functions = (embedding(np.arange(n) * rho_step), density(r), r * pair(r))
    with open(path, "w", encoding="ascii") as out:
        out.write("Zhou, Johnson, Wadley 2004: Cu\nwith a smooth end\n\n1 Cu\n")
        out.write(f"{n} {rho_step:.17g} {n} {r_step:.17g} {CUTOFF:.17g}\n")
        out.write(f"29 63.546 {LATTICE_CONSTANT} fcc\n")
        for values in functions:
            out.writelines(f"{v:.17g}\n" for v in values)
