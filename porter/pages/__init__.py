"""Every page of the product: importing this package registers them. One line per page, sorted by address."""

from porter.pages.public import landing as landing
