"""Photos pasted into written answers reach whoever marks them, made anew; and what cannot be kept is told."""

import base64
import io
import json
import random
import struct
import zlib

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from PIL import Image

from autograder.course.course import Course
from autograder.course.marks import Mark, WeekMark
from autograder.course.week import Week
from autograder.marking.marker import Marker
from autograder.marking.shown.photos import SIDE, kept
from autograder.pages import prose
from autograder.pages.feedback import Feedback
from autograder.records.autograded import Autograded
from autograder.submission.photos import Photo, Photos
from autograder.submission.repair import repair
from tests.this_course import ROOT

EXERCISE = "why_nonlinear"


@pytest.fixture(scope="module")
def week():
    return Week.load(ROOT, "week1")


@pytest.fixture(scope="module")
def marker(sandbox):
    return Marker(Course.load(ROOT).limits_of, sandbox)


def photo(size=(300, 200), kind="JPEG", turned=None, colour="red", noise=False, **options):
    """A picture whose left upper quarter is of a colour of its own."""
    picture = Image.effect_noise(size, 100).convert("RGB") if noise else Image.new("RGB", size, "white")
    picture.paste(colour, (0, 0, size[0] // 2, size[1] // 2))
    out, exif = io.BytesIO(), Image.Exif()
    if turned:
        exif[0x0112] = turned
    picture.save(out, kind, exif=exif, **options)
    return out.getvalue()


def b64(raw):
    return base64.b64encode(raw).decode()


def notebook(text, attachments=None, own=()):
    """Week 1 as released, with an answer and markdown cells behind it."""
    content = json.loads((ROOT / "release" / "week1" / "week1.ipynb").read_text())
    at = next(
        i for i, c in enumerate(content["cells"]) if c["metadata"].get("nbgrader", {}).get("grade_id") == EXERCISE
    )
    answer = content["cells"][at]
    if text is not None:
        answer["source"] = text
    if attachments:
        answer["attachments"] = {name: {"image/png": data} for name, data in attachments.items()}
    content["cells"][at + 1 : at + 1] = [
        {
            "cell_type": "markdown",
            "metadata": {},
            "id": f"own{n}",
            "source": source,
            "attachments": {name: {"image/jpeg": data} for name, data in files.items()},
        }
        for n, (source, files) in enumerate(own)
    ]
    return json.dumps(content).encode()


def answer_of(marked):
    return next(c for c in marked.cells if c.grade_id == EXERCISE)


def page_of(week, marked):
    course = Course.load(ROOT)
    marks = tuple(Mark(e.id) for e in week.exercises)
    mark = WeekMark(week="week1", points=20, marks=marks)
    return Feedback(course, week).page("s1", marked, mark)


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


def test_a_pasted_photo_reaches_the_graded_notebook_formgrader_and_the_feedback(week, marker):
    raw = notebook(
        "My derivation:\n\n![image.png](attachment:image.png)\n\nso it is linear.",
        {"image.png": b64(photo((4000, 3000), noise=True))},
    )
    marked = marker.mark(week, raw, "week1.ipynb")
    (picture,) = answer_of(marked).photos
    assert picture.kind == "jpeg" and opened(picture).size == (SIDE, 1500) and not marked.result.repairs
    graded = nbformat.from_dict(Autograded(ROOT, week).notebook(marked))
    nbformat.validate(graded)
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(graded)
    shown = b64(picture.data)
    assert f"data:image/jpeg;base64,{shown}" in page
    assert f'src="data:image/jpeg;base64,{shown}"' in page_of(week, marked)


@pytest.mark.parametrize(
    "text",
    [
        "![](data:image/png;base64,{})",
        '<img src="data:image/png;base64,{}" width="300">',
        "![a](attachment:a%20b.png)",
        '![a](attachment:a%20b.png "a title")',
        "![a]( <attachment:a%20b.png> )",
        "<IMG alt='x' src='attachment:a%20b.png'/>",
    ],
)
def test_pictures_are_found_however_they_were_pasted(week, text):
    data = b64(photo(kind="PNG"))
    submission = repair(week, notebook(text.format(data), {"a b.png": data}))
    assert [p.data for p in submission.photos] == [data] and not submission.repairs
    assert next(c.source for c in submission.cells if c.grade_id == EXERCISE) == "![photo](attachment:photo-1)"


def test_photos_in_cells_below_the_answer_and_in_own_cells_keep_their_names_apart(week, marker):
    one, two, three = (b64(photo(colour=c)) for c in ("red", "blue", "green"))
    raw = notebook(
        None, own=[("![](attachment:image.png)", {"image.png": one}), ("![](attachment:image.png)", {"image.png": two})]
    )
    marked = marker.mark(week, raw, "week1.ipynb")
    assert [opened(p).getpixel((5, 5))[0] > 200 for p in answer_of(marked).photos] == [True, False]
    raw = notebook(
        "see below ![](attachment:image.png)",
        {"image.png": three},
        own=[("![](attachment:image.png)", {"image.png": one})],
    )
    marked = marker.mark(week, raw, "week1.ipynb")
    assert [len(c.photos) for c in marked.cells if c.photos] == [1, 1]


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_is_turned_as_its_exif_says(turn):
    found, told = kept([Photo("photo-1", b64(photo((300, 200), turned=turn)))])
    assert not told and opened(found["photo-1"]).size == ((300, 200) if turn < 5 else (200, 300))
    assert not opened(found["photo-1"]).getexif()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_kind_of_png_and_jpeg_is_kept(mode):
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "JPEG" if mode in ("CMYK", "YCbCr") else "PNG")
    found, _told = kept([Photo("photo-1", b64(out.getvalue()))])
    assert found["photo-1"].kind in ("png", "jpeg") and opened(found["photo-1"]).size == (40, 30)


def test_four_photos_of_22_megabytes_do_not_cost_the_week(week, marker):
    large = photo((4600, 3450), noise=True, quality=85)
    assert 5_000_000 < len(large) < 9_000_000
    names = [f"image-{n}.png" for n in range(4)]
    raw = notebook("\n\n".join(f"![](attachment:{name})" for name in names), {name: b64(large) for name in names})
    assert len(raw) > 20_000_000
    marked = marker.mark(week, raw, "week1.ipynb")
    assert len(answer_of(marked).photos) == 4 and not marked.result.repairs
    assert len(marked.model_dump_json()) < 20_000_000


def test_what_cannot_be_kept_is_told_and_said_in_its_place(week, marker):
    heic = b"\0\0\0\x18ftypheic" + bytes(500)
    raw = notebook(
        "![](attachment:a) ![](attachment:b) ![](attachment:gone.png) ![](photo.jpg) ![](attachment:c)",
        {"a": b64(heic), "b": b64(photo()[:400]), "c": b64(photo())},
    )
    marked = marker.mark(week, raw, "week1.ipynb")
    assert list(marked.result.repairs) == [
        "A picture of the answer why_nonlinear is not in the notebook (gone.png); paste it into the cell again.",
        "The picture photo.jpg of the answer why_nonlinear is not in the notebook itself; only pictures pasted into the "
        "cell are shown.",
        "Photo 1 of the notebook could not be kept: PNG and JPEG are shown, and it is a HEIC photo; save it as JPEG and "
        "paste it again.",
        "Photo 2 of the notebook could not be kept: it is damaged.",
    ]
    assert "[photo 1 was not kept]" in answer_of(marked).source
    assert [p.name for p in answer_of(marked).photos] == ["photo-3"]


def bomb(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def many_scans():
    head = photo((4000, 4000), progressive=True)
    scan = head[head.rindex(b"\xff\xda") : -2]
    return head[:-2] + scan * 200 + b"\xff\xd9"


@pytest.mark.parametrize(
    "raw, why",
    [
        (bomb(60_000, 60_000), "far too many pixels"),
        (bomb(9_000, 9_000), "9000 x 9000 pixels"),
        (many_scans(), "not a plain JPEG"),
        (b"GIF89a" + bytes(100), "it is neither"),
        (b"", "it is neither"),
        (b"\xff\xd8\xff" + bytes(5000), "it is damaged"),
    ],
)
def test_a_picture_made_to_cost_is_refused_before_it_costs(raw, why):
    found, told = kept([Photo("photo-1", b64(raw))])
    assert not found and why in told[0]


def test_all_pictures_together_have_a_budget():
    one = Photo("photo-1", b64(photo((6000, 6000))))
    found, told = kept([Photo(f"photo-{n}", one.data) for n in range(1, 11)])
    assert len(found) == 6 and len(told) == 4 and "6000 x 6000 pixels" in told[0]


def test_random_damage_to_a_photo_is_kept_or_told():
    rng = random.Random(1)
    for kind in ("PNG", "JPEG"):
        whole = photo((200, 150), kind, noise=True, turned=6)
        for _ in range(150):
            raw = bytearray(whole)
            for _ in range(rng.randint(1, 6)):
                raw[rng.randrange(8, len(raw))] = rng.randrange(256)
            found, told = kept([Photo("photo-1", b64(bytes(raw[: rng.choice((len(raw), len(raw) // 2))])))])
            assert len(found) + len(told) == 1


hostile = st.lists(
    st.sampled_from(
        [
            "![",
            "](",
            "attachment:",
            "image.png",
            ")",
            "<img ",
            "src=",
            '"',
            ">",
            "data:image/png;base64,",
            "AAAA",
            "![photo](",
            "attachment:photo-1)",
            "\ue000",
            "$",
            "`",
            "```\n",
            "\n",
            "[x](https://example.org/",
            "<script>",
            "photo-1",
            "\\",
            "{",
        ]
    ),
    max_size=30,
).map("".join)


@settings(deadline=None)
@given(hostile)
def test_whatever_stands_around_a_picture_only_pictures_of_ours_get_into_a_page(text):
    photos = Photos()
    taken = photos.taken(text + "![](attachment:image.png)" + text, {"image.png": "AAAA"}, "the answer")
    names = {p.name: "data:image/png;base64,T1VSUw==" for p in photos.found}
    page = prose.with_photos(taken, names)
    bare = page.replace("T1VSUw==", "")
    assert "<script" not in bare.lower()
    for tag in bare.split("<img")[1:]:
        assert tag.startswith(' class="photo" src="data:image/png;base64," alt="photo ')
    for tag in page.split("<")[1:]:
        assert tag.partition(">")[0].count('"') % 2 == 0


@settings(deadline=None)
@given(hostile)
def test_the_graded_notebook_names_only_attachments_that_it_has(text):
    from autograder.marking.result import MarkedCell, Picture
    from autograder.records.autograded import _cell

    photos = Photos()
    taken = photos.taken(text + "![](attachment:image.png)" + text, {"image.png": "AAAA"}, "the answer")
    pictures = tuple(Picture(name=p.name, kind="png", data=b"x") for p in photos.found)
    made = _cell(MarkedCell(type="markdown", source=taken, photos=pictures), None, 0)
    named = [part.partition(")")[0] for part in made["source"].split("![")[1:]]
    assert all(any(f"](attachment:{file}" in name for file in made["attachments"]) for name in named)
    cell = nbformat.v4.new_markdown_cell(made["source"], attachments=made.get("attachments", {}))
    HTMLExporter(template_name="basic").from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))


@pytest.mark.parametrize(
    "text",
    [
        "![](" * 50_000,
        "<img " * 50_000,
        "![](attachment:" * 20_000,
        "![](data:image/png;base64,AAAA" * 6_000,
        "![" + "[" * 190_000,
    ],
)
def test_a_text_of_openings_takes_no_time(text):
    Photos().taken(text, {}, "the answer")
