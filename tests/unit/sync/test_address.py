import pytest

from bandingdesk.sync.address import Address, AddressError, is_address, parse


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("mysql://ann@h/store?ca=x", "begin"),
        ("postgresql://ann:secret@h/store?ca=x", "password"),
        ("postgresql://ann@h/store", "certificate"),
        ("postgresql://ann@h/store?tls=none", "only this computer"),
        ("postgresql://ann@h/store?ca=x&tls=require", "nothing weaker"),
        ("postgresql://ann@h/store?ca=x&sslmode=disable", "'sslmode'"),
        ("postgresql://h/store?ca=x", "login"),
        ("postgresql://ann@h/?ca=x", "name of the store"),
        ("postgresql://ann@h:port/store?ca=x", "read"),
    ],
)
def test_an_address_that_would_be_unsafe_or_unclear_is_refused(text, what):
    with pytest.raises(AddressError) as caught:
        parse(text)
    assert what in caught.value.text()
    assert "secret" not in caught.value.text()


@pytest.mark.parametrize(
    "where",
    [
        Address("records.council.example", 5433, "desk", "ann", "/etc/ca.pem"),
        Address("2001:db8::1", 5432, "a b", "o'neil@x", "/etc/ca.pem"),
        Address("/run/postgresql", 5432, "desk", "ann", tls=False),
        Address("localhost", 5432, "desk", "ann", tls=False),
    ],
)
def test_an_address_is_read_back_as_it_was_written(where):
    assert parse(where.text()) == where
    assert is_address(where.text())
    assert not is_address("/home/ann/store.bdk")
