"""Which way in a course has: personal links, JupyterHub or a university's own sign-in."""

from __future__ import annotations

from sqlalchemy import Engine

from autograder.course.course import Course
from autograder.errors import UserError
from autograder.serve.links import Links
from autograder.serve.who import SignIn


def placed(course: Course) -> Course:
    """The course with its place on the machine: a hub says itself where its services listen."""
    if course.serve.sign_in != "jupyterhub":
        return course
    from autograder.serve import hub

    return hub.placed(course)


def way_in(course: Course, engine: Engine) -> SignIn:
    """The course's sign-in. Raises UserError where something that it needs is missing."""
    if course.serve.sign_in == "links":
        return Links(course, engine)
    try:
        if course.serve.sign_in == "jupyterhub":
            from autograder.serve.hub import Hub

            return Hub(course, engine)
        from autograder.serve.openid import OpenID

        return OpenID(course, engine)
    except ImportError as error:
        raise UserError(f"This way to sign in needs the package {error.name}. Run: pip install 'ccn-autograder[oidc]'") from None
