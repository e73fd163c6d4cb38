"""Runs a notebook in the working directory, and wants it to be kept without outputs."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

path = Path(sys.argv[1]).resolve()
notebook = nbformat.read(path, as_version=4)
nbformat.validate(notebook)
for cell in notebook.cells:
    if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
        sys.exit(f"{path}: a cell has outputs, expected none: clear them before committing")
NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
pictures = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
if pictures == 0:
    sys.exit(f"{path}: expected pictures, found none")
print(f"{path}: {len(notebook.cells)} cells ran, {pictures} pictures")
