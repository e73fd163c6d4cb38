#!/bin/sh
# POTCAR is put together in the order of the POSCAR's symbols, which may come more than once.
set -eu
: > POTCAR
for symbol in $(sed -n 6p POSCAR); do
  cat "$VASP_PP_PATH/$symbol/POTCAR" >> POTCAR
done
exec mpirun -np "$1" vasp_std
