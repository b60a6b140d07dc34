"""The lessons, a folder each: its experiments, its figures, its exercises and predictions."""

LESSONS = (  # notebooks 01 to 09
    "gradient_descent",
    "one_example",
    "mini_batches",
    "magic",
    "noise",
    "noise_costs",
    "batch_size",
    "variants",
    "real_network",
)
