"""Spanish of the United States: numbers as on every price and label there, and as a drawing wants them."""

DECIMAL_SEPARATOR, THOUSAND_SEPARATOR = ".", ","
