"""Vendors' checkouts are drawn on the pages that let their scripts in, and on no other."""

import porter.pages  # noqa: F401 - importing registers the pages
from porter.pages.shells import PAGES
from porter.web.headers import PAY_PAGES


def test_a_vendor_is_let_in_wherever_it_is_drawn_and_nowhere_else() -> None:
    drawn = {page.route for page in PAGES if "VendorCheckout" in str(page.draw().render())}
    assert drawn == {page.route for page in PAGES if page.route.startswith(PAY_PAGES)}
    assert len(drawn) == 3
