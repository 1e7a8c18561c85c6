"""Exercises of the Toolbox; none carries points: they show whether a tool is at hand."""

from .arrays import row_shares, rows_all_positive
from .formulas import log_of_product, partial_slopes, slope_of_a_chain, standard_deviation
from .matrices import column_products
from .objects import Pair, count_numbers
from .passed_on import add_noise, apply_twice

__all__ = [
    "Pair",
    "add_noise",
    "apply_twice",
    "column_products",
    "count_numbers",
    "log_of_product",
    "partial_slopes",
    "row_shares",
    "rows_all_positive",
    "slope_of_a_chain",
    "standard_deviation",
]
