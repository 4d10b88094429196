"""The whole service with a Teams of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from teams_of_tests import Product, product_in


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with product_in(tmp_path) as made:
        yield made
