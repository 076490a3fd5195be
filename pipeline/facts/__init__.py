"""A text -> typed values: periods, amounts, ratios, discounts, durations, people, phones, addresses."""
