"""When two addresses mean the same page, and which are no addresses at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.pages.addresses import (
    checked_address,
    comparison_key,
    host_of,
    is_third_party,
    name_of_address,
)
from casestudy.sources import check_source_id

SAME = [
    ("HTTP://Shop.Example/a", "http://shop.example/a"),
    ("http://shop.example:80/a", "http://shop.example/a"),
    ("https://shop.example:443/a", "https://shop.example/a"),
    ("https://shop.example", "https://shop.example/"),
    ("https://shop.example/a/./b/../c", "https://shop.example/a/c"),
    ("https://shop.example/%7Euser/%e4", "https://shop.example/~user/%E4"),
    ("https://shop.example/a#reviews", "https://shop.example/a"),
    ("https://shop.example/a?utm_source=x&utm_medium=y", "https://shop.example/a"),
    (
        "https://shop.example/a?srsltid=1&color=red&_pos=2&gclid=3",
        "https://shop.example/a?color=red",
    ),
    ("https://shop.example/a?fbclid=1#top", "https://shop.example/a"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://shop.example./a", "https://shop.example/a"),
    ("https://shop.example/a b", "https://shop.example/a%20b"),
]
OTHER = [
    ("http://shop.example/a", "https://shop.example/a"),
    ("https://shop.example/a", "https://shop.example/A"),
    ("https://shop.example/a", "https://shop.example/a/"),
    ("https://shop.example/a?b=1&c=2", "https://shop.example/a?c=2&b=1"),
    ("https://shop.example/a?color=red", "https://shop.example/a"),
    ("https://shop.example/#!/product/3", "https://shop.example/#!/product/4"),
    ("https://shop.example/#/cart", "https://shop.example/"),
    ("https://shop.example:8443/", "https://shop.example/"),
    ("https://shop.example/a?ref=1", "https://shop.example/a"),
    ("https://shop.example/a%2Fb", "https://shop.example/a/b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_page(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_page(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


@given(
    st.text("abAB%2Fé./-_~", max_size=20),
    st.lists(st.sampled_from(["a=1", "utm_x=2", "b", "gclid=3", "c=%20", "=", ""]), max_size=5),
    st.sampled_from(["", "#x", "#!/y", "#/z"]),
)
@settings(max_examples=200)
def test_a_key_is_its_own_key(path: str, query: list[str], fragment: str) -> None:
    address = f"https://Shop.Example/{path}?{'&'.join(query)}{fragment}"
    key = comparison_key(address)
    assert comparison_key(key) == key
    assert "utm_" not in key
    assert "gclid" not in key


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("shop.example/a", "give it with its scheme, as in 'https://shop.example/a'"),
        ("file:///etc/passwd", "a file is brought in with `casestudy import`"),
        ("./page.html", "a file is brought in with `casestudy import`"),
        ("javascript:alert(1)", "pages begin with http:// or https:// and a host"),
        ("ftp://shop.example/", "pages begin with http:// or https:// and a host"),
        ("http:///nothing", "pages begin with http:// or https:// and a host"),
        ("https://anna:word@shop.example/", "leave out all between '//' and '@'"),
        ("https://shop.example/a b", "holds blanks or is longer than 8,000"),
        ("https://shop.example/" + "a" * 8000, "holds blanks or is longer than 8,000"),
        ("https://shop.example:port/", "cannot be read"),
        ("", "pages begin with http:// or https:// and a host"),
    ],
)
def test_no_address(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as error:
        checked_address(text)
    assert "word@" not in str(error.value)


def test_an_address_is_kept_as_it_was_given() -> None:
    address = "https://Shop.Example:443/a?utm_source=x#y"
    assert checked_address(f" {address}\n") == address


@pytest.mark.parametrize(
    ("address", "page", "expected"),
    [
        ("https://cdn.shop.example/x", "https://www.shop.example/", False),
        ("https://shop.example/x", "https://shop.example/", False),
        ("https://chat.example/x", "https://shop.example/", True),
        ("https://a.shop.co.uk/x", "https://b.shop.co.uk/", False),
        ("https://other.co.uk/x", "https://shop.co.uk/", True),
        ("http://127.0.0.1:8001/x", "http://127.0.0.1:8002/", True),
        ("http://127.0.0.1:8001/x", "http://127.0.0.1:8001/", False),
        ("data:text/plain,x", "https://shop.example/", False),
        ("wss://chat.example/x", "https://shop.example/", True),
    ],
)
def test_third_parties(address: str, page: str, expected: bool) -> None:
    assert is_third_party(address, page) is expected


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example/",
        "https://shop.example/../..//a//b...c?d=..&e=1#!/f",
        "http://127.0.0.1:8000/x.html",
        "http://[::1]:8000/ä/ö",
        "https://shop.example/" + "ö" * 300,
        "https://1.example/?",
    ],
)
def test_a_name_of_an_address_can_be_an_id(address: str) -> None:
    check_source_id(name_of_address(address))


def test_hosts() -> None:
    assert host_of("http://[::1]:8000/x") == "[::1]:8000"
    assert host_of("about:blank") == ""
