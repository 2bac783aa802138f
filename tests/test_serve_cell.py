"""`%run hand_in.py` in a cell: a real kernel, beside the notebook that is handed in."""

from __future__ import annotations

import shutil

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from served import WEEK, course_in, serving

from tests.test_serve import notebook
from tests.this_course import ROOT

SAVED = "def linear(X, W, b):\n    return X @ W - b\n"
ON_SCREEN = "def linear(X, W, b):\n    return X @ W + b\n"


def test_a_cell_hands_in_what_is_saved_and_shows_the_result_in_place(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    (folder / WEEK).mkdir(parents=True)
    shutil.copy(ROOT / "autograder/authoring/templates/publish/hand_in.py", folder)
    (folder / WEEK / f"{WEEK}.ipynb").write_bytes(notebook(SAVED))
    with serving(course_in(tmp_path)) as served:
        monkeypatch.setenv("HAND_IN_LINK", served.url + served.link("s1"))
        monkeypatch.setenv("HOME", str(tmp_path))
        run = f"%run hand_in.py {WEEK}"
        cells = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (
            SAVED, run, ON_SCREEN, run, f"{run} --anyway", "%run hand_in.py", "%run hand_in.py week9 --anyway")])
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file=str(tmp_path / "kernel.json"))
        NotebookClient(cells, km=manager, timeout=300, allow_errors=True, resources={"metadata": {"path": str(folder)}},
                       shutdown_kernel="immediate").execute()
    said = ["".join(o.get("text", "") or "\n".join(o.get("traceback", ())) for o in cell.outputs) for cell in cells.cells]
    assert f"Handed in: {WEEK}/{WEEK}.ipynb" in said[1] and " of 20 points" in said[1] and served.url + "/hand-in/" in said[1]
    assert "is older than what you ran here: save the notebook (Ctrl-S)" in said[3] and "Handed in" not in said[3]
    assert "Handed in" in said[4] and " of 20 points" in said[4]
    assert said[5].startswith("Which week, and how?")
    assert "week9.ipynb cannot be read" in said[6]
    assert all("exception" not in text.lower() for text in said)
