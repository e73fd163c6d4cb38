#!/usr/bin/env bash
# SevenNet-0 on a GPU machine that has Python with torch and nothing else: here and in torch-sim.
#
#   bench/gpu.sh pack DIR [--count 2000]     on this machine: all that is needed, below 64 MB, into DIR
#   DIR/gpu.sh run [--device cuda] [...]     on the other one, without a network
#
# pack wants: JDK, Maven, LEHR_PYTHON (a Python with ASE; the one in environments/ of the model cache will do), and
#   SevenNet-0 in the cache (lehr models export sevennet-0).
# run wants: PYTHON (default python3) with torch. With torch 2.7.1 DJL's own JNI library fits; for another version
#   put a libdjl_torch.so built against it into DIR/jni. torch-sim's turn comes where PYTHON has torch-sim and sevenn.
#   Options: --device cuda|cpu, --count N, --max-atoms N, --fmax F, --max-steps N, --no-memory, --threads N
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

fail() {
  echo "gpu.sh: $*" >&2
  exit 1
}

pack() {
  local dir="${1:-}" count=2000 python="${LEHR_PYTHON:-python3}" home="$here/.." model size
  [ -n "$dir" ] || fail "pack: name a directory"
  shift
  if [ "${1:-}" = "--count" ]; then count="$2"; fi
  model="${LEHR_MODELS:-$HOME/.cache/lehr/models}"
  [ -f "$model/sevennet-0.json" ] || fail "found no $model/sevennet-0.json; first: lehr models export sevennet-0"
  "$python" -c 'import ase' 2>/dev/null || fail "'$python' has no ASE; name one with LEHR_PYTHON"
  (cd "$home" && mvn -q -o -B -Pbench -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip package)
  rm -rf "$dir"
  mkdir -p "$dir/lib" "$dir/jni"
  cp "$here"/target/lehr-bench-*.jar "$dir/lib/"
  local jar
  for jar in lehr-simulation lehr-activities lehr-workflows api pytorch-engine pytorch-jni jackson snakeyaml slf4j-api \
    jna commons-compress commons-io commons-lang3 commons-codec gson jspecify logback; do
    find "$here/target/lib" -name "$jar-*.jar" -exec cp {} "$dir/lib/" \;
  done
  jlink --add-modules java.base,java.logging,java.xml,java.sql,java.naming,java.management,java.net.http,jdk.unsupported,jdk.zipfs \
    --strip-debug --no-header-files --no-man-pages --compress=2 --output "$dir/java"
  cp "$model/$("$python" -c 'import json,sys; print(json.load(open(sys.argv[1]))["file"])' "$model/sevennet-0.json")" "$dir/model.pt"
  "$python" "$here/reference/many_crystals.py" "$count" "$dir/crystals.extxyz"
  cp "$here/compare/torch_sim_relax.py" "${BASH_SOURCE[0]}" "$dir/"
  size="$(tar -C "$dir" -cJf - . | wc -c)"
  echo "packed $count crystals: $((size / 1000000)) MB as tar.xz"
  [ "$size" -lt 64000000 ] || fail "that is more than 64 MB"
}

run() {
  local device=cuda count=2000 atoms=8000 fmax=0.02 steps=500 memory=yes python="${PYTHON:-python3}" threads
  threads="$(nproc)"
  while [ $# -gt 0 ]; do
    case "$1" in
      --device) device="$2"; shift 2 ;;
      --count) count="$2"; shift 2 ;;
      --max-atoms) atoms="$2"; shift 2 ;;
      --fmax) fmax="$2"; shift 2 ;;
      --max-steps) steps="$2"; shift 2 ;;
      --threads) threads="$2"; shift 2 ;;
      --no-memory) memory=no; shift ;;
      *) fail "unknown option $1" ;;
    esac
  done
  local version lib flavor
  version="$("$python" -c 'import torch; print(torch.__version__.split("+")[0])' 2>/dev/null)" \
    || fail "'$python' has no torch; name one with PYTHON"
  lib="$("$python" -c 'import os, torch; print(os.path.join(os.path.dirname(torch.__file__), "lib"))')"
  [ "$device" = cpu ] && flavor=cpu || flavor=cu128
  export PYTORCH_LIBRARY_PATH="$lib" PYTORCH_FLAVOR="$flavor" PYTORCH_VERSION=2.7.1 NVIDIA_TF32_OVERRIDE=0
  export OMP_NUM_THREADS="$threads" OMP_WAIT_POLICY=PASSIVE DJL_CACHE_DIR="$here/cache"
  if [ -f "$here/jni/libdjl_torch.so" ]; then
    # Beside libtorch is where DJL looks for one that is not its own.
    mkdir -p "$here/libtorch"
    ln -sf "$lib"/* "$here/libtorch/"
    cp "$here/jni/libdjl_torch.so" "$here/libtorch/"
    export PYTORCH_LIBRARY_PATH="$here/libtorch"
  elif [ "$version" != 2.7.1 ]; then
    fail "torch is $version, DJL's JNI library is for 2.7.1; put one built for yours into $here/jni"
  fi
  export LD_LIBRARY_PATH="$PYTORCH_LIBRARY_PATH:${LD_LIBRARY_PATH:-}"
  command -v nvidia-smi >/dev/null && nvidia-smi --query-gpu=name,memory.total --format=csv,noheader || true
  "$here/java/bin/java" -Xmx8g -Dthreads="$threads" -cp "$here/lib/*" dev.lehr.bench.TorchMain "$here/model.pt" \
    "$here/crystals.extxyz" "$count" "$device" "$atoms" "$fmax" "$steps" "$memory"
  if "$python" -c 'import torch_sim, sevenn' 2>/dev/null; then
    "$python" "$here/torch_sim_relax.py" 7net-0 "$here/crystals.extxyz" "$count" "$device" "$atoms" "$fmax" "$steps"
  else
    echo "gpu.sh: '$python' lacks torch-sim or sevenn: no turn for torch-sim" >&2
  fi
}

case "${1:-}" in
  pack) shift; pack "$@" ;;
  run) shift; run "$@" ;;
  *) sed -n '2,14p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
