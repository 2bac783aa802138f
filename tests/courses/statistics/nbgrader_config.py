"""nbgrader's settings for this course. Everything about dates and points comes from course.toml and the notebooks."""

from pathlib import Path

from autograder.records.database import address

c = get_config()  # noqa: F821  (nbgrader defines it)

ROOT = Path(__file__).resolve().parent
c.CourseDirectory.root = str(ROOT)
# nbgrader's own default takes what follows a ? in a folder's name for settings.
c.CourseDirectory.db_url = address(ROOT)
c.CourseDirectory.course_id = "statistics"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]

c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}
c.ClearSolutions.text_stub = "*Write your answer here.*"

# Where stock nbgrader runs a kernel, the autograder writes what its sandbox made of the submission.
c.Autograde.exporter_class = "autograder.nbgrader_plugins.UnreadExporter"
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader_plugins.SandboxExecute",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.AssignLatePenalties.plugin_class = "autograder.nbgrader_plugins.CourseLatePenalty"
