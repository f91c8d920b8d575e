from io import BytesIO

import pytest

from copractice.communities.files import BadTable, Row, read_rows


def read(content: bytes, *, most: int | None = None) -> list[Row]:
    others = {"votes": ["voter-id", "vote"]}
    return list(read_rows("names.csv", BytesIO(content), ["name", "city"], others=others, most=most))


def refusal(content: bytes, *, most: int | None = None) -> str:
    with pytest.raises(BadTable) as caught:
        read(content, most=most)
    return str(caught.value)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_table_is_read_with_or_without_a_mark_at_its_start(start: bytes, end: bytes) -> None:
    rows = read(start + b"name,city" + end + "Casa Ñandú,St. Louis".encode() + end)
    assert rows == [Row("names.csv", 2, {"name": "Casa Ñandú", "city": "St. Louis"})]


def test_a_line_end_within_quotes_belongs_to_the_cell_and_lines_are_counted_as_in_the_file() -> None:
    rows = read(b'name,city\n"A\nB",here\n\n,\nC,there\n')
    assert [(row.line, row.cells["name"]) for row in rows] == [(2, "A\nB"), (6, "C")]


def test_more_columns_than_needed_are_kept_and_their_order_is_free() -> None:
    assert read(b"city,more,name\nhere,x,A\n")[0].cells == {"city": "here", "more": "x", "name": "A"}


def test_a_formula_is_text_like_any_other() -> None:
    assert read(b'name,city\n"=HYPERLINK(""http://x"")",-1+1\n')[0].cells == {
        "name": '=HYPERLINK("http://x")',
        "city": "-1+1",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "names.csv, line 1: the file is empty; it needs a first line with the columns name, city"),
        (b"\n", "names.csv, line 1: the file is empty; it needs a first line with the columns name, city"),
        (b"name,town\nA,B\n", "names.csv, line 1: no column city; found name, town"),
        (
            b"voter-id,vote\n1,1\n",
            "names.csv, line 1: this looks like the file “votes”; no column name, city",
        ),
        (
            b"name;city\nA;B\n",
            "names.csv, line 1: the columns are not separated by commas; save the file as “CSV UTF-8”",
        ),
        (b"name,city,name\n", "names.csv, line 1: the column “name” stands there twice"),
        (b"name,city\nA\n", "names.csv, line 2: 1 cells, the header has 2"),
        (b"name,city\nA,B,C\n", "names.csv, line 2: 3 cells, the header has 2"),
        (
            b"name,city\nA,B\nCaf\xe9,B\n",
            "names.csv, line 3: character 4 is not UTF-8 text; save the file as “CSV UTF-8” and send it again",
        ),
        (
            "name,city\nÄ,B\n".encode() + b"\xc4,B\n",
            "names.csv, line 3: character 1 is not UTF-8 text; save the file as “CSV UTF-8” and send it again",
        ),
        (
            "name,city\n".encode("utf-16"),
            "names.csv: this file is in UTF-16; save it as “CSV UTF-8” and send it again",
        ),
        (
            b"PK\x03\x04rest",
            "names.csv: this is a workbook, not a CSV file; save its sheet as “CSV UTF-8”",
        ),
        (
            b"name,city\nA,\0\n",
            "names.csv, line 2: a NUL byte, which no text holds; save the file again",
        ),
        (b'name,city\nA,B\n"C,D\nE,F\n', "names.csv, line 3: a quotation mark is opened here and not closed"),
        (b'name,city\n"A"B,C\n', "names.csv, line 2: a quotation mark stands within a cell; write it twice"),
        (
            b"name,city\rA,B\rC,D\r",
            "names.csv, line 1: a line end that is no line end of CSV; save the file as “CSV UTF-8”",
        ),
        (
            b"name,city\n" + b"a" * 100_001 + b",B\n",
            "names.csv, line 2: a quotation mark is opened here and not closed",
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_its_place_and_what_to_do(
    content: bytes, said: str
) -> None:
    assert refusal(content) == said


def test_a_table_is_read_up_to_its_limit_of_rows() -> None:
    rows = b"name,city\n" + b"A,B\n" * 3
    assert len(read(rows, most=3)) == 3
    assert refusal(rows, most=2) == (
        "names.csv, line 4: more than 2 rows; split the file and import its parts one by one"
    )


def test_a_cell_is_parsed_or_refused_in_words() -> None:
    row = Row("votes.csv", 7, {"vote": "7"})
    assert row.read("vote", int, "a number") == 7
    with pytest.raises(BadTable, match=r"^votes.csv, line 7, column vote: '7' is not 1, 0 or -1$"):
        row.read("vote", lambda cell: {"1": 1, "0": 0, "-1": -1}.get(cell) or int("no"), "1, 0 or -1")
